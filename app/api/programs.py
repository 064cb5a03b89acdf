"""Programs and their codebooks."""

from fastapi import APIRouter, Request, Response

from app.api.bodies import JsonBody, described
from app.api.dependencies import LookingBack, Reading
from app.api.door import Admin, Visit, carry_out
from app.api.links import links
from app.api.parameters import ProgramCode
from app.api.reads import Read
from app.api.schemas import PROGRAM
from app.commands.define_program import read_definition
from app.commands.proposals import propose_definition
from app.domain.sources import ProgramDefined
from app.queries.programs import program, programs
from app.representations.outcome import OutcomeOut
from app.representations.programs import ProgramAnswerOut, ProgramsOut

router = APIRouter(route_class=Read, tags=["programs"])


@router.get("/programs", summary="List the programs and their codebooks")
def read_programs(request: Request, records: Reading, sight: LookingBack) -> ProgramsOut:
    """Programs are data: each is an entry of the journal, and so is each new edition."""
    return ProgramsOut.of(programs(records, sight), links(request, sight))


@router.get("/programs/{program}", summary="Show a program's codebook")
def read_program(
    request: Request, records: Reading, sight: LookingBack, code: ProgramCode
) -> ProgramAnswerOut:
    """Statuses in order, with the term after which they lapse and how far sources were read."""
    return ProgramAnswerOut.answer(program(records, code, sight), links(request, sight))


@router.post(
    "/programs",
    summary="Define a program",
    status_code=201,
    response_model=OutcomeOut,
    openapi_extra=described(PROGRAM),
)
def post_program(request: Request, visit: Admin, body: JsonBody) -> Response:
    """Its codebook is data: statuses in order, term, moves."""
    return _define(request, visit, read_definition(body), new=True)


@router.put(
    "/programs/{program}",
    summary="Record a new edition of a program's codebook",
    status_code=201,
    response_model=OutcomeOut,
    openapi_extra=described(PROGRAM),
)
def put_program(request: Request, visit: Admin, code: ProgramCode, body: JsonBody) -> Response:
    """Earlier editions stay in the record; statuses in use stay in the codebook."""
    return _define(request, visit, read_definition(body, code), new=False)


def _define(request: Request, visit: Visit, fact: ProgramDefined, *, new: bool) -> Response:
    return carry_out(request, visit, propose_definition(fact, new=new), batch="program")
