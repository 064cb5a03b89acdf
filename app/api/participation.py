"""Where each county stood on a day."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import links
from app.api.parameters import AsOf, InStatus, OfCounty, ProgramCode
from app.api.reads import Read
from app.queries.participation import participation
from app.representations.participation import ParticipationOut

router = APIRouter(
    route_class=Read, prefix="/programs/{program}/participation", tags=["participation"]
)


@router.get("", summary="Show where every county stood on a day")
def read_participation(
    request: Request,
    records: Reading,
    sight: Looking,
    program: ProgramCode,
    as_of: AsOf,
    county: OfCounty,
    status: InStatus = None,
) -> ParticipationOut:
    """One row a county: its status, certain or possible, since when, and which document says so."""
    answer = participation(records, program, as_of, sight, status, county)
    return ParticipationOut.of(answer, links(request, sight))
