"""The entries themselves."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from app.api.dependencies import LookingBack, Reading
from app.api.links import following, links
from app.api.parameters import After, Limit
from app.domain.errors import UnknownEntry
from app.queries.journal import entry, journal
from app.representations.journal import EntryAnswerOut, JournalOut

router = APIRouter(prefix="/journal", tags=["journal"])


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
    seq: Annotated[str, Path(description="The number of an entry.", examples=["1"])],
) -> EntryAnswerOut:
    """As it was written down, whatever has become of it since."""
    if not (seq.isascii() and seq.isdigit() and len(seq) <= 15):  # noqa: PLR2004 - digits
        raise UnknownEntry(f"{seq[:40]!r} is not the number of an entry: they count 1, 2, 3 ...")
    return EntryAnswerOut.of(entry(records, int(seq), sight), links(request, sight))
