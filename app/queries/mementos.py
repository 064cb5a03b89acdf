"""The states of a program's record, as it was recorded: one for each batch (RFC 7089)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

from app.queries.records import Records


@dataclass(frozen=True, slots=True)
class State:
    """The record of a program after a batch."""

    seq: int
    """The last entry of the batch."""
    recorded_at: datetime


def states(records: Records, program: str) -> list[State]:
    """Return every state of a program's record, in order.

    Raises:
        UnknownProgram: no program of that code has been defined.
    """
    head = records.journal.head().seq
    entries = records.memory.entries(records.journal, program, head)
    found: dict[datetime, int] = {}
    for entry in entries:
        found[entry.recorded_at] = entry.seq
    return [State(seq, moment) for moment, seq in found.items()]


def state_at(found: list[State], moment: datetime) -> State | None:
    """Return the state at an instant; before the first, the first; None: there is none."""
    at = bisect_right(found, moment, key=lambda state: state.recorded_at)
    return found[max(0, at - 1)] if found else None
