"""Posting entries: all or none, previewed, once, and never against a rule unknowingly."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient

from tests.api.test_strict_input import problem
from tests.writers import Writer

pytestmark = pytest.mark.anyio
ENTRIES = "/v1/programs/csec/entries"
COUNTS = "/v1/programs/csec/counts"
Head = Callable[[], tuple[int, str]]

LETTER = {
    "kind": "document",
    "document": "cfl-16-17-99",
    "type": "CFL",
    "number": "16/17-99",
    "title": "Allocations",
    "issued": "2016-10",
    "url": None,
}
PLAN = {
    "kind": "plan_submitted",
    "county": "06001",
    "fiscal_year": "2016-17",
    "effective": "2016-07",
    "document": "cfl-16-17-99",
    "locator": "p. 2",
}
TIER = {
    "kind": "status_changed",
    "county": "Alameda",
    "fiscal_year": "2016-17",
    "effective": "2016-10-15",
    "announced": "2016-10",
    "to": "tier_2",
    "from": "plan_submitted",
    "document": "cfl-16-17-99",
    "evidence": "stated",
}
MONEY = {
    "kind": "allocation",
    "county": "06001",
    "fiscal_year": "2016-17",
    "amount": "277628.00",
    "tier": "tier_2",
    "document": "cfl-16-17-99",
}
TOTAL = {
    "kind": "control_total",
    "fiscal_year": "2016-17",
    "effective": "2016-10",
    "counts": {"tier_1": 16, "tier_2": 22},
    "exhaustive": True,
    "document": "cfl-16-17-99",
}
ALL = {"entries": [LETTER, PLAN, TIER, MONEY, TOTAL], "override_reason": None}


async def tier_2_on(client: AsyncClient, day: str) -> dict[str, Any]:
    body = (await client.get(COUNTS, params={"as_of": day})).json()
    row: dict[str, Any] = next(row for row in body["counts"] if row["status"] == "tier_2")
    return row


async def test_mixed_kinds_are_recorded_at_once_under_the_name_of_their_writer(
    client: AsyncClient, ann: Writer, head: Head
) -> None:
    before = head()[0]
    body = await ann.recorded(ENTRIES, ALL)
    kinds = ["document", "plan_submitted", "status_changed", "allocation", "control_total"]
    assert [one["kind"] for one in body["entries"]] == kinds
    assert [one["seq"] for one in body["entries"]] == list(range(before + 1, before + 6))
    assert (body["head"]["seq"], body["head"]["hash"]) == head()
    assert body["breaches"] == body["overrides"] == []
    journal = (await client.get("/v1/journal", params={"after": before})).json()["entries"]
    assert {(e["recorded_by"], e["batch"]) for e in journal} == {("Ann", body["batch"])}
    assert len({e["recorded_at"] for e in journal}) == 1
    assert (await tier_2_on(client, "2016-10-31"))["count"] == 22


async def test_one_entry_may_be_sent_by_itself(ann: Writer) -> None:
    body = await ann.recorded(ENTRIES, LETTER)
    assert [one["kind"] for one in body["entries"]] == ["document"]


async def test_effects_are_the_counts_before_and_after_on_every_date_they_change(
    client: AsyncClient, ann: Writer
) -> None:
    asked = {"as_of": "2016-10-31"}
    before = (await client.get(COUNTS, params=asked)).json()["counts"]
    body = await ann.recorded(ENTRIES, ALL)
    after = (await client.get(COUNTS, params=asked)).json()["counts"]
    effects = {effect["as_of"]: effect for effect in body["effects"]}
    assert list(effects) == sorted(effects)
    last = effects[max(day for day in effects if day <= "2016-10-31")]
    for side, counts in (("before", before), ("after", after)):
        plain = [{k: v for k, v in row.items() if k != "counties"} for row in counts]
        assert last[side] == plain
    assert all(effect["before"] != effect["after"] for effect in body["effects"])
    assert [(t["status"], t["agreed"], t["agrees"]) for t in body["control_totals"]] == []


async def test_a_dry_run_tells_the_same_and_writes_nothing(
    client: AsyncClient, ann: Writer, head: Head
) -> None:
    before = head()
    counts = (await client.get(COUNTS, params={"as_of": "2016-10-31"})).json()["counts"]
    trial = await client.post(
        ENTRIES, params={"dry_run": "true"}, json=ALL, headers={"X-Api-Key": ann.key}
    )
    assert trial.status_code == 200
    assert head() == before
    assert (await client.get(COUNTS, params={"as_of": "2016-10-31"})).json()["counts"] == counts
    real = await ann.recorded(ENTRIES, ALL)
    assert trial.json()["dry_run"] is True
    for name in ("effects", "breaches", "control_totals", "batch"):
        assert trial.json()[name] == real[name]
    assert [e["seq"] for e in trial.json()["entries"]] == [e["seq"] for e in real["entries"]]


async def test_one_fact_that_is_refused_refuses_all_and_each_is_told(
    ann: Writer, head: Head
) -> None:
    before = head()
    wrong = [
        LETTER,
        {**PLAN, "county": "Alamada"},
        {**TIER, "to": "tier_3"},
        {**MONEY, "amount": 5},
        {**TOTAL, "extra": 1},
    ]
    response = await ann.post(ENTRIES, {"entries": wrong})
    problem(response, 422, "malformed-fact")
    told = {error["pointer"] for error in response.json()["errors"]}
    assert told == {"/entries/3/amount", "/entries/4/extra"}
    response = await ann.post(ENTRIES, {"entries": wrong[:3]})
    told = {e["pointer"] for e in response.json()["errors"]}
    assert told == {"/entries/1/county", "/entries/2/to"}
    response = await ann.post(
        ENTRIES, {"entries": [LETTER, {**TIER, "to": "tier_3"}, {**MONEY, "tier": "tier_9"}]}
    )
    problem(response, 422, "unknown-status")
    assert {e["pointer"] for e in response.json()["errors"]} == {
        "/entries/1/to",
        "/entries/2/tier",
    }
    assert head() == before


async def test_a_rule_is_not_broken_unknowingly(
    client: AsyncClient, ann: Writer, head: Head
) -> None:
    before = head()
    alone = {"entries": [LETTER, {**TIER, "from": None, "fiscal_year": "2019-20"}]}
    alone["entries"][1] |= {"effective": "2019-10-15"}
    response = await ann.post(ENTRIES, alone)
    said = problem(response, 409, "move-not-allowed")
    assert "Alameda, move-not-allowed" in said
    assert "override_reason" in said
    assert [e["pointer"] for e in response.json()["errors"]] == ["/entries/1/to"]
    assert head() == before
    trial = await client.post(
        ENTRIES, params={"dry_run": "true"}, json=alone, headers={"X-Api-Key": ann.key}
    )
    assert [b["rule"] for b in trial.json()["breaches"]] == ["move-not-allowed"]
    body = await ann.recorded(ENTRIES, {**alone, "override_reason": "The letter says so."})
    assert [b["rule"] for b in body["breaches"]] == ["move-not-allowed"]
    assert [o["kind"] for o in body["overrides"]] == ["rule_overridden"]
    told = (await client.get("/v1/programs/csec/overrides")).json()
    assert told["rules"] == [{"rule": "move-not-allowed", "count": 1}]
    (override,) = told["overrides"]
    assert (override["county"], override["reason"]) == ("Alameda", "The letter says so.")
    assert override["breaking"] == body["entries"][1]["seq"]
    assert override["recorded_by"] == "Ann"


async def test_a_status_is_not_left_that_the_county_did_not_have(ann: Writer) -> None:
    moved = {
        **TIER,
        "county": "Sonoma",
        "fiscal_year": "2015-16",
        "effective": "2016-02-01",
        "from": "tier_1",
        "to": "withdrawn",
        "document": "cfl-15-16-22",
    }
    said = problem(await ann.post(ENTRIES, moved), 409, "from-differs")
    assert "from-differs" in said
    again = {**moved, "from": None, "to": "tier_2"}
    assert "no move from tier_2 to tier_2" in problem(
        await ann.post(ENTRIES, again), 409, "move-not-allowed"
    )
    await ann.recorded(ENTRIES, {**moved, "from": "tier_2"})


async def test_a_status_may_need_what_comes_before_it(root: Writer) -> None:
    book = {
        "program": "blue",
        "name": "Blue",
        "term": "fiscal_year",
        "document": "cfl-15-16-22",
        "statuses": [
            {"code": "plan_submitted", "label": "Plan", "participating": False},
            {
                "code": "paid",
                "label": "Paid",
                "participating": True,
                "needs": ["plan_submitted", "protocol_submitted"],
            },
        ],
    }
    await root.recorded("/v1/programs", book)
    blue = "/v1/programs/blue/entries"
    common = {"county": "Kern", "fiscal_year": "2015-16", "document": "cfl-15-16-22"}
    paid = {"kind": "status_changed", "effective": "2015-10", "to": "paid", **common}
    said = problem(await root.post(blue, paid), 409, "needs-missing")
    assert "paid needs a plan_submitted of 2015-16" in said
    assert "paid needs a protocol_submitted of 2015-16" in said
    plan = {"kind": "plan_submitted", "effective": "2015-06", **common}
    protocol = {"kind": "protocol_submitted", "effective": "2015-09", **common}
    await root.recorded(blue, {"entries": [plan, protocol, paid]})


async def test_out_of_order_and_retroactive_facts_are_accepted(
    client: AsyncClient, ann: Writer
) -> None:
    later = {**TIER, "effective": "2017-03-01", "from": None, "to": "withdrawn"}
    await ann.recorded(ENTRIES, {"entries": [LETTER, PLAN, later]})
    await ann.recorded(ENTRIES, {**TIER, "to": "tier_1"})
    asked = {"as_of": "2017-01-01", "county": "Alameda"}
    rows = (await client.get("/v1/programs/csec/participation", params=asked)).json()["counties"]
    assert [row["status"] for row in rows] == ["tier_1"]


async def test_a_fact_between_two_others_may_break_the_rule_of_the_later(ann: Writer) -> None:
    later = {**TIER, "effective": "2017-03-01", "from": None, "to": "tier_1"}
    await ann.recorded(ENTRIES, {"entries": [LETTER, PLAN, later]})
    response = await ann.post(ENTRIES, {**TIER, "effective": "2017-01-01", "to": "tier_1"})
    said = problem(response, 409, "move-not-allowed")
    assert "no move from tier_1 to tier_1" in said


async def test_what_the_service_sets_cannot_be_sent(ann: Writer, head: Head) -> None:
    before = head()
    for name in ("seq", "recorded_at", "recorded_by", "hash", "batch"):
        response = await ann.post(ENTRIES, {**LETTER, name: "1"})
        problem(response, 422, "malformed-fact")
        assert [e["pointer"] for e in response.json()["errors"]] == [f"/{name}"]
    assert head() == before


async def test_entries_are_of_the_program_they_are_posted_to(ann: Writer) -> None:
    response = await ann.post(ENTRIES, {**PLAN, "program": "pact"})
    problem(response, 422, "malformed-fact")
    response = await ann.post("/v1/programs/blue/entries", {**PLAN, "document": "cfl-15-16-22"})
    problem(response, 404, "unknown-program")


async def test_a_text_that_looks_like_a_persons_data_is_refused_and_not_repeated(
    ann: Writer, head: Head
) -> None:
    before = head()
    for text in ("SSN 123-45-6789", "DOB: 01/02/2003", "case no. 12345678", "born 2003-01-02"):
        response = await ann.post(ENTRIES, {**LETTER, "note": text})
        problem(response, 422, "possible-personal-data")
        assert text not in response.text
    assert head() == before
