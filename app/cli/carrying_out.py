"""Carrying out a write from a terminal: here, or in a remote service."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from app.cli.terminal import err, opened, out, refuse_missing
from app.client import Service
from app.commands.act import EVERY, act
from app.commands.folder import read_counties
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import Malformed, ProgramError
from app.journal.writer import Journal
from app.main import utc_now
from app.representations.outcome import OutcomeOut
from app.settings import Settings

WRITER = "csec"
"""Who is said to have recorded what comes from a terminal."""

Url = Annotated[
    str | None,
    typer.Option("--url", help="Address of a remote service; its key is in CSEC_KEY."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would change; write nothing.")]
Reason = Annotated[
    str | None, typer.Option("--override-reason", help="Why a rule of the program is broken.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the JSON of the service.")]
Program = Annotated[str, typer.Option("--program", help="Code of the program.")]


def here(
    command: Callable[[Journal, Counties], list[Entry]],
    reason: str | None,
    pointers: Sequence[str],
    *,
    dry_run: bool,
) -> dict[str, Any]:
    """Carry out a command on the database of the settings."""
    settings = Settings.from_environment()
    counties = read_counties(settings.seed_data / "counties.csv")
    with opened(settings) as database:
        refuse_missing(database)
        database.migrate()
        with database.writing(utc_now) as journal:

            def wanted(journal: Journal) -> list[Entry]:
                return command(journal, counties)

            def carried_out(*, trial: bool) -> dict[str, Any]:
                outcome = act(
                    journal,
                    counties,
                    wanted,
                    override_reason=reason,
                    trial=trial,
                    approved=EVERY,
                    pointers=pointers,
                )
                return OutcomeOut.of(outcome, dry_run=trial).model_dump(mode="json")

            if not dry_run:
                return carried_out(trial=False)
            with journal.trial():
                return carried_out(trial=True)


def remote(url: str) -> Service:
    """Return a remote service, with the key of the settings."""
    key = Settings.from_environment().key
    if key is None or not key.get_secret_value().isascii():
        raise ProgramError("Set CSEC_KEY to your key: `csec keys create` makes one.")
    return Service(url, key.get_secret_value())


def read_bytes(file: Path) -> bytes:
    """Read a file whole. Raises `Malformed`."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Malformed(f"{file} cannot be read ({error.strerror}).") from None


def show_outcome(told: dict[str, Any], *, as_json: bool) -> None:
    """Print what was written, what it changes, and which rules it breaks."""
    if as_json:
        out.print_json(json.dumps(told), indent=2)
        return
    verb = "would be added" if told["dry_run"] else "added"
    table = Table(title="counts that change", show_lines=False)
    for column in ("program", "from", "until", "status", "before", "after"):
        table.add_column(column, overflow="fold")
    for effect in told["effects"]:
        for was, is_ in zip(effect["before"], effect["after"], strict=False):
            if was != is_:
                days = (effect["as_of"], effect["until"] or "")
                row = (effect["program"], *days, is_["label"])
                table.add_row(*row, _span(was), _span(is_))
    if table.row_count:
        out.print(table, markup=False)
    for breach in told["breaches"]:
        err.print(f"{breach['rule']}, entry {breach['entry']}: {breach['detail']}.", markup=False)
    numbers = [entry["seq"] for entry in told["entries"]]
    err.print(
        f"{len(numbers)} entries {verb}, {numbers[0]} to {numbers[-1]}, as {told['batch']}.",
        highlight=False,
    )


def _span(row: dict[str, Any]) -> str:
    sure = row["min"] == row["max"] == row["count"]
    return str(row["count"]) if sure else f"{row['count']} ({row['min']}..{row['max']})"
