"""Recording from a terminal: here, or in a remote service."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from app.api.bodies import read_json
from app.cli.terminal import err, opened, out, refuse_missing
from app.client import FORMS, Service
from app.commands.act import act
from app.commands.correct_entry import correct_entry, retract_entry
from app.commands.correct_period import Period, correct_period
from app.commands.folder import read_counties, read_folder
from app.commands.letter_files.grids import read_csv, read_workbook
from app.commands.letter_files.reading import LetterFile, letter_of
from app.commands.posted import read_posted, read_reason
from app.commands.publish_letter import places, publish_letter
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import Malformed, ProgramError
from app.domain.letters import read_letter
from app.domain.reading import read_record, write_fact
from app.journal.writer import Journal
from app.main import utc_now
from app.representations.outcome import OutcomeOut
from app.settings import Settings

WRITER = "csec"
"""Who is said to have recorded what comes from a terminal."""

writing = typer.Typer()

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
    body = read_json(_bytes(file))
    posted = read_posted(body, program)
    reason = override_reason or posted.override_reason
    if url is not None:
        assert isinstance(body, dict)  # noqa: S101 - read_posted refuses what is no object
        entries = [body] if "kind" in body else body["entries"]
        with _remote(url) as service:
            told = service.record(entries, program, override_reason=reason, dry_run=dry_run)
        _show(told, as_json=as_json)
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

    _show(_here(command, reason, posted.pointers, dry_run=dry_run), as_json=as_json)


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
    data = _bytes(file)
    if url is not None:
        with _remote(url) as service:
            told = service.publish_letter(
                data, suffix, override_reason=override_reason, dry_run=dry_run
            )
        _show(told, as_json=as_json)
        return
    held = LetterFile()
    try:
        held = _read(suffix, data)
        found = read_letter(held.data)

        def command(journal: Journal, counties: Counties) -> list[Entry]:
            batch = f"letter-{found.document.document}"
            return publish_letter(journal, counties, found, recorded_by=WRITER, batch=batch)

        reason = override_reason or held.override_reason
        told = _here(command, reason, places(found), dry_run=dry_run)
    except ProgramError as error:
        error.faults = tuple(held.located(fault) for fault in error.faults)
        raise
    _show(told, as_json=as_json)


@writing.command()
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
    body = read_json(_bytes(file))
    asked = read_record(Period, body)
    if url is not None:
        assert isinstance(body, dict)  # noqa: S101 - read_record refuses what is no object
        with _remote(url) as service:
            told = service.correct_period(
                body, program, override_reason=override_reason, dry_run=dry_run
            )
        _show(told, as_json=as_json)
        return

    def command(journal: Journal, counties: Counties) -> list[Entry]:
        batch = f"period-{journal.head().seq + 1}"
        return correct_period(journal, counties, program, asked, recorded_by=WRITER, batch=batch)

    _show(_here(command, override_reason, (), dry_run=dry_run), as_json=as_json)


@writing.command()
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
        with _remote(url) as service:
            told = service.correct(entry, write_fact(right), reason, dry_run=dry_run)
        _show(told, as_json=as_json)
        return

    def command(journal: Journal, counties: Counties) -> list[Entry]:
        by = {"recorded_by": WRITER, "batch": f"correction-{journal.head().seq + 1}"}
        return [correct_entry(journal, counties, entry, right, reason=reason, **by)]

    _show(_here(command, override_reason, ("/entry",), dry_run=dry_run), as_json=as_json)


@writing.command()
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
        with _remote(url) as service:
            _show(service.retract(entry, reason, dry_run=dry_run), as_json=as_json)
        return

    def command(journal: Journal, counties: Counties) -> list[Entry]:
        by = {"recorded_by": WRITER, "batch": f"retraction-{journal.head().seq + 1}"}
        return [retract_entry(journal, counties, entry, reason=reason, **by)]

    _show(_here(command, override_reason, (), dry_run=dry_run), as_json=as_json)


def _here(
    command: Callable[[Journal, Counties], list[Entry]],
    reason: str | None,
    pointers: list[str] | tuple[str, ...],
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
                    approved=True,
                    pointers=pointers,
                )
                return OutcomeOut.of(outcome, dry_run=trial).model_dump(mode="json")

            if not dry_run:
                return carried_out(trial=False)
            with journal.trial():
                return carried_out(trial=True)


def _remote(url: str) -> Service:
    key = Settings.from_environment().key
    if key is None or not key.get_secret_value().isascii():
        raise ProgramError("Set CSEC_KEY to your key: `csec keys create` makes one.")
    return Service(url, key.get_secret_value())


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


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Malformed(f"{file} cannot be read ({error.strerror}).") from None


def _show(told: dict[str, Any], *, as_json: bool) -> None:
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
