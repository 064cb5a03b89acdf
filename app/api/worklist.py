"""What would settle most."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import links
from app.api.parameters import AsOfIfAny, ProgramCode
from app.api.reads import Read
from app.queries.worklist import worklist
from app.representations.worklist import WorklistOut

router = APIRouter(route_class=Read, prefix="/programs/{program}/worklist", tags=["worklist"])


@router.get("", summary="Show what would settle most")
def read_worklist(
    request: Request,
    records: Reading,
    sight: Looking,
    program: ProgramCode,
    as_of: AsOfIfAny = None,
) -> WorklistOut:
    """Imprecise dates by uncertain county-days, unnamed places, totals, plans, lapsed years."""
    return WorklistOut.of(worklist(records, program, sight, as_of), links(request, sight))
