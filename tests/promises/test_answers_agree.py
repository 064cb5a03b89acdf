"""Participation, counts, series, changes, spells and overlap never contradict each other."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import anyio
import pytest
from httpx import ASGITransport, AsyncClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.commands.correct_entry import correct_entry, retract_entry
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.errors import EndBeforeStart, MalformedFact
from app.domain.reading import read_fact
from app.journal.database import Database
from app.journal.writer import Journal
from app.main import create_app
from app.settings import Settings
from tests.conftest import Ticking
from tests.timeline.strategies import PROGRAM, interesting_days, journals, views

TRIAL = f"/v1/programs/{PROGRAM}"
Answers = dict[str, Any]


def write_down(database: Database, counties: Counties, facts: Sequence[dict[str, Any]]) -> None:
    """Record each fact in a batch of its own, by the command that is meant for it."""
    with database.writing(Ticking()) as journal:
        for fact in facts:
            _write_one(journal, counties, fact)


def _write_one(journal: Journal, counties: Counties, fact: dict[str, Any]) -> None:
    said: dict[str, str] = {"recorded_by": "test", "batch": "b"}
    if fact["kind"] == "retraction":
        retract_entry(journal, counties, fact["target"], reason=fact["reason"], **said)
    elif fact["kind"] == "correction":
        right = read_fact(fact["fact"])
        correct_entry(journal, counties, fact["target"], right, reason=fact["reason"], **said)
    else:
        record_entries(journal, counties, [read_fact(fact)], **said)


async def ask(url: str, first: date, last: date, clocks: Answers) -> Answers:
    """Ask every question about two days, with the same clocks."""
    app = create_app(Settings(database_url=url), Ticking())
    async with AsyncClient(transport=ASGITransport(app), base_url="http://csec.test") as client:

        async def get(path: str, **asked: Any) -> Answers:  # noqa: ANN401 - parameters
            response = await client.get(path, params={**clocks, **asked})
            assert response.status_code == 200, response.text
            body: Answers = response.json()
            return body

        asked = {"from": str(first), "to": str(last)}
        counted = await get(f"{TRIAL}/counts", as_of=str(first))
        answers = {
            "rows": await get(f"{TRIAL}/participation", as_of=str(first)),
            "rows later": await get(f"{TRIAL}/participation", as_of=str(last)),
            "counts": counted,
            "series": await get(f"{TRIAL}/counts/series", **asked),
            "changes": await get(f"{TRIAL}/changes", **asked),
            "spells": await get(f"{TRIAL}/spells"),
        }
        for row in counted["counts"]:
            condition = f"{PROGRAM}:{row['status']}"
            answers[f"overlap {row['status']}"] = await get(
                "/v1/overlap", as_of=str(first), **{"in": condition}
            )
    app.state.database.dispose()
    return answers


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking asks too much of a database
)
@given(data=st.data())
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_answers_about_the_same_days_agree(
    data: st.DataObject,
    engine: str,
    new_url: Callable[[str, str | None], str],
    migrated: Callable[[str], str],
    counties: Counties,
) -> None:
    facts = data.draw(journals())
    view = data.draw(views(facts))
    days = st.sampled_from(interesting_days(facts))
    first, last = sorted((data.draw(days), data.draw(days)))
    url = new_url(engine, migrated(engine))
    database = Database(url)
    try:
        write_down(database, counties, facts)
    except (EndBeforeStart, MalformedFact):  # what these journals say of July 1 may be refused
        return
    finally:
        database.dispose()
    clocks = {"known_at": view.known_at, "clock": view.clock, "evidence": view.evidence}
    if view.issued_by:
        clocks["issued_by"] = str(view.issued_by)
    answers = anyio.run(ask, url, first, last, clocks)
    rows_agree_with_counts(answers)
    series_agree_with_counts(answers)
    changes_agree_with_rows(answers)
    spells_agree_with_rows(answers, first)


def rows_agree_with_counts(answers: Answers) -> None:
    rows = answers["rows"]["counties"]
    assert len(rows) == answers["counts"]["total"] == 58
    assert sum(row["count"] for row in answers["counts"]["counts"]) == 58
    stand = Counter(row["status"] for row in rows)
    unplaced = answers["counts"]["unplaced"]
    for row in rows:
        assert row["definite"] == (len(row["possible"]) == 1)
        assert (row["status"] in row["possible"]) or unplaced
        assert (row["entry"] is None) == (row["status"] == "not_recorded")
    codebook = answers["counts"]["counts"][:-2]
    assert sum(stand[c["status"]] for c in codebook) == unplaced + sum(c["named"] for c in codebook)
    for count in answers["counts"]["counts"]:
        assert count["min"] <= count["count"] <= count["max"]
        if not unplaced and count in codebook:
            assert stand[count["status"]] == count["named"]


def series_agree_with_counts(answers: Answers) -> None:
    point = answers["series"]["points"][0]
    plain = [{k: v for k, v in c.items() if k != "counties"} for c in answers["counts"]["counts"]]
    assert point["counts"] == plain


def changes_agree_with_rows(answers: Answers) -> None:
    before = {row["fips"]: row["status"] for row in answers["rows"]["counties"]}
    after = {row["fips"]: row["status"] for row in answers["rows later"]["counties"]}
    moved = {c["fips"]: (c["from"], c["to"]) for c in answers["changes"]["changes"]}
    assert moved == {f: (before[f], after[f]) for f in before if before[f] != after[f]}


def spells_agree_with_rows(answers: Answers, day: date) -> None:
    for row in answers["rows"]["counties"]:
        mine = [
            spell
            for spell in answers["spells"]["spells"]
            if spell["fips"] == row["fips"]
            and spell["certain_from"] <= str(day)
            and (spell["over_by"] is None or str(day) < spell["over_by"])
        ]
        if row["status"] == "not_recorded":
            assert mine == []
            continue
        (spell,) = mine
        assert (spell["status"], spell["from"], spell["until"], spell["ended_by"]) == (
            row["status"],
            row["since"],
            row["until"],
            row["ended_by"],
        )
    covering: dict[str, list[str]] = {
        "participating": ["tier_1", "tier_2"],
        "either": ["first", "second"],
    }
    for count in answers["counts"]["counts"]:
        status = count["status"]
        meets = {status, *covering.get(status, [])}
        rows = answers["rows"]["counties"]
        read = {r["fips"] for r in rows if r["status"] in meets}
        open_ = {r["fips"] for r in rows if set(r["may_hold"]) - meets}
        found = answers[f"overlap {status}"]
        meeting = {one["fips"] for one in found["counties"]}
        assert meeting == read - open_
        assert read - meeting <= {one["fips"] for one in found["possible"]}
        assert found["min"] <= found["count"] <= found["max"] <= len(rows)
