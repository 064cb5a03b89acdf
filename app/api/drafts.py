"""Drafts: posted by one key, published or discarded by another. Only writers see them."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api.bodies import Body, JsonBody, described, read_json
from app.api.door import Insider, Visit, Writer, once
from app.api.parameters import ProgramCode
from app.api.schemas import ENTRIES
from app.commands.act import Outcome
from app.commands.drafts import discard_draft, draft_of, post_draft, preview_draft, publish_draft
from app.commands.posted import read_reason_only
from app.domain.errors import ProgramError
from app.journal.database import Database
from app.journal.drafts import Draft
from app.journal.writer import Journal
from app.representations.drafts import DraftAnswerOut, DraftsOut
from app.representations.outcome import OutcomeOut

router = APIRouter(prefix="/programs/{program}/drafts", tags=["writes"])
DraftId = Annotated[str, Path(alias="draft", examples=["draft-0f3a5c"])]


@router.get("", summary="List the drafts of a program")
def read_drafts(
    request: Request, response: Response, _principal: Insider, program: ProgramCode
) -> DraftsOut:
    """Open ones, and those published or discarded."""
    response.headers["Cache-Control"] = "no-store"
    database: Database = request.app.state.database
    with database.writing(request.app.state.clock) as journal:
        return DraftsOut.of(program, journal.drafts.of(program))


@router.get("/{draft}", summary="Show a draft, and what it would change now")
def read_draft(
    request: Request,
    response: Response,
    _principal: Insider,
    program: ProgramCode,
    id_: DraftId,
) -> DraftAnswerOut:
    """Counts before and after, rules broken, totals that would agree no more."""
    response.headers["Cache-Control"] = "no-store"
    state = request.app.state
    with state.database.writing(state.clock) as journal:
        draft = draft_of(journal, program, id_)
        if draft.state != "open":
            return DraftAnswerOut.of(draft, None)
        try:
            outcome = preview_draft(journal, state.counties, draft)
        except ProgramError as error:
            return DraftAnswerOut.of(draft, None, error.detail)
        return DraftAnswerOut.of(draft, OutcomeOut.of(outcome, dry_run=True))


@router.post(
    "",
    summary="Post entries as a draft",
    status_code=201,
    response_model=DraftAnswerOut,
    openapi_extra=described(ENTRIES),
)
def post_drafts(request: Request, visit: Writer, program: ProgramCode, body: JsonBody) -> Response:
    """No read, count or feed sees it until another key publishes it."""

    def write(journal: Journal) -> tuple[int, bytes]:
        counties = request.app.state.counties
        draft, outcome = post_draft(journal, counties, program, body, visit.principal)
        return _answer(visit, draft, outcome)

    return once(request, visit, write)


@router.post("/{draft}/publish", summary="Publish a draft", response_model=OutcomeOut)
def post_publication(
    request: Request, visit: Writer, program: ProgramCode, id_: DraftId, data: Body
) -> Response:
    """Its entries are recorded with both names; a body may give an `override_reason`."""
    reason = read_reason_only(read_json(data)) if data else None

    def write(journal: Journal) -> tuple[int, bytes]:
        draft = draft_of(journal, program, id_)
        _, outcome = publish_draft(
            journal, request.app.state.counties, draft, visit.principal, reason
        )
        shown = OutcomeOut.of(outcome, dry_run=visit.dry_run)
        return (200 if visit.dry_run else 201), shown.model_dump_json().encode()

    return once(request, visit, write)


@router.post("/{draft}/discard", summary="Discard a draft", response_model=DraftAnswerOut)
def post_discard(
    request: Request, visit: Writer, program: ProgramCode, id_: DraftId, data: Body
) -> Response:
    """It stays in the list of drafts, and never becomes part of the record."""
    if data:
        read_reason_only(read_json(data))

    def write(journal: Journal) -> tuple[int, bytes]:
        draft = discard_draft(journal, draft_of(journal, program, id_), visit.principal)
        return 200, DraftAnswerOut.of(draft, None).model_dump_json().encode()

    return once(request, visit, write)


def _answer(visit: Visit, draft: Draft, outcome: Outcome) -> tuple[int, bytes]:
    shown = DraftAnswerOut.of(draft, OutcomeOut.of(outcome, dry_run=True))
    return (200 if visit.dry_run else 201), shown.model_dump_json().encode()
