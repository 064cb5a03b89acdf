"""Naming counties that were counted without a name moves no count, on any day that is past.

On the seed: a made-up letter names all 35 counties that the printed totals count. The unnamed
go to nothing, and the totals stand still.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app.domain.counties import Counties
from tests.writers import Writer

pytestmark = pytest.mark.anyio
ENTRIES = "/v1/programs/csec/entries"
DAYS = [str(date(2015, 6, 1) + timedelta(days=5 * n)) for n in range(80)]
STATED = {"evidence": "stated"}


async def counted(client: AsyncClient) -> dict[str, dict[str, tuple[int, int, int, int]]]:
    """Return count, min, max and unnamed of each status on every fifth day."""
    found = {}
    for day in DAYS:
        path = "/v1/programs/csec/counts"
        rows = (await client.get(path, params={"as_of": day, **STATED})).json()["counts"]
        found[day] = {r["status"]: (r["count"], r["min"], r["max"], r["unnamed"]) for r in rows}
    return found


def named(counties: Counties) -> list[dict[str, Any]]:
    """The 33 whose names the seed lacks: 13 in Tier I and 20 in Tier II, each with its plan."""
    known = {"Stanislaus", "Sonoma"}
    others = [county.fips for county in counties if county.name not in known][:33]
    common = {"fiscal_year": "2015-16", "document": "names"}
    facts: list[dict[str, Any]] = [
        {"kind": "document", "document": "names", "type": "CFL", "title": "A made-up letter"}
    ]
    for at, fips in enumerate(others):
        tier = "tier_1" if at < 13 else "tier_2"
        plan = {"kind": "plan_submitted", "county": fips, "effective": "2015-06"}
        status = {"kind": "status_changed", "county": fips, "effective": "2015-10", "to": tier}
        facts += [{**plan, **common}, {**status, **common}]
    return facts


async def reconciled(client: AsyncClient) -> list[tuple[str, str, bool | None, int]]:
    path = "/v1/programs/csec/reconciliation"
    rows = (await client.get(path, params=STATED)).json()["totals"]
    return [
        (r["effective"], r["status"], r["agrees"], r["discrepancy"])
        for r in rows
        if r["fiscal_year"] == "2015-16" or r["effective"].startswith("2015")
    ]


async def test_the_names_of_a_letter_take_their_places_and_no_count_moves(
    client: AsyncClient, counties: Counties, key_of: Callable[..., str]
) -> None:
    writer = Writer(client, key_of("Ann", "write"))
    before = await counted(client)
    body = await writer.recorded(ENTRIES, {"entries": named(counties)})
    assert body["breaches"] == []
    after = await counted(client)
    for day in DAYS:
        for status, (count, _, _, unnamed) in after[day].items():
            assert count == before[day][status][0], (day, status)
            if status in {"plan_submitted", "tier_1", "tier_2"} and day < "2016-07-01":
                assert unnamed == 0, (day, status)
    assert before["2015-11-03"]["tier_1"][3] == 13
    assert {agrees for _, _, agrees, _ in await reconciled(client)} == {True}


async def test_one_name_too_many_is_a_discrepancy_reported_and_not_hidden(
    client: AsyncClient, counties: Counties, key_of: Callable[..., str]
) -> None:
    writer = Writer(client, key_of("Ann", "write"))
    facts = named(counties)
    await writer.recorded(ENTRIES, {"entries": facts})
    spare = next(c.fips for c in reversed(list(counties)) if c.name != "Yuba")
    common = {"fiscal_year": "2015-16", "document": "names", "county": spare}
    one_more = {"kind": "status_changed", "effective": "2015-10", "to": "tier_2", **common}
    refused = await writer.post(ENTRIES, one_more)
    assert refused.status_code == 409  # all 35 plans are named: this county sent none
    body = await writer.recorded(ENTRIES, {**one_more, "override_reason": "The list has it."})
    assert {(t["status"], t["agrees"]) for t in body["control_totals"]} == {("tier_2", False)}
    worst = [row for row in await reconciled(client) if row[3]]
    assert worst == [("2015-10", "tier_2", False, 1), ("2015-11", "tier_2", False, 1)]
    work = (await client.get("/v1/programs/csec/worklist", params=STATED)).json()
    assert {(one["status"], one["printed"], one["named"]) for one in work["disagreeing"]} == {
        ("tier_2", 20, 21),
        ("tier_2", 22, 23),
    }
    rows = (
        await client.get("/v1/programs/csec/counts", params={"as_of": "2015-10-31", **STATED})
    ).json()
    assert sum(row["count"] for row in rows["counts"]) == 58
