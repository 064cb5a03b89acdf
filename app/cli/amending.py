"""Amending the record from a terminal: periods, corrections, retractions."""

from pathlib import Path
from typing import Annotated

import typer

from app.api.bodies import read_json
from app.cli.carrying_out import (
    WRITER,
    AsJson,
    DryRun,
    Program,
    Reason,
    Url,
    here,
    read_bytes,
    remote,
    show_outcome,
)
from app.commands.correct_entry import correct_entry, retract_entry
from app.commands.folder import read_counties, read_folder
from app.commands.proposals import propose_period
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import ProgramError
from app.domain.reading import write_fact
from app.journal.writer import Journal
from app.settings import Settings

amending = typer.Typer()


@amending.command()
def period(
    file: Annotated[Path, typer.Argument(help="JSON: county, from, until, status, reason ...")],
    program: Program = "csec",
    override_reason: Reason = None,
    url: Url = None,
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Correct what a county was from one day to another; outside, nothing changes."""
    body = read_json(read_bytes(file))
    proposal = propose_period(body, program)
    reason = override_reason or proposal.override_reason
    if url is not None:
        assert isinstance(body, dict)  # noqa: S101 - propose_period refuses what is no object
        with remote(url) as service:
            told = service.correct_period(body, program, override_reason=reason, dry_run=dry_run)
        show_outcome(told, as_json=as_json)
        return

    def command(journal: Journal, counties: Counties) -> list[Entry]:
        batch = f"period-{journal.head().seq + 1}"
        return proposal.write(journal, counties, recorded_by=WRITER, batch=batch)

    show_outcome(here(command, reason, (), dry_run=dry_run), as_json=as_json)


@amending.command()
def correct(
    entry: Annotated[int, typer.Argument(help="Number of the entry that is wrong.")],
    folder: Annotated[Path, typer.Argument(help="Folder with one TOML file of one fact.")],
    reason: Annotated[str, typer.Option(help="Why the entry was wrong.")],
    override_reason: Reason = None,
    url: Url = None,
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Put the one fact of a folder, whole and as it should be, in the place of an entry."""
    settings = Settings.from_environment()
    written = read_folder(folder, read_counties(settings.seed_data / "counties.csv"))
    if len(written) != 1:
        raise ProgramError(f"{folder} holds {len(written)} facts. Give the one that is right.")
    right = written[0].fact
    if url is not None:
        with remote(url) as service:
            told = service.correct(entry, write_fact(right), reason, dry_run=dry_run)
        show_outcome(told, as_json=as_json)
        return

    def command(journal: Journal, counties: Counties) -> list[Entry]:
        by = {"recorded_by": WRITER, "batch": f"correction-{journal.head().seq + 1}"}
        return [correct_entry(journal, counties, entry, right, reason=reason, **by)]

    show_outcome(here(command, override_reason, ("/entry",), dry_run=dry_run), as_json=as_json)


@amending.command()
def retract(
    entry: Annotated[int, typer.Argument(help="Number of the entry that should not be.")],
    reason: Annotated[str, typer.Option(help="Why it should never have been recorded.")],
    override_reason: Reason = None,
    url: Url = None,
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Remove an entry that should never have been recorded; it leaves a visible tombstone."""
    if url is not None:
        with remote(url) as service:
            show_outcome(service.retract(entry, reason, dry_run=dry_run), as_json=as_json)
        return

    def command(journal: Journal, counties: Counties) -> list[Entry]:
        by = {"recorded_by": WRITER, "batch": f"retraction-{journal.head().seq + 1}"}
        return [retract_entry(journal, counties, entry, reason=reason, **by)]

    show_outcome(here(command, override_reason, (), dry_run=dry_run), as_json=as_json)
