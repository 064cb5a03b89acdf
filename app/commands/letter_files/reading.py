"""From rows of a file to a letter as JSON carries it, and back from pointers to rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from app.commands.letter_files import (
    ADVICE,
    ADVICE_ON_TOTALS,
    COLUMNS,
    DOCUMENT_KEYS,
    LETTER_KEYS,
    LINES_SHEET,
    PROBLEM,
    PROBLEMS,
    TOTAL_KEYS,
    TOTAL_OF,
)
from app.commands.letter_files.grids import Row
from app.domain.errors import Fault, MalformedFact

Place = tuple[int, str | None, str | None]
"""Row, name of the column, and sheet."""
VALUE = "value"
_AMOUNT = re.compile(r"\$? ?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2})?")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(slots=True)
class LetterFile:
    """A letter as it stands in a file."""

    data: dict[str, Any] = field(default_factory=dict)
    """The letter as JSON carries it."""
    override_reason: str | None = None
    places: dict[str, Place] = field(default_factory=dict)
    """Row and column of each JSON Pointer."""
    faults: list[Fault] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    """Keys of the head so far."""

    def located(self, fault: Fault) -> Fault:
        """Return a fault with its row and column."""
        pointer = fault.pointer or ""
        while pointer not in self.places and pointer:
            pointer = pointer.rpartition("/")[0]
        if fault.row is not None or pointer not in self.places:
            return fault
        row, column, sheet = self.places[pointer]
        return replace(fault, row=row, column=column, sheet=sheet)

    def put(self, pointer: str, value: object, place: tuple[int, str | None]) -> None:
        """Set a value of the letter, and remember where it came from."""
        *parents, name = pointer.strip("/").split("/")
        node: Any = self.data
        for parent in parents:
            node = node.setdefault(parent, {})
        node[name.replace("~1", "/").replace("~0", "~")] = value
        self.places.setdefault(pointer, (*place, None))


def letter_of(rows: list[Row]) -> LetterFile:
    """Read the head and the lines.

    Raises:
        MalformedFact: keys or columns that nobody knows; all of them are listed.
    """
    head, lines = _tables(rows)
    letter = LetterFile()
    for row in head:
        _read_head(letter, row)
    _read_lines(letter, lines)
    if letter.faults:
        listed = " ".join(f"Row {fault.row}: {fault.detail}" for fault in letter.faults[:3])
        raise MalformedFact(f"The file cannot be read. {listed}", tuple(letter.faults))
    return letter


def _tables(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    full = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if any(row.sheet for row in rows):
        lines = [row for row in full if row.sheet == LINES_SHEET]
        return [row for row in full if row.sheet != LINES_SHEET], lines
    start = next((at for at, row in enumerate(full) if row.cells[0].strip() == "county"), len(full))
    return full[:start], full[start:]


def _read_head(letter: LetterFile, row: Row) -> None:
    key, value = (*(cell.strip() for cell in row.cells[:2]), "", "")[:2]
    place = (row.number, VALUE)
    if key == "key":
        return
    if any(_beyond(cell) for cell in row.cells[2:]):
        said = f"something lies beyond the value of {key!r}. Quote a value that holds commas."
        letter.faults.append(Fault(None, said, row=row.number, column=VALUE, sheet=row.sheet))
    if key in letter.keys and value:
        said = f"{key!r} stands twice. Keep one."
        letter.faults.append(Fault(None, said, row=row.number, column="key", sheet=row.sheet))
    letter.keys.add(key)
    letter.places[_pointer(key)] = (*place, row.sheet)
    if not value:
        return
    if key in DOCUMENT_KEYS:
        letter.put(f"/document/{key}", value, place)
    elif key == "override_reason":
        letter.override_reason = value
    elif key in LETTER_KEYS or key in TOTAL_KEYS or key.startswith(TOTAL_OF):
        read = _number if key.startswith(TOTAL_OF) else _POINTERS.get(key, ("", _as_it_is))[1]
        letter.put(_pointer(key), read(value), place)
    else:
        known = ", ".join((*DOCUMENT_KEYS, *LETTER_KEYS, *TOTAL_KEYS))
        said = f"there is no key {key[:60]!r} here. Keys: {known}, and `total` with a status."
        letter.faults.append(Fault(None, said, row=row.number, column="key", sheet=row.sheet))


def _pointer(key: str) -> str:
    """Return where a key of the head stands in a letter."""
    if key.startswith(TOTAL_OF):
        code = key.removeprefix(TOTAL_OF).strip().replace("~", "~0").replace("/", "~1")
        return f"/totals/counts/{code}"
    if key in DOCUMENT_KEYS:
        return f"/document/{key}"
    return _POINTERS.get(key, (f"/{key}", _as_it_is))[0]


def _beyond(cell: str) -> bool:
    """Say whether a cell holds what is neither advice of the template nor a problem told."""
    text = cell.strip()
    told = text.startswith((PROBLEM, ADVICE_ON_TOTALS)) or text in {*ADVICE.values(), PROBLEMS}
    return bool(text) and not told


def _read_lines(letter: LetterFile, rows: list[Row]) -> None:
    if not rows:
        return
    header = [cell.strip() for cell in rows[0].cells]
    known = {at: name for at, name in enumerate(header) if name in COLUMNS}
    for at, name in enumerate(header):
        if name not in {*COLUMNS, PROBLEMS, ""} or (name and header.index(name) != at):
            said = (
                f"the column {name[:60]!r} is unknown or repeated. Columns: {', '.join(COLUMNS)}."
            )
            letter.faults.append(
                Fault(None, said, row=rows[0].number, column=name, sheet=rows[0].sheet)
            )
    lines: list[dict[str, Any]] = []
    letter.data["lines"] = lines
    for row in rows[1:]:
        cells = {name: row.cells[at].strip() for at, name in known.items() if at < len(row.cells)}
        beyond = [
            cell
            for at, cell in enumerate(row.cells)
            if _beyond(cell) and (at >= len(header) or not header[at])
        ]
        if beyond:
            said = f"{beyond[0][:60]!r} is in no column. Name its column, or quote its commas."
            letter.faults.append(Fault(None, said, row=row.number, column=None, sheet=row.sheet))
        if any(value for name, value in cells.items() if name not in {"county", "county_name"}):
            _read_line(letter, lines, row, cells)


def _read_line(
    letter: LetterFile, lines: list[dict[str, Any]], row: Row, cells: dict[str, str]
) -> None:
    at = len(lines)
    letter.places[f"/lines/{at}"] = (row.number, None, row.sheet)
    line: dict[str, Any] = {}
    for name, value in cells.items():
        letter.places[f"/lines/{at}/{name}"] = (row.number, name, row.sheet)
        if value and name == "joint_with":
            line[name] = [one.strip() for one in value.split(";")]
        elif value and name == "amount":
            line[name] = _dollars(value)
        elif value:
            line[name] = value
    lines.append(line)


def _as_it_is(value: str) -> object:
    return value


def _flag(value: str) -> object:
    return _FLAGS.get(value.lower(), value)


def _number(value: str) -> object:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else value  # noqa: PLR2004


def _dollars(value: str) -> str:
    """Return an amount as it is written in JSON; spreadsheets drop zeros and add $ and commas."""
    if _AMOUNT.fullmatch(value) is None:
        return value
    whole, _, cents = value.replace("$", "").replace(",", "").strip().partition(".")
    return f"{whole}.{cents.ljust(2, '0')}"


_POINTERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "sets_status": ("/sets_status", _flag),
    "total_amount": ("/totals/amount", _dollars),
    "total_exhaustive": ("/totals/exhaustive", _flag),
    "total_locator": ("/totals/locator", _as_it_is),
}
