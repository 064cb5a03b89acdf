"""An Excel workbook: text that stays text, real dates, and a sheet that says what it answers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.representations.forms.table import Cell, Column, Table

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands where a workbook keeps its date, so that equal answers are equal bytes."""
_WIDEST = 48
_LONGEST_CELL = 32_767
_FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Excel counts a February 29 in 1900; earlier days are text."""


def workbook_of(table: Table, body: Mapping[str, Any]) -> bytes:
    """Return a table as a workbook, with a sheet that names its question and its sources."""
    out = BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(out, {"in_memory": True, **as_text})
    book.set_properties({"created": _MADE})
    bold = book.add_format({"bold": True})
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
        "text": book.add_format({"num_format": "@"}),
    }
    sheet = book.add_worksheet("Answer")
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.name, bold)
        widest = max((len(str(row[at])) for row in table.rows if row[at] is not None), default=0)
        sheet.set_column(at, at, min(_WIDEST, max(widest, len(column.name)) + 2))
    for number, row in enumerate(table.rows, start=1):
        for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, (number, at), column, cell, formats)
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    about = book.add_worksheet("About")
    for number, (name, value) in enumerate(_about(table, body)):
        about.write_string(number, 0, name, bold)
        about.write_string(number, 1, value)
    about.set_column(0, 0, 16)
    about.set_column(1, 1, 100)
    book.close()
    return out.getvalue()


def _write(
    sheet: Worksheet,
    where: tuple[int, int],
    column: Column,
    cell: Cell,
    formats: Mapping[str, Format],
) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(*where, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(*where, cell)
    elif column.kind == "date" and (day := date.fromisoformat(cell)) >= _FIRST_EXCEL_DAY:
        sheet.write_datetime(*where, datetime(day.year, day.month, day.day), formats["date"])  # noqa: DTZ001
    elif column.kind == "money":
        sheet.write_number(*where, float(cell), formats["money"])  # shown, not reckoned with
    else:
        sheet.write_string(*where, _fitting(cell), formats["text"])


def _fitting(text: str) -> str:
    """Return a text that a cell holds; of a longer one, its beginning and what to do."""
    if len(text) <= _LONGEST_CELL:
        return text
    return f"{text[: _LONGEST_CELL - 100]} [cut: {len(text):,} characters; the CSV has them all]"


def _about(table: Table, body: Mapping[str, Any]) -> list[tuple[str, str]]:
    links = body["links"]
    known = body["known_at"]
    lines = [
        ("address", str(links["self"])),
        ("cite as", str(links["cite_as"])),
        ("known_at", f"entry {known['seq']}, recorded {known['recorded_at']}"),
    ]
    lines += [
        (name, str(body[name]))
        for name in ("program", "as_of", "from", "to", "clock", "issued_by", "evidence")
        if body.get(name) is not None
    ]
    lines += [
        ("checked_through", f"{one['series']}: {one['through']}")
        for one in body.get("checked_through", [])
    ]
    at = [n for n, column in enumerate(table.columns) if column.name == "document"]
    sources = {str(row[n]) for row in table.rows for n in at if row[n] is not None}
    return lines + [("source", source) for source in sorted(sources)]
