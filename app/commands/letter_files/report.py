"""The same file back, with a column that says what is wrong with each row."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from io import BytesIO, StringIO

from openpyxl import load_workbook

from app.commands.letter_files import HEAD_SHEET, LINES_SHEET, PROBLEM, PROBLEMS
from app.domain.errors import Fault

_RUN = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}")


def csv_report(data: bytes, faults: Iterable[Fault]) -> bytes:
    """Return a CSV file with its problems, each in the row it is in."""
    said = _by_row(faults)
    rows = [_bare(row) for row in csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))]
    width = max((len(row) for row in rows), default=0)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, row in enumerate(rows, start=1):
        default = PROBLEMS if row[:1] == ["county"] else ""
        cells = [f"'{cell}" if cell.startswith(_RUN) else cell for cell in row]
        writer.writerow([*cells, *[""] * (width - len(row)), said.get(number, default)])
    return out.getvalue().encode()


def workbook_report(data: bytes, faults: Iterable[Fault]) -> bytes:
    """Return a workbook with its problems, each in the sheet and row it is in."""
    book = load_workbook(BytesIO(data), keep_links=False)
    faults = list(faults)
    for name in (HEAD_SHEET, LINES_SHEET):
        sheet = book[name]
        mine = [fault for fault in faults if (fault.sheet or HEAD_SHEET) == name]
        header = [str(cell.value or "") for cell in sheet[1]]
        column = header.index(PROBLEMS) + 1 if PROBLEMS in header else sheet.max_column + 1
        for number in range(2, sheet.max_row + 1):
            sheet.cell(number, column).value = None
        sheet.cell(1, column, PROBLEMS)
        for number, problem in _by_row(mine).items():
            sheet.cell(number, column, problem)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _bare(row: list[str]) -> list[str]:
    """Return a row without the problems that were told before, and without empty cells after."""
    cells = ["" if cell.startswith(PROBLEM) or cell == PROBLEMS else cell for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _by_row(faults: Iterable[Fault]) -> dict[int, str]:
    rows: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        column = f"{fault.column}: " if fault.column else ""
        rows[fault.row or 1].append(f"{column}{fault.detail}")
    return {number: PROBLEM + " | ".join(said) for number, said in rows.items()}
