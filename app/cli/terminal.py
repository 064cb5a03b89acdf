"""Asking the service within this process, and showing its answers as tables."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import httpx
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from app.domain.errors import ProgramError
from app.journal.database import Database
from app.main import create_app
from app.settings import Settings

SERVICE = "http://127.0.0.1:8000"
"""Addresses in answers are those of a service started here."""

out, err = Console(), Console(stderr=True)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Yield the database of the settings, and close it."""
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.dispose()


def refuse_missing(database: Database) -> None:
    """Refuse a database without a journal."""
    if not database.is_ready():
        raise ProgramError("There is no journal here yet. Run `csec load` or `csec serve` first.")


def progress() -> Progress:
    """Return a progress bar, shown only on a terminal."""
    return Progress(console=err, transient=True, disable=not err.is_terminal)


def ask(*path: str, **asked: str | None) -> dict[str, Any]:
    """Return the answer of the service. Raises `ProgramError` with the problem's detail."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        refuse_missing(database)
    if lost := [part for part in path if part in {"", ".", ".."}]:
        raise ProgramError(f"{lost[0]!r} names nothing. Give a name or a code.")
    given = {name.rstrip("_"): value for name, value in asked.items() if value is not None}
    if lost := [one for one in (*path, *given.values()) if not _is_text(one)]:
        raise ProgramError(f"{lost[0]!a} is not text in UTF-8. Write it again.")
    address = "/v1/" + "/".join(quote(part, safe="") for part in path)
    response = asyncio.run(_get(settings, address, given))
    body: dict[str, Any] = response.json()
    if response.is_error:
        raise ProgramError(body["detail"])
    return body


def _is_text(argument: str) -> bool:
    """Say whether an argument of the command line could be decoded."""
    return argument.isprintable() and not any("\udc80" <= each <= "\udcff" for each in argument)


async def _get(settings: Settings, path: str, asked: dict[str, str]) -> httpx.Response:
    app = create_app(settings)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SERVICE)
    async with app.router.lifespan_context(app), client:
        return await client.get(path, params=asked)


def show(
    body: dict[str, Any],
    title: str,
    columns: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    *,
    as_json: bool,
) -> None:
    """Print an answer as a table, or as the JSON of the service."""
    if as_json:
        out.print_json(json.dumps(body), indent=2)
        return
    table = Table(title=title, caption=f"as recorded at entry {body['known_at']['seq']}")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out.print(table, markup=False)


def span(row: dict[str, Any]) -> str:
    """Return the range of a count; nothing when it is certain."""
    return "" if row["min"] == row["max"] else f"{row['min']}..{row['max']}"


def unless_definite(row: dict[str, Any]) -> str:
    """Return what else a county may have been; nothing when it is certain."""
    return "" if row["definite"] else ", ".join(row["possible"])


def edtf(when: dict[str, Any] | None) -> str:
    """Return a date as its source gives it."""
    return str(when["edtf"]) if when else ""
