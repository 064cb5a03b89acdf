"""The two-person rule: what one posts, another publishes; until then no reader sees it."""

from typing import Any

import pytest
from httpx import AsyncClient

from tests.api.questions import QUESTIONS
from tests.api.test_strict_input import problem
from tests.api.writing.test_entries import ALL, ENTRIES, LETTER, Head
from tests.writers import Writer

pytestmark = pytest.mark.anyio
DRAFTS = "/v1/programs/csec/drafts"
BLUE: dict[str, Any] = {
    "program": "blue",
    "name": "Blue",
    "term": "none",
    "document": "sb-855",
    "statuses": [
        {"code": "t1", "label": "Tier 1", "participating": True},
        {"code": "t2", "label": "Tier 2", "participating": True},
    ],
    "moves": [["not_recorded", "t1"], ["t1", "t2"]],
    "two_persons": True,
}
MOVED = {
    "kind": "status_changed",
    "county": "Kern",
    "effective": "2015-10-01",
    "to": "t1",
    "document": "sb-855",
}


async def test_a_draft_is_in_no_read_until_another_publishes_it(
    client: AsyncClient, ann: Writer, bob: Writer, head: Head
) -> None:
    before = head()
    reads = {path: (await client.get(path, params=QUESTIONS[path])).content for path in QUESTIONS}
    posted = await ann.recorded(DRAFTS, ALL)
    assert (posted["draft"]["state"], posted["draft"]["author"]) == ("open", "Ann")
    for path, answer in reads.items():
        assert (await client.get(path, params=QUESTIONS[path])).content == answer
    assert head() == before
    listed = await client.get(DRAFTS, headers={"X-Api-Key": bob.key})
    assert [d["draft"] for d in listed.json()["drafts"]] == [posted["draft"]["draft"]]
    one = f"{DRAFTS}/{posted['draft']['draft']}"
    shown = (await client.get(one, headers={"X-Api-Key": bob.key})).json()
    assert shown["preview"]["effects"] == posted["preview"]["effects"]
    assert head() == before
    trial = await client.post(
        f"{one}/publish", params={"dry_run": "true"}, headers={"X-Api-Key": bob.key}
    )
    assert trial.json()["effects"] == posted["preview"]["effects"]
    assert head() == before
    published = await bob.recorded(f"{one}/publish", None)
    assert published["effects"] == posted["preview"]["effects"]
    journal = (await client.get("/v1/journal", params={"after": before[0]})).json()["entries"]
    assert {entry["recorded_by"] for entry in journal} == {"Ann, published by Bob"}
    again = await bob.post(f"{one}/publish", None)
    problem(again, 409, "already-decided")
    shown = (await client.get(one, headers={"X-Api-Key": bob.key})).json()
    assert (shown["draft"]["state"], shown["draft"]["decided_by"]) == ("published", "Bob")
    assert shown["preview"] is None


async def test_drafts_are_for_those_who_may_write(client: AsyncClient) -> None:
    problem(await client.get(DRAFTS), 401, "not-authenticated")


async def test_a_discarded_draft_stays_out_of_the_record(
    ann: Writer, bob: Writer, head: Head
) -> None:
    before = head()
    draft = (await ann.recorded(DRAFTS, ALL))["draft"]["draft"]
    response = await bob.post(f"{DRAFTS}/{draft}/discard", None)
    assert response.json()["draft"]["state"] == "discarded"
    problem(await bob.post(f"{DRAFTS}/{draft}/publish", None), 409, "already-decided")
    assert head() == before
    problem(await bob.post(f"{DRAFTS}/draft-x/publish", None), 404, "unknown-draft")
    problem(await bob.post(f"/v1/programs/pact/drafts/{draft}/discard", None), 404, "unknown-draft")


async def test_what_could_not_be_published_is_no_draft(ann: Writer, bob: Writer) -> None:
    wrong = {"entries": [LETTER, {**LETTER, "document": "x", "errata_to": "nix"}]}
    problem(await ann.post(DRAFTS, wrong), 404, "unknown-document")
    listed = await bob.client.get(DRAFTS, headers={"X-Api-Key": bob.key})
    assert listed.json()["drafts"] == []


async def test_a_draft_is_checked_again_when_it_is_published(ann: Writer, bob: Writer) -> None:
    draft = (await ann.recorded(DRAFTS, ALL))["draft"]["draft"]
    await ann.recorded(ENTRIES, LETTER)
    problem(await bob.post(f"{DRAFTS}/{draft}/publish", None), 409, "duplicate-fact")
    assert (await bob.post(f"{DRAFTS}/{draft}/discard", None)).status_code == 200


async def test_where_two_persons_are_asked_for_nobody_publishes_alone(
    client: AsyncClient, root: Writer, bob: Writer
) -> None:
    await root.recorded("/v1/programs", BLUE)
    blue = "/v1/programs/blue"
    said = problem(await root.post(f"{blue}/entries", MOVED), 409, "two-persons")
    assert "POST it to /v1/programs/blue/drafts" in said
    draft = (await root.recorded(f"{blue}/drafts", MOVED))["draft"]["draft"]
    said = problem(await root.post(f"{blue}/drafts/{draft}/publish", None), 409, "two-persons")
    assert "another person publishes it" in said
    await bob.recorded(f"{blue}/drafts/{draft}/publish", None)
    asked = {"as_of": "2015-11-01"}
    rows = (await client.get(f"{blue}/counts", params=asked)).json()["counts"]
    assert rows[0]["count"] == 1


async def test_one_may_publish_ones_own_where_the_program_allows_it(ann: Writer) -> None:
    draft = (await ann.recorded(DRAFTS, ALL))["draft"]["draft"]
    await ann.recorded(f"{DRAFTS}/{draft}/publish", None)
