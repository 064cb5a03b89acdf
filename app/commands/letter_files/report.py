"""The same file back, with a column that says what is wrong with each row."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from io import BytesIO, StringIO

from openpyxl import load_workbook

from app.commands.letter_files import HEAD_SHEET, LINES_SHEET, PROBLEMS
from app.commands.letter_files.grids import read_csv
from app.commands.letter_files.reading import VALUE
from app.domain.errors import Fault


def csv_report(data: bytes, faults: Iterable[Fault]) -> bytes:
    """Return a CSV file with its problems, each in the row it is in."""
    said = _by_row(faults)
    rows = [row.cells for row in read_csv(data)]
    width = max((len(row) for row in rows), default=0)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, row in enumerate(rows, start=1):
        problem = PROBLEMS if row[:1] == ("county",) else said.get(number, "")
        writer.writerow([*row, *[""] * (width - len(row)), problem])
    return out.getvalue().encode()


def workbook_report(data: bytes, faults: Iterable[Fault]) -> bytes:
    """Return a workbook with its problems, each in the row it is in."""
    book = load_workbook(BytesIO(data), keep_links=False)
    faults = list(faults)
    for name in (HEAD_SHEET, LINES_SHEET):
        sheet = book[name]
        of_head = name == HEAD_SHEET
        mine = [f for f in faults if (f.column in {VALUE, "key"}) == of_head]
        column = sheet.max_column + 1
        sheet.cell(1, column, PROBLEMS)
        for number, problem in _by_row(mine).items():
            sheet.cell(number, column, problem)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _by_row(faults: Iterable[Fault]) -> dict[int, str]:
    rows: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        column = f"{fault.column}: " if fault.column else ""
        rows[fault.row or 1].append(f"{column}{fault.detail}")
    return {number: " | ".join(said) for number, said in rows.items()}
