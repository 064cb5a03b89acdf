"""Many writers at once, over HTTP: none loses another's work, none writes on what is gone."""

import asyncio
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.domain.counties import Counties
from tests.writers import Writer

pytestmark = pytest.mark.anyio
ENTRIES = "/v1/programs/csec/entries"
WRITERS, EACH = 8, 25


async def test_eight_writers_with_twenty_five_appends_each_lose_none(
    client: AsyncClient, service: FastAPI, counties: Counties, key_of: Callable[..., str]
) -> None:
    database = service.state.database
    with database.reading() as journal:
        before = journal.head().seq
    writers = [Writer(client, key_of(f"Writer {n}", "write")) for n in range(WRITERS)]
    fips = [county.fips for county in counties]

    async def append(number: int) -> list[int]:
        told = []
        for at in range(EACH):
            # Every fourth is about the same county, whoever writes.
            county = fips[0] if at % 4 == 0 else fips[(number * EACH + at) % len(fips)]
            fact = {
                "kind": "protocol_submitted",
                "county": county,
                "fiscal_year": "2015-16",
                "effective": "2015-10",
                "document": "sb-855",
                "note": f"writer {number}, {at}",
            }
            body = await writers[number].recorded(ENTRIES, fact)
            told.append(body["entries"][0]["seq"])
        return told

    told = await asyncio.gather(*(append(number) for number in range(WRITERS)))
    numbers = sorted(seq for mine in told for seq in mine)
    assert numbers == list(range(before + 1, before + 1 + WRITERS * EACH))
    with database.reading() as journal:
        entries = journal.entries(after=before)
    said = {entry.fact.note for entry in entries}
    assert said == {f"writer {n}, {at}" for n in range(WRITERS) for at in range(EACH)}
    assert database.verify().intact


async def test_of_two_admins_who_move_the_same_county_one_wins_and_the_other_is_told(
    client: AsyncClient, service: FastAPI, key_of: Callable[..., str]
) -> None:
    writers = [Writer(client, key_of(name, "write")) for name in ("Ann", "Bob")]
    for number, county in enumerate(("Stanislaus", "Sonoma")):
        day = f"2016-0{number + 1}-15"
        moves = ("tier_1", "withdrawn")
        facts = [
            {
                "kind": "status_changed",
                "county": county,
                "fiscal_year": "2015-16",
                "effective": day,
                "from": "tier_2",
                "to": to,
                "document": "sb-855",
            }
            for to in moves
        ]
        before = service.state.database
        with before.reading() as journal:
            head = journal.head().seq
        answers = await asyncio.gather(
            *(one.post(ENTRIES, fact) for one, fact in zip(writers, facts, strict=True))
        )
        codes = sorted(answer.status_code for answer in answers)
        assert codes == [201, 409], [answer.text for answer in answers]
        with before.reading() as journal:
            assert journal.head().seq == head + 1


async def test_of_two_corrections_of_one_entry_one_wins_and_the_other_sees_it(
    client: AsyncClient, key_of: Callable[..., str]
) -> None:
    writers = [Writer(client, key_of(name, "write")) for name in ("Ann", "Bob")]
    history = (await client.get("/v1/counties/Sonoma/history")).json()["entries"]
    entry = next(e for e in history if e["fact"].get("to") == "tier_2")
    etag = (await client.get(f"/v1/journal/{entry['seq']}")).headers["etag"]
    path = f"/v1/journal/{entry['seq']}/correction"
    bodies = [
        {"reason": "The day.", "entry": {**entry["fact"], "effective": day}}
        for day in ("2015-11-10", "2015-11-20")
    ]
    answers = await asyncio.gather(
        *(one.post(path, body, If_Match=etag) for one, body in zip(writers, bodies, strict=True))
    )
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (201, 412)
    assert lost.json()["current"]["seq"] == won.json()["entries"][0]["seq"]
