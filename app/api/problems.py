"""Errors as RFC 9457 problems."""

import json
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.api.problem_types import (
    INTERNAL,
    MALFORMED_QUESTION,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    OTHER,
    PROBLEM_OF,
    Problem,
)
from app.domain.errors import (
    Fault,
    NotAuthenticated,
    ProgramError,
    Stale,
    StorageUnavailable,
    TooManyFailures,
    UnsupportedMediaType,
)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "5"
EXAMPLES = {
    "as_of": "2015-11-30",
    "from": "2015-10-31",
    "to": "2015-11-30",
    "in": "csec:tier_2",
}


class _Problem(JSONResponse):
    """A problem may repeat what was sent, even what no UTF-8 can hold."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - JSON
        return json.dumps(content, ensure_ascii=True).encode()


def install(app: FastAPI) -> None:
    """Let every error of an application answer as a problem."""
    app.add_exception_handler(ProgramError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProgramError)  # noqa: S101 - registered for these only
    return answered(request, error)


def answered(request: Request, error: ProgramError) -> JSONResponse:
    """Return an error as its problem."""
    problem = next(PROBLEM_OF[cls] for cls in type(error).__mro__ if cls in PROBLEM_OF)
    if isinstance(error, StorageUnavailable):
        response = answer(request, problem, problem.advice, ())
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    faults = error.faults or (Fault(None, error.detail),)
    response = answer(request, problem, error.detail, faults)
    if isinstance(error, NotAuthenticated):
        # The same bytes for every key that is not good: no request is told from another.
        response = answer(request, problem, error.detail, faults, instance="about:blank")
        response.headers["WWW-Authenticate"] = 'Bearer realm="csec"'
    elif isinstance(error, TooManyFailures):
        response.headers["Retry-After"] = "60"
    elif isinstance(error, UnsupportedMediaType):
        response.headers["Accept"] = "application/json"
    elif isinstance(error, Stale):
        response = answer(request, problem, error.detail, faults, current=error.current)
    return response


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for these only
    faults = tuple(_fault(each) for each in error.errors())
    return answer(request, MALFORMED_QUESTION, " ".join(f.detail for f in faults), faults)


def _fault(error: dict[str, Any]) -> Fault:
    name = str(error["loc"][-1] if len(error["loc"]) > 1 else error["loc"][0])
    if error["type"] == "missing":
        example = f", such as {name}={EXAMPLES[name]}" if name in EXAMPLES else ""
        return Fault(None, f"`{name}` is missing: add it{example}. Nothing is assumed.", name)
    said = str(error["msg"]).removeprefix("Value error, ")
    return Fault(None, f"`{name}`: {said[0].lower()}{said[1:]}.", name)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these only
    known = {404: NOT_FOUND, 405: METHOD_NOT_ALLOWED}
    problem = known.get(error.status_code, OTHER)
    said = f"{request.method} {request.url.path[:200]}: {problem.title.lower()}. {problem.advice}"
    detail = said if problem is not OTHER else str(error.detail)
    response = answer(request, problem, detail, (), status=error.status_code)
    response.headers.update(error.headers or {})
    return response


async def _failed(request: Request, _error: Exception) -> JSONResponse:
    return answer(request, INTERNAL, INTERNAL.advice, ())


def answer(
    request: Request,
    problem: Problem,
    detail: str,
    faults: tuple[Fault, ...],
    *,
    status: int | None = None,
    instance: str | None = None,
    current: object = None,
) -> JSONResponse:
    """Return a problem as its response; `current` is what stands now, where it is asked for."""
    base = str(request.base_url).rstrip("/")
    body = {
        "type": f"{base}/problems/{problem.slug}",
        "title": problem.title,
        "status": status or problem.status,
        "detail": detail,
        "instance": instance or f"urn:uuid:{uuid4()}",
        "errors": [
            {
                "pointer": fault.pointer,
                "parameter": fault.parameter,
                "row": fault.row,
                "column": fault.column,
                "sheet": fault.sheet,
                "detail": fault.detail,
            }
            for fault in faults
        ],
    }
    if current is not None:
        body["current"] = jsonable_encoder(current)
    headers = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    return _Problem(body, status or problem.status, headers, MEDIA_TYPE)
