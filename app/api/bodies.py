"""What is sent: read while it comes in, never more than it may be, and as strict JSON."""

import json
from typing import Annotated, Any

from fastapi import Depends, Request

from app.domain.errors import MalformedBody, TooLarge, UnsupportedMediaType

MOST_BYTES = 5_000_000
MOST_DEPTH = 20
JSON, CSV = "application/json", "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def media_type(request: Request) -> str:
    """Return what a body is said to be, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request) -> bytes:
    """Read the body.

    Raises:
        TooLarge: it is larger than `MOST_BYTES`, or says that it is.
        UnsupportedMediaType: it is compressed.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("Send the body as it is: compressed bodies are not read.")
    said = request.headers.get("content-length", "0")
    if said.isdigit() and int(said[:15]) > MOST_BYTES:
        raise TooLarge(f"A body has at most {MOST_BYTES:,} bytes. Send it in parts.")
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise TooLarge(f"A body has at most {MOST_BYTES:,} bytes. Send it in parts.")
    request.state.body = bytes(data)
    return bytes(data)


Body = Annotated[bytes, Depends(read_body)]


def _json_body(request: Request, data: Body) -> object:
    if media_type(request) != JSON:
        raise UnsupportedMediaType(f"Send {JSON} (header Content-Type).")
    return read_json(data)


JsonBody = Annotated[object, Depends(_json_body)]


def read_json(data: bytes) -> object:
    """Read JSON as RFC 8259 has it: UTF-8, no NaN, no key twice, not deeper than `MOST_DEPTH`.

    Raises:
        MalformedBody: it is not.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise MalformedBody("The body is not UTF-8. Send JSON in UTF-8.") from None
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
        raise MalformedBody("The body begins with a byte order mark. Leave it out.")
    _refuse_deep(text)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, json.JSONDecodeError) else "a number or key of it"
        raise MalformedBody(f"The body is not JSON: {said[:200]}.") from None


def _refuse_deep(text: str) -> None:
    depth, quoted, escaped = 0, False, False
    for character in text:
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            if depth > MOST_DEPTH:
                raise MalformedBody(f"The body is nested more than {MOST_DEPTH} levels deep.")
        elif character in "]}":
            depth -= 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise MalformedBody(f"The key {twice[:60]!r} stands twice in one object. Send it once.")
    return found


def _no_constant(name: str) -> object:
    raise MalformedBody(f"{name} is not a JSON number. Leave the field out, or give a number.")


def described(schema: dict[str, Any], *others: str) -> dict[str, Any]:
    """Return how a body is described in the OpenAPI document."""
    content: dict[str, Any] = {JSON: {"schema": schema}}
    content |= {other: {"schema": {"type": "string", "format": "binary"}} for other in others}
    return {"requestBody": {"required": True, "content": content}}
