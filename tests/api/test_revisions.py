"""Why an answer is another than it was: corrected, retracted, late, identified, with reasons."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from tests.api.test_strict_input import problem
from tests.writers import Writer

pytestmark = pytest.mark.anyio
REVISIONS = "/v1/programs/csec/revisions"
ENTRIES = "/v1/programs/csec/entries"
DAY = {"as_of": "2015-11-30"}


async def revised(client: AsyncClient, first: int, last: int | None = None) -> dict[str, Any]:
    asked = {**DAY, "known_from": str(first)} | ({"known_to": str(last)} if last else {})
    response = await client.get(REVISIONS, params=asked)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def test_each_difference_has_its_entry_its_cause_and_its_reason(
    client: AsyncClient, ann: Writer
) -> None:
    start = (await client.get("/v1/journal", params={"limit": 1})).json()["known_at"]["seq"]
    common = {"fiscal_year": "2015-16", "document": "seed-timeline"}
    named = {"kind": "status_changed", "county": "Lake", "effective": "2015-10", "to": "tier_1"}
    await ann.recorded(ENTRIES, {**named, **common})
    history = (await client.get("/v1/counties/Sonoma/history")).json()["entries"]
    entry = next(e for e in history if e["fact"].get("to") == "tier_2")
    etag = (await client.get(f"/v1/journal/{entry['seq']}")).headers["etag"]
    path = f"/v1/journal/{entry['seq']}/retraction"
    await ann.recorded(path, {"reason": "Another county."}, If_Match=etag)
    body = await revised(client, start)
    found = {one["county"]: one for one in body["counties"]}
    assert set(found) == {"Lake", "Sonoma"}
    (lake,) = found["Lake"]["revisions"]
    assert (found["Lake"]["before"], found["Lake"]["after"]) == ("not_recorded", "tier_1")
    assert (lake["cause"], lake["document"], lake["recorded_by"]) == (
        "identified",
        "seed-timeline",
        "Ann",
    )
    (sonoma,) = found["Sonoma"]["revisions"]
    assert (sonoma["cause"], sonoma["reason"]) == ("retracted", "Another county.")
    assert sonoma["replaces"] == entry["seq"]
    for side, known in (("before", start), ("after", body["known_at"]["seq"])):
        asked = {**DAY, "known_at": str(known)}
        rows = (await client.get("/v1/programs/csec/counts", params=asked)).json()["counts"]
        assert body[side] == [{k: v for k, v in r.items() if k != "counties"} for r in rows]


async def test_nothing_between_is_no_difference(client: AsyncClient) -> None:
    head = (await client.get("/v1/journal", params={"limit": 1})).json()["known_at"]["seq"]
    body = await revised(client, head)
    assert (body["counties"], body["others"], body["before"]) == ([], [], body["after"])


async def test_from_nothing_to_the_seed_totals_and_names_are_told(client: AsyncClient) -> None:
    body = await revised(client, 0)
    assert {r["cause"] for r in body["others"]} >= {"total", "codebook"}
    assert {r["cause"] for c in body["counties"] for r in c["revisions"]} == {"late"}
    assert {c["county"] for c in body["counties"]} >= {"Sonoma", "Stanislaus"}


async def test_states_come_in_order_and_a_pinned_answer_stays(
    client: AsyncClient, service: FastAPI
) -> None:
    with service.state.database.reading() as journal:
        head = journal.head().seq
    asked = {**DAY, "known_from": str(head), "known_to": "0"}
    assert "exchange them" in problem(
        await client.get(REVISIONS, params=asked), 422, "malformed-question"
    )
    missing = await client.get(REVISIONS, params=DAY)
    assert "`known_from` is missing" in problem(missing, 422, "malformed-question")
    pinned = await client.get(REVISIONS, params={**DAY, "known_from": "0", "known_to": str(head)})
    assert "immutable" in pinned.headers["cache-control"]
    assert pinned.json()["links"]["permalink"].endswith(f"known_to={head}")
