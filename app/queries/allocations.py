"""What money did each county, tier and year get, under which letter and errata?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.counties import County
from app.domain.fiscal_years import FiscalYear
from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight
from app.timeline.allocations import Allocated, allocations, amount_of


@dataclass(frozen=True, slots=True)
class AllocationTotal:
    """What stands, summed for one fiscal year and tier."""

    fiscal_year: FiscalYear | None
    tier: str | None
    """None: the documents name no tier."""
    amount: Decimal
    allocations: int
    """How many allocations are in the sum; a joint one counts once."""


@dataclass(frozen=True, slots=True)
class AllocationsAnswer:
    """Allocations of a program."""

    program: str
    as_of: date | None
    sight: Sight
    checked_through: tuple[CheckedThrough, ...]
    counties: dict[str, County]
    allocations: tuple[Allocated, ...]
    totals: tuple[AllocationTotal, ...]
    total: Decimal


def program_allocations(
    records: Records,
    program: str,
    sight: Sight,
    fiscal_year: FiscalYear | None = None,
    county: County | None = None,
    as_of: date | None = None,
) -> AllocationsAnswer:
    """Return allocations with the sums of those that stand (not replaced by errata).

    Args:
        records: the record.
        program: its code.
        sight: the clocks.
        fiscal_year: of this year only.
        county: to this county, alone or jointly, only.
        as_of: that count by this day only, on the clock of the sight.
    """
    records.codebook(program, sight)
    found = [
        one
        for one in allocations(records.record(program, sight), program, as_of)
        if fiscal_year in (None, one.fact.fiscal_year)
        and (county is None or county.fips in one.fact.concerns)
    ]
    return AllocationsAnswer(
        program,
        as_of,
        sight,
        records.checked_through(program, sight),
        {one.fact.county: records.counties[one.fact.county] for one in found if one.fact.county},
        tuple(found),
        tuple(_totals(found)),
        amount_of(found),
    )


def _totals(found: list[Allocated]) -> list[AllocationTotal]:
    standing = [one for one in found if one.replaced_by is None]
    keys = sorted({(str(one.fact.fiscal_year), one.fact.tier or "") for one in standing})
    totals = []
    for year, tier in keys:
        mine = [
            one
            for one in standing
            if (str(one.fact.fiscal_year), one.fact.tier or "") == (year, tier)
        ]
        totals.append(
            AllocationTotal(mine[0].fact.fiscal_year, tier or None, amount_of(mine), len(mine))
        )
    return totals
