"""What all reads share: forms by suffix or Accept, conditional requests, links, digests.

The ETag comes from the journal's head and the question, before any work is done. An answer whose
`known_at` is pinned never changes, and may be kept for ever.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from app.api.bodies import CSV, JSON, WORKBOOK
from app.api.memento_links import memento_headers
from app.domain.entries import instant
from app.domain.errors import NotAcceptable, ProgramError
from app.journal.database import Database
from app.journal.reader import Head
from app.queries.sight import read_instant
from app.representations.base import Representation
from app.representations.forms.csv_form import csv_of
from app.representations.forms.map_form import geojson_of
from app.representations.forms.table import Table, table_of
from app.representations.forms.workbook_form import workbook_of

GEOJSON = "application/geo+json"
FORMS = {"json": JSON, "csv": f"{CSV}; charset=utf-8", "xlsx": WORKBOOK, "geojson": GEOJSON}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
EXPOSED = "ETag, Link, Memento-Datetime, Repr-Digest, X-Row-Count, Content-Disposition"
VERSION = "1"
"""Of the answers: another one means other bytes for the same question, and other ETags."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Read(APIRoute):
    """A route whose GET is a read of the record."""

    def get_route_handler(self) -> Handler:
        """Return the route's handler, with what all reads share around it."""
        inner = super().get_route_handler()
        if self.methods != {"GET"}:
            return inner

        async def handle(request: Request) -> Response:
            form = _form(request, self.response_model)
            caching = await _caching(request, form)
            if _matches(request, caching.etag):
                return Response(status_code=304, headers=caching.headers())
            response = await inner(request)
            if response.status_code != 200:  # noqa: PLR2004 - OK
                return response
            own = response.headers.get("etag")
            if own and caching.pinned and _matches(request, own):
                return Response(status_code=304, headers=caching.headers(own))
            shown = await run_in_threadpool(_shown, request, self, form, bytes(response.body))
            shown.headers.update(caching.headers(own))
            return shown

        return handle


@dataclass(frozen=True, slots=True)
class _Caching:
    """How long an answer is good, and how it is recognised."""

    etag: str
    pinned: bool
    negotiated: bool

    def headers(self, etag: str | None = None) -> dict[str, str]:
        found = {
            "ETag": etag or self.etag,
            "Cache-Control": FOR_EVER if self.pinned else ASK_AGAIN,
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": EXPOSED,
        }
        return found | ({"Vary": "Accept"} if self.negotiated else {})


def forms_of(model: object) -> list[str]:
    """Return the forms in which an answer can be had."""
    table = isinstance(model, type) and issubclass(model, Representation) and model.TABLE
    if not table:
        return ["json"]
    return ["json", "csv", "xlsx", *(["geojson"] if model.MAP else [])]  # type: ignore[attr-defined]


def _form(request: Request, model: object) -> str:
    """Return the form asked for: by suffix, else by Accept, else JSON."""
    there = forms_of(model)
    asked = request.scope.get("form")
    if asked is not None:
        if asked not in there:
            raise NotAcceptable(f"This answer has no .{asked}. It has: {_listed(there)}.")
        return str(asked)
    accepted = [part.partition(";") for part in request.headers.get("accept", "").split(",")]
    weights = {name.strip().lower(): _weight(rest) for name, _, rest in accepted if name.strip()}
    if not weights:
        return "json"
    best = max(there, key=lambda form: (_accepts(weights, form), -there.index(form)))
    if not _accepts(weights, best):
        raise NotAcceptable(f"None of the types accepted is there. There are: {_listed(there)}.")
    return best


def _accepts(weights: Mapping[str, float], form: str) -> float:
    kind = FORMS[form].partition(";")[0]
    anything = (kind, f"{kind.partition('/')[0]}/*", "*/*")
    return next((weights[one] for one in anything if one in weights), 0.0)


def _weight(parameters: str) -> float:
    for part in parameters.split(";"):
        name, _, value = part.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _listed(forms: list[str]) -> str:
    return ", ".join(f".{form} ({FORMS[form].partition(';')[0]})" for form in forms)


async def _caching(request: Request, form: str) -> _Caching:
    database: Database = request.app.state.database
    head = await run_in_threadpool(database.head)
    asked = request.query_params
    pinned = _pinned(asked.get("known_at", asked.get("known_to")), head)
    state = "pinned" if pinned else head.hash
    where = (str(request.base_url), request.url.path, request.url.query)
    question = "\n".join((VERSION, form, *where, state))
    etag = f'"{sha256(question.encode()).hexdigest()[:32]}"'
    return _Caching(etag, pinned, negotiated="form" not in request.scope)


def _pinned(known_at: str | None, head: Head) -> bool:
    """Say whether nothing that is recorded later can change the answer."""
    if known_at is None or head.recorded_at is None:
        return False
    if known_at.isascii() and known_at.isdigit():
        return len(known_at) < 16 and int(known_at) <= head.seq  # noqa: PLR2004 - digits
    try:
        return instant(read_instant(known_at)) <= head.recorded_at
    except ProgramError:
        return False


def _matches(request: Request, etag: str) -> bool:
    asked = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return etag in tags


def _shown(request: Request, route: Read, form: str, data: bytes) -> Response:
    """Return an answer in the form asked for, with its links and its digest."""
    body: dict[str, Any] = json.loads(data)
    headers: dict[str, str] = {}
    if len(forms_of(route.response_model)) > 1:
        table = table_of(route.response_model, body)
        headers["X-Row-Count"] = str(len(table.rows))
        if form != "json":
            data = _in_form(request, form, table, body)
            name = quote(request.url.path.removeprefix("/v1/").replace("/", "-"))
            headers["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    if "links" in body:
        headers["Link"] = _links(body["links"], form)
        headers |= _memento(request, body, headers["Link"])
    headers["Repr-Digest"] = f"sha-256=:{b64encode(sha256(data).digest()).decode()}:"
    return Response(data, media_type=FORMS[form], headers=headers)


def _memento(request: Request, body: Mapping[str, Any], links: str) -> dict[str, str]:
    """Return what makes an answer pinned to a state of the record a memento of it."""
    recorded_at = body["known_at"]["recorded_at"]
    as_of = request.query_params.get("as_of")
    state_of = request.url.path.endswith(("/counts", "/participation"))
    if not (state_of and as_of and recorded_at and "known_at" in request.query_params):
        return {}
    original = f"{str(request.base_url).rstrip('/')}{request.url.path}?as_of={as_of}"
    moment, more = memento_headers(original, datetime.fromisoformat(recorded_at))
    return {"Memento-Datetime": moment, "Link": f"{links}, {more}"}


def _in_form(request: Request, form: str, table: Table, body: dict[str, Any]) -> bytes:
    if form == "csv":
        return csv_of(table)
    if form == "xlsx":
        return workbook_of(table, body)
    return geojson_of(table, body, request.app.state.geometries())


def _links(links: Mapping[str, Any], form: str) -> str:
    found = [
        (links["self"], "self", FORMS[form]),
        (links["permalink"], "bookmark", None),
        (links["cite_as"], "cite-as", None),
    ]
    found += [
        (address, "alternate", FORMS[other])
        for other, address in links["alternate"].items()
        if other != form
    ]
    return ", ".join(
        f'<{address}>; rel="{rel}"' + (f'; type="{kind.partition(";")[0]}"' if kind else "")
        for address, rel, kind in found
    )
