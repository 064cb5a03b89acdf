"""Correcting and retracting an entry that was recorded wrongly."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response

from app.api.bodies import JsonBody, described
from app.api.door import Writer, carry_out
from app.api.schemas import CORRECTION, RETRACTION
from app.commands.proposals import propose_correction, propose_retraction
from app.domain.entries import standing_in_place
from app.domain.errors import PreconditionRequired, Stale, UnknownEntry
from app.journal.database import Database
from app.journal.writer import Journal
from app.representations.journal import EntryOut
from app.representations.outcome import OutcomeOut

router = APIRouter(prefix="/journal/{seq}", tags=["writes"])

Number = Annotated[str, Path(description="The number of the entry.", examples=["42"])]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The ETag of the entry as you saw it."),
]


@router.post(
    "/correction",
    summary="Correct an entry",
    status_code=201,
    response_model=OutcomeOut,
    openapi_extra=described(CORRECTION),
)
def post_correction(
    request: Request, visit: Writer, seq: Number, body: JsonBody, if_match: IfMatch = None
) -> Response:
    """The whole entry as it should be stands in its place, with the reason."""
    target = number(seq)
    return carry_out(
        request,
        visit,
        propose_correction(target, body, _program_of(request, target)),
        batch="correction",
        guard=lambda journal: _refuse_stale(journal, target, if_match),
    )


@router.post(
    "/retraction",
    summary="Retract an entry",
    status_code=201,
    response_model=OutcomeOut,
    openapi_extra=described(RETRACTION),
)
def post_retraction(
    request: Request, visit: Writer, seq: Number, body: JsonBody, if_match: IfMatch = None
) -> Response:
    """It should never have been recorded; a visible tombstone stays."""
    target = number(seq)
    return carry_out(
        request,
        visit,
        propose_retraction(target, body),
        batch="retraction",
        guard=lambda journal: _refuse_stale(journal, target, if_match),
    )


def _program_of(request: Request, target: int) -> str | None:
    """Return the program of an entry, if there is such an entry and it is of one."""
    database: Database = request.app.state.database
    with database.reading() as journal:
        return journal.entry(target).fact.program if 1 <= target <= journal.head().seq else None


def number(seq: str) -> int:
    """Read the number of an entry. Raises `UnknownEntry`."""
    if not (seq.isascii() and seq.isdigit() and len(seq) <= 15):  # noqa: PLR2004 - digits
        raise UnknownEntry(f"{seq[:40]!r} is not the number of an entry: they count 1, 2, 3 ...")
    return int(seq)


def _refuse_stale(journal: Journal, target: int, if_match: str | None) -> None:
    """Refuse to correct what the writer has not seen as it is now."""
    entries = journal.entries()
    if not 1 <= target <= len(entries):
        raise UnknownEntry(f"The journal has no entry {target}: there is nothing to correct.")
    current = standing_in_place(entries, target)
    if if_match is None:
        raise PreconditionRequired(
            f'GET /v1/journal/{target} and send its ETag (now "{current.hash}") as If-Match.'
        )
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in if_match.split(",")}
    if tags.isdisjoint({current.hash, "*"}):
        said = (
            f"Entry {target} is not what you saw: entry {current.seq} ({current.fact.kind}, by "
            f"{current.recorded_by}) stands in its place now."
        )
        said = said if current.seq != target else f"Entry {target} has another ETag than that."
        raise Stale(f"{said} Nothing was written.", EntryOut.of(current))
