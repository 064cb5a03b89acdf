"""How far an answer may look: the clocks of a question, resolved against the journal."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.domain.dates import ImpreciseDate
from app.domain.entries import instant
from app.domain.errors import MalformedQuestion, UnknownRevision
from app.journal.reader import Head, JournalReader
from app.timeline.view import Clock, Evidence, View


@dataclass(frozen=True, slots=True)
class Sight:
    """The clocks of a question. `known_at` is the head of the journal it is answered from."""

    known_at: Head
    issued_by: date | None = None
    clock: Clock = "effective"
    evidence: Evidence = "all"

    @property
    def view(self) -> View:
        """The view of the record that this sight gives."""
        return View(self.known_at.seq, self.issued_by, self.clock, self.evidence)


@dataclass(frozen=True, slots=True)
class CheckedThrough:
    """Up to which date a source series has been read."""

    series: str
    through: ImpreciseDate


def resolve_known_at(journal: JournalReader, asked: str | None, now: datetime) -> Head:
    """Return the head that a `known_at` means.

    Args:
        journal: to look it up in.
        asked: a number of an entry, an instant, or None for everything recorded so far.
        now: nothing after it can have been known.

    Raises:
        MalformedQuestion: neither a number nor an instant with its offset from UTC.
        UnknownRevision: a number above the head, or an instant in the future.
    """
    head = journal.head()
    if asked is None:
        return head
    if asked.isascii() and asked.isdigit():
        if len(asked) > len(str(2**53)) or int(asked) > head.seq:
            raise UnknownRevision(
                f"known_at={asked[:20]} is ahead of the journal, which ends with entry "
                f"{head.seq}. Ask for {head.seq} or an earlier entry, or leave known_at out."
            )
        return journal.head_at(int(asked))
    moment = read_instant(asked)
    if moment > now:
        raise UnknownRevision(
            f"known_at={instant(moment)} lies in the future (it is {instant(now)}): what will be "
            "known then cannot be answered yet. Leave known_at out for all that is known."
        )
    return journal.head_at(journal.last_recorded_by(moment))


def read_instant(text: str) -> datetime:
    """Read an instant with its offset from UTC. Raises `MalformedQuestion`."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is None or "T" not in text:
        raise MalformedQuestion(
            f"known_at={text[:40]!r} is neither the number of an entry nor an instant with its "
            "offset from UTC. Write known_at=96 or known_at=2026-11-24T10:00:00Z (in an address a "
            "+ is written %2B)."
        )
    return moment
