"""Special project codes: which are in effect on a day. A planned one never is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.events import CodeInEffect
from app.timeline.record import Record

CodeStanding = Literal["in_effect", "may_be_in_effect", "ended", "planned", "later"]


@dataclass(frozen=True, slots=True)
class Code:
    """A special project code on a day."""

    entry: int
    fact: CodeInEffect
    standing: CodeStanding
    """`may_be_in_effect`: the day lies within an imprecise date; `later`: not yet."""
    ended: tuple[int, CodeInEffect] | None
    """The entry that says it ended, if any."""


def codes(record: Record, as_of: date) -> list[Code]:
    """Return every code that takes effect or is planned, in order of time."""
    found = list(record.of_kind(CodeInEffect))
    ends = {fact.code: (seq, fact) for seq, fact in found if fact.state == "ended"}
    begun = [(seq, fact) for seq, fact in found if fact.state != "ended"]
    rows = [
        Code(seq, fact, _standing(fact, ends, as_of), ends.get(fact.code)) for seq, fact in begun
    ]
    return sorted(rows, key=lambda row: (row.fact.when.earliest, row.entry))


def _standing(
    fact: CodeInEffect, ends: dict[str, tuple[int, CodeInEffect]], as_of: date
) -> CodeStanding:
    if fact.state == "planned":
        return "planned"
    if as_of < fact.when.earliest:
        return "later"
    end = ends[fact.code][1].when if fact.code in ends else None
    if end is not None and end.latest <= as_of:
        return "ended"
    blurred = as_of < fact.when.latest or (end is not None and end.earliest <= as_of)
    return "may_be_in_effect" if blurred else "in_effect"
