"""Feeds: what is new, what was corrected and why, for a program, a county or a status."""

from xml.etree import ElementTree as ET

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.domain.counties import Counties
from tests.api.test_known_at import write_more
from tests.api.test_strict_input import problem

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("engine", ["sqlite"], indirect=True)]
ATOM = "{http://www.w3.org/2005/Atom}"


async def test_the_latest_comes_first_with_its_reason(
    client: AsyncClient, service: FastAPI, counties: Counties
) -> None:
    write_more(service.state.database, counties)
    body = (await client.get("/v1/feed", params={"program": "csec", "limit": "3"})).json()
    titles = [item["title"] for item in body["items"]]
    assert titles[0].startswith("Corrected: ")
    assert titles[1].startswith("Retracted: ")
    assert titles[2] == "Alameda: Tier II from 2015-11-10 (csec)"
    assert body["items"][0]["content_text"].endswith("Reason: Day")
    for item in body["items"]:
        assert (await client.get(item["url"])).status_code == 200


async def test_atom_says_the_same_and_both_can_be_narrowed(client: AsyncClient) -> None:
    asked = {"county": "Sonoma", "status": "tier_2", "program": "csec"}
    body = (await client.get("/v1/feed", params=asked)).json()
    assert [item["title"] for item in body["items"]] == ["Sonoma: Tier II from 2015-11 (csec)"]
    response = await client.get("/v1/feed.atom", params=asked)
    assert response.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # noqa: S314 - our own
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == body["items"][0]["title"]
    assert entry.findtext(f"{ATOM}id") == body["items"][0]["id"]
    assert (await client.head("/v1/feed.atom", params=asked)).content == b""


async def test_a_feed_of_nothing_there_is_refused(client: AsyncClient) -> None:
    problem(await client.get("/v1/feed", params={"program": "x"}), 404, "unknown-program")
    asked = {"program": "csec", "status": "tier_9"}
    problem(await client.get("/v1/feed.atom", params=asked), 422, "unknown-status")
    problem(await client.get("/v1/feed", params={"progam": "x"}), 422, "malformed-question")
