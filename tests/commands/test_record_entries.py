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
ONE = {"code": "one", "label": "One", "participating": True}
MONEY = {
    "kind": "allocation",
    "program": "csec",
    "county": "Kern",
    "fiscal_year": "2015-16",
    "amount": "1.00",
    "document": "letter",
}
PROTOCOL = {
    "kind": "protocol_submitted",
    "program": "csec",
    "county": "Kern",
    "fiscal_year": "2015-16",
    "effective": "2015-10",
    "document": "letter",
}
PLAN = {**PROTOCOL, "kind": "plan_submitted"}
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
    ({"kind": "milestone", "milestone": "m", "title": "T", "category": "law", "state": "occurred",
      "effective": "2015-10", "until": "2015-09", "document": "letter"},
     errors.EndBeforeStart, "/until"),
    ({**PLAN, "program": "csce"}, errors.UnknownProgram, "/program"),
    ({**PLAN, "county": "06030"}, errors.UnknownCounty, "/county"),
    ({**PLAN, "fiscal_year": "2013-14"}, errors.EndBeforeStart, "/effective"),
    ({**PROTOCOL, "program": "csce"}, errors.UnknownProgram, "/program"),
    ({**PROTOCOL, "document": "x"}, errors.UnknownDocument, "/document"),
    ({**MONEY, "tier": "tier_3"}, errors.UnknownStatus, "/tier"),
    ({**MONEY, "program": "csce"}, errors.UnknownProgram, "/program"),
    ({**MONEY, "county": "Kerne"}, errors.UnknownCounty, "/county"),
    ({**TOTAL, "program": "csce", "counts": {"tier_1": 5}}, errors.UnknownProgram, "/program"),
    ({**TOTAL, "counts": {"not_recorded": 5}}, errors.UnknownStatus, "/counts/not_recorded"),
    ({**TOTAL, "amount": "1.00", "document": "x"}, errors.UnknownDocument, "/document"),
    ({"kind": "source_checked", "program": "csce", "series": "cfl", "through": "2016"},
     errors.UnknownProgram, "/program"),
    ({"kind": "code_in_effect", "code": "c", "label": "C", "state": "ended", "effective": "2015",
      "document": "x"}, errors.UnknownDocument, "/document"),
    ({**LETTER, "document": "e", "supersedes": "x"}, errors.UnknownDocument, "/supersedes"),
    ({**PROGRAM, "program": "p", "document": "x"}, errors.UnknownDocument, "/document"),
    ({**PROGRAM, "program": "p", "statuses": [ONE, ONE]}, errors.MalformedFact, "/statuses"),
    ({**PROGRAM, "program": "p", "statuses": [{**ONE, "code": "term_ended"}]},
     errors.MalformedFact, "/statuses"),
    ({**PROGRAM, "program": "p", "statuses": [{**ONE, "covers": ["x"]}]},
     errors.MalformedFact, "/statuses"),
    ({**PROGRAM, "program": "p", "statuses": [{**ONE, "covers": ["one"]}]},
     errors.MalformedFact, "/statuses"),
    ({**LETTER, "document": "e", "errata_to": "e"}, errors.MalformedFact, "/errata_to"),
    ({**LETTER, "document": "e", "supersedes": "e"}, errors.MalformedFact, "/supersedes"),
    ({**MONEY, "joint_with": ["kern county"]}, errors.MalformedFact, "/joint_with/0"),
    ({**MONEY, "joint_with": ["Yolo", "06113"]}, errors.MalformedFact, "/joint_with/1"),
    ({**MONEY, "joint_with": ["Yolo", "Kerne"]}, errors.UnknownCounty, "/joint_with/1"),
    ({**TOTAL, "amount": "1.00", "fiscal_year": None}, errors.MalformedFact, "/fiscal_year"),
    ({**TOTAL, "counts": {"tier_1": 5}, "fiscal_year": None, "effective": "2015"},
     errors.MalformedFact, "/fiscal_year"),
    ({**TOTAL, "counts": {"tier_1": 5}, "effective": "2016-07"},
     errors.EndBeforeStart, "/effective"),
    ({**PROGRAM, "term": "none"}, errors.StillCited, "/term"),
    ({"kind": "milestone", "milestone": "m", "title": "T", "category": "law", "state": "occurred",
      "effective": "2015", "document": "letter", "confirms": "m"},
     errors.MalformedFact, "/confirms"),
    ({"kind": "milestone", "milestone": "m", "title": "T", "category": "law", "state": "planned",
      "effective": "2015", "document": "letter", "confirms": "m"},
     errors.MalformedFact, "/confirms"),
    ({"kind": "correction", "target": 1, "reason": "r", "fact": LETTER},
     errors.MalformedFact, "/kind"),
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
    fact = {name: value for name, value in fact.items() if value is not None}
    with pytest.raises(error) as caught:
        started(moved("Yolo", "tier_1", "2015-10"), fact)
    assert [fault.pointer for fault in caught.value.faults] == [f"/entries/1{field}"]
    assert head(empty) == before


def test_two_documents_cannot_correct_each_other(started: Record) -> None:
    one = {**LETTER, "document": "one", "errata_to": "two"}
    with pytest.raises(errors.MalformedFact, match="correct itself"):
        started(one, {**LETTER, "document": "two", "supersedes": "one"})


def test_a_milestone_is_told_once_and_confirms_what_was_planned(started: Record) -> None:
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
    started(event, held)
    with pytest.raises(errors.DuplicateFact, match="training"):
        started({**event, "title": "Another"})
    with pytest.raises(errors.MalformedFact, match="is occurred"):
        started({**held, "milestone": "again", "confirms": "held"})


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


def test_every_county_a_fact_names_is_kept_by_its_code(started: Record) -> None:
    written = started(
        {**MONEY, "joint_with": ["yolo", "Los Angeles County"]},
        {"kind": "milestone", "milestone": "m", "title": "T", "category": "law",
         "state": "occurred", "effective": "2015", "document": "letter",
         "counties": [" ALPINE ", "06115"]},
    )  # fmt: skip
    assert written[0].fact.concerns == ("06029", "06113", "06037")
    assert written[1].fact.concerns == ("06003", "06115")


def test_an_unknown_county_among_several_stops_the_batch(started: Record, empty: Database) -> None:
    before = head(empty)
    for fact in (
        {**MONEY, "joint_with": ["Yolo", "Kerne"]},
        {"kind": "milestone", "milestone": "m", "title": "T", "category": "law",
         "state": "occurred", "effective": "2015", "document": "letter", "counties": ["Kerne"]},
    ):  # fmt: skip
        with pytest.raises(errors.UnknownCounty, match="Did you mean Kern") as caught:
            started(GOOD, fact)
        assert str(caught.value.faults[0].pointer).startswith("/entries/1/")
    assert head(empty) == before


def test_the_same_fact_by_another_name_of_its_county_is_the_same_fact(started: Record) -> None:
    started(GOOD)
    for again in ("06029", "KERN COUNTY"):
        with pytest.raises(errors.DuplicateFact):
            started({**GOOD, "county": again})
    with pytest.raises(errors.DuplicateFact) as caught:
        started({**GOOD, "county": "Yolo"}, {**GOOD, "county": "06113"})
    assert [fault.pointer for fault in caught.value.faults] == ["/entries/1"]


def test_the_same_count_in_another_order_is_the_same_fact(started: Record) -> None:
    started({**TOTAL, "counts": {"tier_1": 13, "tier_2": 22}})
    with pytest.raises(errors.DuplicateFact):
        started({**TOTAL, "counts": {"tier_2": 22, "tier_1": 13}})


def test_a_fact_that_says_more_is_another_fact(started: Record) -> None:
    for more in ({}, {"locator": "p. 1"}, {"note": "n"}, {"effective": "2015-10-02"}):
        assert len(started({**GOOD, **more})) == 1


def test_a_fiscal_year_must_be_said_only_when_the_date_leaves_it_open(started: Record) -> None:
    bare = {key: value for key, value in GOOD.items() if key != "fiscal_year"}
    started({**bare, "effective": "2015-07"}, {**bare, "effective": "2015-06"})
    for open_ in ("[2015-06-30..2015-07-01]", "2015-22", "[..2015-10]", "[2015-10..]"):
        with pytest.raises(errors.MalformedFact, match="say which") as caught:
            started({**bare, "effective": open_})
        assert [fault.pointer for fault in caught.value.faults] == ["/entries/0/fiscal_year"]
        started({**bare, "effective": open_, "fiscal_year": "2015-16"})


def test_a_program_without_a_term_needs_no_fiscal_year(started: Record) -> None:
    endless = {**PROGRAM, "program": "endless", "term": "none"}
    bare = {key: value for key, value in GOOD.items() if key != "fiscal_year"}
    assert len(started(endless, {**bare, "program": "endless", "effective": "2015"})) == 2


def test_an_end_may_be_the_day_after_the_beginning_or_unknown(started: Record) -> None:
    for until in ("2015-10-06", "2015-10", "unknown", "[2015-10-01..]"):
        assert started(moved("Kern", "tier_1", "2015-10-05", until=until))


def test_a_total_may_be_of_all_counties_and_no_more(started: Record) -> None:
    assert started({**TOTAL, "counts": {"tier_1": 36, "tier_2": 22}})
    with pytest.raises(errors.MalformedFact, match="more than the 58"):
        started({**TOTAL, "counts": {"tier_1": 37, "tier_2": 22}})


def test_a_total_of_a_status_that_covers_others_may_be_printed_beside_them(
    started: Record,
) -> None:
    covering = {"code": "on", "label": "On", "participating": True, "covers": ["tier_1", "tier_2"]}
    started({**PROGRAM, "statuses": [*PROGRAM["statuses"], covering]})
    assert started({**TOTAL, "counts": {"on": 40, "tier_1": 20, "tier_2": 20}})


def test_an_order_may_name_an_entry_of_its_own_batch(started: Record) -> None:
    written = started(GOOD, moved("Kern", "tier_2", "2015-10", after=3))
    assert [entry.seq for entry in written] == [3, 4]


def test_an_entry_that_comes_after_itself_is_refused(started: Record, empty: Database) -> None:
    before = head(empty)
    with pytest.raises(errors.Contradiction, match=r"entry 3 \(letter"):
        started({**GOOD, "after": 3})
    assert head(empty) == before


EMPTY: dict[str, list[dict[str, Any]]] = {
    "after each other": [
        moved("Kern", "tier_1", "2015-10", after=4),
        moved("Kern", "tier_2", "2015-10", after=3),
    ],
    "after, against the dates": [
        moved("Kern", "tier_1", "2015-10-10"),
        moved("Kern", "tier_2", "2015-09", after=3),
    ],
    "after another county": [
        moved("Kern", "tier_1", "2015-10-10"),
        moved("Yolo", "tier_2", "2015-10-09", after=3),
    ],
    "one act, until": [
        moved("Kern", "tier_1", "2015-10", until="2015-10-05", group="g"),
        moved("Yolo", "tier_1", "2015-10-20", group="g"),
    ],
    "one act, after": [
        moved("Kern", "tier_1", "2015-10-20"),
        moved("Kern", "tier_2", "[2015-10-18..2015-10-19]", after=3, group="g"),
    ],
}


@pytest.mark.parametrize("facts", EMPTY.values(), ids=EMPTY)
def test_an_order_that_leaves_no_day_is_refused_naming_both_entries(
    started: Record, empty: Database, facts: list[dict[str, Any]]
) -> None:
    before = head(empty)
    with pytest.raises(errors.Contradiction) as caught:
        started(*facts)
    assert "entry 3 (letter" in caught.value.detail
    assert "entry 4 (letter" in caught.value.detail
    assert head(empty) == before


def test_a_contradiction_with_what_was_recorded_before_names_its_document_too(
    started: Record,
) -> None:
    started(moved("Kern", "tier_1", "2015-11-10"), {**LETTER, "document": "second"})
    with pytest.raises(errors.Contradiction) as caught:
        started(moved("Kern", "tier_2", "2015-11-05", after=3, document="second"))
    assert "entry 3 (letter, 2015-11-10)" in caught.value.detail
    assert "entry 5 (second, 2015-11-05)" in caught.value.detail


def test_an_order_on_the_same_day_or_within_open_dates_is_accepted(started: Record) -> None:
    started(GOOD)
    assert started(moved("Kern", "tier_2", "2015-10", after=3))
    assert started(moved("Yolo", "tier_1", "2015-10-05", group="g"), moved("Kern", "tier_1",
                   "2015-10", group="g"))  # fmt: skip


def test_a_batch_after_a_refused_one_takes_its_numbers(started: Record) -> None:
    with pytest.raises(errors.UnknownStatus):
        started(GOOD, moved("Kern", "tier_9", "2015-11"))
    assert [entry.seq for entry in started(GOOD)] == [3]


def test_nothing_to_record_writes_nothing(started: Record, empty: Database) -> None:
    before = head(empty)
    assert started() == []
    assert head(empty) == before
