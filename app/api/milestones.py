"""The wider timeline."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import links
from app.api.parameters import AsOfIfAny
from app.api.reads import Read
from app.queries.milestones import wider_timeline
from app.representations.milestones import MilestonesOut

router = APIRouter(route_class=Read, prefix="/timeline", tags=["timeline"])


@router.get("", summary="Show the wider timeline")
def read_timeline(
    request: Request, records: Reading, sight: Looking, as_of: AsOfIfAny = None
) -> MilestonesOut:
    """What had occurred by a day, and what was only planned."""
    return MilestonesOut.of(wider_timeline(records, as_of, sight), links(request, sight))
