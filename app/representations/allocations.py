"""Money by county, fiscal year, tier and letter."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from pydantic import PositiveInt

from app.domain.counties import County
from app.queries.allocations import AllocationsAnswer
from app.representations.base import (
    CheckedThroughOut,
    CitationOut,
    ImpreciseDateOut,
    LinksOut,
    ProgramAnswerOut,
    Representation,
    envelope,
)
from app.timeline.allocations import Allocated


class AllocationOut(Representation):
    """One allocation as recorded."""

    fips: str
    geo_id: str
    county: str
    joint_with: list[str]
    """FIPS codes of counties that share this one amount."""
    fiscal_year: str
    tier: str | None
    """The status that the money goes with; null: the document names none."""
    amount: Decimal
    """Dollars and cents, exact."""
    effective: ImpreciseDateOut | None
    document: str | None
    locator: str | None
    also_cited: list[CitationOut]
    evidence: str
    note: str | None
    entry: int
    replaced_by: int | None
    """The entry of an errata letter that takes its place; null: it stands."""
    replaces: list[int]
    """The entries whose place it takes."""
    difference: Decimal | None
    """How much more it is than what it replaces; null: it replaces nothing."""

    @classmethod
    def of(cls, one: Allocated, county: County) -> Self:
        """Show one allocation."""
        fact = one.fact
        return cls(
            fips=county.fips,
            geo_id=county.geo_id,
            county=county.name,
            joint_with=list(fact.joint_with),
            fiscal_year=str(fact.fiscal_year),
            tier=fact.tier,
            amount=fact.amount,
            effective=ImpreciseDateOut.maybe(fact.effective),
            document=fact.document,
            locator=fact.locator,
            also_cited=[CitationOut.of(each) for each in fact.also_cited],
            evidence=fact.evidence,
            note=fact.note,
            entry=one.entry,
            replaced_by=one.replaced_by,
            replaces=list(one.replaces),
            difference=one.difference,
        )


class AllocationTotalOut(Representation):
    """What stands, summed for one fiscal year and tier."""

    fiscal_year: str | None
    tier: str | None
    amount: Decimal
    allocations: PositiveInt
    """How many are in the sum; a joint one counts once."""


class AllocationsOut(ProgramAnswerOut):
    """Allocations of a program."""

    TABLE: ClassVar[str | None] = "allocations"

    as_of: date | None
    """Only what had been announced by this day; null: all."""
    allocations: list[AllocationOut]
    totals: list[AllocationTotalOut]
    total: Decimal
    """Sum of what stands."""

    @classmethod
    def of(cls, answer: AllocationsAnswer, links: LinksOut) -> Self:
        """Show allocations."""
        return cls(
            program=answer.program,
            as_of=answer.as_of,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            allocations=[
                AllocationOut.of(one, answer.counties[one.fact.county or ""])
                for one in answer.allocations
            ],
            totals=[
                AllocationTotalOut(
                    fiscal_year=str(total.fiscal_year) if total.fiscal_year else None,
                    tier=total.tier,
                    amount=total.amount,
                    allocations=total.allocations,
                )
                for total in answer.totals
            ],
            total=answer.total,
            **envelope(answer.sight, links),
        )
