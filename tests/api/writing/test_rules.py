"""Rules: broken nowhere unknowingly, and not said to be broken where they are kept."""

import json
from typing import Any

import pytest
from httpx import AsyncClient

from tests.api.test_strict_input import problem
from tests.api.writing.test_drafts import BLUE, MOVED
from tests.api.writing.test_entries import ENTRIES, LETTER
from tests.writers import Writer

pytestmark = pytest.mark.anyio
YEAR = {"fiscal_year": "2018-19", "document": "cfl-16-17-99"}


def plan(county: str, effective: str = "2018-07-10") -> dict[str, Any]:
    return {"kind": "plan_submitted", "county": county, "effective": effective, **YEAR}


def tier(county: str, effective: str, to: str = "tier_1", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    fact = {"kind": "status_changed", "county": county, "effective": effective, "to": to}
    return {**fact, **YEAR, **more}


async def seen(client: AsyncClient, seq: int) -> str:
    return str((await client.get(f"/v1/journal/{seq}")).headers["etag"])


async def test_a_plan_sent_before_its_year_is_followed_by_a_tier_on_its_first_day(
    ann: Writer,
) -> None:
    await ann.recorded(ENTRIES, {"entries": [LETTER, plan("Kern", "2018-05-20")]})
    body = await ann.recorded(ENTRIES, tier("Kern", "2018-07-01"))
    assert body["breaches"] == []
    together = [plan("Kings", "2018-06-10"), tier("Kings", "2018-06-15")]
    assert (await ann.recorded(ENTRIES, {"entries": together}))["breaches"] == []


async def test_no_writer_is_excused_from_a_move_by_what_only_a_period_sets(ann: Writer) -> None:
    facts = [LETTER, plan("Kern"), tier("Kern", "2018-08-01")]
    written = await ann.recorded(ENTRIES, {"entries": facts})
    first = written["entries"][2]["seq"]
    back = tier("Kern", "2018-09-01", resumes=first)
    response = await ann.post(ENTRIES, back)
    problem(response, 422, "malformed-fact")
    assert [e["pointer"] for e in response.json()["errors"]] == ["/resumes"]


async def test_a_correction_that_takes_the_ground_from_another_entry_is_told(
    client: AsyncClient, ann: Writer
) -> None:
    facts = [LETTER, plan("Kern"), tier("Kern", "2018-08-01")]
    written = await ann.recorded(ENTRIES, {"entries": facts})
    seq = written["entries"][1]["seq"]
    etag = await seen(client, seq)
    moved = {"reason": "It was Kings.", "entry": plan("Kings")}
    response = await ann.post(f"/v1/journal/{seq}/correction", moved, If_Match=etag)
    assert "Kern, move-not-allowed" in problem(response, 409, "move-not-allowed")
    response = await ann.post(f"/v1/journal/{seq}/retraction", {"reason": "r"}, If_Match=etag)
    assert "Kern, move-not-allowed" in problem(response, 409, "move-not-allowed")


async def test_a_total_that_a_name_rests_on_is_not_taken_away_unknowingly(
    client: AsyncClient, ann: Writer
) -> None:
    total = {"kind": "control_total", "effective": "2018-08", "counts": {"tier_1": 5}, **YEAR}
    written = await ann.recorded(ENTRIES, {"entries": [LETTER, total]})
    await ann.recorded(ENTRIES, tier("Kern", "2018-12-01", "tier_2"))
    seq = written["entries"][1]["seq"]
    etag = await seen(client, seq)
    response = await ann.post(f"/v1/journal/{seq}/retraction", {"reason": "r"}, If_Match=etag)
    assert "Kern, move-not-allowed" in problem(response, 409, "move-not-allowed")


async def test_an_override_stays_and_a_correction_of_its_entry_needs_no_other(
    client: AsyncClient, ann: Writer
) -> None:
    fact = tier("Kern", "2018-08-01")
    body = {"entries": [LETTER, fact], "override_reason": "The letter says so."}
    written = await ann.recorded(ENTRIES, body)
    override = written["overrides"][0]["seq"]
    etag = await seen(client, override)
    response = await ann.post(f"/v1/journal/{override}/retraction", {"reason": "r"}, If_Match=etag)
    assert "was overridden, which it was" in problem(response, 409, "refused")
    seq = written["entries"][1]["seq"]
    noted = {"reason": "the page", "entry": {**fact, "locator": "p. 3"}}
    etag = await seen(client, seq)
    corrected = await ann.recorded(f"/v1/journal/{seq}/correction", noted, If_Match=etag)
    assert corrected["breaches"] == corrected["overrides"] == []
    told = (await client.get("/v1/programs/csec/overrides")).json()
    assert told["rules"] == [{"rule": "move-not-allowed", "count": 1}]


async def test_a_new_edition_does_not_judge_what_was_recorded_before(root: Writer) -> None:
    green = {**BLUE, "program": "green", "two_persons": False}
    await root.recorded("/v1/programs", green)
    await root.recorded("/v1/programs/green/entries", MOVED)
    stricter = {**green, "moves": [["not_recorded", "t2"]]}
    headers = root.headers()
    response = await root.client.put("/v1/programs/green", json=stricter, headers=headers)
    assert response.status_code == 201
    later = {**MOVED, "county": "Napa"}
    problem(await root.post("/v1/programs/green/entries", later), 409, "move-not-allowed")
    headers = root.headers()
    back = await root.client.put("/v1/programs/green", json=green, headers=headers)
    assert back.status_code == 201
    await root.recorded("/v1/programs/green/entries", later)


async def test_codebooks_are_for_those_with_the_scope_at_every_door(
    client: AsyncClient, ann: Writer
) -> None:
    defined = {k: v for k, v in BLUE.items() if k != "program"} | {"kind": "program_defined"}
    problem(await ann.post(ENTRIES, defined), 403, "forbidden")
    problem(await ann.post("/v1/programs/csec/drafts", defined), 403, "forbidden")
    entry = (await client.get("/v1/programs/csec")).json()["entry"]
    fact = (await client.get(f"/v1/journal/{entry}")).json()["entry"]["fact"]
    etag = await seen(client, entry)
    looser = {name: value for name, value in fact.items() if name != "moves"}
    body = {"reason": "r", "entry": looser}
    path = f"/v1/journal/{entry}"
    problem(await ann.post(f"{path}/correction", body, If_Match=etag), 403, "forbidden")
    problem(await ann.post(f"{path}/retraction", {"reason": "r"}, If_Match=etag), 403, "forbidden")


async def test_where_two_persons_are_asked_for_everything_waits_for_the_second(
    client: AsyncClient, root: Writer, bob: Writer
) -> None:
    await root.recorded("/v1/programs", BLUE)
    blue = "/v1/programs/blue"
    draft = (await bob.recorded(f"{blue}/drafts", MOVED))["draft"]["draft"]
    written = await root.recorded(f"{blue}/drafts/{draft}/publish", None)
    seq = written["entries"][0]["seq"]
    etag = await seen(client, seq)
    retraction = {"reason": "Another county."}
    response = await bob.post(f"/v1/journal/{seq}/retraction", retraction, If_Match=etag)
    assert "/v1/programs/blue/drafts" in problem(response, 409, "two-persons")
    headers = root.headers()
    alone = await client.put(blue, json={**BLUE, "two_persons": False}, headers=headers)
    problem(alone, 409, "two-persons")
    for proposed in (
        {"correction": {"seq": seq, "reason": "the day", "entry": {**MOVED, "note": "page 2"}}},
        {"retraction": {"seq": seq + 1, "reason": "Another county."}},
    ):
        draft = (await bob.recorded(f"{blue}/drafts", proposed))["draft"]["draft"]
        problem(await bob.post(f"{blue}/drafts/{draft}/publish", None), 409, "two-persons")
        await root.recorded(f"{blue}/drafts/{draft}/publish", None)
    wrong = await bob.post(f"{blue}/drafts", {"retraction": {"seq": "x"}, "letter": {}})
    problem(wrong, 422, "malformed-fact")
    response = await bob.post(f"{blue}/drafts", {"letter": {"program": "csec"}})
    problem(response, 422, "malformed-fact")
    assert all(e["pointer"].startswith("/letter/") for e in response.json()["errors"])


async def test_a_draft_that_has_come_to_break_a_rule_is_published_with_a_reason(
    client: AsyncClient, ann: Writer, bob: Writer
) -> None:
    written = await ann.recorded(ENTRIES, {"entries": [LETTER, plan("Kern")]})
    drafts = "/v1/programs/csec/drafts"
    draft = (await ann.recorded(drafts, tier("Kern", "2018-08-01")))["draft"]["draft"]
    seq = written["entries"][1]["seq"]
    etag = await seen(client, seq)
    await ann.recorded(f"/v1/journal/{seq}/retraction", {"reason": "r"}, If_Match=etag)
    one = f"{drafts}/{draft}"
    shown = (await client.get(one, headers={"X-Api-Key": bob.key})).json()
    assert [b["rule"] for b in shown["preview"]["breaches"]] == ["move-not-allowed"]
    problem(await bob.post(f"{one}/publish", None), 409, "move-not-allowed")
    problem(await bob.post(f"{one}/publish", {"override_reason": 5}), 422, "malformed-fact")
    body = await bob.recorded(f"{one}/publish", {"override_reason": "The letter says so."})
    assert len(body["overrides"]) == 1


async def test_a_draft_that_cannot_be_published_any_more_says_why(
    client: AsyncClient, ann: Writer
) -> None:
    drafts = "/v1/programs/csec/drafts"
    draft = (await ann.recorded(drafts, LETTER))["draft"]["draft"]
    await ann.recorded(ENTRIES, LETTER)
    shown = await client.get(f"{drafts}/{draft}", headers={"X-Api-Key": ann.key})
    assert (shown.status_code, shown.json()["preview"]) == (200, None)
    assert "recorded already" in shown.json()["refused"]


@pytest.mark.parametrize("program", ["nope", "a" * 300, "a%00b"])
async def test_nothing_is_written_in_a_program_that_is_not_there(ann: Writer, program: str) -> None:
    for what in ("entries", "drafts"):
        response = await ann.post(f"/v1/programs/{program}/{what}", LETTER)
        problem(response, 404, "unknown-program")


@pytest.mark.parametrize("program", [[], {}, 5, ["csec"]])
async def test_a_program_that_is_no_name_is_refused(ann: Writer, program: object) -> None:
    problem(await ann.post(ENTRIES, {**plan("Kern"), "program": program}), 422, "malformed-fact")


async def test_a_reason_is_words(ann: Writer) -> None:
    for reason in (5, "", "\ud800", "a\u0000b", "x" * 10_001):
        for path in (ENTRIES, "/v1/programs/csec/drafts"):
            content = json.dumps({"entries": [LETTER], "override_reason": reason})
            response = await ann.send(path, content.encode(), "application/json")
            problem(response, 422, "malformed-fact")


async def test_a_draft_of_one_program_writes_in_no_other(root: Writer, bob: Writer) -> None:
    await root.recorded("/v1/programs", BLUE)
    blue, drafts = "/v1/programs/blue/drafts", "/v1/programs/csec/drafts"
    draft = (await bob.recorded(blue, MOVED))["draft"]["draft"]
    written = await root.recorded(f"{blue}/{draft}/publish", None)
    seq = written["entries"][0]["seq"]
    moved = {**MOVED, "program": "blue"}
    event = {
        "kind": "milestone",
        "program": "blue",
        "milestone": "m",
        "title": "T",
        "category": "law",
        "state": "occurred",
        "effective": "2015",
        "document": "sb-855",
    }
    for proposed in (
        {"retraction": {"seq": seq, "reason": "x"}},
        {"correction": {"seq": seq, "reason": "x", "entry": {**moved, "note": "n"}}},
        event,
    ):
        response = await bob.post(drafts, proposed)
        problem(response, 409, "two-persons")


async def test_a_reason_holds_no_personal_data(client: AsyncClient, ann: Writer) -> None:
    etag = await seen(client, 175)
    for reason in ("SSN 123-45-6789", "client no. 123456"):
        path = "/v1/journal/175/retraction"
        response = await ann.post(path, {"reason": reason}, If_Match=etag)
        problem(response, 422, "possible-personal-data")
    body = {
        "entries": [LETTER, tier("Kern", "2018-08-01")],
        "override_reason": "DOB 2009-01-02",
    }
    problem(await ann.post(ENTRIES, body), 422, "possible-personal-data")


async def test_an_override_is_of_the_move_it_was_given_for(
    client: AsyncClient, ann: Writer
) -> None:
    fact = tier("Kern", "2018-08-01")
    body = {"entries": [LETTER, fact], "override_reason": "The letter says so."}
    seq = (await ann.recorded(ENTRIES, body))["entries"][1]["seq"]
    etag = await seen(client, seq)
    other = {"reason": "the tier", "entry": {**fact, "to": "tier_2"}}
    response = await ann.post(f"/v1/journal/{seq}/correction", other, If_Match=etag)
    problem(response, 409, "move-not-allowed")
