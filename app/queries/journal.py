"""The entries themselves, gapless and in order: synchronise by `after`."""

from dataclasses import dataclass

from app.domain.entries import Entry, standing_in_place
from app.domain.errors import UnknownEntry, UnknownRevision
from app.queries.records import EVERYTHING, Records
from app.queries.sight import Sight


@dataclass(frozen=True, slots=True)
class JournalAnswer:
    """Entries after a number."""

    sight: Sight
    after: int
    entries: tuple[Entry, ...]
    total: int
    """Entries in the journal, as known by then."""
    complete: bool
    """Whether no further entries follow."""


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """One entry."""

    sight: Sight
    entry: Entry
    current: Entry
    """The last one that corrects or retracts it, as known then; itself, where none does."""


def journal(records: Records, sight: Sight, after: int, limit: int) -> JournalAnswer:
    """Return at most `limit` entries with numbers above `after`.

    Raises:
        UnknownRevision: `after` is ahead of the journal.
    """
    refuse_ahead(after, sight)
    head = sight.known_at.seq
    entries = records.journal.entries(after=after, until=head, limit=limit)
    return JournalAnswer(sight, after, tuple(entries), head, complete=after + len(entries) == head)


def refuse_ahead(after: int, sight: Sight) -> None:
    """Refuse to go on from an entry that the journal has not reached."""
    if after > sight.known_at.seq:
        raise UnknownRevision(
            f"after={after} is ahead of the journal, which ends with entry {sight.known_at.seq}. "
            "Synchronise from the last entry you have."
        )


def entry(records: Records, seq: int, sight: Sight) -> EntryAnswer:
    """Return one entry.

    Raises:
        UnknownEntry: the journal has none of that number, or had none then.
    """
    head = sight.known_at.seq
    if not 1 <= seq <= head:
        raise UnknownEntry(
            f"There is no entry {seq} in the journal as known then, which ends with entry {head}."
        )
    known = records.memory.entries(records.journal, EVERYTHING, head)
    return EntryAnswer(sight, known[seq - 1], standing_in_place(known, seq))
