"""Posting entries of a program, and period corrections."""

from fastapi import APIRouter, Request, Response

from app.api.bodies import JsonBody, described
from app.api.door import Act, Writer, carry_out
from app.api.parameters import ProgramCode
from app.api.schemas import ENTRIES, PERIOD
from app.commands.correct_period import Period, correct_period
from app.commands.posted import read_posted
from app.commands.record_entries import record_entries
from app.domain.entries import Entry
from app.domain.reading import read_record
from app.journal.writer import Journal
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
    posted = read_posted(body, program)

    def command(journal: Journal) -> list[Entry]:
        return record_entries(
            journal,
            request.app.state.counties,
            posted.facts,
            recorded_by=visit.principal.name,
            batch=f"entries-{journal.head().seq + 1}",
            pointers=posted.pointers,
        )

    return carry_out(request, visit, Act(command, posted.override_reason, posted.pointers))


@router.post(
    "/period-corrections",
    summary="Correct what a county was from one day to another",
    status_code=201,
    response_model=OutcomeOut,
    openapi_extra=described(PERIOD),
)
def post_period(request: Request, visit: Writer, program: ProgramCode, body: JsonBody) -> Response:
    """Outside the period nothing changes: what held at its end resumes, citing what it resumes."""
    reason, body = _override_reason(body)
    period = read_record(Period, body)

    def command(journal: Journal) -> list[Entry]:
        return correct_period(
            journal,
            request.app.state.counties,
            program,
            period,
            recorded_by=visit.principal.name,
            batch=f"period-{journal.head().seq + 1}",
        )

    return carry_out(request, visit, Act(command, reason))


def _override_reason(body: object) -> tuple[str | None, object]:
    if not isinstance(body, dict):
        return None, body
    rest = {name: value for name, value in body.items() if name != "override_reason"}
    reason = body.get("override_reason")
    return (reason if isinstance(reason, str) and reason.strip() else None), rest
