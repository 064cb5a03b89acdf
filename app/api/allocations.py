"""Money by county, fiscal year, tier and letter."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import links
from app.api.parameters import AsOfIfAny, OfCounty, OfFiscalYear, ProgramCode
from app.api.reads import Read
from app.queries.allocations import program_allocations
from app.representations.allocations import AllocationsOut

router = APIRouter(route_class=Read, prefix="/programs/{program}/allocations", tags=["allocations"])


@router.get("", summary="Show the money each county was allocated")
def read_allocations(
    request: Request,
    records: Reading,
    sight: Looking,
    program: ProgramCode,
    county: OfCounty,
    fiscal_year: OfFiscalYear,
    as_of: AsOfIfAny = None,
) -> AllocationsOut:
    """Exact dollars and cents; errata take the place of what they correct."""
    answer = program_allocations(records, program, sight, fiscal_year, county, as_of)
    return AllocationsOut.of(answer, links(request, sight))
