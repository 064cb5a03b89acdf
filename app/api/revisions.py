"""Why an answer differs between two states of knowledge."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from app.api.dependencies import Reading, sight_at
from app.api.links import links
from app.api.parameters import AsOf, IssuedBy, OfEvidence, OnClock, ProgramCode
from app.api.reads import Read
from app.queries.revisions import revisions
from app.representations.revisions import RevisionsOut

router = APIRouter(route_class=Read, prefix="/programs/{program}/revisions", tags=["revisions"])
_SAID = "the number of an entry, or an instant with its offset from UTC"
KnownFrom = Annotated[str, Query(description=f"Earlier state: {_SAID}.", examples=["96"])]
KnownTo = Annotated[
    str | None, Query(description=f"Later state: {_SAID}; left out, everything recorded so far.")
]


@router.get("", summary="Show why the answer for a day has changed")
def read_revisions(
    request: Request,
    records: Reading,
    program: ProgramCode,
    as_of: AsOf,
    known_from: KnownFrom,
    known_to: KnownTo = None,
    issued_by: IssuedBy = None,
    clock: OnClock = "effective",
    evidence: OfEvidence = "all",
) -> RevisionsOut:
    """What was believed of a day, what is believed now, and the entries between with reasons."""
    earlier, later = (
        sight_at(request, records, known, issued_by, clock, evidence)
        for known in (known_from, known_to)
    )
    answer = revisions(records, program, as_of, earlier, later)
    return RevisionsOut.of(answer, links(request, later, "known_to"))
