"""Special project codes: which are in effect on a day. A planned one never is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.dates import ImpreciseDate
from app.domain.events import CodeInEffect
from app.timeline.record import Record

CodeStanding = Literal["in_effect", "may_be_in_effect", "ended", "planned", "later"]


@dataclass(frozen=True, slots=True)
class Code:
    """A special project code on a day: once for each time it takes effect or is planned to."""

    entry: int
    fact: CodeInEffect
    standing: CodeStanding
    """`may_be_in_effect`: the day lies within an imprecise date; `later`: not yet."""
    ended: tuple[int, CodeInEffect] | None
    """The entry that says it ended, if any."""


def codes(record: Record, as_of: date) -> list[Code]:
    """Return every code that takes effect or is planned, in order of time, on the view's clock."""
    found = list(record.of_kind(CodeInEffect))
    ends = _ends(found)
    rows = [
        Code(seq, fact, _standing(record, fact, ends.get(seq), as_of), ends.get(seq))
        for seq, fact in found
        if fact.state != "ended"
    ]
    return sorted(rows, key=lambda row: (row.fact.when.earliest, row.entry))


def _ends(found: list[tuple[int, CodeInEffect]]) -> dict[int, tuple[int, CodeInEffect]]:
    """Return for each entry that takes effect the one that ends it: the first that can.

    A code may come back: an end is of what began before it and has not ended yet.
    """
    ends: dict[int, tuple[int, CodeInEffect]] = {}
    ended = [(seq, fact) for seq, fact in found if fact.state == "ended"]
    for end in sorted(ended, key=lambda end: (end[1].when.latest, end[0])):
        open_ = [
            (seq, fact)
            for seq, fact in found
            if (fact.code, fact.state) == (end[1].code, "in_effect") and seq not in ends
        ]
        last = end[1].when.latest
        # Those that certainly began before it; else those that may have; else on the same day.
        ended_now = (
            [seq for seq, fact in open_ if fact.when.latest < last]
            or [seq for seq, fact in open_ if fact.when.earliest < last]
            or [seq for seq, fact in open_ if fact.when.earliest == last]
        )
        ends |= dict.fromkeys(ended_now, end)
    return ends


def _standing(
    record: Record, fact: CodeInEffect, end: tuple[int, CodeInEffect] | None, as_of: date
) -> CodeStanding:
    if fact.state == "planned":
        return "planned"
    begins, ends = _dated(record, fact), _dated(record, end[1]) if end else None
    if as_of < begins.earliest:
        return "later"
    if ends is not None and ends.latest <= as_of:
        return "ended"
    blurred = as_of < begins.latest or (ends is not None and ends.earliest <= as_of)
    return "may_be_in_effect" if blurred else "in_effect"


def _dated(record: Record, fact: CodeInEffect) -> ImpreciseDate:
    return record.dated(fact) or fact.when
