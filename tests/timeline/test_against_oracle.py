"""The timeline gives what enumerating every world gives, on every day, at every known_at."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.timeline.timeline import Timeline
from app.timeline.view import View
from tests.timeline import oracle, strategies
from tests.timeline.journals import timeline_of

COUNTIES = strategies.COUNTIES


@settings(max_examples=1200, deadline=None)
@given(st.data())
def test_standings_and_counts_are_those_of_the_oracle(data: st.DataObject) -> None:
    journal = data.draw(strategies.journals())
    asked = data.draw(strategies.views(journal))
    day = data.draw(strategies.days(journal))
    truth = oracle.Oracle(journal, COUNTIES)
    view = View(asked.known_at, asked.issued_by, asked.clock, asked.evidence)  # type: ignore[arg-type]
    compare(timeline_of(journal, view, COUNTIES), truth, asked, day)


def compare(timeline: Timeline, truth: oracle.Oracle, asked: oracle.View, day: date) -> None:
    expected = truth.standings(strategies.PROGRAM, day, asked)
    found = {
        fips: oracle.OracleStanding(standing.status, standing.possible)
        for fips, standing in timeline.standings(day).items()
    }
    assert found == expected
    counted = truth.counts(strategies.PROGRAM, day, asked)
    counts = timeline.counts(day)
    rows = {row.status: _row(row) for row in counts.rows}
    # How many of the `not_recorded` can be named is a matter of reporting, not of worlds.
    rows["not_recorded"] = replace(rows["not_recorded"], named=0, unnamed=0)
    counted["not_recorded"] = replace(counted["not_recorded"], named=0, unnamed=0)
    assert counts.total == len(COUNTIES)
    assert counts.unplaced == truth.unplaced(strategies.PROGRAM, day, asked)
    if truth.overflowing(strategies.PROGRAM, day, asked):
        for status, right in counted.items():
            row = rows[status]
            assert (row.count, row.min <= right.min, row.max >= right.max) == (
                right.count,
                True,
                True,
            ), status
    else:
        assert rows == counted


def _row(row: Any) -> oracle.OracleCount:  # noqa: ANN401 - a row of counts
    return oracle.OracleCount(row.count, row.min, row.max, row.named, row.unnamed)
