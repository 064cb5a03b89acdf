"""Load a folder of facts written in TOML, such as seed_data/: what is new, once."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.commands.record_entries import record_entries
from app.commands.referable import with_fips
from app.domain.counties import Counties, County
from app.domain.entries import Entry
from app.domain.errors import Fault, Malformed, MalformedFact, ProgramError
from app.domain.facts import Correction, Fact
from app.domain.reading import read_fact
from app.journal.writer import Journal

FIRST = ("documents.toml", "programs.toml")
"""Files whose facts others refer to: they are numbered first."""


@dataclass(frozen=True, slots=True)
class Written:
    """A fact of a file, and where it stands in it."""

    batch: str
    pointer: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    added: list[Entry]
    known: int
    """Facts of the folder that had been recorded before."""


def read_counties(path: Path) -> Counties:
    """Read the register of counties: a CSV file with columns `fips` and `name`, # comments."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return Counties(County(row["fips"], row["name"]) for row in rows)


def read_folder(folder: Path, counties: Counties) -> list[Written]:
    """Read every TOML file of a folder: tables named by kind, each with one fact.

    Raises:
        Malformed: a file is not TOML.
        MalformedFact: one or more facts cannot be read; all of them are listed.
    """
    found: list[Written] = []
    faults: list[Fault] = []
    paths = sorted(folder.rglob("*.toml"), key=lambda p: (_place(p), p.as_posix()))
    if not paths:
        raise Malformed(f"There are no .toml files in {folder}. Name a folder of facts.")
    for path in paths:
        for pointer, data in _tables(path, folder):
            batch = path.relative_to(folder).with_suffix("").as_posix()
            try:
                fact = with_fips(read_fact(data, pointer), counties, pointer)
            except ProgramError as error:
                faults += error.faults or (Fault(pointer, error.detail),)
            else:
                found.append(Written(batch, pointer, fact))
    if faults:
        listed = "\n".join(f"  {fault.pointer}: {fault.detail}" for fault in faults)
        raise MalformedFact(f"Nothing was loaded. To mend:\n{listed}", tuple(faults))
    return found


def load(
    journal: Journal, counties: Counties, written: list[Written], *, recorded_by: str
) -> Loaded:
    """Record the facts of a folder that are not in the journal yet, file by file.

    A fact that was recorded before, in the same words, is left alone, even if it was corrected
    or retracted since: loading again never undoes a correction.

    Raises:
        ProgramError: the first fact that is refused. Nothing is written.
    """
    recorded = {
        fact
        for entry in journal.entries()
        for fact in (
            entry.fact,
            *((entry.fact.fact,) if isinstance(entry.fact, Correction) else ()),
        )
    }
    new = [one for one in written if one.fact not in recorded]
    added: list[Entry] = []
    for batch in dict.fromkeys(one.batch for one in new):
        mine = [one for one in new if one.batch == batch]
        added += record_entries(
            journal,
            counties,
            [one.fact for one in mine],
            recorded_by=recorded_by,
            batch=batch,
            pointers=[one.pointer for one in mine],
        )
    return Loaded(added, len(written) - len(new))


def _place(path: Path) -> int:
    return FIRST.index(path.name) if path.name in FIRST else len(FIRST)


def _tables(path: Path, folder: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the tables of a file with their kind, in order, and where each stands."""
    name = path.relative_to(folder).as_posix()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Malformed(f"{name} is not TOML: {error}.") from None
    for kind, tables in content.items():
        if not isinstance(tables, list):
            raise Malformed(f"{name}: write [[{kind}]], in double brackets, for each fact.")
        for at, table in enumerate(tables, start=1):
            if "kind" in table:
                raise Malformed(f"{name}/{kind}/{at}: the name in [[{kind}]] is its kind already.")
            yield f"{name}/{kind}/{at}", {"kind": kind, **table}
