"""Special project codes."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import links
from app.api.parameters import AsOf
from app.api.reads import Read
from app.queries.codes import codes_in_effect
from app.representations.codes import CodesOut

router = APIRouter(route_class=Read, prefix="/codes", tags=["codes"])


@router.get("", summary="Show the special project codes on a day")
def read_codes(request: Request, records: Reading, sight: Looking, as_of: AsOf) -> CodesOut:
    """Which were in effect; a planned one never is."""
    return CodesOut.of(codes_in_effect(records, as_of, sight), links(request, sight))
