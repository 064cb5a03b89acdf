"""Serving the record, loading facts into it, and checking it."""

from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from app.cli.terminal import err, opened, out, progress, refuse_missing
from app.commands.load import load, read_counties, read_folder
from app.journal.database import Database
from app.main import create_app, utc_now
from app.settings import Settings

GRACE_SECONDS = 20

upkeep = typer.Typer()


@upkeep.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
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
            _load(database, settings, settings.seed_data)
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
) -> None:
    """Record the facts of a folder that are not in the journal yet; all of them, or none."""
    settings = Settings.from_environment()
    with opened(settings) as database:
        database.migrate()
        _load(database, settings, folder or settings.seed_data)


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
    said = f"{verdict.entries} entries, intact. Head: {verdict.head}"
    out.print(said, highlight=False, soft_wrap=True)


def _load(database: Database, settings: Settings, folder: Path) -> None:
    counties = read_counties(settings.seed_data / "counties.csv")
    written = read_folder(folder, counties)
    with database.writing(utc_now) as journal, progress() as bar:
        task = bar.add_task("facts", total=len(written))
        loaded = load(journal, counties, written, recorded_by="csec load")
        bar.update(task, completed=len(written))
    kinds = sorted({entry.fact.kind for entry in loaded.added})
    added = {kind: sum(e.fact.kind == kind for e in loaded.added) for kind in kinds}
    listed = ", ".join(f"{number} {kind}" for kind, number in added.items())
    err.print(
        f"{folder.name}: {len(loaded.added)} entries added{f' ({listed})' if listed else ''}, "
        f"{loaded.known} known before.",
        highlight=False,
        soft_wrap=True,
    )
