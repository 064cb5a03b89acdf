"""An existing record as a file: JSON lines, or CSV with a column for each field."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from app.commands.move_in import Kept
from app.domain.errors import Fault, Malformed, MalformedFact
from app.domain.reading import read_fact

_FIRST = datetime(1900, 1, 1, tzinfo=UTC)
_ABOUT = ("recorded_at", "recorded_by", "batch")
_NUMBERS = ("after", "target", "entry")
_FLAGS = ("exhaustive", "participating")
_LISTS = ("joint_with", "counties")


def read_kept(path: Path) -> list[Kept]:
    """Read a record that moves in.

    A JSON line is ``{"recorded_at": ..., "recorded_by": ..., "batch": ..., "fact": {...}}``. A CSV
    row has those three columns and one for each field of its fact; ``counts`` are written
    ``tier_1=13;tier_2=22``, lists with semicolons.

    Raises:
        Malformed: it is no such file.
        MalformedFact: rows that cannot be read; all of them are listed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise Malformed(f"{path} cannot be read as text in UTF-8: {error}.") from None
    rows = _csv_rows(text, path) if path.suffix.lower() == ".csv" else _json_rows(text)
    kept: list[Kept] = []
    faults: list[Fault] = []
    for row, data in rows:
        try:
            kept.append(_kept(row, data))
        except Malformed as error:
            told = error.faults or (Fault(None, error.detail),)
            faults += [
                Fault(f.pointer, f.detail, row=row, column=(f.pointer or "").strip("/") or None)
                for f in told
            ]
    if faults:
        listed = "\n".join(f"  row {fault.row}: {fault.detail}" for fault in faults[:20])
        more = f"\n  and {len(faults) - 20} more" if len(faults) > 20 else ""  # noqa: PLR2004
        raise MalformedFact(f"Nothing was recorded. To mend:\n{listed}{more}", tuple(faults))
    if not kept:
        raise Malformed(f"{path} holds no entries.")
    return kept


def _json_rows(text: str) -> Iterator[tuple[int, object]]:
    for row, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield row, json.loads(line, object_pairs_hook=_once)
            except (ValueError, RecursionError) as error:
                raise Malformed(f"Line {row} is not JSON: {error}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, object]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if missing := [name for name in ("recorded_at", "kind") if name not in header]:
            raise Malformed(f"{path} has no column {missing[0]!r}. The first row names the fields.")
        if len(set(header)) < len(header):
            raise Malformed(f"{path} has a column twice, or one without a name.")
        for row, cells in enumerate(reader, start=2):
            if any(cells):
                yield row, _by_name(header, cells, row)
    except csv.Error as error:
        raise Malformed(f"Line {reader.line_num} of {path} cannot be read: {error}.") from None


def _by_name(header: list[str], cells: list[str], row: int) -> dict[str, Any]:
    if any(cell.strip() for cell in cells[len(header) :]):
        raise Malformed(f"Row {row} has more cells than the first row names. Quote its commas.")
    named = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    filled = {name: text for name, text in named.items() if text}
    fact = {name: _value(name, text) for name, text in filled.items() if name not in _ABOUT}
    return {name: filled.get(name) for name in _ABOUT} | {"fact": fact}


def _value(name: str, text: str) -> object:
    """Return the text of a cell as JSON would carry it."""
    if name == "counts":
        return {
            key.strip(): _number(n) for key, _, n in (p.partition("=") for p in text.split(";"))
        }
    if name in _LISTS:
        return [part.strip() for part in text.split(";")]
    if name in _NUMBERS:
        return _number(text)
    return {"true": True, "false": False}.get(text.lower(), text) if name in _FLAGS else text


def _number(text: str) -> object:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 16 else text  # noqa: PLR2004


def _kept(row: int, data: object) -> Kept:
    if not isinstance(data, dict) or "fact" not in data:
        raise Malformed('a line is {"recorded_at": ..., "fact": {...}}')
    if strange := [name for name in data if name not in {*_ABOUT, "fact"}]:
        raise Malformed(f"there is no such field here: {str(strange[0])[:60]}")
    moment = _instant(data.get("recorded_at"))
    by, batch = (_words(data, name) for name in _ABOUT[1:])
    return Kept(row, read_fact(data["fact"]), moment, by or "import", batch or f"as of {moment}")


def _instant(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment < _FIRST:
        raise Malformed(
            "recorded_at is an instant with its offset from UTC, such as 2015-11-30T09:00:00Z"
        )
    return moment


def _words(data: dict[str, Any], name: str) -> str | None:
    value = data.get(name)
    plain = isinstance(value, str) and 0 < len(value) <= 80 and value.isprintable()  # noqa: PLR2004
    if value is not None and not plain:
        raise Malformed(f"{name} is a text of 1 to 80 visible characters")
    return value
