"""A change on the first day that may be asked about has spells and standings like any other."""

from datetime import date
from itertools import pairwise
from typing import Any

from app.domain.dates import FIRST_DAY
from app.timeline.spells import spells
from app.timeline.view import View
from tests.timeline.journals import timeline_of


def test_spells_run_forward_from_the_first_day() -> None:
    status = {"code": "tier_1", "label": "I", "participating": True}
    about: dict[str, Any] = {"program": "p", "document": "d"}
    facts: list[dict[str, Any]] = [
        {"kind": "document", "document": "d", "type": "CFL", "title": "T"},
        {"kind": "program_defined", "name": "P", "term": "fiscal_year", "statuses": [status]}
        | about,
        {"kind": "status_changed", "county": "06001", "effective": "1900-01-01", "to": "tier_1"}
        | about,
    ]
    timeline = timeline_of(facts, View(3), ["06001"])
    found = spells(timeline, "06001")
    assert [spell.status for spell in found] == ["tier_1", "term_ended"]
    assert timeline.breakpoints[0] == FIRST_DAY
    assert all(one.first_day < other.first_day for one, other in pairwise(found))
    assert found[1].first_day == date(1900, 7, 1)
