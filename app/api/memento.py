"""Memento (RFC 7089) on the recorded clock: a TimeGate and a TimeMap for counts and participation.

The original has no ``Vary: Accept-Datetime``: it is cached as any other answer. Whoever wants the
past asks the TimeGate, which leads to the answer pinned to what was recorded by then.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Request, Response

from app.api.dependencies import LookingBack, Reading
from app.api.links import address
from app.api.memento_links import LINK_FORMAT, http_date
from app.api.parameters import AsOf, ProgramCode
from app.domain.errors import MalformedQuestion, UnknownRevision
from app.queries.mementos import State, state_at, states

router = APIRouter(tags=["memento"])
What = Annotated[Literal["counts", "participation"], Path(description="counts or participation.")]
AcceptDatetime = Annotated[
    str | None,
    Header(alias="Accept-Datetime", description="An HTTP date; left out: the latest state."),
]


@router.get(
    "/timegate/programs/{program}/{what}",
    summary="Lead to an answer as it stood at a time",
    status_code=302,
    response_class=Response,
)
def read_timegate(
    request: Request,
    records: Reading,
    sight: LookingBack,
    program: ProgramCode,
    what: What,
    as_of: AsOf,
    accept_datetime: AcceptDatetime = None,
) -> Response:
    """TimeGate: redirects to the answer pinned to what was recorded by `Accept-Datetime`."""
    records.codebook(program, sight)
    found = states(records, program)
    moment = found[-1].recorded_at if accept_datetime is None else _instant(accept_datetime)
    state = state_at(found, moment)
    if state is None:
        raise UnknownRevision("Nothing is recorded yet: there is no state to lead to.")
    original, timemap = _addresses(request, program, what, str(as_of))
    links = (
        f'<{original}>; rel="original"',
        f'<{timemap}>; rel="timemap"; type="{LINK_FORMAT}"',
        *_ends(original, found),
    )
    headers = {
        "Location": _memento(original, state),
        "Vary": "Accept-Datetime",
        "Link": ", ".join(links),
        "Cache-Control": "no-cache",
    }
    return Response(status_code=302, headers=headers)


@router.get(
    "/timemap/programs/{program}/{what}",
    summary="List the states of an answer",
    response_class=Response,
)
def read_timemap(
    request: Request,
    records: Reading,
    sight: LookingBack,
    program: ProgramCode,
    what: What,
    as_of: AsOf,
) -> Response:
    """TimeMap: one memento for each batch of the program's record."""
    records.codebook(program, sight)
    found = states(records, program)
    original, timemap = _addresses(request, program, what, str(as_of))
    gate = original.replace("/v1/programs/", "/v1/timegate/programs/", 1)
    lines = [
        f'<{original}>; rel="original"',
        f'<{timemap}>; rel="self"; type="{LINK_FORMAT}"',
        f'<{gate}>; rel="timegate"',
        *_mementos(original, found),
    ]
    return Response(",\n".join(lines) + "\n", media_type=LINK_FORMAT)


def _addresses(request: Request, program: str, what: str, as_of: str) -> tuple[str, str]:
    query = [("as_of", as_of)]
    path = f"programs/{program}/{what}"
    return address(request, f"/v1/{path}", query), address(request, f"/v1/timemap/{path}", query)


def _mementos(original: str, found: list[State]) -> Iterator[str]:
    for at, state in enumerate(found):
        ends = [name for name, end in (("first", 0), ("last", len(found) - 1)) if at == end]
        rel = " ".join([*ends, "memento"])
        when = http_date(state.recorded_at)
        yield f'<{_memento(original, state)}>; rel="{rel}"; datetime="{when}"'


def _ends(original: str, found: list[State]) -> Iterator[str]:
    listed = list(_mementos(original, found))
    yield from dict.fromkeys((listed[0], listed[-1]))


def _memento(original: str, state: State) -> str:
    return f"{original}&known_at={state.seq}"


def _instant(text: str) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise MalformedQuestion(
            "Accept-Datetime is an HTTP date, such as Tue, 24 Nov 2026 10:00:00 GMT."
        )
    return moment.astimezone(UTC)
