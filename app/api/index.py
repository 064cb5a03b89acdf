"""Where to begin, and what each problem means."""

from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Path, Request
from starlette.exceptions import HTTPException

from app.api.links import address
from app.api.problem_types import pages

router = APIRouter(tags=["service"])

STARTS = (
    ("programs", "/v1/programs"),
    ("counts", "/v1/programs/csec/counts?as_of=2015-11-30"),
    ("series", "/v1/programs/csec/counts/series"),
    ("participation", "/v1/programs/csec/participation?as_of=2015-11-30"),
    ("changes", "/v1/programs/csec/changes?from=2015-10-31&to=2015-11-30"),
    ("revisions", "/v1/programs/csec/revisions?as_of=2015-11-30&known_from=0"),
    ("reconciliation", "/v1/programs/csec/reconciliation"),
    ("spells", "/v1/programs/csec/spells"),
    ("allocations", "/v1/programs/csec/allocations"),
    ("overlap", "/v1/overlap?as_of=2015-11-30&in=csec:tier_2&in=pact:participating"),
    ("counties", "/v1/counties"),
    ("documents", "/v1/documents"),
    ("timeline", "/v1/timeline"),
    ("codes", "/v1/codes?as_of=2015-11-30"),
    ("journal", "/v1/journal"),
    ("openapi", "/openapi.json"),
)


@router.get("/", summary="Show where to begin")
@router.get("/v1", summary="Show where to begin", include_in_schema=False)
def read_index(request: Request) -> dict[str, Any]:
    """Return an example of each question."""
    return {
        "service": "County participation in California's CSEC Program, at any date",
        "examples": {name: address(request, *_split(start)) for name, start in STARTS},
    }


def _split(start: str) -> tuple[str, list[tuple[str, str]]]:
    path, _, query = start.partition("?")
    return path, parse_qsl(query)


@router.get("/problems/{slug}", summary="Explain a type of problem")
def read_problem(slug: Annotated[str, Path(examples=["malformed-question"])]) -> dict[str, Any]:
    """Every problem's `type` leads here."""
    if slug not in pages():
        raise HTTPException(404)
    problem = pages()[slug]
    return {"title": problem.title, "status": problem.status, "advice": problem.advice}
