"""Recording is whole or not at all, and what cannot be so is refused."""

from typing import Any

import pytest

from app.domain import errors
from app.domain.errors import ProgramError
from app.journal.database import Database
from tests.commands.conftest import LETTER, PROGRAM, Record, moved


def head(database: Database) -> tuple[int, str]:
    with database.reading() as journal:
        found = journal.head()
        return found.seq, found.hash


def test_a_batch_is_numbered_in_order_at_one_instant_with_fips_codes(
    started: Record, empty: Database
) -> None:
    written = started(moved("kern county", "tier_1", "2015-10"), moved("06113", "tier_2", "2015"))
    assert [entry.seq for entry in written] == [3, 4]
    assert [entry.fact.county for entry in written] == ["06029", "06113"]
    assert written[0].recorded_at == written[1].recorded_at
    with empty.reading() as journal:
        assert journal.entries(after=2) == written


def test_a_fact_may_cite_what_comes_later_in_its_batch(record: Record) -> None:
    assert len(record(moved("Kern", "tier_1", "2015-10"), PROGRAM, LETTER)) == 3


TOTAL = {
    "kind": "control_total",
    "program": "csec",
    "effective": "2015-11",
    "document": "letter",
    "fiscal_year": "2015-16",
}
GOOD = moved("Kern", "tier_1", "2015-10")
REFUSED: list[tuple[dict[str, Any], type[ProgramError], str]] = [
    ({**GOOD, "program": "csce"}, errors.UnknownProgram, "/program"),
    ({**GOOD, "county": "Kerne"}, errors.UnknownCounty, "/county"),
    ({**GOOD, "to": "tier_3"}, errors.UnknownStatus, "/to"),
    ({**GOOD, "to": "term_ended"}, errors.UnknownStatus, "/to"),
    ({**GOOD, "from": "tier_3"}, errors.UnknownStatus, "/from"),
    ({**GOOD, "document": "lettre"}, errors.UnknownDocument, "/document"),
    ({**GOOD, "also_cited": [{"document": "x"}]}, errors.UnknownDocument, "/also_cited/0/document"),
    ({**GOOD, "until": "2015-09"}, errors.EndBeforeStart, "/until"),
    ({**GOOD, "effective": "2015-10-05", "until": "2015-10-05"}, errors.EndBeforeStart, "/until"),
    ({**GOOD, "fiscal_year": "2013-14"}, errors.EndBeforeStart, "/effective"),
    ({k: v for k, v in GOOD.items() if k != "fiscal_year"} | {"effective": "2015"},
     errors.MalformedFact, "/fiscal_year"),
    ({**GOOD, "after": 1}, errors.UnknownEntry, "/after"),
    ({**GOOD, "after": 99}, errors.UnknownEntry, "/after"),
    ({**LETTER, "document": "e", "errata_to": "x"}, errors.UnknownDocument, "/errata_to"),
    (LETTER, errors.DuplicateFact, ""),
    ({**LETTER, "title": "Another"}, errors.DuplicateFact, ""),
    (TOTAL, errors.MalformedFact, "/counts"),
    ({**TOTAL, "counts": {"tier_1": 59}}, errors.MalformedFact, "/counts/tier_1"),
    ({**TOTAL, "counts": {"tier_9": 5}}, errors.UnknownStatus, "/counts/tier_9"),
    ({**PROGRAM, "program": "p", "statuses": []}, errors.MalformedFact, "/statuses"),
    ({**PROGRAM, "program": "p", "moves": [["a", "b"]]}, errors.UnknownStatus, "/moves"),
    ({"kind": "milestone", "milestone": "m", "title": "T", "category": "law", "state": "occurred",
      "effective": "2015", "document": "letter", "confirms": "x"},
     errors.UnknownEntry, "/confirms"),
    ({"kind": "retraction", "target": 1, "reason": "r"}, errors.MalformedFact, "/kind"),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "error", "field"), REFUSED)
def test_what_cannot_be_so_is_refused_at_its_place_and_nothing_is_written(
    started: Record,
    empty: Database,
    fact: dict[str, Any],
    error: type[ProgramError],
    field: str,
) -> None:
    before = head(empty)
    with pytest.raises(error) as caught:
        started(moved("Yolo", "tier_1", "2015-10"), fact)
    assert [fault.pointer for fault in caught.value.faults] == [f"/entries/1{field}"]
    assert head(empty) == before


def test_the_same_fact_is_recorded_once(started: Record) -> None:
    with pytest.raises(errors.DuplicateFact):
        started(GOOD, GOOD)
    started(GOOD)
    with pytest.raises(errors.DuplicateFact, match="word for word"):
        started(GOOD)


@pytest.mark.parametrize(
    "facts",
    [
        [moved("Kern", "tier_1", "2015-11", **{"from": "tier_2"}),
         moved("Kern", "tier_2", "2015-11", **{"from": "tier_1"})],
        [moved("Kern", "tier_1", "2015-10-05", group="g"),
         moved("Yolo", "tier_1", "2015-10-06", group="g")],
    ],
    ids=["cycle", "group"],
)  # fmt: skip
def test_a_contradiction_is_refused_naming_both_entries_and_their_document(
    started: Record, empty: Database, facts: list[dict[str, Any]]
) -> None:
    before = head(empty)
    with pytest.raises(errors.Contradiction) as caught:
        started(*facts)
    assert "entry 3 (letter" in caught.value.detail
    assert "entry 4 (letter" in caught.value.detail
    assert head(empty) == before


def test_an_order_against_the_dates_is_refused(started: Record) -> None:
    first = started(moved("Kern", "tier_1", "2015-11-10"))[0]
    with pytest.raises(errors.Contradiction, match="leave no day"):
        started(moved("Kern", "tier_2", "2015-11-05", after=first.seq))
