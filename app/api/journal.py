"""The entries themselves."""

from fastapi import APIRouter, Request, Response

from app.api.corrections import Number, number
from app.api.dependencies import LookingBack, Reading
from app.api.links import following, links
from app.api.parameters import After, Limit
from app.api.reads import Read
from app.queries.journal import entry, journal
from app.representations.journal import EntryAnswerOut, JournalOut

router = APIRouter(route_class=Read, prefix="/journal", tags=["journal"])


@router.get("", summary="List the entries, gapless and in order")
def read_journal(
    request: Request, records: Reading, sight: LookingBack, after: After = 0, limit: Limit = 1000
) -> JournalOut:
    """Synchronise by asking `after` the last entry you have."""
    answer = journal(records, sight, after, limit)
    more = None if answer.complete else following(request, answer.entries[-1].seq)
    return JournalOut.of(answer, links(request, sight), more)


@router.get("/{seq}", summary="Show one entry")
def read_entry(
    request: Request,
    records: Reading,
    sight: LookingBack,
    response: Response,
    seq: Number,
) -> EntryAnswerOut:
    """As it was written down, whatever has become of it since; `current` stands in its place.

    Its ETag names `current`: send it as If-Match to correct or retract the entry.
    """
    answer = entry(records, number(seq), sight)
    response.headers["ETag"] = f'"{answer.current.hash}"'
    return EntryAnswerOut.of(answer, links(request, sight))
