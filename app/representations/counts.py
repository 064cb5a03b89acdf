"""Counts, on a day and over a range."""

from datetime import date
from typing import ClassVar, Self

from pydantic import Field, NonNegativeInt

from app.queries.counts import CountsAnswer
from app.queries.series import SeriesAnswer
from app.representations.base import (
    CheckedThroughOut,
    LinksOut,
    ProgramAnswerOut,
    Representation,
    envelope,
)
from app.timeline.counts import Count
from app.timeline.series import StepSize


class CountOut(Representation):
    """Counties of one status on one day: `min <= count <= max`, `count = named + unnamed`."""

    status: str
    label: str
    count: NonNegativeInt
    """The certain reading: after everything that has certainly taken effect."""
    min: NonNegativeInt
    max: NonNegativeInt
    named: NonNegativeInt
    """How many of `count` the record can name."""
    unnamed: NonNegativeInt
    """How many of `count` a source counts without saying which counties they are."""

    @classmethod
    def of(cls, count: Count, labels: dict[str, str]) -> Self:
        """Show one count."""
        return cls(
            status=count.status,
            label=labels[count.status],
            count=count.count,
            min=count.min,
            max=count.max,
            named=count.named,
            unnamed=count.unnamed,
        )


class LinkedCountOut(CountOut):
    """A count, with the address of the counties behind it."""

    counties: str
    """The counties that the record names in this status, certainly or possibly."""


class TotalInForceOut(Representation):
    """One status of the printed total in force."""

    status: str
    count: NonNegativeInt
    document: str | None
    entry: int


class CountsOut(ProgramAnswerOut):
    """Counts of every status on one day; they always sum to `total`."""

    TABLE: ClassVar[str | None] = "counts"

    as_of: date
    """Effective clock: the day the counts are about."""
    total: NonNegativeInt
    """The program's counties."""
    unplaced: NonNegativeInt
    """Counties known to take part that hold one of the unnamed places of a finer status."""
    counts: list[LinkedCountOut]
    """The codebook's statuses in order, then `term_ended` and `not_recorded`."""
    control_totals: list[TotalInForceOut]
    """The printed total in force on the day; empty: none."""

    @classmethod
    def of(cls, answer: CountsAnswer, links: LinksOut, counties: dict[str, str]) -> Self:
        """Show counts; `counties` are the addresses of the counties of each status."""
        rows = answer.counts.rows
        return cls(
            program=answer.program,
            as_of=answer.as_of,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            total=answer.counts.total,
            unplaced=answer.counts.unplaced,
            counts=[
                LinkedCountOut(
                    **CountOut.of(row, answer.labels).model_dump(), counties=counties[row.status]
                )
                for row in rows
            ],
            control_totals=[
                TotalInForceOut(
                    status=one.status, count=one.count, document=one.document, entry=one.entry
                )
                for one in answer.control_totals
            ],
            **envelope(answer.sight, links),
        )


class StepOut(Representation):
    """A step, and the counts on one of its days."""

    from_: date = Field(alias="from")
    until: date
    """The first day after; not included."""
    as_of: date
    """The day of the counts. With `step=change` they hold on every day of the step; else it is
    the last day of the step."""
    unplaced: NonNegativeInt
    counts: list[CountOut]


class SeriesOut(ProgramAnswerOut):
    """Counts over a range of days, as steps without gaps."""

    TABLE: ClassVar[str | None] = "points.counts"

    from_: date | None = Field(alias="from")
    """First day; null: the record says of no day that anything changed."""
    to: date | None
    """Last day, included."""
    step: StepSize
    points: list[StepOut]

    @classmethod
    def of(cls, answer: SeriesAnswer, links: LinksOut) -> Self:
        """Show a series."""
        return cls(
            program=answer.program,
            from_=answer.first,
            to=answer.last,
            step=answer.step,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            points=[
                StepOut(
                    from_=step.first_day,
                    until=step.after_last,
                    as_of=step.as_of,
                    unplaced=step.counts.unplaced,
                    counts=[CountOut.of(row, answer.labels) for row in step.counts.rows],
                )
                for step in answer.steps
            ],
            **envelope(answer.sight, links),
        )
