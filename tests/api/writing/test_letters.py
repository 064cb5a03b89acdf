"""A letter is published whole: as JSON, CSV or a workbook, each error in its row and column."""

import csv
import re
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from httpx import AsyncClient
from openpyxl import Workbook, load_workbook

from app.api.bodies import CSV, WORKBOOK
from app.domain.counties import Counties
from tests.api.test_strict_input import problem
from tests.api.writing.test_entries import Head
from tests.writers import Writer

pytestmark = pytest.mark.anyio
LETTERS = "/v1/letters"
TEMPLATE = "/v1/programs/csec/letter-template"
COUNTS = "/v1/programs/csec/counts"

LETTER: dict[str, Any] = {
    "program": "csec",
    "fiscal_year": "2016-17",
    "effective": "2016-10",
    "document": {
        "document": "cfl-16-17-99",
        "type": "CFL",
        "title": "Allocations",
        "issued": "2016-10",
    },
    "lines": [
        {"county": "Alameda", "tier": "tier_2", "amount": "277628.00", "locator": "p. 2"},
        {"county": "06005", "tier": "tier_1", "amount": "25000.50"},
        {"county": "Kern", "tier": "tier_2", "amount": "100.00"},
    ],
    "totals": {"counts": {"tier_1": 1, "tier_2": 2}, "amount": "302728.50", "exhaustive": True},
    "override_reason": "No plans are on file.",  # not needed: 38 take part, without their names
}


def as_rows() -> list[list[str]]:
    """The same letter, as a CSV file has it."""
    return [
        ["program", "csec"],
        ["fiscal_year", "2016-17"],
        ["effective", "2016-10"],
        ["document", "cfl-16-17-99"],
        ["type", "CFL"],
        ["title", "Allocations"],
        ["issued", "2016-10"],
        ["total tier_1", "1"],
        ["total tier_2", "2"],
        ["total_amount", "$302,728.50"],
        ["total_exhaustive", "yes"],
        ["override_reason", "No plans are on file."],
        [],
        ["county", "county_name", "tier", "amount", "locator"],
        ["06001", "Alameda", "tier_2", "277628", "p. 2"],
        ["06003", "Alpine", "", "", ""],
        ["06005", "Amador", "tier_1", "25,000.5", ""],
        ["Kern", "", "tier_2", "100", ""],
    ]


def csv_of(rows: list[list[str]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def workbook_of(rows: list[list[Any]]) -> bytes:
    at = rows.index([])
    book = Workbook()
    head, lines = book.worksheets[0], book.create_sheet("Lines")
    head.title = "Letter"
    for row in rows[:at]:
        head.append(row)
    for row in rows[at + 1 :]:
        lines.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


async def journal(client: AsyncClient, after: int) -> list[dict[str, Any]]:
    body = (await client.get("/v1/journal", params={"after": after})).json()
    return [entry["fact"] for entry in body["entries"]]


async def test_a_letter_says_the_same_in_every_form(
    client: AsyncClient, ann: Writer, head: Head
) -> None:
    forms = []
    for kind in ("json", "csv", "xlsx"):
        before = head()[0]
        if kind == "json":
            response = await ann.post(LETTERS, LETTER)
        else:
            data = csv_of(as_rows()) if kind == "csv" else workbook_of(as_rows())
            response = await ann.send(LETTERS, data, CSV if kind == "csv" else WORKBOOK)
        assert response.status_code == 201, response.text
        forms.append(await journal(client, before))
        # Take it back, so that it can be told again.
        for seq in range(head()[0], before, -1):
            entry = (await client.get(f"/v1/journal/{seq}")).headers["etag"]
            path = f"/v1/journal/{seq}/retraction"
            retracted = await ann.post(path, {"reason": "again"}, If_Match=entry)
            assert retracted.status_code == 201, retracted.text
    assert forms[0] == forms[1] == forms[2]
    kinds = [fact["kind"] for fact in forms[0]]
    assert kinds == [
        "document",
        *["status_changed", "allocation"] * 3,
        "control_total",
    ]


async def test_every_reader_sees_a_letter_whole_or_not_at_all(
    client: AsyncClient, ann: Writer, head: Head
) -> None:
    before = head()[0]
    body = await ann.recorded(LETTERS, LETTER)
    for seq in range(before, body["head"]["seq"]):
        asked = {"as_of": "2016-12-01", "known_at": str(seq)}
        answer = (await client.get(COUNTS, params=asked)).json()
        assert answer["known_at"]["seq"] == before
    assert body["batch"] == "letter-cfl-16-17-99"
    latest = (await client.get(COUNTS, params={"as_of": "2016-12-01"})).json()
    counts = {row["status"]: row["count"] for row in latest["counts"]}
    assert (counts["tier_1"], counts["tier_2"]) == (1, 2)


async def test_the_templates_are_filled_with_the_programs_statuses_and_come_back_as_letters(
    client: AsyncClient, ann: Writer, counties: Counties
) -> None:
    text = (await client.get(f"{TEMPLATE}.csv")).text
    rows = list(csv.reader(StringIO(text)))
    totals = [row[0] for row in rows if row and row[0].startswith("total ")]
    assert totals == [
        f"total {code}"
        for code in ("plan_submitted", "participating", "tier_1", "tier_2", "withdrawn")
    ]
    assert len(rows[rows.index([]) + 2 :]) == len(counties)
    values = {row[0]: row[1] for row in as_rows()[:12]}
    lines = {row[0]: row for row in as_rows()[14:] if row[2]}
    filled = [
        [row[0], values.get(row[0], row[1]), *row[2:]] if row and row[0] in values else row
        for row in rows
    ]
    for row in filled:
        if row and row[0] in lines:
            row[2], row[3] = lines[row[0]][2], lines[row[0]][3]
    response = await ann.send(LETTERS, csv_of(filled), CSV)
    # Kern stands by name in ours and by FIPS code in the template: two lines are left of three.
    problem(response, 422, "inconsistent-letter")
    assert "a gap of 100.00" in response.json()["detail"]
    book = load_workbook(BytesIO((await client.get(f"{TEMPLATE}.xlsx")).content))
    assert book.sheetnames == ["Letter", "Lines"]
    assert book["Lines"]["A2"].value == "06001"
    assert book["Lines"]["D2"].number_format == "@"
    assert (await client.get(f"{TEMPLATE}.json")).json()["program"] == "csec"
    assert (await client.get(f"{TEMPLATE}.pdf")).status_code == 422
    assert (await client.get("/v1/programs/blue/letter-template.csv")).status_code == 404


async def test_errors_of_a_file_are_told_by_row_and_column_and_nothing_is_written(
    ann: Writer, head: Head
) -> None:
    before = head()
    rows = as_rows()
    rows[14][2] = "tier_9"
    rows[16][0] = "06000"
    rows[17][3] = "1.005"
    for data, kind in ((csv_of(rows), CSV), (workbook_of(rows), WORKBOOK)):
        shift = 0 if kind == CSV else rows.index([]) + 1
        response = await ann.send(LETTERS, data, kind)
        problem(response, 422, "malformed-fact")
        (only,) = response.json()["errors"]
        assert (only["row"], only["column"]) == (18 - shift, "amount")
    rows[17][3] = "1.00"
    response = await ann.send(LETTERS, csv_of(rows), CSV)
    problem(response, 422, "inconsistent-letter")
    rows[9][1] = ""
    response = await ann.send(LETTERS, csv_of(rows), CSV)
    assert response.status_code in {404, 422}
    found = {(e["row"], e["column"]) for e in response.json()["errors"]}
    assert (17, "county") in found
    rows[16][0] = "06005"
    response = await ann.send(LETTERS, csv_of(rows), CSV)
    problem(response, 422, "unknown-status")
    assert {(e["row"], e["column"]) for e in response.json()["errors"]} == {(15, "tier")}
    assert head() == before


async def test_the_file_comes_back_with_a_column_of_problems(ann: Writer) -> None:
    rows = as_rows()
    rows[14][2] = "tier_9"
    sent = csv_of(rows)
    back = await ann.send(LETTERS, sent, CSV, Accept=CSV)
    assert back.status_code == 422
    assert back.headers["content-type"].startswith(CSV)
    found = list(csv.reader(StringIO(back.text)))
    assert [row[: len(mine)] for row, mine in zip(found, rows, strict=True)] == rows
    assert found[13][-1] == "problems"
    assert "tier_9" in found[14][-1]
    assert all(not row or row[-1] == "" for at, row in enumerate(found) if at not in {13, 14})
    again = await ann.send(LETTERS, workbook_of(rows), WORKBOOK, Accept=WORKBOOK)
    book = load_workbook(BytesIO(again.content))
    lines = list(book["Lines"].values)
    assert lines[0][-1] == "problems"
    assert "tier_9" in str(lines[1][-1])
    # Mended and sent back with its column of problems, it is a letter.
    rows[14][2] = "tier_2"
    mended = [[*mine, *row[len(mine) :]] for row, mine in zip(found, rows, strict=True)]
    mended[14][-1] = "was tier_9"
    assert (await ann.send(LETTERS, csv_of(mended), CSV)).status_code == 201


async def test_a_letter_does_not_contradict_itself_unless_it_says_why(
    client: AsyncClient, ann: Writer, head: Head
) -> None:
    before = head()
    twice = {**LETTER, "lines": [*LETTER["lines"], {"county": "06029", "tier": "tier_2"}]}
    problem(await ann.post(LETTERS, twice), 422, "inconsistent-letter")
    gap = {**LETTER, "totals": {**LETTER["totals"], "amount": "302800.00"}}
    said = problem(await ann.post(LETTERS, gap), 422, "inconsistent-letter")
    assert "a gap of 71.50" in said
    assert head() == before
    await ann.recorded(LETTERS, {**gap, "gap_reason": "The letter adds up wrongly."})
    body = (await client.get("/v1/programs/csec/reconciliation")).json()
    (found,) = [one for one in body["unfitting"] if one["misfit"] == "letter-total"]
    assert found["amount"] == "71.50"


async def test_a_letter_that_corrects_a_letter(client: AsyncClient, ann: Writer) -> None:
    await ann.recorded(LETTERS, LETTER)
    errata = {
        "program": "csec",
        "fiscal_year": "2016-17",
        "effective": "2016-12",
        "document": {
            "document": "cfl-16-17-99e",
            "type": "CFL",
            "title": "Errata",
            "issued": "2016-12",
            "errata_to": "cfl-16-17-99",
        },
        "lines": [{"county": "Alameda", "tier": "tier_2", "amount": "277700.00"}],
    }
    body = await ann.recorded(LETTERS, errata)
    assert [e["kind"] for e in body["entries"]] == ["document", "allocation"]
    money = "/v1/programs/csec/allocations"
    year = {"fiscal_year": "2016-17"}
    then = (await client.get(money, params={**year, "as_of": "2016-11-30"})).json()
    now = (await client.get(money, params={**year, "as_of": "2016-12-31"})).json()
    assert (then["total"], now["total"]) == ("302728.50", "302800.50")
    (erratum,) = [row for row in now["allocations"] if row["document"] == "cfl-16-17-99e"]
    assert erratum["difference"] == "72.00"
    assert len(erratum["replaces"]) == 1
    chain = (await client.get("/v1/documents/cfl-16-17-99e")).json()["chain"]
    assert chain == ["cfl-16-17-99", "cfl-16-17-99e"]


async def test_status_and_money_that_do_not_fit_are_listed(
    client: AsyncClient, ann: Writer
) -> None:
    letter = {
        **LETTER,
        "lines": [
            {"county": "Alameda", "tier": "tier_2", "amount": "1.00"},
            {"county": "Butte", "tier": "tier_2"},
            {"county": "Colusa", "tier": "tier_1"},
        ],
        "totals": None,
    }
    await ann.recorded(LETTERS, letter)
    entries = "/v1/programs/csec/entries"
    common = {"fiscal_year": "2016-17", "document": "cfl-16-17-99"}
    left = {"kind": "status_changed", "to": "withdrawn", "effective": "2016-11-01"}
    paid = {"kind": "allocation", "tier": "tier_2", "amount": "5.00", "announced": "2016-12-01"}
    await ann.recorded(
        entries,
        {
            "entries": [
                {**left, **common, "county": "Alameda"},
                {**paid, **common, "county": "Alameda", "note": "after it had left"},
                {**paid, **common, "county": "Colusa"},
            ]
        },
    )
    body = (await client.get("/v1/programs/csec/reconciliation")).json()
    found = {
        (one["misfit"], one["county"], one["status"])
        for one in body["unfitting"]
        if one["fiscal_year"] == "2016-17"
    }
    assert found == {
        ("status-without-money", "Butte", "tier_2"),
        ("status-without-money", "Colusa", "tier_1"),
        ("money-without-status", "Colusa", "tier_2"),
        ("money-after-withdrawal", "Alameda", "withdrawn"),
    }


def archive(*parts: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        for name, data in parts:
            zipped.writestr(name, data)
    return out.getvalue()


BOMB = archive(("xl/worksheets/sheet1.xml", b"0" * 60_000_000))
FILES = [
    (BOMB, WORKBOOK, "unfolds"),
    (archive(*((f"part{n}", b"x") for n in range(201))), WORKBOOK, "unfolds"),
    (archive(("../../x", b"x")), WORKBOOK, "outside itself"),
    (archive(("xl/vbaProject.bin", b"x")), WORKBOOK, "macros"),
    (archive(("xl/externalLinks/externalLink1.xml", b"x")), WORKBOOK, "links to other files"),
    (archive(("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>')), WORKBOOK, "entities"),
    (archive(("x", b"x")), WORKBOOK, "cannot be read"),
    (b"PK\x03\x04 cut", WORKBOOK, "not an Excel workbook"),
    (b"%PDF-1.7", WORKBOOK, "not an Excel workbook"),
    (csv_of([["program", "csec"]]), WORKBOOK, "not an Excel workbook"),
    (b"program,csec\0", CSV, "NUL"),
    (b"program,\xff", CSV, "UTF-8"),
    (b"program,csec\rtype,CFL\r", CSV, "CR alone"),
    (b'program,"csec\n', CSV, "quotes"),
    (b"program;csec\n", CSV, "';'"),
]


@pytest.mark.parametrize(("data", "kind", "said"), FILES, ids=[said for *_, said in FILES])
async def test_what_is_no_letter_file_is_refused(
    ann: Writer, head: Head, data: bytes, kind: str, said: str
) -> None:
    before = head()
    assert said in problem(await ann.send(LETTERS, data, kind), 400, "malformed-body")
    assert head() == before


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t1", "\N{FULLWIDTH EQUALS SIGN}1"])
async def test_a_cell_that_a_spreadsheet_would_run_is_refused(ann: Writer, cell: str) -> None:
    rows = as_rows()
    rows[14][4] = cell
    response = await ann.send(LETTERS, csv_of(rows), CSV)
    problem(response, 422, "malformed-fact")
    assert [e["row"] for e in response.json()["errors"]] == [15]
    back = await ann.send(LETTERS, csv_of(rows), CSV, Accept=CSV)
    assert f",{cell}" not in back.text


async def test_no_month_becomes_a_day_and_no_formula_a_number(ann: Writer) -> None:
    rows: list[list[Any]] = list(as_rows())
    rows[2] = ["effective", date(2016, 10, 1)]
    said = problem(await ann.send(LETTERS, workbook_of(rows), WORKBOOK), 422, "malformed-fact")
    assert "a spreadsheet date" in said
    rows[2] = ["effective", "2016-10"]
    rows[14] = [*rows[14][:3], "=100*2", ""]
    said = problem(await ann.send(LETTERS, workbook_of(rows), WORKBOOK), 422, "malformed-fact")
    assert "a formula" in said
    rows[14] = [*rows[14][:3], 277628, ""]
    assert (await ann.send(LETTERS, workbook_of(rows), WORKBOOK)).status_code == 201


@pytest.mark.parametrize(
    ("row", "column", "rows"),
    [
        (1, "key", [["programme", "csec"]]),
        (2, "tear", [["program", "csec"], ["county", "tear"]]),
        (3, None, [["program", "csec"], ["county", "tier"], ["06001", "tier_1", "x"]]),
    ],
)
async def test_unknown_keys_and_columns_are_told(
    ann: Writer, row: int, column: str | None, rows: list[list[str]]
) -> None:
    response = await ann.send(LETTERS, csv_of(rows), CSV)
    problem(response, 422, "malformed-fact")
    assert [(e["row"], e["column"]) for e in response.json()["errors"]] == [(row, column)]


async def test_a_letter_in_another_form_is_not_read(ann: Writer) -> None:
    for kind in ("application/pdf", "text/plain", ""):
        response = await ann.send(LETTERS, b"x", kind)
        problem(response, 415, "unsupported-media-type")


async def test_the_same_letter_twice_is_told_and_too_long_a_letter_refused(
    ann: Writer, head: Head
) -> None:
    await ann.recorded(LETTERS, LETTER)
    before = head()
    problem(await ann.post(LETTERS, LETTER), 409, "duplicate-fact")
    lines = [["county", "tier"], *[["06001", "tier_1"]] * 10_300]
    response = await ann.send(LETTERS, csv_of([["program", "csec"], *lines]), CSV)
    problem(response, 413, "too-large")
    assert head() == before


async def test_a_sheet_that_says_a_wrong_size_is_read_whole(ann: Writer) -> None:
    out = BytesIO()
    with ZipFile(BytesIO(workbook_of(as_rows()))) as book, ZipFile(out, "w") as wrong:
        for name in book.namelist():
            data = book.read(name)
            if name.endswith("sheet2.xml"):
                data = re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:C2"', data)
                assert b"A1:C2" in data
            wrong.writestr(name, data)
    response = await ann.send(LETTERS, out.getvalue(), WORKBOOK)
    assert response.status_code == 201
    kinds = [entry["kind"] for entry in response.json()["entries"]]
    assert kinds.count("allocation") == 3


@pytest.mark.parametrize("value", [b"abc", b"nan", b"1E400", b"<"])
async def test_a_damaged_sheet_is_refused(ann: Writer, head: Head, value: bytes) -> None:
    before = head()
    rows: list[list[Any]] = list(as_rows())
    rows[14] = [*rows[14][:3], 277628, ""]
    out = BytesIO()
    with ZipFile(BytesIO(workbook_of(rows))) as book, ZipFile(out, "w") as wrong:
        for name in book.namelist():
            data = book.read(name).replace(b"<v>277628</v>", b"<v>" + value + b"</v>")
            wrong.writestr(name, data)
    response = await ann.send(LETTERS, out.getvalue(), WORKBOOK)
    assert response.status_code in {400, 422}, response.text
    assert head() == before


MISREAD: list[tuple[int, list[str], int, str]] = [
    (9, ["total_amount", "$302", "728.50"], 10, "beyond the value"),
    (5, ["title", "Allocations", "revised"], 6, "beyond the value"),
    (5, ["type", "CFL"], 6, "stands twice"),
    (13, ["county", "county_name", "tier", "", "locator"], 15, "is in no column"),
    (14, ["06001", "Alameda", "tier_2", "25,00", ""], 15, "amount"),
    (14, ["06001", "Alameda", "tier_2", "1,5", ""], 15, "amount"),
    (14, ["06001", "Alameda", "tier_2", "12$34", ""], 15, "amount"),
    (14, ["06001", "Alpine", "tier_2", "277628", ""], 15, "06001 is Alameda, not Alpine"),
]


@pytest.mark.parametrize(("at", "row", "number", "said"), MISREAD)
async def test_nothing_is_misread_silently(
    ann: Writer, head: Head, at: int, row: list[str], number: int, said: str
) -> None:
    before = head()
    rows = as_rows()
    rows[at] = row
    response = await ann.send(LETTERS, csv_of(rows), CSV)
    assert response.status_code == 422, response.text
    assert number in {error["row"] for error in response.json()["errors"]}
    assert said in response.text
    assert head() == before


async def test_a_line_break_within_a_cell_stays(client: AsyncClient, ann: Writer) -> None:
    rows = as_rows()
    rows[14][4] = "see\nappendix"
    response = await ann.send(LETTERS, csv_of(rows), CSV)
    seq = response.json()["entries"][1]["seq"]
    fact = (await client.get(f"/v1/journal/{seq}")).json()["entry"]["fact"]
    assert fact["locator"] == "see\nappendix"


async def test_a_workbooks_problems_stand_in_their_sheet_and_row(ann: Writer) -> None:
    rows: list[list[Any]] = list(as_rows())
    rows[2] = ["effective", date(2016, 10, 1)]
    rows[14] = [*rows[14][:3], "=1+1", ""]
    back = await ann.send(LETTERS, workbook_of(rows), WORKBOOK, Accept=WORKBOOK)
    book = load_workbook(BytesIO(back.content))
    head = [str(row[-1] or "") for row in book["Letter"].values]
    lines = [str(row[-1] or "") for row in book["Lines"].values]
    assert "spreadsheet date" in head[2]
    assert "formula" in lines[1]
    assert sum("PROBLEM" in cell for cell in (*head, *lines)) == 2


async def test_a_later_letter_repeats_a_tier_without_moving_anybody(
    client: AsyncClient, ann: Writer
) -> None:
    await ann.recorded(LETTERS, LETTER)
    document = {**LETTER["document"], "document": "cfl-16-17-100", "issued": "2017-01"}
    later = {**LETTER, "document": document, "effective": "2017-01", "totals": None}
    body = await ann.recorded(LETTERS, later)
    assert {e["kind"] for e in body["entries"]} == {"document", "allocation"}
    assert body["effects"] == []
    asked = {"as_of": "2017-02-01", "county": "Alameda"}
    (row,) = (await client.get("/v1/programs/csec/participation", params=asked)).json()["counties"]
    assert (row["status"], row["document"]) == ("tier_2", "cfl-16-17-99")


async def test_a_printed_count_below_the_lines_is_a_contradiction(ann: Writer) -> None:
    totals = {**LETTER["totals"], "counts": {"tier_1": 1, "tier_2": 1}}
    response = await ann.post(LETTERS, {**LETTER, "totals": totals})
    assert "prints 1 in tier_2, and 2 of its lines" in problem(response, 422, "inconsistent-letter")


async def test_a_file_may_be_sent_back_as_often_as_it_takes(ann: Writer) -> None:
    rows = as_rows()
    rows[14][2] = "tier_9"
    rows[16][0] = "06000"
    for data, kind in ((csv_of(rows), CSV), (workbook_of(rows), WORKBOOK)):
        back = await ann.send(LETTERS, data, kind, Accept=kind)
        again = await ann.send(LETTERS, back.content, kind, Accept=kind)
        assert (back.status_code, again.status_code) == (404, 404)
        assert again.headers["content-type"].startswith(kind)
        if kind == CSV:
            assert again.text == back.text


async def test_a_rule_that_is_broken_is_told_at_its_own_line(ann: Writer) -> None:
    await ann.recorded(LETTERS, LETTER)
    document = {**LETTER["document"], "document": "cfl-16-17-100", "issued": "2017-01"}
    lines = [LETTER["lines"][0], {"county": "Kern", "tier": "tier_1", "from": "withdrawn"}]
    later = {**LETTER, "document": document, "effective": "2017-01-15", "lines": lines}
    response = await ann.post(LETTERS, {**later, "totals": None, "override_reason": None})
    problem(response, 409, "from-differs")
    assert {error["pointer"] for error in response.json()["errors"]} == {"/lines/1/tier"}


async def test_a_tier_is_left_out_only_where_nothing_is_lost(ann: Writer) -> None:
    entries = "/v1/programs/csec/entries"
    common = {"fiscal_year": "2016-17", "document": "seed-timeline", "kind": "status_changed"}
    ends = {"county": "Kern", "effective": "2016-09-01", "to": "tier_2", "until": "2016-12-01"}
    inferred = {"county": "Alameda", "effective": "2016-09-01", "to": "tier_2"}
    inferred |= {"evidence": "inferred", "reasoning": "It was paid."}
    await ann.recorded(entries, {"entries": [{**ends, **common}, {**inferred, **common}]})
    body = await ann.recorded(LETTERS, {**LETTER, "override_reason": "It says so."})
    kinds = [entry["kind"] for entry in body["entries"]]
    assert kinds.count("status_changed") == 3
