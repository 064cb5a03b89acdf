"""What an admin may do, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest

from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.reading import read_fact
from app.journal.database import Database
from tests.conftest import Ticking

Record = Callable[..., list[Entry]]

LETTER = {
    "kind": "document",
    "document": "letter",
    "type": "CFL",
    "title": "T",
    "issued": "2015-10",
}
PROGRAM = {
    "kind": "program_defined",
    "program": "csec",
    "name": "CSEC",
    "term": "fiscal_year",
    "document": "letter",
    "statuses": [
        {"code": "plan_submitted", "label": "Plan", "participating": False},
        {"code": "tier_1", "label": "I", "participating": True},
        {"code": "tier_2", "label": "II", "participating": True},
    ],
}


def moved(county: str, to: str, effective: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "kind": "status_changed",
        "program": "csec",
        "county": county,
        "fiscal_year": "2015-16",
        "effective": effective,
        "to": to,
        "document": "letter",
        **more,
    }


@pytest.fixture
def record(empty: Database, counties: Counties) -> Record:
    """Record facts in one batch."""

    def write(*facts: dict[str, Any]) -> list[Entry]:
        with empty.writing(Ticking()) as journal:
            read = [read_fact(fact) for fact in facts]
            return record_entries(journal, counties, read, recorded_by="test", batch="b")

    return write


@pytest.fixture
def started(record: Record) -> Record:
    """The same, after a letter and the program have been recorded."""
    record(LETTER, PROGRAM)
    return record
