"""Files as rows of text: what a spreadsheet holds, and nothing that it computes."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import islice
from math import isfinite
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter

from app.commands.letter_files import HEAD_SHEET, LINES_SHEET, MOST_LINES
from app.domain.errors import Fault, MalformedBody, MalformedFact, TooLarge

MOST_ROWS = MOST_LINES + 200
_MOST_PARTS = 200
_MOST_BYTES = 30_000_000
_MOST_RATIO = 100
_LONGEST_CELL = 10_000
_MOST_COLUMNS = 60
_FORMULA = re.compile(r"[=+\-@\t\r\N{FULLWIDTH EQUALS SIGN}]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file."""

    sheet: str | None
    """None: the file has one table after another, and no sheets."""
    number: int
    """In its sheet, counted from 1."""
    cells: tuple[str, ...]


def read_csv(data: bytes) -> list[Row]:
    """Read a CSV file: UTF-8, commas, double quotes.

    Raises:
        MalformedBody: it is not such a file.
        MalformedFact: a cell that a spreadsheet would run, or that nothing here can hold.
        TooLarge: more rows than a letter has.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedBody(
            f"The file is not UTF-8 ({error.reason}): save it as CSV UTF-8."
        ) from None
    if "\0" in text:
        raise MalformedBody("The file holds NUL bytes: it is not a CSV file. Save it as CSV UTF-8.")
    if text.count("\r") > text.count("\r\n"):
        raise MalformedBody("Rows end with CR alone. Save the file as CSV UTF-8.")
    rows = []
    try:
        for number, cells in enumerate(
            csv.reader(StringIO(text, newline=""), strict=True), start=1
        ):
            rows.append(Row(None, number, tuple(cells)))
            _refuse_endless(rows)
    except csv.Error as error:
        row = len(rows) + 1
        raise MalformedBody(f"Row {row} cannot be read: {error}. Check its quotes.") from None
    if rows and ";" in "".join(rows[0].cells) and len(rows[0].cells) == 1:
        raise MalformedBody("Columns are parted by ';'. Save the file with commas.")
    _refuse_formulas(rows)
    return rows


def read_workbook(data: bytes) -> list[Row]:
    """Read the two sheets of an Excel workbook. Formulas are refused, never run.

    Raises:
        MalformedBody: it is not a plain workbook, or unfolds to more than it may.
        MalformedFact: cells that are formulas or spreadsheet dates; all of them are listed.
        TooLarge: more rows than a letter has.
    """
    _refuse_archive(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    except (ValueError, KeyError, OSError, BadZipFile, SyntaxError) as error:
        raise MalformedBody(f"The workbook cannot be read: {str(error)[:200]}.") from None
    missing = [name for name in (HEAD_SHEET, LINES_SHEET) if name not in book.sheetnames]
    if missing:
        raise MalformedBody(f"The workbook has no sheet {missing[0]!r}. Start from the template.")
    try:
        rows, faults = _sheets(book)
    except (TooLarge, MalformedBody):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a damaged sheet makes of its reader
        raise MalformedBody(
            f"The workbook is damaged: {str(error)[:200]}. Save it again."
        ) from None
    finally:
        book.close()
    if faults:
        raise _refusal(faults)
    return rows


def _sheets(book: Workbook) -> tuple[list[Row], list[Fault]]:
    rows: list[Row] = []
    faults: list[Fault] = []
    for name in (HEAD_SHEET, LINES_SHEET):
        sheet = book[name]
        sheet.reset_dimensions()  # what a sheet says of its size is often wrong
        for number, cells in enumerate(islice(sheet.rows, MOST_ROWS + 1), start=1):
            texts = [_text(cell, name, number, faults) for cell in cells[:_MOST_COLUMNS]]
            rows.append(Row(name, number, tuple(texts)))
            _refuse_endless(rows)
    return rows, faults


def _text(cell: Cell | MergedCell, sheet: str, number: int, faults: list[Fault]) -> str:
    """Return the text of a cell; note what cannot be taken as it is."""
    value = cell.value
    where = f"{cell.coordinate} of {sheet}" if value is not None else ""
    if value is None:
        return ""
    letter = get_column_letter(cell.column or 1)
    if cell.data_type in {"f", "e"}:
        said = f"{where} is a formula or its error; only what is typed in is read. Paste its value."
        faults.append(Fault(None, said, row=number, column=letter, sheet=sheet))
    elif isinstance(value, time | timedelta):
        said = f"{where} is a time of day, and no field of a letter is one. Format it as text."
        faults.append(Fault(None, said, row=number, column=letter, sheet=sheet))
    elif isinstance(value, float) and not isfinite(value):
        said = f"{where} is not a number. Write it again."
        faults.append(Fault(None, said, row=number, column=letter, sheet=sheet))
    elif isinstance(value, date):
        said = f"{where} is a spreadsheet date, which has a day even where the letter has none."
        said = f"{said} Format the cell as text and write 2016-10 or 2016-10-15."
        faults.append(Fault(None, said, row=number, column=letter, sheet=sheet))
    elif isinstance(value, bool):
        return str(value).lower()
    elif isinstance(value, int | float):
        return _plain(value)
    else:
        faults += [
            Fault(None, f"{said}. Remove it.", row=number, column=letter, sheet=sheet)
            for said in _strange(str(value))
        ]
    return str(value)


def _plain(value: float) -> str:
    number = Decimal(repr(value))
    return str(int(number)) if number == number.to_integral_value() else format(number, "f")


def _refuse_endless(rows: list[Row]) -> None:
    if len(rows) > MOST_ROWS:
        raise TooLarge(f"A letter has at most {MOST_LINES:,} lines. Send it in parts.")


def _refuse_formulas(rows: list[Row]) -> None:
    faults = [
        Fault(
            None,
            f"{said}. Remove it.",
            row=row.number,
            column=get_column_letter(at + 1),
            sheet=row.sheet,
        )
        for row in rows
        for at, cell in enumerate(row.cells)
        for said in _strange(cell)
    ]
    if faults:
        raise _refusal(faults)


def _strange(cell: str) -> Iterator[str]:
    if len(cell) > _LONGEST_CELL:
        yield f"the cell has {len(cell):,} characters; {_LONGEST_CELL:,} are accepted"
    elif _FORMULA.match(cell):
        yield f"the cell begins with {cell[0]!r}, which a spreadsheet runs as a formula"


def _refusal(faults: list[Fault]) -> MalformedFact:
    listed = " ".join(f"Row {f.row}, column {f.column}: {f.detail}" for f in faults[:3])
    return MalformedFact(f"The file cannot be read. {listed}", tuple(faults))


def _refuse_archive(data: bytes) -> None:
    """Refuse what a workbook never needs: bombs, macros, links elsewhere, entities."""
    try:
        archive = ZipFile(BytesIO(data))
        parts = archive.infolist()
    except (BadZipFile, ValueError, OSError):
        raise MalformedBody("This is not an Excel workbook (.xlsx).") from None
    total = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    said = None
    if len(parts) > _MOST_PARTS or total > _MOST_BYTES or total / packed > _MOST_RATIO:
        said = "it unfolds to far more than a letter holds"
    elif any(part.flag_bits & 1 for part in parts):
        said = "it is encrypted: save it without a password"
    elif any(".." in p.filename or p.filename.startswith(("/", "\\")) for p in parts):
        said = "it holds files outside itself"
    elif any("vbaProject" in p.filename or "externalLink" in p.filename for p in parts):
        said = "it holds macros or links to other files: save it as a plain .xlsx"
    elif any(b"<!DOCTYPE" in _part(archive, p.filename) for p in parts):
        said = "it holds XML entities"
    if said is not None:
        raise MalformedBody(f"The workbook is not read: {said}.")


def _part(archive: ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as file:
            return file.read(_MOST_BYTES)
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise MalformedBody("The workbook is damaged. Save it again.") from None
