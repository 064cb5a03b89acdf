"""How many counties stood where, over a range of days?"""

from dataclasses import dataclass
from datetime import date

from app.domain.errors import MalformedQuestion
from app.queries.counts import labels
from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight
from app.timeline.series import Step, StepSize, series


@dataclass(frozen=True, slots=True)
class SeriesAnswer:
    """Counts over a range of days."""

    program: str
    first: date | None
    last: date | None
    step: StepSize
    sight: Sight
    checked_through: tuple[CheckedThrough, ...]
    labels: dict[str, str]
    steps: tuple[Step, ...]


def counts_series(
    records: Records,
    program: str,
    first: date | None,
    last: date | None,
    step: StepSize,
    sight: Sight,
) -> SeriesAnswer:
    """Return the counts from `first` to `last`, both included.

    Left out, they are the first and the last day on which the record says that anything may
    have changed; a record without any gives no steps.

    Raises:
        MalformedQuestion: the range ends before it begins.
        RangeTooLarge: too many steps for one answer.
    """
    timeline = records.timeline(program, sight)
    days = timeline.breakpoints
    first = first or (days[0] if days else last)
    last = last or (max(days[-1], first or days[-1]) if days else first)
    steps = []
    if first is not None and last is not None:
        ordered(first, last)
        steps = series(timeline, first, last, step)
    return SeriesAnswer(
        program,
        first,
        last,
        step,
        sight,
        records.checked_through(program, sight),
        labels(timeline),
        tuple(steps),
    )


def ordered(first: date, last: date) -> None:
    """Refuse a range that ends before it begins."""
    if last < first:
        raise MalformedQuestion(
            f"The range ends ({last}) before it begins ({first}). Exchange `from` and `to`."
        )
