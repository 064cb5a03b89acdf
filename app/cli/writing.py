"""Recording from a terminal: entries and letters."""

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
from app.client import FORMS
from app.commands.letter_files.grids import read_csv, read_workbook
from app.commands.letter_files.reading import LetterFile, letter_of
from app.commands.posted import read_posted, read_reason
from app.commands.proposals import propose_letter
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import Malformed, ProgramError
from app.domain.letters import read_letter
from app.journal.writer import Journal

writing = typer.Typer()


@writing.command()
def record(
    file: Annotated[Path, typer.Argument(help="JSON: one entry, or a list under `entries`.")],
    program: Program = "csec",
    override_reason: Reason = None,
    url: Url = None,
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Record entries of mixed kinds, all or none."""
    body = read_json(read_bytes(file))
    posted = read_posted(body, program)
    reason = override_reason or posted.override_reason
    if url is not None:
        assert isinstance(body, dict)  # noqa: S101 - read_posted refuses what is no object
        entries = [body] if "kind" in body else body["entries"]
        with remote(url) as service:
            told = service.record(entries, program, override_reason=reason, dry_run=dry_run)
        show_outcome(told, as_json=as_json)
        return

    def command(journal: Journal, counties: Counties) -> list[Entry]:
        batch = f"entries-{journal.head().seq + 1}"
        return record_entries(
            journal,
            counties,
            posted.facts,
            recorded_by=WRITER,
            batch=batch,
            pointers=posted.pointers,
        )

    show_outcome(here(command, reason, posted.pointers, dry_run=dry_run), as_json=as_json)


@writing.command()
def letter(
    file: Annotated[Path, typer.Argument(help="A letter as .json, .csv or .xlsx.")],
    override_reason: Reason = None,
    url: Url = None,
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Publish an allocation letter, whole or not at all."""
    suffix = file.suffix.lower()
    if suffix not in FORMS:
        raise Malformed(f"{file} is none of {', '.join(FORMS)}.")
    data = read_bytes(file)
    if url is not None:
        with remote(url) as service:
            told = service.publish_letter(
                data, suffix, override_reason=override_reason, dry_run=dry_run
            )
        show_outcome(told, as_json=as_json)
        return
    held = LetterFile()
    try:
        held = _read(suffix, data)
        found = read_letter(held.data)

        proposal = propose_letter(found, override_reason or held.override_reason)

        def command(journal: Journal, counties: Counties) -> list[Entry]:
            batch = f"letter-{found.document.document}"
            return proposal.write(journal, counties, recorded_by=WRITER, batch=batch)

        told = here(command, proposal.override_reason, proposal.pointers, dry_run=dry_run)
    except ProgramError as error:
        error.faults = tuple(held.located(fault) for fault in error.faults)
        raise
    show_outcome(told, as_json=as_json)


def _read(suffix: str, data: bytes) -> LetterFile:
    if suffix == ".csv":
        return letter_of(read_csv(data))
    if suffix == ".xlsx":
        return letter_of(read_workbook(data))
    body = read_json(data)
    held = LetterFile()
    held.override_reason = read_reason(body)
    if isinstance(body, dict):
        body.pop("override_reason", None)
    held.data = body  # type: ignore[assignment]  # read_letter refuses what is no object
    return held
