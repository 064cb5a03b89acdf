"""Feeds of changes: follow a program, a county or a status."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from app.api.dependencies import LookingBack, Reading
from app.api.links import address
from app.api.parameters import InStatus, Limit, OfCounty
from app.queries.feed import FeedAnswer, feed
from app.representations.feed import atom_feed, json_feed

router = APIRouter(tags=["feeds"])
OfProgram = Annotated[
    str | None, Query(alias="program", description="Of one program; left out, of all.")
]
_LATEST = 100


@router.get("/feed", summary="Follow changes as a JSON Feed", response_class=JSONResponse)
def read_feed(
    request: Request,
    records: Reading,
    sight: LookingBack,
    county: OfCounty,
    program: OfProgram = None,
    status: InStatus = None,
    limit: Limit = _LATEST,
) -> Response:
    """The latest entries about who takes part, corrections and retractions with their reasons."""
    answer = feed(records, sight, program, county, status, limit)
    body = json_feed(answer, _here(request, "/v1/feed"), lambda seq: _entry(request, seq))
    return _kept(JSONResponse(body, media_type="application/feed+json"), answer)


@router.get("/feed.atom", summary="Follow changes as an Atom feed", response_class=Response)
def read_atom(
    request: Request,
    records: Reading,
    sight: LookingBack,
    county: OfCounty,
    program: OfProgram = None,
    status: InStatus = None,
    limit: Limit = _LATEST,
) -> Response:
    """The same in Atom."""
    answer = feed(records, sight, program, county, status, limit)
    body = atom_feed(answer, _here(request, "/v1/feed.atom"), lambda seq: _entry(request, seq))
    return _kept(Response(body, media_type="application/atom+xml"), answer)


def _kept(response: Response, answer: FeedAnswer) -> Response:
    headers: dict[str, Any] = {
        "Cache-Control": "public, no-cache",
        "Access-Control-Allow-Origin": "*",
        "X-Row-Count": str(len(answer.news)),
    }
    response.headers.update(headers)
    return response


def _here(request: Request, path: str) -> str:
    return address(request, path, request.query_params.multi_items())


def _entry(request: Request, seq: int) -> str:
    return address(request, f"/v1/journal/{seq}", [])
