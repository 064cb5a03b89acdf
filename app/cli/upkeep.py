"""Serving the record, loading facts into it, and checking it."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from app.cli.carrying_out import WRITER
from app.cli.terminal import err, opened, out, progress, refuse_missing
from app.commands.act import EVERY, act
from app.commands.folder import Written, read_counties, read_folder
from app.commands.kept_file import read_kept
from app.commands.load import load
from app.commands.move_in import move_in
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.journal.database import Database
from app.journal.writer import Journal
from app.main import create_app, utc_now
from app.settings import Settings

GRACE_SECONDS = 20
upkeep = typer.Typer()


@upkeep.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65_535)] = 8000,
    *,
    seed: Annotated[bool, typer.Option(help="Load the seed into an empty journal.")] = True,
) -> None:
    """Bring the tables up to date, load the seed into an empty journal, and serve."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        database.migrate()
        with database.reading() as journal:
            empty = journal.head().seq == 0
        if empty and seed:
            counties = read_counties(settings.seed_data / "counties.csv")
            _load(database, counties, read_folder(settings.seed_data, counties))
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        http="h11",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


@upkeep.command("load")
def load_facts(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of TOML files; left out, the seed.")
    ] = None,
    override_reason: Annotated[
        str | None, typer.Option(help="Why a rule of a program is broken.")
    ] = None,
) -> None:
    """Record the facts of a folder that are not in the journal yet; all of them, or none."""
    settings = Settings.from_environment()
    counties = read_counties(settings.seed_data / "counties.csv")
    written = read_folder(folder or settings.seed_data, counties)
    with opened(settings) as database:
        database.migrate()
        _load(database, counties, written, override_reason)


@upkeep.command("import")
def import_record(
    initial: Annotated[
        Path, typer.Option("--initial", help="JSON lines, or CSV: an existing record.")
    ],
    with_: Annotated[
        Path | None,
        typer.Option("--with", help="Folder of TOML facts that come first, such as codebooks."),
    ] = None,
) -> None:
    """Move an existing record into an empty journal, with the instants it was recorded at."""
    settings = Settings.from_environment()
    counties = read_counties(settings.seed_data / "counties.csv")
    kept = read_kept(initial)
    first = [one.fact for one in read_folder(with_, counties)] if with_ else []
    with opened(settings) as database:
        database.migrate()
        with database.writing(utc_now) as journal, progress() as bar:
            task = bar.add_task("entries", total=None)
            written = move_in(
                journal,
                counties,
                kept,
                first,
                lambda done, of: bar.update(task, completed=done, total=of),
            )
    last = written[-1].recorded_at
    out.print(
        f"{len(written)} entries moved in, recorded from {kept[0].recorded_at:%Y-%m-%d} to "
        f"{last:%Y-%m-%d}, marked backfilled: {_listed(written)}.",
        highlight=False,
        soft_wrap=True,
    )


@upkeep.command()
def verify() -> None:
    """Check the whole chain: every hash, link, number and text."""
    with opened(Settings.from_environment()) as database, progress() as bar:
        refuse_missing(database)
        task = bar.add_task("entries", total=None)
        verdict = database.verify(lambda done, of: bar.update(task, completed=done, total=of))
    if not verdict.intact:
        err.print(f"Entry {verdict.wrong} is not what was written: {verdict.problem}.")
        raise typer.Exit(1)
    erased = f" ({verdict.erased} texts erased)" if verdict.erased else ""
    said = f"{verdict.entries} entries, intact{erased}. Head: {verdict.head}"
    out.print(said, highlight=False, soft_wrap=True)


def _load(
    database: Database,
    counties: Counties,
    written: list[Written],
    override_reason: str | None = None,
) -> None:
    added: list[Entry] = []
    with database.writing(utc_now) as journal, progress() as bar:
        task = bar.add_task("facts", total=len(written))

        def command(journal: Journal) -> list[Entry]:
            added.extend(load(journal, counties, written, recorded_by=WRITER).added)
            return added

        reason = override_reason
        act(journal, counties, command, override_reason=reason, approved=EVERY)
        bar.update(task, completed=len(written))
    listed = _listed(added)
    err.print(
        f"{len(added)} entries added{f' ({listed})' if listed else ''}, "
        f"{len(written) - len(added)} known before.",
        highlight=False,
        soft_wrap=True,
    )


def _listed(entries: list[Entry]) -> str:
    kinds = Counter(entry.fact.kind for entry in entries)
    return ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
