"""Printed totals against named records."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import links
from app.api.parameters import ProgramCode
from app.api.reads import Read
from app.queries.reconciliation import reconcile
from app.representations.reconciliation import ReconciliationOut

router = APIRouter(
    route_class=Read, prefix="/programs/{program}/reconciliation", tags=["reconciliation"]
)


@router.get("", summary="Compare printed totals with the named records")
def read_reconciliation(
    request: Request, records: Reading, sight: Looking, program: ProgramCode
) -> ReconciliationOut:
    """What the named moves since the last total predict: agrees, or by how much it differs."""
    return ReconciliationOut.of(reconcile(records, program, sight), links(request, sight))
