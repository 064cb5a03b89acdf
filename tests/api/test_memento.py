"""The past of an answer, found by date as web archives are: TimeGate, TimeMap, mementos."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.domain.counties import Counties
from tests.api.test_known_at import write_more
from tests.api.test_strict_input import problem

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("engine", ["sqlite"], indirect=True)]
COUNTS = "/v1/programs/csec/counts"
ASKED = {"as_of": "2015-11-30"}


def gate(what: str = "counts", kind: str = "timegate") -> str:
    return f"/v1/{kind}/programs/csec/{what}"


@pytest.mark.parametrize("what", ["counts", "participation"])
async def test_the_gate_leads_to_what_was_recorded_by_then(
    client: AsyncClient, service: FastAPI, counties: Counties, what: str
) -> None:
    before = (await client.get(f"/v1/programs/csec/{what}", params=ASKED)).json()
    write_more(service.state.database, counties)
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    headers = {"Accept-Datetime": format_datetime(moment, usegmt=True)}
    led = await client.get(gate(what), params=ASKED, headers=headers)
    assert (led.status_code, led.headers["vary"]) == (302, "Accept-Datetime")
    memento = await client.get(led.headers["location"])
    assert memento.status_code == 200
    rows = "counts" if what == "counts" else "counties"
    then, now = ([{**row, "counties": None} for row in b[rows]] for b in (memento.json(), before))
    assert then == now
    assert parsedate_to_datetime(memento.headers["memento-datetime"]) <= moment
    relations = {link["rel"]: link["url"] for link in memento.links.values()}
    assert {"original", "timegate", "timemap"} <= set(relations)
    assert (await client.get(relations["timemap"])).status_code == 200
    original = await client.get(relations["original"])
    assert "memento-datetime" not in original.headers
    assert "Accept-Datetime" not in original.headers.get("vary", "")
    latest = await client.get(gate(what), params=ASKED)
    assert latest.headers["location"] != led.headers["location"]


async def test_before_the_record_began_the_gate_leads_to_its_first_state(
    client: AsyncClient,
) -> None:
    headers = {"Accept-Datetime": "Mon, 01 Jun 2015 00:00:00 GMT"}
    led = await client.get(gate(), params=ASKED, headers=headers)
    listed = (await client.get(gate(kind="timemap"), params=ASKED)).text
    (first,) = re.findall(r'<([^>]+)>; rel="first memento"', listed)
    assert led.headers["location"] == first


async def test_every_memento_of_the_map_answers_and_they_are_in_order(client: AsyncClient) -> None:
    response = await client.get(gate(kind="timemap"), params=ASKED)
    assert response.headers["content-type"].startswith("application/link-format")
    found = re.findall(r'<([^>]+)>; rel="[^"]*memento"; datetime="([^"]+)"', response.text)
    assert len(found) > 3
    dates = [parsedate_to_datetime(when) for _, when in found]
    assert dates == sorted(dates)
    for address, when in (found[0], found[-1]):
        memento = await client.get(address)
        assert memento.headers["memento-datetime"] == when


async def test_a_date_that_is_none_is_refused(client: AsyncClient) -> None:
    for text in ("yesterday", "2015-11-30", ""):
        led = await client.get(gate(), params=ASKED, headers={"Accept-Datetime": text})
        assert "HTTP date" in problem(led, 422, "malformed-question")
    unknown = await client.get("/v1/timegate/programs/blue/counts", params=ASKED)
    problem(unknown, 404, "unknown-program")
    assert (await client.get(gate("spells"), params=ASKED)).status_code == 422
