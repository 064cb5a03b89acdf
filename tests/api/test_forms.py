"""JSON, CSV and workbook say the same for every route; equal answers are equal bytes."""

import csv
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from openpyxl import load_workbook

from app.api.reads import FORMS, Read
from app.representations.forms.csv_form import csv_of
from app.representations.forms.table import Column, Table
from tests.api.questions import QUESTIONS
from tests.api.test_strict_input import problem

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("engine", ["sqlite"], indirect=True)]
NO_TABLE = {"/v1/programs/csec", "/v1/journal/1"}
TABLES = [path for path in QUESTIONS if path not in NO_TABLE]


def flat(value: object) -> str:
    """Write a cell of a workbook as CSV has it."""
    if isinstance(value, datetime):
        return str(value.date())
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def same(workbook: str, plain: str) -> bool:
    if workbook == plain:
        return True
    try:
        return float(workbook) == float(plain)
    except ValueError:
        return workbook == plain.removeprefix("'")


@pytest.mark.parametrize("path", TABLES)
async def test_every_form_says_the_same(client: AsyncClient, path: str) -> None:
    asked = QUESTIONS[path]
    body = (await client.get(path, params=asked)).json()
    plain = await client.get(f"{path}.csv", params=asked)
    assert plain.headers["content-type"] == FORMS["csv"]
    rows = list(csv.reader(StringIO(plain.text)))
    header, lines = rows[0], rows[1:]
    assert len(set(header)) == len(header)
    assert int(plain.headers["x-row-count"]) == len(lines)
    sheet = await client.get(f"{path}.xlsx", params=asked)
    book = load_workbook(BytesIO(sheet.content))
    cells = [[flat(cell) for cell in row] for row in book["Answer"].values]
    assert cells[0] == header
    assert len(cells) - 1 == len(lines)
    for mine, theirs in zip(cells[1:], lines, strict=True):
        assert all(same(one, other) for one, other in zip(mine, theirs, strict=True))
    about = {str(row[0]): str(row[1]) for row in book["About"].values}
    assert about["cite as"] == body["links"]["cite_as"]
    assert about["known_at"].startswith(f"entry {body['known_at']['seq']}")
    for listed in (body.get(name) for name in ("counts", "counties", "changes", "spells")):
        if isinstance(listed, list):
            assert len(listed) == len(lines)
            for row, line in zip(listed, lines, strict=True):
                agree(row, dict(zip(header, line, strict=True)))


def agree(row: dict[str, Any], line: dict[str, str]) -> None:
    for name, value in row.items():
        if isinstance(value, dict) and "edtf" in value:
            assert line[name] == value["edtf"].replace("[", "[")
            assert line[f"{name}_earliest"] == (value["earliest"] or "")
        elif isinstance(value, str | int) and not isinstance(value, bool):
            assert line[name].removeprefix("'") == str(value)
        elif value is None and name in line:
            assert line[name] == ""


async def test_a_spreadsheet_eats_no_zero_and_dates_are_dates(client: AsyncClient) -> None:
    asked = {"as_of": "2015-11-15", "county": "Sonoma"}
    path = "/v1/programs/csec/participation"
    (line,) = csv.DictReader(StringIO((await client.get(f"{path}.csv", params=asked)).text))
    assert (line["fips"], line["geo_id"]) == ("06097", "0500000US06097")
    assert (line["since"], line["since_earliest"]) == ("2015-10", "2015-10-01")
    book = load_workbook(BytesIO((await client.get(f"{path}.xlsx", params=asked)).content))
    names, values = book["Answer"].values
    row = dict(zip(names, values, strict=True))
    assert row["fips"] == "06097"
    assert row["since_earliest"] == datetime(2015, 10, 1)  # noqa: DTZ001 - a workbook's day


async def test_a_map_has_a_feature_for_each_county(client: AsyncClient) -> None:
    asked = {"as_of": "2015-11-15"}
    response = await client.get("/v1/programs/csec/participation.geojson", params=asked)
    assert response.headers["content-type"] == FORMS["geojson"]
    body = response.json()
    assert len(body["features"]) == 58
    assert all(f["geometry"]["type"] in {"Polygon", "MultiPolygon"} for f in body["features"])
    assert {f["properties"]["fips"] for f in body["features"]} == {
        f["id"] for f in body["features"]
    }
    counts = await client.get("/v1/programs/csec/counts.geojson", params=asked)
    assert "It has: .json" in problem(counts, 406, "not-acceptable")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", FORMS["csv"]),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("text/*", FORMS["csv"]),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/html, */*;q=0.1", "application/json"),
        ("", "application/json"),
    ],
)
async def test_accept_chooses_the_form(client: AsyncClient, accept: str, kind: str) -> None:
    asked = {"as_of": "2015-11-15"}
    headers = {"Accept": accept}
    response = await client.get("/v1/programs/csec/counts", params=asked, headers=headers)
    assert response.headers["content-type"] == kind
    assert response.headers["vary"] == "Accept"
    by_suffix = await client.get("/v1/programs/csec/counts.json", params=asked)
    assert "vary" not in by_suffix.headers


async def test_what_cannot_be_had_is_told_with_what_can(client: AsyncClient) -> None:
    headers = {"Accept": "application/xml"}
    asked = {"as_of": "2015-11-15"}
    response = await client.get("/v1/programs/csec/counts", params=asked, headers=headers)
    assert ".csv (text/csv)" in problem(response, 406, "not-acceptable")
    problem(await client.get("/v1/journal/1.csv"), 406, "not-acceptable")


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "geojson"])
async def test_equal_answers_are_equal_bytes(client: AsyncClient, form: str) -> None:
    path, asked = f"/v1/programs/csec/participation.{form}", {"as_of": "2015-11-15"}
    one, other = [(await client.get(path, params=asked)).content for _ in range(2)]
    assert one == other


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(engine: str) -> None:
    assert engine
    cells = ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=1", "", None, 5, True)
    table = Table((Column("x", ("x",), "text"),), tuple((cell,) for cell in cells))
    lines = [
        row[0] if row else "" for row in csv.reader(StringIO(csv_of(table).decode(), newline=""))
    ]
    assert lines[1:7] == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx"]
    assert lines[7:] == ["a=1", "", "", "5", "true"]


def test_every_read_of_the_record_is_a_read(service: FastAPI) -> None:
    for route in service.routes:
        path = getattr(route, "path", "")
        if path.startswith("/v1/") and getattr(route, "methods", set()) == {"GET"}:
            special = any(part in path for part in ("/drafts", "letter-template", "/time", "/feed"))
            assert isinstance(route, Read) or special, path
