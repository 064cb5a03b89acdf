"""Programs and their codebooks."""

from fastapi import APIRouter, Request

from app.api.dependencies import LookingBack, Reading
from app.api.links import links
from app.api.parameters import ProgramCode
from app.queries.programs import program, programs
from app.representations.programs import ProgramAnswerOut, ProgramsOut

router = APIRouter(tags=["programs"])


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
