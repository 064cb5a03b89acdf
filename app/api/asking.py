"""Ways of asking that are the same for every address: HEAD, a suffix for a form, OPTIONS."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.reads import FORMS

PREFLIGHT = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"If-None-Match"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]


class Asking:
    """Middleware: HEAD is GET without its body; ``.csv`` after an address asks for that form."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, as what it asks for."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and scope["path"].startswith("/v1"):
            await send({"type": "http.response.start", "status": 204, "headers": PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
        else:
            asked = _suffixed(scope)
            if scope["method"] == "HEAD":
                asked["method"], send = "GET", _without_body(send)
            await self._app(asked, receive, send)


def _suffixed(scope: Scope) -> Scope:
    """Return a scope whose address has no suffix, and says which form it asked for."""
    path, dot, form = scope["path"].rpartition(".")
    read = scope["method"] in {"GET", "HEAD"} and path.startswith("/v1/")
    special = "/drafts" in path or "/letter-template" in path
    if not dot or form not in FORMS or not read or special:
        return dict(scope)
    raw = scope.get("raw_path", scope["path"].encode())
    return {**scope, "path": path, "raw_path": raw[: -len(form) - 1], "form": form}


def _without_body(send: Send) -> Send:
    async def forward(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return forward
