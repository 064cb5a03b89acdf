"""Allocations under letters and errata, joint ones counted once; documents and their chains."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.commands.correct_entry import correct_entry, retract_entry
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.reading import read_fact
from tests.conftest import Ticking

pytestmark = pytest.mark.anyio
MONEY = "/v1/programs/csec/allocations"
Record = Callable[..., list[Entry]]


@pytest.fixture
def record(service: FastAPI, counties: Counties) -> Record:
    def write(*facts: dict[str, Any]) -> list[Entry]:
        with service.state.database.writing(Ticking()) as journal:
            read = [read_fact(fact) for fact in facts]
            return record_entries(journal, counties, read, recorded_by="test", batch="letter")

    return write


def letter(name: str, issued: str, **more: str) -> dict[str, Any]:
    return {
        "kind": "document",
        "document": name,
        "type": "CFL",
        "title": f"Letter {name}",
        "issued": issued,
        **more,
    }


def allocation(county: str, amount: str, document: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "kind": "allocation",
        "program": "csec",
        "county": county,
        "fiscal_year": "2017-18",
        "amount": amount,
        "document": document,
        **more,
    }


async def test_money_is_exact_and_keeps_its_letter(client: AsyncClient) -> None:
    body = (await client.get(MONEY, params={"county": "El Dorado"})).json()
    (row,) = body["allocations"]
    assert (row["amount"], row["fiscal_year"], row["tier"]) == ("277628.00", "2015-16", None)
    assert row["document"] == "el-dorado-15-1451"
    assert body["total"] == "277628.00"


async def test_a_joint_allocation_is_one_amount_however_many_share_it(
    client: AsyncClient, record: Record
) -> None:
    joint = ["Santa Cruz", "San Benito"]
    record(
        letter("cfl-17", "2017-10"),
        allocation("Monterey", "300000.10", "cfl-17", joint_with=joint, tier="tier_2"),
        allocation("Kern", "0.20", "cfl-17", tier="tier_2"),
    )
    body = (await client.get(MONEY, params={"fiscal_year": "2017-18"})).json()
    assert body["total"] == "300000.30"
    assert body["totals"] == [
        {"fiscal_year": "2017-18", "tier": "tier_2", "amount": "300000.30", "allocations": 2}
    ]
    for county in ("Monterey", *joint):
        shared = (await client.get(MONEY, params={"county": county})).json()
        assert [row["amount"] for row in shared["allocations"]] == ["300000.10"]
        history = (await client.get(f"/v1/counties/{county}/history")).json()
        assert "allocation" in {entry["says"] for entry in history["entries"]}


async def test_errata_take_the_place_of_what_they_correct_from_their_issue_on(
    client: AsyncClient, record: Record
) -> None:
    written = record(
        letter("cfl-17", "2017-10"),
        letter("cfl-17e", "2017-11", errata_to="cfl-17"),
        letter("cfl-17e2", "2017-12", errata_to="cfl-17e"),
        allocation("Kern", "100.00", "cfl-17"),
        allocation("Kern", "90.00", "cfl-17e"),
        allocation("Yolo", "5.00", "cfl-17"),
    )
    asked = {"fiscal_year": "2017-18"}
    now = (await client.get(MONEY, params=asked)).json()
    assert now["total"] == "95.00"
    assert [row["replaced_by"] for row in now["allocations"]] == [written[4].seq, None, None]
    before = (await client.get(MONEY, params={**asked, "as_of": "2017-10-31"})).json()
    assert before["total"] == "105.00"
    assert (await client.get(MONEY, params={**asked, "as_of": "2017-10-30"})).json()["total"] == (
        "0.00"
    )
    for name in ("cfl-17", "cfl-17e", "cfl-17e2"):
        chain = (await client.get(f"/v1/documents/{name}")).json()["chain"]
        assert chain == ["cfl-17", "cfl-17e", "cfl-17e2"]
    first = (await client.get("/v1/documents/cfl-17")).json()
    assert first["document"]["corrected_by"] == ["cfl-17e"]
    assert {e["fact"]["kind"] for e in first["entries"]} == {"allocation"}


async def test_an_erratum_replaces_line_by_line_and_a_new_edition_all_lines(
    client: AsyncClient, record: Record
) -> None:
    record(
        letter("cfl", "2017-10"),
        letter("errata", "2017-11", errata_to="cfl"),
        letter("edition", "2017-12", supersedes="errata"),
        allocation("Kern", "100.00", "cfl", tier="tier_1"),
        allocation("Kern", "20.00", "cfl", tier="tier_2"),
        allocation("Napa", "7.00", "cfl", tier="tier_1"),
        allocation("Yolo", "5.00", "cfl", joint_with=["Napa", "Lake"]),
        # Another tier of Kern is left alone; Napa's tier was wrong; the lead county too.
        allocation("Kern", "90.00", "errata", tier="tier_1"),
        allocation("Napa", "8.00", "errata", tier="tier_2"),
        allocation("Lake", "6.00", "errata", joint_with=["Napa", "Yolo"]),
        allocation("Kern", "1.00", "edition", tier="tier_2"),
    )
    totals = {
        day: (await client.get(MONEY, params={"fiscal_year": "2017-18", "as_of": day})).json()[
            "total"
        ]
        for day in ("2017-10-31", "2017-11-30", "2017-12-31")
    }
    assert totals == {"2017-10-31": "132.00", "2017-11-30": "124.00", "2017-12-31": "1.00"}


async def test_the_last_of_several_corrections_has_the_say(
    client: AsyncClient, record: Record
) -> None:
    record(
        letter("cfl", "2017-10"),
        letter("one", "2017-11", errata_to="cfl"),
        letter("two", "2017-12", errata_to="cfl"),
        letter("three", "2018-01", supersedes="cfl"),
        allocation("Kern", "100.00", "cfl"),
        allocation("Kern", "90.00", "one"),
        allocation("Kern", "80.00", "two"),
        allocation("Kern", "70.00", "three"),
        allocation("Napa", "1.00", "one"),
    )
    totals = [
        (await client.get(MONEY, params={"fiscal_year": "2017-18", "as_of": day})).json()["total"]
        for day in ("2017-10-31", "2017-11-30", "2017-12-31", "2018-01-31")
    ]
    assert totals == ["100.00", "91.00", "81.00", "70.00"]


async def test_a_letter_replaces_only_the_years_it_has_lines_for(
    client: AsyncClient, record: Record
) -> None:
    record(
        letter("cfl", "2017-10"),
        letter("edition", "2017-11", supersedes="cfl"),
        letter("errata", "2017-12", errata_to="edition"),
        allocation("Kern", "100.00", "cfl"),
        allocation("Napa", "50.00", "cfl"),
        allocation("Napa", "60.00", "errata"),
        allocation("Kern", "1.00", "edition", fiscal_year="2018-19"),
    )
    body = (await client.get(MONEY, params={"fiscal_year": "2017-18"})).json()
    assert body["total"] == "160.00"


async def test_long_chains_of_letters_are_followed_once(
    client: AsyncClient, record: Record
) -> None:
    letters = [letter("cfl-0", "2017-10")]
    letters += [
        letter(f"cfl-{n}", "2017-10", errata_to=f"cfl-{n - 1}", supersedes=f"cfl-{n - 1}")
        for n in range(1, 60)
    ]
    record(*letters, allocation("Kern", "100.00", "cfl-0"))
    body = (await client.get(MONEY, params={"fiscal_year": "2017-18"})).json()
    assert body["total"] == "100.00"


async def test_money_counts_from_its_own_date_or_from_its_announcement(
    client: AsyncClient, record: Record
) -> None:
    record(letter("cfl", "2017-10"), allocation("Kern", "1.00", "cfl", effective="2017-07-01"))
    asked = {"fiscal_year": "2017-18", "as_of": "2017-08-01"}
    assert (await client.get(MONEY, params=asked)).json()["total"] == "1.00"
    announced = await client.get(MONEY, params={**asked, "clock": "announced"})
    assert announced.json()["total"] == "0.00"


async def test_a_printed_sum_is_set_against_the_allocations_of_its_year(
    client: AsyncClient, record: Record
) -> None:
    total = {
        "kind": "control_total",
        "program": "csec",
        "fiscal_year": "2017-18",
        "effective": "2017-10",
        "amount": "250.00",
        "document": "cfl-17",
    }
    record(letter("cfl-17", "2017-10"), allocation("Kern", "100.00", "cfl-17"), total)
    body = (await client.get("/v1/programs/csec/reconciliation")).json()
    (row,) = [row for row in body["sums"] if row["fiscal_year"] == "2017-18"]
    assert (row["printed"], row["allocated"], row["difference"]) == ("250.00", "100.00", "150.00")


async def test_corrections_and_retractions_stay_visible_in_a_countys_history(
    client: AsyncClient, record: Record, service: FastAPI, counties: Counties
) -> None:
    first, second = record(
        allocation("Kern", "100.00", "cfl-15-16-22"), allocation("Kern", "1.00", "cfl-15-16-22")
    )
    better = read_fact(allocation("Yolo", "100.00", "cfl-15-16-22"))
    said = {"reason": "Wrong county", "recorded_by": "test", "batch": "mend"}
    with service.state.database.writing(Ticking()) as journal:
        correction = correct_entry(journal, counties, first.seq, better, **said)
        retraction = retract_entry(journal, counties, second.seq, **said)
    kern = (await client.get("/v1/counties/Kern/history")).json()["entries"]
    told = {e["seq"]: (e["state"], e["by"], e["replaces"], e["reason"]) for e in kern}
    assert told == {
        first.seq: ("corrected", correction.seq, None, None),
        second.seq: ("retracted", retraction.seq, None, None),
        retraction.seq: ("retraction", None, second.seq, "Wrong county"),
    }
    yolo = (await client.get("/v1/counties/Yolo/history")).json()["entries"]
    assert [(e["seq"], e["state"], e["replaces"]) for e in yolo] == [
        (correction.seq, "stands", first.seq)
    ]


async def test_the_journal_is_read_page_by_page_without_a_gap(client: AsyncClient) -> None:
    seen: list[int] = []
    address: str | None = "/v1/journal?limit=50"
    total = 0
    while address:
        body = (await client.get(address)).json()
        total = body["total"]
        seen += [entry["seq"] for entry in body["entries"]]
        address = body["next"]
        assert body["complete"] == (address is None)
    assert seen == list(range(1, total + 1))
    after = (await client.get("/v1/journal", params={"after": seen[-1]})).json()
    assert (after["entries"], after["complete"], after["next"]) == ([], True, None)


async def test_a_county_has_its_arrangements_with_others(client: AsyncClient) -> None:
    for name in ("Monterey", "Santa Cruz", "San Benito"):
        body = (await client.get(f"/v1/counties/{name}")).json()
        agreements = [a for a in body["arrangements"] if a["category"] == "agreement"]
        assert len(agreements) >= 3
        assert all(len(a["counties"]) == 3 for a in agreements)


async def test_planned_milestones_stay_planned_until_confirmed(
    client: AsyncClient, record: Record
) -> None:
    async def outlook(as_of: str) -> str:
        body = (await client.get("/v1/timeline", params={"as_of": as_of})).json()
        outlooks = {m["milestone"]: str(m["outlook"]) for m in body["milestones"]}
        return outlooks["s25-year-two-guidance"]

    assert await outlook("2015-06-01") == "later"
    assert await outlook("2020-01-01") == "planned"
    record(
        {
            "kind": "milestone",
            "milestone": "year-two-guidance-issued",
            "title": "Guidance issued",
            "category": "letter",
            "state": "occurred",
            "effective": "2016-07",
            "confirms": "s25-year-two-guidance",
            "document": "acl-16-69",
        }
    )
    assert await outlook("2016-06-30") == "planned"
    assert await outlook("2020-01-01") == "occurred"
