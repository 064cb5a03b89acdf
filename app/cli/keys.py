"""Making and ending the keys with which people write."""

from datetime import timedelta
from typing import Annotated

import typer
from rich.table import Table

from app.cli.terminal import err, opened, out, refuse_missing
from app.domain.errors import MalformedQuestion
from app.domain.keys import SCOPES
from app.journal.keys import KeyRecord
from app.main import utc_now
from app.settings import Settings

DAYS = 365
OVERLAP_DAYS = 7

keys = typer.Typer(
    name="keys", help="Make, list, revoke and rotate the keys of writers.", no_args_is_help=True
)
KeyId = Annotated[str, typer.Argument(help="The eight characters after csec_live_.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print the key alone.")]


@keys.command()
def create(
    name: Annotated[str, typer.Option(help="Who will hold it; recorded with every entry.")],
    scope: Annotated[list[str], typer.Option(help="read, write or admin; repeat it for each.")],
    days: Annotated[int, typer.Option(help="How long it is good.", min=1, max=3650)] = DAYS,
    *,
    quiet: Quiet = False,
) -> None:
    """Make a key. It is shown once and kept nowhere: only a keyed hash of it is."""
    _refuse_unknown(scope, name)
    settings = Settings.from_environment()
    with opened(settings) as database:
        database.migrate()
        with database.keys(settings.key_pepper(), utc_now) as held:
            key = held.create(name, frozenset(scope), timedelta(days=days))
    _show(str(key), f"{name} may {', '.join(sorted(scope))} for {days} days", quiet=quiet)


@keys.command("list")
def list_keys() -> None:
    """List every key: who holds it, for what, until when, and when it was last used."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        refuse_missing(database)
        with database.keys(settings.key_pepper(), utc_now) as held:
            found = held.all()
    table = Table("id", "name", "scopes", "expires", "last used", "revoked")
    for one in found:
        row = (one.id, one.name, " ".join(sorted(one.scopes)), one.expires_at[:10])
        table.add_row(*row, _day(one.last_used_at), _day(one.revoked_at))
    out.print(table)


@keys.command()
def revoke(id_: KeyId) -> None:
    """End a key at once, on every worker."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        refuse_missing(database)
        with database.keys(settings.key_pepper(), utc_now) as held:
            record = held.revoke(id_)
    err.print(f"The key of {record.name} is ended.", highlight=False)


@keys.command()
def rotate(
    id_: KeyId,
    days: Annotated[
        int, typer.Option(help="How long the new one is good.", min=1, max=3650)
    ] = DAYS,
    *,
    quiet: Quiet = False,
) -> None:
    """Make a new key for the same person and scopes; end the old one with `csec keys revoke`."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        refuse_missing(database)
        with database.keys(settings.key_pepper(), utc_now) as held:
            old: KeyRecord = held.get(id_)
            key = held.create(old.name, old.scopes, timedelta(days=days))
    said = f"{old.name} has a new key; revoke {old.id} when it is in use"
    _show(str(key), said, quiet=quiet)


def _refuse_unknown(scopes: list[str], name: str) -> None:
    if not name.strip() or not name.isprintable() or len(name) > 80:  # noqa: PLR2004 - column
        raise MalformedQuestion("A name has 1 to 80 visible characters.")
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise MalformedQuestion(f"There is no scope {unknown[0]!r}. Scopes: {', '.join(SCOPES)}.")


def _show(key: str, said: str, *, quiet: bool) -> None:
    if not quiet:
        err.print(f"{said}. Keep this key; it is not shown again:", highlight=False)
    out.print(key, highlight=False, soft_wrap=True, markup=False)


def _day(instant: str | None) -> str:
    return instant[:10] if instant else ""
