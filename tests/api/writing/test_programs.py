"""Programs are data: defined and re-edited over HTTP, and nothing recorded is lost by it."""

import pytest
from httpx import AsyncClient

from tests.api.test_strict_input import problem
from tests.api.writing.test_drafts import BLUE, MOVED
from tests.api.writing.test_entries import Head
from tests.writers import Writer

pytestmark = pytest.mark.anyio
PROGRAMS = "/v1/programs"
GREEN = {**BLUE, "program": "green", "name": "Green", "two_persons": False}


async def test_a_program_is_defined_once_and_has_its_own_rules(
    client: AsyncClient, root: Writer
) -> None:
    await root.recorded(PROGRAMS, GREEN)
    problem(await root.post(PROGRAMS, {**GREEN, "name": "Again"}), 409, "duplicate-fact")
    listed = (await client.get(PROGRAMS)).json()["programs"]
    assert [one["program"] for one in listed] == ["csec", "pact", "green"]
    green = f"{PROGRAMS}/green/entries"
    said = problem(await root.post(green, {**MOVED, "to": "t2"}), 409, "move-not-allowed")
    assert "green has no move from not_recorded to t2" in said
    moved = {"entries": [MOVED, {**MOVED, "to": "t2", "effective": "2015-10-08"}]}
    await root.recorded(green, moved)
    counts = (await client.get(f"{PROGRAMS}/green/counts", params={"as_of": "2015-10-08"})).json()
    assert [(r["status"], r["count"]) for r in counts["counts"]] == [
        ("t1", 0),
        ("t2", 1),
        ("term_ended", 0),
        ("not_recorded", 57),
    ]


async def test_a_new_edition_adds_statuses_and_drops_none_in_use(
    client: AsyncClient, root: Writer, head: Head
) -> None:
    await root.recorded(PROGRAMS, GREEN)
    await root.recorded(f"{PROGRAMS}/green/entries", MOVED)
    known_at = head()[0]
    third = {"code": "t3", "label": "Tier 3", "participating": True}
    edition = {**GREEN, "statuses": [*GREEN["statuses"], third], "moves": None}

    async def put(body: object) -> int:
        headers = root.headers()
        response = await client.put(f"{PROGRAMS}/green", json=body, headers=headers)
        return response.status_code

    assert await put(edition) == 201
    assert await put({**edition, "statuses": [third]}) == 409
    assert await put({**edition, "term": "fiscal_year"}) == 409
    assert await put({**edition, "program": "blue"}) == 422
    shown = (await client.get(f"{PROGRAMS}/green")).json()
    assert [s["code"] for s in shown["statuses"] if not s["derived"]] == ["t1", "t2", "t3"]
    then = (await client.get(f"{PROGRAMS}/green", params={"known_at": str(known_at)})).json()
    assert [s["code"] for s in then["statuses"] if not s["derived"]] == ["t1", "t2"]
    await root.recorded(f"{PROGRAMS}/green/entries", {**MOVED, "county": "Napa", "to": "t3"})


async def test_an_edition_is_of_a_program_that_is_there(client: AsyncClient, root: Writer) -> None:
    body = {name: value for name, value in GREEN.items() if name != "program"}
    response = await client.put(f"{PROGRAMS}/green", json=body, headers=root.headers())
    problem(response, 404, "unknown-program")


async def test_a_codebook_that_cannot_be_is_refused(root: Writer, head: Head) -> None:
    before = head()
    for more, pointer in (
        ({"statuses": []}, "/statuses"),
        ({"moves": [["t1", "t9"]]}, "/moves"),
        ({"document": "nix"}, "/document"),
        ({"term": "weekly"}, "/term"),
        ({"colour": "green"}, "/colour"),
    ):
        response = await root.post(PROGRAMS, GREEN | more)
        assert response.status_code in {404, 422}
        assert [e["pointer"] for e in response.json()["errors"]] == [pointer]
    assert head() == before
