"""Posting entries of a program, and period corrections."""

from fastapi import APIRouter, Request, Response

from app.api.bodies import JsonBody, described
from app.api.door import Writer, carry_out
from app.api.parameters import ProgramCode
from app.api.schemas import ENTRIES, PERIOD
from app.commands.proposals import propose_entries, propose_period
from app.representations.outcome import OutcomeOut

router = APIRouter(prefix="/programs/{program}", tags=["writes"])


@router.post(
    "/entries",
    summary="Record entries of mixed kinds, all or none",
    status_code=201,
    response_model=OutcomeOut,
    openapi_extra=described(ENTRIES),
)
def post_entries(request: Request, visit: Writer, program: ProgramCode, body: JsonBody) -> Response:
    """One entry, or a list under `entries`. `dry_run=true` tells what would change."""
    return carry_out(request, visit, propose_entries(body, program), batch="entries")


@router.post(
    "/period-corrections",
    summary="Correct what a county was from one day to another",
    status_code=201,
    response_model=OutcomeOut,
    openapi_extra=described(PERIOD),
)
def post_period(request: Request, visit: Writer, program: ProgramCode, body: JsonBody) -> Response:
    """Outside the period nothing changes: what held at its end resumes, citing what it resumes."""
    return carry_out(request, visit, propose_period(body, program), batch="period")
