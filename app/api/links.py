"""Addresses of answers: as asked, pinned for ever, and of what lies behind them."""

from urllib.parse import quote, urlencode

from fastapi import Request

from app.api.reads import forms_of
from app.queries.sight import Sight
from app.representations.base import LinksOut


def links(request: Request, sight: Sight, clock: str = "known_at") -> LinksOut:
    """Return where an answer can be found again: as asked, pinned, and in each form.

    Args:
        request: the question.
        sight: how far it looked.
        clock: the parameter that pins it.
    """
    path, query = request.url.path, pinned(request, sight, clock)
    form = request.scope.get("form")
    as_asked = f"{path}.{form}" if form else path
    permalink = address(request, path, query)
    return LinksOut(
        itself=address(request, as_asked, request.query_params.multi_items()),
        permalink=permalink,
        cite_as=permalink,
        alternate={
            form: address(request, f"{path}.{form}", query)
            for form in forms_of(request.scope["route"].response_model)
        },
    )


def address(request: Request, path: str, query: list[tuple[str, str]]) -> str:
    """Return the full address of a path of this service."""
    where = str(request.base_url).rstrip("/") + quote(path)
    return f"{where}?{urlencode(query, safe=':')}" if query else where


def pinned(request: Request, sight: Sight, clock: str = "known_at") -> list[tuple[str, str]]:
    """Return the parameters as asked, `known_at` pinned to the entry answered from."""
    asked = [(name, value) for name, value in request.query_params.multi_items()]
    rest = [(name, value) for name, value in asked if name != clock]
    return [*rest, (clock, str(sight.known_at.seq))]


def following(request: Request, after: int) -> str:
    """Return where the next page is."""
    rest = [(n, v) for n, v in request.query_params.multi_items() if n != "after"]
    return address(request, request.url.path, [*rest, ("after", str(after))])
