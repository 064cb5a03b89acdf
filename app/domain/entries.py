"""An entry: a fact, written down. Who told us, when, and its place in the chain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.facts import Correction, Fact, Retraction

GENESIS = "0" * 64
"""`prev_hash` of the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact in the journal. Never changed, never removed."""

    seq: int
    """Place in the journal: 1, 2, 3 ... without gaps."""
    recorded_at: datetime
    """When this service learned it: UTC, never earlier than the entry before."""
    recorded_by: str
    batch: str
    """The letter or upload it came in with; a batch appears whole or not at all."""
    fact: Fact
    prev_hash: str
    hash: str
    """SHA-256 over the canonical JSON of all the above, in hexadecimal."""
    backfilled: bool = False
    """Whether `recorded_at` is that of another record, which moved in; part of what is hashed."""


@dataclass(frozen=True, slots=True)
class Live:
    """A fact that stands: recorded by then, neither replaced nor retracted."""

    seq: int
    """The entry that says it: the correction's own, where there was one."""
    fact: Fact
    place: int
    """The entry in whose place it stands: a correction does not make a fact newer."""


def live(entries: Iterable[Entry]) -> list[Live]:
    """Return the facts that stand after these entries, in order of `seq`.

    A correction stands in place of its target, with its own `seq`. What was replaced or
    retracted does not come back: to assert it again, record it again.
    """
    entries = list(entries)
    gone = {e.fact.target for e in entries if isinstance(e.fact, Correction | Retraction)}
    places: dict[int, int] = {}
    for entry in entries:
        target = entry.fact.target if isinstance(entry.fact, Correction) else entry.seq
        places[entry.seq] = places.get(target, target)
    return [
        Live(
            entry.seq,
            entry.fact.fact if isinstance(entry.fact, Correction) else entry.fact,
            places[entry.seq],
        )
        for entry in entries
        if entry.seq not in gone and not isinstance(entry.fact, Retraction)
    ]


def instant(moment: datetime) -> str:
    """Write an instant as it is stored, hashed and shown: UTC, six decimals, ``Z``."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def standing_in_place(entries: list[Entry], seq: int) -> Entry:
    """Return the last entry that corrects or retracts an entry, or itself, where none does.

    Args:
        entries: the whole journal.
        seq: of an entry that exists.
    """
    replacing = {e.fact.target: e for e in entries if isinstance(e.fact, Correction | Retraction)}
    current = entries[seq - 1]
    while current.seq in replacing:
        current = replacing[current.seq]
    return current
