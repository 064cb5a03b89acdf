"""One request, one effect: repeated with its key, it gets its first answer again."""

import asyncio

import pytest
from httpx import AsyncClient

from tests.api.test_strict_input import problem
from tests.api.writing.test_entries import ALL, ENTRIES, LETTER, Head
from tests.writers import Writer

pytestmark = pytest.mark.anyio


async def test_a_repeat_gets_the_first_answer_and_writes_nothing(ann: Writer, head: Head) -> None:
    first = await ann.post(ENTRIES, ALL, Idempotency_Key="one")
    after = head()
    again = await ann.post(ENTRIES, ALL, Idempotency_Key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert head() == after


async def test_another_request_with_the_same_key_is_refused(ann: Writer, head: Head) -> None:
    await ann.post(ENTRIES, ALL, Idempotency_Key="one")
    after = head()
    for path, body in (
        (ENTRIES, {**LETTER, "document": "other"}),
        ("/v1/programs/csec/drafts", ALL),
    ):
        response = await ann.post(path, body, Idempotency_Key="one")
        problem(response, 422, "idempotency-key-reused")
    assert head() == after


async def test_a_write_needs_a_key_and_a_dry_run_none(
    client: AsyncClient, ann: Writer, head: Head
) -> None:
    before = head()
    headers = {"Authorization": f"Bearer {ann.key}"}
    response = await client.post(ENTRIES, json=LETTER, headers=headers)
    problem(response, 400, "idempotency-key-required")
    for key in ("", "x" * 256):
        response = await ann.post(ENTRIES, LETTER, Idempotency_Key=key)
        assert response.status_code in {400, 422}
    trial = await client.post(f"{ENTRIES}?dry_run=true", json=LETTER, headers=headers)
    assert trial.status_code == 200
    assert head() == before


async def test_a_key_is_its_owners_and_tells_no_other_the_answer(ann: Writer, bob: Writer) -> None:
    mine = await ann.post(ENTRIES, LETTER, Idempotency_Key="one")
    theirs = await bob.post(ENTRIES, LETTER, Idempotency_Key="one")
    assert mine.status_code == 201
    problem(theirs, 409, "duplicate-fact")


async def test_a_refused_request_may_be_sent_again_with_its_key(ann: Writer) -> None:
    wrong = {**LETTER, "errata_to": "nix"}
    problem(await ann.post(ENTRIES, wrong, Idempotency_Key="one"), 404, "unknown-document")
    assert (await ann.post(ENTRIES, LETTER, Idempotency_Key="one")).status_code == 201


async def test_the_same_request_many_times_at_once_has_one_effect(ann: Writer, head: Head) -> None:
    before = head()[0]
    answers = await asyncio.gather(
        *(ann.post(ENTRIES, ALL, Idempotency_Key="one") for _ in range(8))
    )
    assert {(r.status_code, r.content) for r in answers} == {(201, answers[0].content)}
    assert head()[0] == before + 5
