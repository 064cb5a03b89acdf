"""CSV (RFC 4180): UTF-8 without a mark before it, a header, no cell that a spreadsheet runs."""

import csv
from io import StringIO

from app.representations.forms.table import Cell, Table

_RUN = ("=", "+", "-", "@", "\t", "\r")


def csv_of(table: Table) -> bytes:
    """Return a table as CSV. Text that a spreadsheet would run begins with an apostrophe."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str) and cell.startswith(_RUN):
        return f"'{cell}"
    return str(cell)
