"""Writing in the journal: append, and nothing else."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from sqlalchemy import Connection, insert, update

from app.domain.entries import Entry, instant
from app.domain.errors import Refused
from app.domain.facts import Fact
from app.domain.reading import write_fact
from app.journal.answers import Answers
from app.journal.chain import canonical
from app.journal.drafts import Drafts
from app.journal.keys import Keys
from app.journal.reader import Head, JournalReader
from app.journal.sealing import sealed
from app.journal.tables import entry_text, journal_entry, journal_head

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class _Stamp:
    """When, by whom and with what entries are recorded."""

    moment: datetime
    recorded_by: str
    batch: str
    backfilled: bool = False

    def entry(self, seq: int, fact: Fact, prev_hash: str, hash_: str) -> Entry:
        return Entry(
            seq,
            self.moment,
            self.recorded_by,
            self.batch,
            fact,
            prev_hash,
            hash_,
            self.backfilled,
        )


class Journal(JournalReader):
    """The journal, for writing, in one transaction that holds the write lock.

    The lock is taken when it is opened, before anything is read: what is decided on what was
    read still holds when it is written.
    """

    def __init__(
        self, connection: Connection, clock: Callable[[], datetime], known: Sequence[Entry] = ()
    ) -> None:
        """Open a journal for writing.

        Args:
            connection: in a transaction that holds the write lock, or takes it at its first write.
            clock: the present instant.
            known: entries from the first on that were read before, in another transaction.
        """
        super().__init__(connection)
        self._clock = clock
        self._known = list(known)
        self._all: list[Entry] | None = None
        self._batch: tuple[str, datetime] | None = None
        # On PostgreSQL this locks the head row until the transaction ends; on SQLite the
        # transaction has begun IMMEDIATE already.
        connection.execute(update(journal_head).values(seq=journal_head.c.seq))

    def now(self) -> datetime:
        """Return the present instant."""
        return self._clock().astimezone(UTC)

    def entries(
        self, *, after: int = 0, until: int | None = None, limit: int | None = None
    ) -> list[Entry]:
        """Return entries in order of `seq`. All of them are read once: nobody else can write."""
        if after or until is not None or limit is not None:
            return super().entries(after=after, until=until, limit=limit)
        if self._all is None:
            self._all = [*self._still_known(), *super().entries(after=len(self._known))]
        return list(self._all)

    @property
    def read_so_far(self) -> list[Entry]:
        """The entries from the first on that this transaction has read or written."""
        return self._known if self._all is None else self._all

    def _still_known(self) -> list[Entry]:
        """Return the entries known before, if the journal still begins with them."""
        last = self._known[-1] if self._known else None
        if last is not None and (
            self.head().seq < last.seq or super().entry(last.seq).hash != last.hash
        ):
            self._known = []
        return self._known

    def append(
        self,
        facts: Sequence[Fact],
        *,
        recorded_by: str,
        batch: str,
    ) -> list[Entry]:
        """Write down facts, after everything written before, a batch at one instant.

        Args:
            facts: in the order in which they are to be numbered.
            recorded_by: who writes.
            batch: what they came in with; facts of one batch may be written one after another.

        Returns:
            The entries, numbered and chained.
        """
        head = self.head()
        if self._batch is None or self._batch[0] != batch:
            self._batch = batch, self._stamp(head)
        return self._append(facts, head, _Stamp(self._batch[1], recorded_by, batch))

    def backfill(
        self, facts: Sequence[Fact], *, recorded_at: datetime, recorded_by: str, batch: str
    ) -> list[Entry]:
        """Write down facts of another record, at the instant at which that one recorded them.

        For a record that moves into an empty journal: instants go upwards only.
        """
        head = self.head()
        if head.recorded_at is not None and instant(recorded_at) <= head.recorded_at:
            raise Refused(f"{instant(recorded_at)} is not after {head.recorded_at}.")
        stamp = _Stamp(recorded_at, recorded_by, batch, backfilled=True)
        return self._append(facts, head, stamp)

    def _append(self, facts: Sequence[Fact], head: Head, stamp: "_Stamp") -> list[Entry]:
        entries: list[Entry] = []
        rows: list[dict[str, object]] = []
        words: list[dict[str, object]] = []
        prev_hash = head.hash
        for seq, fact in enumerate(facts, start=head.seq + 1):
            closed, texts = sealed(write_fact(fact), lambda: token_hex(_SALT_BYTES))
            written = canonical(
                seq=seq,
                recorded_at=instant(stamp.moment),
                recorded_by=stamp.recorded_by,
                batch=stamp.batch,
                fact=closed,
                prev_hash=prev_hash,
                backfilled=stamp.backfilled,
            )
            entries.append(stamp.entry(seq, fact, prev_hash, written.hash))
            rows.append(_row(entries[-1], written.data))
            words += [{"seq": seq, **text} for text in texts]
            prev_hash = written.hash
        self._write(rows, words, entries)
        if self._all is not None:
            self._all += entries
        return entries

    @contextmanager
    def trial(self) -> Generator[None]:
        """Take back everything that is written within: the same steps, and nothing is kept."""
        before = self.entries(), self._batch
        savepoint = self._connection.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()
            self._all, self._batch = before

    def keys(self, pepper: bytes) -> Keys:
        """Return the keys, in this transaction."""
        return Keys(self._connection, pepper, self._clock)

    @property
    def answers(self) -> Answers:
        """The answers kept for repeats, in this transaction."""
        return Answers(self._connection)

    @property
    def drafts(self) -> Drafts:
        """The drafts, in this transaction."""
        return Drafts(self._connection)

    def _write(
        self, rows: list[dict[str, object]], words: list[dict[str, object]], entries: list[Entry]
    ) -> None:
        if not rows:
            return
        self._connection.execute(insert(journal_entry), rows)
        if words:
            self._connection.execute(insert(entry_text), words)
        last = entries[-1]
        self._connection.execute(
            update(journal_head).values(
                seq=last.seq, recorded_at=instant(last.recorded_at), hash=last.hash
            )
        )

    def _stamp(self, head: Head) -> datetime:
        """Return now, but never a time at or before that of the last entry."""
        now = self.now()
        if head.recorded_at is None:
            return now
        return max(now, datetime.fromisoformat(head.recorded_at) + timedelta(microseconds=1))


def _row(entry: Entry, data: bytes) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "recorded_at": instant(entry.recorded_at),
        "kind": entry.fact.kind,
        "program": entry.fact.program,
        "county": entry.fact.county,
        "canonical": data,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }
