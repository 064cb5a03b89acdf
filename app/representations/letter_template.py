"""Letters to fill in, with the statuses of a program and a line for each county."""

import csv
import json
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.commands.letter_files import (
    ADVICE,
    ADVICE_ON_TOTALS,
    COLUMNS,
    DOCUMENT_KEYS,
    HEAD_SHEET,
    LINES_SHEET,
    TOTAL_OF,
)
from app.domain.counties import County
from app.domain.programs import Codebook


def csv_template(codebook: Codebook, counties: list[County]) -> bytes:
    """Return a CSV file: head, an empty row, lines."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(_head(codebook))
    writer.writerow([])
    writer.writerow(COLUMNS)
    writer.writerows(_lines(counties))
    return out.getvalue().encode()


def workbook_template(codebook: Codebook, counties: list[County]) -> bytes:
    """Return an Excel workbook whose cells are text, so that no month becomes a day."""
    book = Workbook()
    head = book.active
    assert isinstance(head, Worksheet)  # noqa: S101 - a new workbook has one
    head.title = HEAD_SHEET
    lines = book.create_sheet(LINES_SHEET)
    for sheet, rows in (
        (head, [["key", "value", "what to write"], *_head(codebook)]),
        (lines, [list(COLUMNS), *_lines(counties)]),
    ):
        for row in rows:
            sheet.append(row)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for cells in sheet.iter_rows(min_row=2, max_col=len(COLUMNS)):
            for cell in cells:
                cell.number_format = "@"
        sheet.freeze_panes = "A2"
        for column, width in {"A": 18, "B": 24, "C": 18}.items():
            sheet.column_dimensions[column].width = width
    choice = DataValidation(type="list", formula1=f'"{",".join(codebook.codes)}"', allow_blank=True)
    choice.add(f"C2:C{len(counties) + 1}")
    lines.add_data_validation(choice)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def json_template(codebook: Codebook, counties: list[County]) -> bytes:
    """Return a letter in JSON with one line, to go on from."""
    document = {key: f"<{ADVICE[key] or key}>" for key in DOCUMENT_KEYS[:5]}
    line = {"county": counties[0].fips, "tier": codebook.codes[-1], "amount": "0.00"}
    letter = {
        "program": codebook.program,
        "fiscal_year": "<such as 2016-17>",
        "effective": "<such as 2016-10>",
        "document": document,
        "lines": [line],
        "totals": {"counts": dict.fromkeys(codebook.codes, 0), "amount": "0.00"},
    }
    return json.dumps(letter, indent=2).encode()


def _head(codebook: Codebook) -> list[list[str]]:
    rows = [[key, codebook.program if key == "program" else "", ADVICE[key]] for key in ADVICE]
    totals = [
        [f"{TOTAL_OF}{s.code}", "", f"{ADVICE_ON_TOTALS} {s.label}"] for s in codebook.statuses
    ]
    at = next(i for i, row in enumerate(rows) if row[0] == "total_amount")
    return [*rows[:at], *totals, *rows[at:]]


def _lines(counties: list[County]) -> list[list[str]]:
    return [[county.fips, county.name, *[""] * (len(COLUMNS) - 2)] for county in counties]
