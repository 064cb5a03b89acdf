"""Whatever a command writes can be read again, and what stands keeps its meaning."""

import pytest

from app.commands.correct_entry import correct_entry, retract_entry
from app.domain import errors
from app.domain.counties import Counties
from app.domain.reading import read_fact
from app.journal.database import Database
from tests.commands.conftest import PROGRAM, Record, moved
from tests.conftest import Ticking

GOOD = moved("Kern", "tier_2", "2015-10")


@pytest.mark.parametrize(
    "reason", ["", " ", "x" * 10_001, "a\x00b", "a\u202eb", "a\ud800b"], ids=repr
)
def test_a_reason_that_could_not_be_read_back_is_refused(
    started: Record, empty: Database, counties: Counties, reason: str
) -> None:
    entry = started(GOOD)[0]
    said = {"reason": reason, "recorded_by": "test", "batch": "b"}
    right = read_fact(moved("Kern", "tier_1", "2015-10"))
    with pytest.raises(errors.MalformedFact), empty.writing(Ticking()) as journal:
        retract_entry(journal, counties, entry.seq, **said)
    with pytest.raises(errors.MalformedFact), empty.writing(Ticking()) as journal:
        correct_entry(journal, counties, entry.seq, right, **said)
    with empty.reading() as journal:
        assert len(journal.entries()) == 3


def test_an_edition_keeps_the_statuses_that_entries_have(started: Record) -> None:
    started(GOOD)
    fewer = {**PROGRAM, "statuses": PROGRAM["statuses"][:2]}
    with pytest.raises(errors.StillCited, match="Entry 3 has a status"):
        started(fewer)
    more = [*PROGRAM["statuses"], {"code": "tier_3", "label": "III", "participating": True}]
    started({**PROGRAM, "statuses": more})
    started(moved("Yolo", "tier_3", "2015-10"))


def test_what_was_retracted_can_be_recorded_again(
    started: Record, empty: Database, counties: Counties
) -> None:
    entry = started(GOOD)[0]
    with empty.writing(Ticking()) as journal:
        retract_entry(
            journal, counties, entry.seq, reason="too early", recorded_by="test", batch="b"
        )
    assert started(GOOD)[0].seq == 5


def test_a_correction_does_not_make_a_fact_stand_twice(
    started: Record, empty: Database, counties: Counties
) -> None:
    started(GOOD)
    other = started(moved("Kern", "tier_1", "2015-11"))[0]
    with pytest.raises(errors.DuplicateFact), empty.writing(Ticking()) as journal:
        correct_entry(
            journal,
            counties,
            other.seq,
            read_fact({**GOOD, "county": "06029"}),
            reason="same",
            recorded_by="test",
            batch="b",
        )
