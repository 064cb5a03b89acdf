"""Correcting and retracting: we were wrong, and it shows."""

from typing import Any

import pytest

from app.commands.correct_entry import correct_entry, retract_entry
from app.domain import errors
from app.domain.counties import Counties
from app.domain.entries import Entry, live
from app.domain.errors import ProgramError
from app.domain.facts import Correction, Retraction
from app.domain.reading import read_fact
from app.journal.database import Database
from tests.commands.conftest import LETTER, PROGRAM, Record, moved
from tests.conftest import Ticking

SAID: dict[str, Any] = {"reason": "misread", "recorded_by": "test", "batch": "mend"}
GOOD = moved("Kern", "tier_1", "2015-10")


@pytest.fixture
def entry(started: Record) -> Entry:
    return started(GOOD)[0]


def correct(database: Database, counties: Counties, target: int, fact: dict[str, Any]) -> Entry:
    with database.writing(Ticking()) as journal:
        return correct_entry(journal, counties, target, read_fact(fact), **SAID)


def retract(database: Database, counties: Counties, target: int) -> Entry:
    with database.writing(Ticking()) as journal:
        return retract_entry(journal, counties, target, **SAID)


def standing(database: Database) -> dict[int, str]:
    with database.reading() as journal:
        facts = live(journal.entries())
    return {item.seq: f"{item.fact.county} {item.fact.effective}" for item in facts[2:]}


def test_a_correction_stands_in_the_place_of_its_target(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    first = correct(empty, counties, entry.seq, moved("Kern", "tier_1", "2015-10-05"))
    assert standing(empty) == {first.seq: "06029 2015-10-05"}
    second = correct(empty, counties, first.seq, moved("Yolo", "tier_1", "2015-10-05"))
    assert standing(empty) == {second.seq: "06113 2015-10-05"}


def test_what_was_replaced_does_not_come_back(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    first = correct(empty, counties, entry.seq, moved("Kern", "tier_2", "2015-10"))
    retract(empty, counties, first.seq)
    assert standing(empty) == {}


def test_only_a_standing_entry_is_corrected_and_the_other_is_named(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    first = correct(empty, counties, entry.seq, moved("Kern", "tier_2", "2015-10"))
    with pytest.raises(errors.AlreadyReplaced, match=f"entry {first.seq} "):
        correct(empty, counties, entry.seq, moved("Kern", "tier_2", "2015-11"))
    with pytest.raises(errors.AlreadyReplaced, match=f"entry {first.seq} "):
        retract(empty, counties, entry.seq)


REFUSED: list[tuple[dict[str, Any], type[ProgramError]]] = [
    (GOOD, errors.DuplicateFact),
    ({**GOOD, "to": "tier_9"}, errors.UnknownStatus),
    ({**GOOD, "until": "2015-01"}, errors.EndBeforeStart),
    ({**LETTER, "document": "x"}, errors.MalformedFact),
    ({**GOOD, "county": "KERN COUNTY"}, errors.DuplicateFact),
    ({**GOOD, "county": "Kerne"}, errors.UnknownCounty),
    ({**GOOD, "program": "pact"}, errors.MalformedFact),
    ({**GOOD, "document": "x"}, errors.UnknownDocument),
    ({**GOOD, "after": 3}, errors.Contradiction),
    ({**GOOD, "after": 4}, errors.Contradiction),
    ({**GOOD, "after": 9}, errors.UnknownEntry),
    ({"kind": "plan_submitted", "program": "csec", "county": "Kern", "fiscal_year": "2015-16",
      "effective": "2015-10", "document": "letter"}, errors.MalformedFact),
    ({"kind": "retraction", "target": 3, "reason": "r"}, errors.MalformedFact),
    ({"kind": "correction", "target": 3, "reason": "r", "fact": GOOD}, errors.MalformedFact),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "error"), REFUSED)
def test_a_wrong_correction_is_refused(
    empty: Database,
    counties: Counties,
    entry: Entry,
    fact: dict[str, Any],
    error: type[ProgramError],
) -> None:
    with pytest.raises(error):
        correct(empty, counties, entry.seq, fact)
    assert standing(empty) == {entry.seq: "06029 2015-10"}


def test_what_others_rest_on_keeps_its_name_and_is_not_removed(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    assert entry.seq == 3
    for target in (1, 2):
        with pytest.raises(errors.StillCited, match="rest on"):
            retract(empty, counties, target)
    with pytest.raises(errors.StillCited, match="keeps its id"):
        correct(empty, counties, 1, {**LETTER, "document": "other"})
    edition = correct(empty, counties, 2, {**PROGRAM, "name": "Program"})
    assert edition.fact.program == "csec"


def test_a_confirmed_milestone_keeps_its_id_and_is_not_removed(
    empty: Database, counties: Counties, record: Record
) -> None:
    event = {
        "kind": "milestone",
        "milestone": "training",
        "title": "T",
        "category": "training",
        "state": "planned",
        "effective": "2016-23",
        "document": "letter",
    }
    held = {**event, "milestone": "held", "state": "occurred", "confirms": "training"}
    _, planned, confirming = record(LETTER, event, held)
    with pytest.raises(errors.StillCited, match="'training'"):
        retract(empty, counties, planned.seq)
    with pytest.raises(errors.StillCited, match="keeps its id"):
        correct(empty, counties, planned.seq, {**event, "milestone": "course"})
    with pytest.raises(errors.DuplicateFact, match="training"):
        correct(empty, counties, confirming.seq, {**held, "milestone": "training"})
    correct(empty, counties, confirming.seq, {**held, "milestone": "took-place"})


def test_a_correction_cannot_rest_on_what_it_takes_away(
    empty: Database, counties: Counties, record: Record
) -> None:
    (one,) = record(LETTER)
    with pytest.raises(errors.UnknownDocument):
        correct(empty, counties, one.seq, {**LETTER, "document": "y", "errata_to": "letter"})


def test_an_entry_that_another_came_after_is_not_removed_and_may_be_corrected(
    empty: Database, counties: Counties, entry: Entry, record: Record
) -> None:
    second = moved("Kern", "tier_2", "2015-11", after=entry.seq)
    (later,) = record(second)
    with pytest.raises(errors.StillCited, match="came after"):
        retract(empty, counties, entry.seq)
    first = correct(empty, counties, entry.seq, moved("Kern", "tier_1", "2015-10-05"))
    again = correct(empty, counties, later.seq, {**second, "note": "a typing error"})
    with pytest.raises(errors.StillCited, match="came after"):
        retract(empty, counties, first.seq)
    retract(empty, counties, again.seq)
    retract(empty, counties, first.seq)


def test_a_correction_of_an_earlier_edition_is_not_a_later_edition(
    empty: Database, counties: Counties, record: Record
) -> None:
    third = {"code": "tier_3", "label": "III", "participating": True}
    edition = {**PROGRAM, "statuses": [*PROGRAM["statuses"], third]}
    _, first, _ = record(LETTER, PROGRAM, edition)
    correct(empty, counties, first.seq, {**PROGRAM, "name": "Renamed"})
    record(moved("Kern", "tier_3", "2015-10"))


def test_a_document_cannot_be_corrected_into_correcting_itself(
    empty: Database, counties: Counties, record: Record
) -> None:
    first, _ = record(LETTER, {**LETTER, "document": "e", "errata_to": "letter"})
    with pytest.raises(errors.MalformedFact, match="correct itself"):
        correct(empty, counties, first.seq, {**LETTER, "supersedes": "e"})


def test_there_must_be_something_to_correct(empty: Database, counties: Counties) -> None:
    with pytest.raises(errors.UnknownEntry):
        retract(empty, counties, 99)
    with pytest.raises(errors.UnknownEntry):
        correct(empty, counties, 0, GOOD)


def test_a_correction_says_why_and_by_whom_and_keeps_what_was_wrong(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    written = correct(empty, counties, entry.seq, moved("yolo county", "tier_1", "2015-10"))
    with empty.reading() as journal:
        entries = journal.entries()
    assert entries[-1] == written
    assert entries[entry.seq - 1] == entry
    assert isinstance(written.fact, Correction)
    assert (written.fact.target, written.fact.reason) == (entry.seq, "misread")
    assert (written.recorded_by, written.batch) == ("test", "mend")
    assert written.fact.county == written.fact.fact.county == "06113"


def test_a_retraction_leaves_a_tombstone_about_the_same_county(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    written = retract(empty, counties, entry.seq)
    assert isinstance(written.fact, Retraction)
    assert (written.fact.program, written.fact.county) == ("csec", "06029")
    assert (written.fact.target, written.fact.reason) == (entry.seq, "misread")
    with empty.reading() as journal:
        assert journal.entries()[entry.seq - 1] == entry


def test_what_was_retracted_is_neither_corrected_nor_retracted_again(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    tombstone = retract(empty, counties, entry.seq)
    gone = rf"entry {tombstone.seq} \(retraction\)"
    with pytest.raises(errors.AlreadyReplaced, match=gone):
        retract(empty, counties, entry.seq)
    with pytest.raises(errors.AlreadyReplaced, match=gone):
        correct(empty, counties, entry.seq, moved("Kern", "tier_2", "2015-10"))
    with pytest.raises(errors.AlreadyReplaced, match="is a retraction"):
        retract(empty, counties, tombstone.seq)


def test_a_correction_may_be_taken_back_by_another(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    first = correct(empty, counties, entry.seq, moved("Kern", "tier_1", "2015-11"))
    second = correct(empty, counties, first.seq, GOOD)
    assert standing(empty) == {second.seq: "06029 2015-10"}
    with pytest.raises(errors.DuplicateFact):
        correct(empty, counties, second.seq, GOOD)


def test_what_a_correction_says_is_not_recorded_a_second_time(
    empty: Database, counties: Counties, started: Record
) -> None:
    started(GOOD)
    mended = moved("Kern", "tier_1", "2015-10-05")
    correct(empty, counties, 3, mended)
    with pytest.raises(errors.DuplicateFact, match="word for word"):
        started(mended)


def test_the_order_declared_against_an_entry_holds_against_its_correction(
    empty: Database, counties: Counties, started: Record
) -> None:
    first = started(GOOD)[0]
    started(moved("Kern", "tier_2", "2015-10", after=first.seq))
    with pytest.raises(errors.Contradiction, match="leave no day"):
        correct(empty, counties, first.seq, moved("Kern", "tier_1", "2015-11-02"))
    last = correct(empty, counties, first.seq, moved("Kern", "tier_1", "2015-10-31"))
    assert last.seq in standing(empty)


CITING: dict[str, dict[str, Any]] = {
    "document": moved("Kern", "tier_1", "2015-10", document="second"),
    "also cited": {**GOOD, "also_cited": [{"document": "second"}]},
    "errata": {**LETTER, "document": "third", "errata_to": "second"},
    "superseding": {**LETTER, "document": "third", "supersedes": "second"},
    "checked": {"kind": "source_checked", "program": "csec", "series": "cfl", "through": "2015",
                "document": "second"},
}  # fmt: skip


@pytest.mark.parametrize("fact", CITING.values(), ids=CITING)
def test_a_document_is_not_removed_while_any_standing_entry_cites_it(
    empty: Database, counties: Counties, started: Record, fact: dict[str, Any]
) -> None:
    second, citing = started({**LETTER, "document": "second"}, fact)
    with pytest.raises(errors.StillCited, match=f"first entry {citing.seq}"):
        retract(empty, counties, second.seq)
    retract(empty, counties, citing.seq)
    assert retract(empty, counties, second.seq).fact.kind == "retraction"


def test_a_document_is_free_again_once_the_entry_that_cited_it_cites_another(
    empty: Database, counties: Counties, started: Record
) -> None:
    second, citing = started({**LETTER, "document": "second"}, {**GOOD, "document": "second"})
    correct(empty, counties, citing.seq, GOOD)
    retract(empty, counties, second.seq)
    with pytest.raises(errors.UnknownDocument):
        started({**GOOD, "document": "second", "effective": "2015-11"})


def test_a_document_is_corrected_under_its_own_id(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    correct(empty, counties, 1, {**LETTER, "title": "Another", "issued": "2015-10-15"})
    with empty.reading() as journal:
        documents = [item.fact for item in live(journal.entries()) if item.fact.kind == "document"]
    assert [(d.document, str(getattr(d, "title", ""))) for d in documents] == [
        ("letter", "Another")
    ]
    assert entry.fact.document == "letter"


def test_a_program_is_not_removed_while_counties_stand_in_it(
    empty: Database, counties: Counties, entry: Entry
) -> None:
    with pytest.raises(errors.StillCited, match=f"first entry {entry.seq}"):
        retract(empty, counties, 2)
    retract(empty, counties, entry.seq)
    assert retract(empty, counties, 2).fact.program == "csec"
