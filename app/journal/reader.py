"""Reading the journal. Everything here is a SELECT."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, or_, select

from app.domain.entries import Entry, instant
from app.domain.errors import UnknownEntry
from app.domain.reading import read_fact
from app.journal.chain import content
from app.journal.sealing import unsealed
from app.journal.tables import entry_text, journal_entry, journal_head


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the journal."""

    seq: int
    """0: the journal is empty."""
    recorded_at: str | None
    hash: str


class JournalReader:
    """The journal, for reading, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> Head:
        """Return the last entry's number, instant and hash. One row by its key."""
        row = self._connection.execute(
            select(journal_head.c.seq, journal_head.c.recorded_at, journal_head.c.hash)
        ).one()
        return Head(row.seq, row.recorded_at, row.hash)

    def head_at(self, seq: int) -> Head:
        """Return an earlier head: the journal as it ended with entry `seq` (0: empty).

        A batch is seen whole or not at all: within one, it is the head before it. The entries of
        a batch share an instant that no others have.
        """
        if seq == 0:
            return Head(0, None, "0" * 64)
        columns = (journal_entry.c.seq, journal_entry.c.recorded_at, journal_entry.c.hash)
        rows = self._connection.execute(
            select(*columns).where(journal_entry.c.seq.in_((seq, seq + 1)))
        ).all()
        found = {row.seq: row for row in rows}
        if seq not in found:
            raise _no_such(seq)
        row = found[seq]
        if seq + 1 in found and found[seq + 1].recorded_at == row.recorded_at:
            earlier = journal_entry.c.recorded_at < row.recorded_at
            last = self._connection.execute(select(func.max(journal_entry.c.seq)).where(earlier))
            return self.head_at(last.scalar() or 0)
        return Head(row.seq, row.recorded_at, row.hash)

    def last_recorded_by(self, moment: datetime) -> int:
        """Return the number of the last entry recorded at or before an instant; 0: none."""
        found = select(func.max(journal_entry.c.seq)).where(
            journal_entry.c.recorded_at <= instant(moment)
        )
        return self._connection.execute(found).scalar() or 0

    def entry(self, seq: int) -> Entry:
        """Return one entry. Raises `UnknownEntry`."""
        found = self._entries(select(journal_entry).where(journal_entry.c.seq == seq))
        for entry in found:
            return entry
        raise _no_such(seq)

    def entries(
        self, *, after: int = 0, until: int | None = None, limit: int | None = None
    ) -> list[Entry]:
        """Return entries in order of `seq`: ``after < seq <= until``, at most `limit`."""
        query = select(journal_entry).where(journal_entry.c.seq > after).limit(limit)
        if until is not None:
            query = query.where(journal_entry.c.seq <= until)
        return list(self._entries(query))

    def entries_of(self, program: str | None, *, after: int, until: int) -> list[Entry]:
        """Return the entries of a program and those of none (documents, milestones, codes).

        With ``program=None``, only those of none. In order of `seq`: ``after < seq <= until``.
        """
        none, own = journal_entry.c.program.is_(None), journal_entry.c.program == program
        mine = none if program is None else or_(none, own)
        between = (journal_entry.c.seq > after) & (journal_entry.c.seq <= until)
        return list(self._entries(select(journal_entry).where(mine, between)))

    def programs(self, *, after: int, until: int) -> dict[str, int]:
        """Return the programs defined by entries ``after < seq <= until``, and where first."""
        defined = journal_entry.c.kind == "program_defined"
        between = (journal_entry.c.seq > after) & (journal_entry.c.seq <= until)
        first = func.min(journal_entry.c.seq)
        query = (
            select(journal_entry.c.program, first)
            .where(defined, between)
            .group_by(journal_entry.c.program)
            .order_by(first)
        )
        return {program: seq for program, seq in self._connection.execute(query) if program}

    def _entries(self, query: Select[*tuple[object, ...]]) -> Iterator[Entry]:
        rows = self._connection.execute(query.order_by(journal_entry.c.seq)).all()
        texts = self._texts([row.seq for row in rows])
        for row in rows:
            found = content(row.canonical)
            yield Entry(
                seq=row.seq,
                recorded_at=datetime.fromisoformat(found["recorded_at"]),
                recorded_by=found["recorded_by"],
                batch=found["batch"],
                fact=read_fact(unsealed(found["fact"], texts.get(row.seq, {}))),
                prev_hash=row.prev_hash,
                hash=row.hash,
                backfilled=found.get("backfilled", False),
            )

    def _texts(self, seqs: Iterable[int]) -> dict[int, dict[str, str]]:
        numbers = list(seqs)
        if not numbers:
            return {}
        columns = (entry_text.c.seq, entry_text.c.pointer, entry_text.c.text)
        between = entry_text.c.seq.between(numbers[0], numbers[-1])
        texts: dict[int, dict[str, str]] = {}
        for row in self._connection.execute(select(*columns).where(between)):
            texts.setdefault(row.seq, {})[row.pointer] = row.text
        return texts


def _no_such(seq: int) -> UnknownEntry:
    return UnknownEntry(
        f"The journal has no entry {seq}. Entries are numbered from 1; GET /v1/journal lists them."
    )
