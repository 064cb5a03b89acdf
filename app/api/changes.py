"""Who moved between two days."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import links
from app.api.parameters import From, ProgramCode, To
from app.api.reads import Read
from app.queries.changes import changes
from app.representations.changes import ChangesOut

router = APIRouter(route_class=Read, prefix="/programs/{program}/changes", tags=["changes"])


@router.get("", summary="Show who moved between two days")
def read_changes(
    request: Request, records: Reading, sight: Looking, program: ProgramCode, first: From, to: To
) -> ChangesOut:
    """Who entered, left, moved up or down; the balance of every status closes."""
    return ChangesOut.of(changes(records, program, first, to, sight), links(request, sight))
