"""Correcting and retracting: we were wrong, and it shows."""

from typing import Any

import pytest

from app.commands.correct_entry import correct_entry, retract_entry
from app.domain import errors
from app.domain.counties import Counties
from app.domain.entries import Entry, live
from app.domain.errors import ProgramError
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
]


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


def test_there_must_be_something_to_correct(empty: Database, counties: Counties) -> None:
    with pytest.raises(errors.UnknownEntry):
        retract(empty, counties, 99)
    with pytest.raises(errors.UnknownEntry):
        correct(empty, counties, 0, GOOD)
