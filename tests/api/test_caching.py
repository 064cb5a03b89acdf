"""Polled for nothing, kept for ever: ETags, 304, HEAD, CORS, digests, links."""

from base64 import b64encode
from hashlib import sha256

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.api.reads import ASK_AGAIN, FOR_EVER
from app.domain.counties import Counties
from tests.api.questions import QUESTIONS
from tests.api.test_known_at import write_more

pytestmark = pytest.mark.anyio
COUNTS = "/v1/programs/csec/counts"
ASKED = {"as_of": "2015-11-30"}


@pytest.mark.parametrize("path", QUESTIONS)
async def test_a_read_is_asked_again_for_nothing_until_something_is_written(
    client: AsyncClient, service: FastAPI, counties: Counties, path: str
) -> None:
    first = await client.get(path, params=QUESTIONS[path])
    assert first.headers["cache-control"] == ASK_AGAIN
    seen = {"If-None-Match": first.headers["etag"]}
    again = await client.get(path, params=QUESTIONS[path], headers=seen)
    if path == "/v1/journal/1":  # its ETag is for If-Match: it names the entry, not the answer
        assert again.status_code == 200
        return
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    head = await client.head(path, params=QUESTIONS[path])
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-length", "content-type", "link", "repr-digest"):
        assert head.headers[name] == first.headers[name]
    write_more(service.state.database, counties)
    later = await client.get(path, params=QUESTIONS[path], headers=seen)
    assert later.status_code == 200


async def test_a_pinned_answer_is_kept_for_ever(
    client: AsyncClient, service: FastAPI, counties: Counties
) -> None:
    body = (await client.get(COUNTS, params=ASKED)).json()
    head = body["known_at"]
    for known_at in (head["seq"], head["recorded_at"]):
        asked = {**ASKED, "known_at": known_at}
        before = await client.get(COUNTS, params=asked)
        assert before.headers["cache-control"] == FOR_EVER
        write_more(service.state.database, counties) if known_at == head["seq"] else None
        after = await client.get(COUNTS, params=asked)
        assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
        seen = {"If-None-Match": f'W/{before.headers["etag"]}, "x"'}
        assert (await client.get(COUNTS, params=asked, headers=seen)).status_code == 304
    later = {**ASKED, "known_at": "2026-11-25T00:00:05Z"}
    assert (await client.get(COUNTS, params=later)).headers["cache-control"] == ASK_AGAIN


async def test_forms_and_questions_have_etags_of_their_own(client: AsyncClient) -> None:
    tags = [
        (await client.get(path, params=asked)).headers["etag"]
        for path, asked in (
            (COUNTS, ASKED),
            (f"{COUNTS}.csv", ASKED),
            (f"{COUNTS}.xlsx", ASKED),
            (COUNTS, {"as_of": "2015-11-29"}),
            (COUNTS, {**ASKED, "evidence": "stated"}),
        )
    ]
    assert len(set(tags)) == len(tags)


async def test_a_star_matches_nothing_and_hides_no_refusal(client: AsyncClient) -> None:
    star = {"If-None-Match": "*"}
    assert (await client.get("/v1/counties/nowhere", headers=star)).status_code == 404
    assert (await client.get(COUNTS, headers=star)).status_code == 422


async def test_a_refusal_is_never_kept(client: AsyncClient) -> None:
    wrong = await client.get(COUNTS, params={"as_of": "2015-13-01"})
    assert "etag" not in wrong.headers
    assert wrong.headers["cache-control"] == "no-store"


async def test_answers_may_be_read_from_any_page_and_are_digested(client: AsyncClient) -> None:
    response = await client.get(COUNTS, params=ASKED, headers={"Origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    exposed = response.headers["access-control-expose-headers"]
    assert {"ETag", "Link", "Repr-Digest"} <= set(exposed.split(", "))
    digest = b64encode(sha256(response.content).digest()).decode()
    assert response.headers["repr-digest"] == f"sha-256=:{digest}:"
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    allowed = await client.request("OPTIONS", COUNTS, headers=asked)
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-methods"] == "GET, HEAD"


async def test_links_lead_to_the_same_answer_pinned_and_in_every_form(client: AsyncClient) -> None:
    response = await client.get(f"{COUNTS}.csv", params=ASKED)
    links = {link["rel"]: link for link in response.links.values()}
    assert links["self"]["url"].endswith("/counts.csv?as_of=2015-11-30")
    assert "known_at=" in links["bookmark"]["url"]
    assert {link.get("type") for link in response.links.values()} >= {"text/csv"}
    body = (await client.get(COUNTS, params=ASKED)).json()
    for form, address in body["links"]["alternate"].items():
        answer = await client.get(address)
        assert answer.status_code == 200, form
