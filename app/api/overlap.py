"""Set logic over programs."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import links
from app.api.parameters import AsOf, Conditions
from app.api.reads import Read
from app.queries.overlap import overlap
from app.representations.overlap import OverlapOut

router = APIRouter(route_class=Read, prefix="/overlap", tags=["overlap"])


@router.get("", summary="Show the counties that meet several conditions on a day")
def read_overlap(
    request: Request, records: Reading, sight: Looking, as_of: AsOf, conditions: Conditions
) -> OverlapOut:
    """Counties in Tier II of one program and taking part in another, say."""
    return OverlapOut.of(overlap(records, as_of, conditions, sight), links(request, sight))
