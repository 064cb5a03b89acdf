"""What would settle most."""

from datetime import date
from typing import ClassVar, Self

from pydantic import NonNegativeInt, PositiveInt

from app.queries.worklist import WorklistAnswer
from app.representations.base import (
    CheckedThroughOut,
    ImpreciseDateOut,
    LinksOut,
    ProgramAnswerOut,
    Representation,
    envelope,
)
from app.timeline.reconciliation import Reconciled


class BlurredOut(Representation):
    """An imprecise date, and how much an exact one would settle."""

    fips: str
    geo_id: str
    county: str
    status: str
    effective: ImpreciseDateOut
    county_days: PositiveInt
    """Days on which it keeps the county's standing from being definite."""
    document: str | None
    entry: int


class OpenTotalOut(Representation):
    """One status of a printed total that the named records do not explain."""

    effective: ImpreciseDateOut
    status: str
    printed: NonNegativeInt
    named: NonNegativeInt
    unnamed: NonNegativeInt
    difference: int | None
    """Printed, less predicted."""
    document: str | None
    entry: int

    @classmethod
    def of(cls, row: Reconciled) -> Self:
        """Show one status of a total."""
        return cls(
            effective=ImpreciseDateOut.of(row.fact.when),
            status=row.status,
            printed=row.printed,
            named=row.named,
            unnamed=row.unnamed,
            difference=row.difference,
            document=row.fact.document,
            entry=row.entry,
        )


class PlannedOut(Representation):
    """Something planned that has not been confirmed."""

    kind: str
    what: str
    """Milestone or special project code."""
    entry: int


class LapsedOut(Representation):
    """A county with a record in the year before, and none in this one."""

    fips: str
    geo_id: str
    county: str
    fiscal_year: str


class WorklistOut(ProgramAnswerOut):
    """Where better sources would make the record more certain, most telling first."""

    TABLE: ClassVar[str | None] = "dates"

    as_of: date | None
    """Lapsed years up to that of this day; null: up to the last year of any record."""
    dates: list[BlurredOut]
    unnamed: list[OpenTotalOut]
    """Last totals of each term that count counties without a name."""
    disagreeing: list[OpenTotalOut]
    planned: list[PlannedOut]
    lapsed: list[LapsedOut]

    @classmethod
    def of(cls, answer: WorklistAnswer, links: LinksOut) -> Self:
        """Show a worklist."""
        counties = answer.counties
        return cls(
            program=answer.program,
            as_of=answer.as_of,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            dates=[
                BlurredOut(
                    fips=one.change.fact.county or "",
                    geo_id=counties[one.change.fact.county or ""].geo_id,
                    county=counties[one.change.fact.county or ""].name,
                    status=one.change.status,
                    effective=ImpreciseDateOut.of(one.change.when),
                    county_days=one.county_days,
                    document=one.change.fact.document,
                    entry=one.change.seq,
                )
                for one in answer.dates
            ],
            unnamed=[OpenTotalOut.of(row) for row in answer.unnamed],
            disagreeing=[OpenTotalOut.of(row) for row in answer.disagreeing],
            planned=[
                PlannedOut(kind=one.fact_kind, what=one.what, entry=one.entry)
                for one in answer.planned
            ],
            lapsed=[
                LapsedOut(
                    fips=one.fips,
                    geo_id=counties[one.fips].geo_id,
                    county=counties[one.fips].name,
                    fiscal_year=str(one.fiscal_year),
                )
                for one in answer.lapsed
            ],
            **envelope(answer.sight, links),
        )
