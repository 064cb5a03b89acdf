"""Four ordered tiers, no term, weekly moves of 58 counties: a program without a line of code."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.reading import read_fact
from tests.conftest import Ticking

pytestmark = pytest.mark.anyio
FIRST_WEEK = date(2020, 8, 31)
WEEKS = 52
TIERS = ("t1", "t2", "t3", "t4")
BLUE = "/v1/programs/blue"


def blue(counties: Counties) -> list[dict[str, Any]]:
    """Return the program and a year of moves, one county a week after the other."""
    chance = Random(58)  # noqa: S311 - a made-up history, the same each time
    facts: list[dict[str, Any]] = [
        {"kind": "document", "document": "blue-rules", "type": "rules", "title": "Rules"},
        {
            "kind": "program_defined",
            "program": "blue",
            "name": "Weekly tiers",
            "term": "none",
            "document": "blue-rules",
            "statuses": [
                {"code": code, "label": code.upper(), "participating": True} for code in TIERS
            ],
        },
    ]
    for week in range(WEEKS):
        facts += [
            {
                "kind": "status_changed",
                "program": "blue",
                "county": county.fips,
                "effective": str(FIRST_WEEK + timedelta(weeks=week)),
                "to": chance.choice(TIERS),
                "document": "blue-rules",
            }
            for county in counties
        ]
    return facts


@pytest.fixture
def told(service: FastAPI, counties: Counties) -> list[dict[str, Any]]:
    facts = blue(counties)
    with service.state.database.writing(Ticking()) as journal:
        read = [read_fact(fact) for fact in facts]
        record_entries(journal, counties, read, recorded_by="test", batch="blue")
    return facts


async def test_every_read_works_on_it(
    client: AsyncClient, told: list[dict[str, Any]], counties: Counties
) -> None:
    week = FIRST_WEEK + timedelta(weeks=20)
    expected = {fact["county"]: fact["to"] for fact in told if fact.get("effective") == str(week)}
    body = (await client.get(f"{BLUE}/participation", params={"as_of": str(week)})).json()
    assert {row["fips"]: row["status"] for row in body["counties"]} == expected
    body = (await client.get(f"{BLUE}/counts", params={"as_of": str(week)})).json()
    counted = {row["status"]: row["count"] for row in body["counts"]}
    assert counted == {t: list(expected.values()).count(t) for t in TIERS} | {
        "term_ended": 0,
        "not_recorded": 0,
    }
    body = (await client.get(f"{BLUE}/counts/series")).json()
    assert len(body["points"]) == WEEKS
    assert all(sum(row["count"] for row in p["counts"]) == 58 for p in body["points"])
    body = (await client.get(f"{BLUE}/spells")).json()
    for county in counties:
        mine = [s for s in body["spells"] if s["fips"] == county.fips]
        moves = [f["to"] for f in told if f.get("county") == county.fips]
        stretches = [to for i, to in enumerate(moves) if i == 0 or moves[i - 1] != to]
        assert [s["status"] for s in mine] == stretches
    days = {"from": str(week), "to": str(week + timedelta(weeks=1))}
    body = (await client.get(f"{BLUE}/changes", params=days)).json()
    assert {row["direction"] for row in body["changes"]} == {"up", "down"}
    for path in ("", "/reconciliation", "/allocations"):
        assert (await client.get(f"{BLUE}{path}")).status_code == 200
    asked = {"as_of": str(week), "in": ["blue:t1", "csec:not_recorded"]}
    body = (await client.get("/v1/overlap", params=asked)).json()
    assert body["count"] <= counted["t1"]
    body = (await client.get("/v1/counties/06001")).json()
    assert "blue" in {program["program"] for program in body["programs"]}


async def test_it_leaves_other_programs_as_they_were(
    client: AsyncClient, told: list[dict[str, Any]]
) -> None:
    assert told
    asked = {"as_of": "2015-11-30", "evidence": "stated"}
    body = (await client.get("/v1/programs/csec/counts", params=asked)).json()
    assert [r["count"] for r in body["counts"] if r["status"] in {"tier_1", "tier_2"}] == [13, 22]
