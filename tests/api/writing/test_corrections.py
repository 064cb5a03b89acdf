"""Correcting, retracting and correcting a period: seen as it is, with a reason, or not at all."""

from typing import Any

import pytest
from httpx import AsyncClient

from tests.api.test_strict_input import problem
from tests.api.writing.test_entries import Head
from tests.writers import Writer

pytestmark = pytest.mark.anyio
PARTICIPATION = "/v1/programs/csec/participation"
PERIODS = "/v1/programs/csec/period-corrections"


async def entry_of(client: AsyncClient, county: str, to: str) -> dict[str, Any]:
    """Return the standing entry that gives a county a status."""
    history = (await client.get(f"/v1/counties/{county}/history")).json()["entries"]
    (found,) = [e for e in history if e["state"] == "stands" and e["fact"].get("to") == to]
    entry: dict[str, Any] = found
    return entry


async def seen(client: AsyncClient, seq: int) -> str:
    return str((await client.get(f"/v1/journal/{seq}")).headers["etag"])


async def status(client: AsyncClient, county: str, day: str) -> str:
    asked = {"as_of": day, "county": county}
    (row,) = (await client.get(PARTICIPATION, params=asked)).json()["counties"]
    return str(row["status"])


async def test_a_correction_needs_to_say_what_it_has_seen(
    client: AsyncClient, ann: Writer, bob: Writer, head: Head
) -> None:
    entry = await entry_of(client, "Sonoma", "tier_2")
    path = f"/v1/journal/{entry['seq']}/correction"
    right = {**entry["fact"], "effective": "2015-11-12"}
    body = {"reason": "The letter has the day.", "entry": right}
    before = head()
    said = problem(await ann.post(path, body), 428, "precondition-required")
    etag = await seen(client, entry["seq"])
    assert etag in said
    stale = await ann.post(path, body, If_Match='"0000"')
    problem(stale, 412, "stale")
    assert stale.json()["current"]["seq"] == entry["seq"]
    assert head() == before
    mine = await ann.recorded(path, body, If_Match=etag)
    assert mine["effects"][0]["as_of"] == "2015-11-01"
    late = await bob.post(path, {**body, "reason": "Me too."}, If_Match=etag)
    said = problem(late, 412, "stale")
    assert "by Ann" in said
    current = late.json()["current"]
    assert (current["seq"], current["recorded_by"]) == (mine["entries"][0]["seq"], "Ann")
    assert head()[0] == before[0] + 1
    assert await seen(client, entry["seq"]) == f'"{current["hash"]}"'


async def test_what_no_longer_stands_is_not_corrected_even_if_seen(
    client: AsyncClient, ann: Writer
) -> None:
    entry = await entry_of(client, "Sonoma", "tier_2")
    path = f"/v1/journal/{entry['seq']}"
    etag = await seen(client, entry["seq"])
    await ann.recorded(f"{path}/retraction", {"reason": "Another county."}, If_Match=etag)
    now = await seen(client, entry["seq"])
    body = {"reason": "x", "entry": entry["fact"]}
    said = problem(
        await ann.post(f"{path}/correction", body, If_Match=now), 409, "already-replaced"
    )
    assert "took its place" in said


async def test_a_retraction_leaves_a_tombstone_and_its_reason(
    client: AsyncClient, ann: Writer
) -> None:
    entry = await entry_of(client, "Sonoma", "tier_2")
    etag = await seen(client, entry["seq"])
    path = f"/v1/journal/{entry['seq']}/retraction"
    await ann.recorded(path, {"reason": "Another county."}, If_Match=etag)
    history = (await client.get("/v1/counties/Sonoma/history")).json()["entries"]
    states = {e["seq"]: e["state"] for e in history}
    assert states[entry["seq"]] == "retracted"
    assert history[-1]["state"] == "retraction"
    assert history[-1]["reason"] == "Another county."
    assert await status(client, "Sonoma", "2015-12-15") == "tier_1"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/entry", "/reason"}),
        ({"reason": "r", "entry": {"kind": "nix"}}, {"/entry/kind"}),
        ({"reason": " ", "entry": {}}, {"/entry/kind", "/reason"}),
        ({"reason": "r", "entry": {}, "seq": 4}, {"/entry/kind", "/seq"}),
        ([], {""}),
    ],
)
async def test_a_malformed_correction_is_told_field_by_field(
    ann: Writer, body: object, pointers: set[str]
) -> None:
    response = await ann.post("/v1/journal/1/correction", body, If_Match="*")
    problem(response, 422, "malformed-fact")
    assert {error["pointer"] for error in response.json()["errors"]} == pointers


async def test_there_is_nothing_to_correct_beyond_the_end(ann: Writer) -> None:
    body = {"reason": "r"}
    for seq in ("0", "99999", "x", "-1"):
        response = await ann.post(f"/v1/journal/{seq}/retraction", body, If_Match="*")
        problem(response, 404, "unknown-entry")


async def test_within_a_period_the_county_was_another_and_outside_nothing_changes(
    client: AsyncClient, ann: Writer
) -> None:
    days = ("2015-11-30", "2015-12-31", "2016-01-01", "2016-02-29", "2016-03-01", "2016-06-30")
    before = [await status(client, "Sonoma", day) for day in days]
    period = {
        "county": "sonoma",
        "from": "2016-01-01",
        "until": "2016-03-01",
        "status": "withdrawn",
        "reason": "The board minutes say so.",
        "document": "seed-timeline",
    }
    body = await ann.recorded(PERIODS, period)
    after = [await status(client, "Sonoma", day) for day in days]
    assert after == [*before[:2], "withdrawn", "withdrawn", *before[4:]]
    assert [e["kind"] for e in body["entries"]] == ["status_changed", "status_changed"]
    path = f"/v1/journal/{body['entries'][0]['seq']}"
    told = (await client.get(path)).json()["entry"]["fact"]
    assert told["note"] == "Corrected period: The board minutes say so."
    asked = {"as_of": "2016-03-01", "county": "Sonoma"}
    (row,) = (await client.get(PARTICIPATION, params=asked)).json()["counties"]
    resumed = (await client.get(f"/v1/journal/{row['entry']}")).json()["entry"]["fact"]
    assert resumed["document"] == "seed-timeline"
    assert (await client.get(f"/v1/journal/{resumed['resumes']}")).status_code == 200


async def test_what_was_recorded_within_a_period_is_retracted(
    client: AsyncClient, ann: Writer
) -> None:
    period = {
        "county": "Sonoma",
        "from": "2015-10-15",
        "until": "2016-07-01",
        "status": "tier_1",
        "reason": "It never moved.",
        "document": "seed-timeline",
        "override_reason": "As the county's own minutes have it.",
    }
    response = await ann.post(PERIODS, period)
    said = problem(response, 409, "contradiction")
    assert "may lie within" in said
    body = await ann.recorded(PERIODS, {**period, "from": "2015-11-01"})
    kinds = [e["kind"] for e in body["entries"]]
    assert kinds == ["retraction"]  # what held before goes on; nothing else needs saying
    days = ("2015-11-15", "2015-12-01", "2016-06-30", "2016-07-01")
    found = [await status(client, "Sonoma", day) for day in days]
    assert found == ["tier_1"] * 3 + ["term_ended"]


@pytest.mark.parametrize(
    ("more", "code", "slug", "pointer"),
    [
        ({"until": "2016-01-01"}, 422, "end-before-start", "/until"),
        ({"from": "2016"}, 422, "malformed-fact", "/from"),
        ({"county": "Sonomma"}, 404, "unknown-county", None),
        ({"status": "tier_9"}, 422, "unknown-status", None),
        ({"document": "nix"}, 404, "unknown-document", None),
        ({"reason": ""}, 422, "malformed-fact", "/reason"),
        ({"to": "x"}, 422, "malformed-fact", "/to"),
    ],
)
async def test_a_period_that_cannot_be_is_refused(
    ann: Writer, head: Head, more: dict[str, str], code: int, slug: str, pointer: str | None
) -> None:
    period = {
        "county": "Sonoma",
        "from": "2016-01-01",
        "until": "2016-03-01",
        "status": "withdrawn",
        "reason": "r",
        "document": "seed-timeline",
    }
    before = head()
    response = await ann.post(PERIODS, period | more)
    problem(response, code, slug)
    if pointer:
        assert {error["pointer"] for error in response.json()["errors"]} == {pointer}
    assert head() == before


async def test_a_move_within_the_period_resumes_at_its_end(
    client: AsyncClient, ann: Writer
) -> None:
    common = {"county": "Kern", "document": "seed-timeline", "fiscal_year": "2018-19"}
    facts = [
        {"kind": "plan_submitted", "effective": "2018-07-01", **common},
        {"kind": "status_changed", "effective": "2018-10-01", "to": "tier_1", **common},
        {"kind": "status_changed", "effective": "2018-11-10", "to": "tier_2", **common},
    ]
    await ann.recorded("/v1/programs/csec/entries", {"entries": facts})
    period = {
        "county": "Kern",
        "from": "2018-11-01",
        "until": "2018-11-30",
        "status": "tier_1",
        "reason": "It moved later.",
        "document": "seed-timeline",
    }
    same = {**period, "from": "2018-10-05", "until": "2018-11-01"}
    said = problem(await ann.post(PERIODS, same), 409, "duplicate-fact")
    assert "nothing would change" in said
    await ann.recorded(PERIODS, {**period, "from": "2018-11-05"})
    days = ("2018-11-04", "2018-11-05", "2018-11-29", "2018-11-30", "2019-06-30", "2019-07-01")
    found = [await status(client, "Kern", day) for day in days]
    assert found == ["tier_1", "tier_1", "tier_1", "tier_2", "tier_2", "term_ended"]


async def test_a_county_without_a_record_is_not_given_a_period(ann: Writer, head: Head) -> None:
    before = head()
    period = {
        "county": "Alameda",
        "from": "2015-11-15",
        "until": "2015-12-15",
        "status": "tier_1",
        "reason": "r",
        "document": "seed-timeline",
    }
    said = problem(await ann.post(PERIODS, period), 409, "contradiction")
    assert "outside the period" in said
    assert head() == before
