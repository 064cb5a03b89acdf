"""Counties and facts as files of a folder, such as seed_data/."""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.commands.referable import with_fips
from app.domain.counties import Counties, County
from app.domain.errors import Fault, Malformed, MalformedFact, ProgramError
from app.domain.facts import Fact
from app.domain.reading import read_fact

_FIPS = re.compile(r"[0-9]{5}")
FIRST = ("documents.toml", "programs.toml")
"""Files whose facts others refer to: they are numbered first."""


@dataclass(frozen=True, slots=True)
class Written:
    """A fact of a file, and where it stands in it."""

    batch: str
    pointer: str
    fact: Fact


def read_counties(path: Path) -> Counties:
    """Read the register of counties: a CSV file with columns `fips` and `name`, # comments.

    Raises:
        Malformed: it is not such a file; a code is not five digits; one or more stand twice.
    """
    rows = csv.reader(line for line in _text(path).splitlines() if not line.startswith("#"))
    header, *lines = [[cell.strip() for cell in row] for row in rows if row] or [[]]
    if header != ["fips", "name"] or not lines:
        raise Malformed(f"{path}: write a line `fips,name`, then a line for each county.")
    counties = []
    for line in lines:
        if len(line) != len(header) or not _FIPS.fullmatch(line[0]) or not line[1]:
            said = f"{path}: {','.join(line)!r} is not a five-digit FIPS code and a name."
            raise Malformed(f"{said} Write such as 06099,Stanislaus.")
        counties.append(County(*line))
    return Counties(counties)


def read_geometries(path: Path) -> dict[str, dict[str, Any]]:
    """Read the geometry of each county by FIPS code from GeoJSON.

    Raises:
        Malformed: it is not such a file.
    """
    try:
        features = json.loads(_text(path))["features"]
        return {feature["id"]: feature["geometry"] for feature in features}
    except (ValueError, LookupError, TypeError):
        raise Malformed(f"{path} is not GeoJSON with a feature for each FIPS code.") from None


def read_folder(folder: Path, counties: Counties) -> list[Written]:
    """Read every TOML file of a folder: tables named by kind, each with one fact.

    Raises:
        Malformed: a file is not TOML.
        MalformedFact: one or more facts cannot be read; all of them are listed.
    """
    if not folder.is_dir():
        raise Malformed(f"There is no folder {folder}. Name a folder of facts in TOML.")
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


def _place(path: Path) -> int:
    return FIRST.index(path.name) if path.name in FIRST else len(FIRST)


def _tables(path: Path, folder: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the tables of a file with their kind, in order, and where each stands."""
    name = path.relative_to(folder).as_posix()
    try:
        content = tomllib.loads(_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Malformed(f"{name} is not TOML: {error}.") from None
    for kind, tables in content.items():
        if not (isinstance(tables, list) and all(isinstance(table, dict) for table in tables)):
            raise Malformed(f"{name}: write [[{kind}]], in double brackets, for each fact.")
        for at, table in enumerate(tables, start=1):
            if "kind" in table:
                raise Malformed(f"{name}/{kind}/{at}: the name in [[{kind}]] is its kind already.")
            yield f"{name}/{kind}/{at}", {"kind": kind, **table}


def _text(path: Path) -> str:
    try:
        path.as_posix().encode()
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        name = path.as_posix().encode(errors="replace").decode()
        raise Malformed(f"{name} cannot be read as text in UTF-8: {error}.") from None
