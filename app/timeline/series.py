"""Counts over a range of days, as steps."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from app.domain.errors import RangeTooLarge
from app.domain.fiscal_years import FiscalYear
from app.timeline.counts import Counts
from app.timeline.timeline import Timeline

StepSize = Literal["change", "day", "month", "fiscal_year"]
MOST_STEPS = 4_000
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A step from `first_day` until `after_last` (not included), and counts on one of its days."""

    first_day: date
    after_last: date
    as_of: date
    """The day of the counts. With ``step=change`` they hold on every day of the step; with a
    month or a fiscal year it is the last day."""
    counts: Counts


def series(timeline: Timeline, first: date, last: date, size: StepSize) -> list[Step]:
    """Return the counts from `first` to `last`, both included.

    Args:
        timeline: of the program.
        first: first day of the range.
        last: last day of the range; the last step ends on the day after.
        size: `change`: a step wherever a count or range changes; else one step a day, month
            or fiscal year, with the counts of its last day in the range.

    Raises:
        RangeTooLarge: more than `MOST_STEPS` steps.
    """
    starts = list(_starts(timeline, first, last, size))
    if len(starts) > MOST_STEPS:
        raise RangeTooLarge(
            f"From {first} to {last} there are {len(starts):,} steps of size {size}; one answer "
            f"carries {MOST_STEPS:,}. Ask for a shorter range, or for step=change."
        )
    steps: list[Step] = []
    for at, day in enumerate(starts):
        until = starts[at + 1] if at + 1 < len(starts) else last + timedelta(days=1)
        as_of = day if size == "change" else until - timedelta(days=1)
        counts = timeline.counts(as_of)
        if size == "change" and steps and steps[-1].counts == counts:
            steps[-1] = replace(steps[-1], after_last=until)
        else:
            steps.append(Step(day, until, as_of, counts))
    return steps


def _starts(timeline: Timeline, first: date, last: date, size: StepSize) -> Iterator[date]:
    if size == "change":
        days = timeline.breakpoints
        yield first
        yield from days[bisect_right(days, first) : bisect_right(days, last)]
        return
    day = first
    while day <= last:
        yield day
        day = _NEXT[size](day)


def _next_month(day: date) -> date:
    return date(day.year + day.month // _DECEMBER, day.month % _DECEMBER + 1, 1)


_NEXT: dict[StepSize, Callable[[date], date]] = {
    "day": lambda day: day + timedelta(days=1),
    "month": _next_month,
    "fiscal_year": lambda day: FiscalYear.containing(day).following.first_day,
}
