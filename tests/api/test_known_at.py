"""The recorded clock: what was known when, and addresses that never change their answer."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.commands.correct_entry import correct_entry, retract_entry
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.reading import read_fact
from app.journal.database import Database
from tests.api.questions import QUESTIONS
from tests.conftest import Ticking

pytestmark = pytest.mark.anyio
COUNTS = "/v1/programs/csec/counts"
NEXT_DAY = datetime(2026, 11, 25, tzinfo=UTC)


def write_more(database: Database, counties: Counties) -> None:
    """Record, correct and retract on the day after the seed was loaded."""
    with database.writing(Ticking(NEXT_DAY)) as journal:
        entries = journal.entries()
        moved = [e for e in entries if e.fact.kind == "status_changed" and e.fact.program == "csec"]
        facts = [
            {
                "kind": "status_changed",
                "program": "csec",
                "county": "Alameda",
                "fiscal_year": "2015-16",
                "effective": "2015-11-10",
                "to": "tier_2",
                "document": "cfl-15-16-22",
            },
            {
                "kind": "document",
                "document": "cfl-99",
                "type": "CFL",
                "title": "A later letter",
                "errata_to": "cfl-15-16-22",
            },
        ]
        read = [read_fact(fact) for fact in facts]
        record_entries(journal, counties, read, recorded_by="admin", batch="b")
        retract_entry(
            journal, counties, moved[0].seq, reason="Wrong", recorded_by="admin", batch="c"
        )
        fact = moved[1].fact
        better = read_fact(
            {
                "kind": "status_changed",
                "program": "csec",
                "county": fact.county,
                "fiscal_year": "2015-16",
                "effective": "2015-10-05",
                "to": "tier_1",
                "document": "cfl-15-16-22",
            }
        )
        correct_entry(
            journal, counties, moved[1].seq, better, reason="Day", recorded_by="admin", batch="d"
        )


@pytest.mark.parametrize("path", QUESTIONS)
async def test_a_pinned_answer_is_the_same_byte_for_byte_after_further_writes(
    client: AsyncClient, service: FastAPI, counties: Counties, path: str
) -> None:
    first = (await client.get(path, params=QUESTIONS[path])).json()
    pinned = first["links"]["permalink"]
    before = await client.get(pinned)
    write_more(service.state.database, counties)
    after = await client.get(pinned)
    assert before.status_code == 200
    assert after.content == before.content
    assert after.json()["links"]["permalink"] == pinned
    latest = (await client.get(path, params=QUESTIONS[path])).json()
    assert latest["known_at"]["seq"] == first["known_at"]["seq"] + 4


async def test_what_was_not_known_then_is_not_found(client: AsyncClient) -> None:
    for path in ("/v1/programs/csec", "/v1/journal/1"):
        assert (await client.get(path, params={"known_at": "0"})).status_code == 404
    assert (await client.get("/v1/programs", params={"known_at": "0"})).json()["programs"] == []


async def test_an_instant_gives_what_had_been_recorded_by_then(
    client: AsyncClient, service: FastAPI, counties: Counties
) -> None:
    head = (await client.get("/v1/journal", params={"limit": 1})).json()["known_at"]
    write_more(service.state.database, counties)
    asked = {"as_of": "2015-11-30", "known_at": head["recorded_at"]}
    by_instant = (await client.get(COUNTS, params=asked)).json()
    by_seq = (await client.get(COUNTS, params={**asked, "known_at": head["seq"]})).json()
    assert by_instant["known_at"] == by_seq["known_at"] == head
    assert by_instant["counts"] == by_seq["counts"] or by_instant["links"] != by_seq["links"]
    assert [row["count"] for row in by_instant["counts"]] == [
        row["count"] for row in by_seq["counts"]
    ]
    just_before = datetime.fromisoformat(head["recorded_at"]) - timedelta(microseconds=1)
    asked["known_at"] = just_before.isoformat()
    earlier = (await client.get(COUNTS, params=asked)).json()
    assert earlier["known_at"]["seq"] < head["seq"]


async def test_before_anything_was_recorded_everything_is_unknown_and_every_key_is_there(
    client: AsyncClient,
) -> None:
    asked = {"as_of": "2015-11-30", "known_at": "2014-01-01T00:00:00Z"}
    body = (await client.get(COUNTS, params=asked)).json()
    assert body["known_at"] == {"recorded_at": None, "seq": 0}
    assert {row["status"]: row["count"] for row in body["counts"] if row["count"]} == {
        "not_recorded": 58
    }
    by_seq = await client.get(COUNTS, params={**asked, "known_at": 0})
    assert by_seq.json()["counts"][-1]["count"] == 58


@pytest.mark.parametrize(
    ("known_at", "slug"),
    [
        ("99999", "unknown-revision"),
        ("9" * 400, "unknown-revision"),
        ("2030-01-01T00:00:00Z", "unknown-revision"),
        ("2015-12-01", "malformed-question"),
        ("2015-12-01T00:00:00", "malformed-question"),
        ("latest", "malformed-question"),
        ("-1", "malformed-question"),
        ("", "malformed-question"),
        ("1.0", "malformed-question"),
        ("0001-01-01T00:00:00+14:00", "malformed-question"),
        ("9999-12-31T23:59:59-14:00", "malformed-question"),
    ],
)
async def test_what_was_not_yet_known_is_never_taken_for_the_latest(
    client: AsyncClient, known_at: str, slug: str
) -> None:
    asked = {"as_of": "2015-11-30", "known_at": known_at}
    response = await client.get(COUNTS, params=asked)
    assert response.status_code == 422
    assert response.json()["type"].endswith(slug)
