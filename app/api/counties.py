"""Counties, and what the record says of each."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, LookingBack, LookingThrough, Reading
from app.api.links import address, following, links
from app.api.parameters import After, InPath, Limit
from app.api.reads import Read
from app.queries.counties import county, history
from app.representations.counties import CountiesOut, CountyAnswerOut, HistoryOut

router = APIRouter(route_class=Read, prefix="/counties", tags=["counties"])


@router.get("", summary="List the counties")
def read_counties(request: Request, records: Reading, sight: LookingBack) -> CountiesOut:
    """By FIPS code."""
    return CountiesOut.of(records.counties, sight, links(request, sight))


@router.get("/{county}", summary="Show what the record says of a county")
def read_county(
    request: Request, records: Reading, sight: Looking, asked: InPath
) -> CountyAnswerOut:
    """Its spells in every program, and the arrangements it is part of."""
    answer = county(records, asked, sight)
    where = address(request, f"/v1/counties/{asked.fips}/history", [])
    return CountyAnswerOut.of(answer, links(request, sight), where)


@router.get("/{county}/history", summary="List the entries about a county")
def read_history(
    request: Request,
    records: Reading,
    sight: LookingThrough,
    asked: InPath,
    after: After = 0,
    limit: Limit = 1000,
) -> HistoryOut:
    """In order of recording, corrected and retracted ones too, each with its sources."""
    answer = history(records, asked, sight, after, limit)
    more = None if answer.complete else following(request, answer.entries[-1].entry.seq)
    return HistoryOut.of(answer, links(request, sight), more)
