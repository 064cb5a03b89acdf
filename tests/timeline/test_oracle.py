"""Hand-worked checks of the oracle itself: every figure here was found without a program."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.timeline.oracle import (
    Contradiction,
    Oracle,
    OracleCount,
    OracleStanding,
    View,
    read_edtf,
)
from tests.timeline.strategies import COUNTIES, PROGRAM, days, journals, views

ALL_58 = [f"06{number:03d}" for number in range(1, 116, 2)]
A, B, C, D = COUNTIES
TERM_STATUSES = [
    {"code": "plan_submitted", "label": "Plan submitted", "participating": False},
    {
        "code": "participating",
        "label": "Participating, tier not stated",
        "participating": True,
        "covers": ["tier_1", "tier_2"],
    },
    {"code": "tier_1", "label": "Tier I", "participating": True},
    {"code": "tier_2", "label": "Tier II", "participating": True},
    {"code": "withdrawn", "label": "Withdrawn", "participating": False},
]
DOCUMENT: dict[str, Any] = {
    "kind": "document",
    "document": "letter",
    "type": "CFL",
    "title": "A letter",
    "issued": "2015-01-01",
}
BY_TERM: dict[str, Any] = {
    "kind": "program_defined",
    "program": PROGRAM,
    "name": "By term",
    "term": "fiscal_year",
    "statuses": TERM_STATUSES,
    "document": "letter",
}
NO_TERM = {**BY_TERM, "name": "Without term", "term": "none"}


def status(county: str, to: str, effective: str, **more: object) -> dict[str, Any]:
    return {
        "kind": "status_changed",
        "program": PROGRAM,
        "county": county,
        "to": to,
        "effective": effective,
        "document": "letter",
        **more,
    }


def total(effective: str, counts: Mapping[str, int], **more: object) -> dict[str, Any]:
    return {
        "kind": "control_total",
        "program": PROGRAM,
        "effective": effective,
        "counts": dict(counts),
        "document": "letter",
        **more,
    }


def correct(target: int, fact: Mapping[str, object]) -> dict[str, Any]:
    return {"kind": "correction", "target": target, "reason": "misread", "fact": dict(fact)}


def ask(
    facts: list[dict[str, Any]],
    *,
    known_at: int | None = None,
    issued_by: str | None = None,
    clock: str = "effective",
    evidence: str = "all",
) -> tuple[Oracle, View]:
    issued = date.fromisoformat(issued_by) if issued_by else None
    view = View(len(facts) if known_at is None else known_at, issued, clock, evidence)
    return Oracle(facts, COUNTIES), view


def standing(question: tuple[Oracle, View], county: str, day: str) -> tuple[str, set[str]]:
    oracle, view = question
    answer = oracle.standings(PROGRAM, date.fromisoformat(day), view)[county]
    return answer.status, set(answer.possible)


def count(question: tuple[Oracle, View], day: str) -> dict[str, OracleCount]:
    oracle, view = question
    return oracle.counts(PROGRAM, date.fromisoformat(day), view)


def short(c: OracleCount) -> tuple[int, int, int]:
    return c.count, c.min, c.max


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016-22?", "2016-06-01", "2016-08-31"),
        ("2015-24", "2015-12-01", "2016-02-29"),
        ("2015-02~", "2015-02-01", "2015-02-28"),
        ("2015", "2015-01-01", "2015-12-31"),
        ("[2015-04-01..2015-04-03]", "2015-04-01", "2015-04-03"),
        ("[..2015-10]", "1900-01-01", "2015-10-31"),
        ("[2015-10..]", "2015-10-01", "2100-12-31"),
    ],
)
def test_dates_are_read(text: str, first: str, last: str) -> None:
    ends = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    assert read_edtf(text) == ends


def test_a_wide_range_around_an_exact_day_leaves_both_possible() -> None:
    q = ask(
        [
            DOCUMENT,
            NO_TERM,
            status(A, "tier_1", "[2015-10-01..2015-10-11]"),
            status(A, "tier_2", "2015-10-06"),
        ]
    )
    assert standing(q, A, "2015-10-05") == ("not_recorded", {"not_recorded", "tier_1"})
    assert standing(q, A, "2015-10-06") == ("tier_2", {"tier_1", "tier_2"})
    assert standing(q, A, "2015-10-10") == ("tier_2", {"tier_1", "tier_2"})
    assert standing(q, A, "2015-10-11") == ("tier_1", {"tier_1", "tier_2"})
    assert standing(q, B, "2015-10-11") == ("not_recorded", {"not_recorded"})


def test_a_declared_order_settles_a_shared_day() -> None:
    first = status(A, "tier_2", "2015-10-06")
    loose = [DOCUMENT, NO_TERM, first, status(A, "tier_1", "2015-10-06")]
    assert standing(ask(loose), A, "2015-10-06") == ("tier_1", {"tier_1", "tier_2"})
    tied = [DOCUMENT, NO_TERM, status(A, "tier_1", "2015-10-06"), first]
    tied[2] = {**tied[2], "from": "tier_2"}
    assert standing(ask(tied), A, "2015-10-06") == ("tier_1", {"tier_1"})


def test_an_order_tightens_and_a_cycle_is_a_contradiction() -> None:
    facts = [
        DOCUMENT,
        NO_TERM,
        status(A, "tier_1", "[2015-10-05..2015-10-11]"),
        status(B, "tier_1", "[2015-10-01..2015-10-07]", after=3),
    ]
    q = ask(facts)
    assert standing(q, B, "2015-10-04") == ("not_recorded", {"not_recorded"})
    assert standing(q, A, "2015-10-07") == ("tier_1", {"tier_1"})
    # both or none: 5th to 7th, and never B without A
    assert short(count(q, "2015-10-05")["tier_1"]) == (0, 0, 2)
    facts.append(correct(3, status(A, "tier_1", "[2015-10-08..2015-10-11]")))
    with pytest.raises(Contradiction):
        standing(ask(facts), A, "2015-10-07")
    facts[-1] = correct(3, status(A, "tier_1", "2015-10-02", after=4))
    with pytest.raises(Contradiction):
        ask(facts)[0].check(PROGRAM, len(facts))
    ask(facts)[0].check(PROGRAM, 4)


def test_a_group_moves_together() -> None:
    two = [
        status(A, "tier_1", "[2015-10-01..2015-10-06]"),
        status(B, "tier_1", "[2015-10-05..2015-10-11]"),
    ]
    apart, together = (
        ask([DOCUMENT, NO_TERM, *two]),
        ask([DOCUMENT, NO_TERM, *({**f, "group": "act"} for f in two)]),
    )
    assert short(count(apart, "2015-10-05")["tier_1"]) == (0, 0, 2)
    assert standing(apart, A, "2015-10-04")[1] == {"not_recorded", "tier_1"}
    assert standing(together, A, "2015-10-04")[1] == {"not_recorded"}
    assert short(count(together, "2015-10-06")["tier_1"]) == (2, 2, 2)
    wide = [
        DOCUMENT,
        NO_TERM,
        *(status(c, "tier_1", "2015-10", group="act") for c in (A, B, C)),
        status(A, "tier_2", "2015-10-15"),
    ]
    # On the 20th: the act was before the 15th (A tier_2, B and C tier_1), or after it (all three
    # tier_1), or is still to come (A tier_2, B and C not recorded).
    possible = count(ask(wide), "2015-10-20")
    assert short(possible["tier_1"]) == (0, 0, 3)
    assert short(possible["tier_2"]) == (1, 0, 1)
    assert short(possible["not_recorded"]) == (3, 1, 3)


def test_ends_exact_ranged_and_unknown() -> None:
    q = ask(
        [
            DOCUMENT,
            NO_TERM,
            status(A, "tier_1", "2015-10-05", until="2015-10-08"),
            status(B, "tier_1", "[2015-10-05..2015-10-09]", until="[2015-10-06..2015-10-08]"),
            status(C, "tier_1", "2015-10-05", until="unknown"),
        ]
    )
    assert standing(q, A, "2015-10-07") == ("tier_1", {"tier_1"})
    assert standing(q, A, "2015-10-08") == ("term_ended", {"term_ended"})
    # B's own day is tightened to the 5th .. 8th
    assert standing(q, B, "2015-10-06")[1] == {"not_recorded", "tier_1", "term_ended"}
    assert standing(q, B, "2015-10-08") == ("term_ended", {"term_ended"})
    assert standing(q, C, "2016-10-05") == ("tier_1", {"tier_1", "term_ended"})


def test_terms_lapse_and_an_early_plan_waits() -> None:
    q = ask(
        [
            DOCUMENT,
            BY_TERM,
            status(A, "tier_1", "2015-10-05"),
            status(A, "plan_submitted", "2016-06-15", fiscal_year="2016-17"),
            status(B, "tier_1", "2016-06-29"),
            status(C, "tier_1", "[2016-06-29..2016-07-02]"),
        ]
    )
    assert standing(q, A, "2016-06-30") == ("tier_1", {"tier_1"})
    assert standing(q, A, "2016-07-01") == ("plan_submitted", {"plan_submitted"})
    assert standing(q, A, "2017-07-01") == ("term_ended", {"term_ended"})
    assert standing(q, B, "2016-06-30") == ("tier_1", {"tier_1"})
    assert standing(q, B, "2016-07-01") == ("term_ended", {"term_ended"})
    # its term is that of its earliest day
    assert standing(q, C, "2016-07-01") == ("not_recorded", {"not_recorded", "term_ended"})
    # an end within the term, then the early plan, then term_ended
    ended = [DOCUMENT, BY_TERM, status(A, "tier_1", "2015-10-05", until="2016-06-10")]
    early = status(A, "plan_submitted", "2016-06-15", fiscal_year="2016-17")
    assert standing(ask(ended), A, "2016-06-20") == ("term_ended", {"term_ended"})
    assert standing(ask([*ended, early]), A, "2016-06-20")[0] == "plan_submitted"


def test_the_announced_clock_and_the_letters_issued_by_a_day() -> None:
    facts = [
        DOCUMENT,
        NO_TERM,
        status(A, "tier_1", "2015-10-05", announced="[2015-10-10..2015-10-12]"),
        status(B, "tier_1", "2015-10-05"),
    ]
    announced = ask(facts, clock="announced")
    assert standing(announced, A, "2015-10-09")[1] == {"not_recorded"}
    assert standing(announced, A, "2015-10-11") == ("not_recorded", {"not_recorded", "tier_1"})
    assert standing(announced, A, "2015-10-12")[1] == {"tier_1"}
    # B's announcement is its letter's issue date, long before it took effect
    assert standing(announced, B, "2015-01-01") == ("tier_1", {"tier_1"})
    assert standing(announced, B, "2014-12-31")[1] == {"not_recorded"}
    issued = ask(facts, issued_by="2015-10-11")
    assert standing(issued, A, "2015-10-06") == ("not_recorded", {"not_recorded", "tier_1"})
    assert standing(ask(facts, issued_by="2015-10-09"), A, "2015-12-01")[1] == {"not_recorded"}
    assert standing(ask(facts, issued_by="2015-10-12"), A, "2015-10-06")[1] == {"tier_1"}


def test_corrections_retractions_and_evidence() -> None:
    facts = [
        DOCUMENT,
        NO_TERM,
        status(A, "tier_1", "2015-10-05"),
        status(A, "tier_2", "2015-10-05", after=3),
        correct(3, status(A, "withdrawn", "2015-10-05")),
        {"kind": "retraction", "target": 5, "reason": "never was"},
        status(B, "tier_1", "2015-10-05", evidence="inferred", reasoning="from the sum"),
    ]
    assert standing(ask(facts, known_at=2), A, "2015-10-05")[0] == "not_recorded"
    assert standing(ask(facts, known_at=4), A, "2015-10-05")[1] == {"tier_2"}
    assert standing(ask(facts, known_at=5), A, "2015-10-05") == ("tier_2", {"tier_2"})
    assert standing(ask(facts), A, "2015-10-05") == ("tier_2", {"tier_2"})
    assert standing(ask(facts), B, "2015-10-05")[0] == "tier_1"
    assert standing(ask(facts, evidence="stated"), B, "2015-10-05")[0] == "not_recorded"
    # without the order: the correction has the greater seq, and both are possible
    facts[3] = status(A, "tier_2", "2015-10-05")
    both = ("withdrawn", {"tier_2", "withdrawn"})
    assert standing(ask(facts, known_at=5), A, "2015-10-05") == both


def test_a_county_that_only_participates_is_unplaced() -> None:
    q = ask(
        [
            DOCUMENT,
            BY_TERM,
            total("2015-10-31", {"tier_1": 1, "tier_2": 1}, exhaustive=True),
            status(A, "participating", "[2015-10-30..2015-11-03]"),
        ]
    )
    oracle, view = q
    assert oracle.unplaced(PROGRAM, date(2015, 11, 3), view) == 1
    assert oracle.unplaced(PROGRAM, date(2015, 11, 2), view) == 0
    answer = count(q, "2015-11-03")
    assert short(answer["participating"]) == (0, 0, 0)
    assert answer["tier_1"] == OracleCount(1, 1, 1, 0, 1)
    assert short(answer["not_recorded"]) == (2, 2, 2)
    # Before its total is in force such a county is counted where it is.
    assert short(count(q, "2015-10-30")["participating"]) == (0, 0, 1)


def test_a_total_in_force_overflows_in_codebook_order() -> None:
    facts = [DOCUMENT, NO_TERM, total("2015-10-01", {"tier_1": 2, "tier_2": 1})]
    facts += [status(c, "withdrawn", "2015-10-02") for c in (A, B)]
    oracle, view = ask(facts)
    assert not oracle.overflowing(PROGRAM, date(2015, 10, 1), view)
    assert oracle.overflowing(PROGRAM, date(2015, 10, 2), view)
    answer = oracle.counts(PROGRAM, date(2015, 10, 2), view)
    assert answer["tier_1"] == OracleCount(1, 1, 1, 0, 1)
    assert answer["tier_2"] == OracleCount(1, 1, 1, 0, 1)
    assert answer["not_recorded"].count == 0


def test_a_total_builds_on_the_one_before_unless_exhaustive() -> None:
    facts = [
        DOCUMENT,
        NO_TERM,
        total("2015-10-01", {"plan_submitted": 2, "tier_1": 1}),
        total("2015-10-03", {"tier_1": 2}),
        total("2015-10-05", {"participating": 3}),
        total("2015-10-07", {"tier_1": 1}, exhaustive=True),
    ]
    q = ask(facts)
    row = {s: c.count for s, c in count(q, "2015-10-04").items()}
    assert row["plan_submitted"] == 2
    assert row["tier_1"] == 2
    assert row["not_recorded"] == 0
    # participating 3 = tier_1 2 + 1 of no stated tier: five places for four counties: a plan goes
    assert q[0].overflowing(PROGRAM, date(2015, 10, 5), q[1])
    row = {s: c.count for s, c in count(q, "2015-10-05").items()}
    assert (row["plan_submitted"], row["participating"], row["tier_1"]) == (1, 1, 2)
    row = {s: c.count for s, c in count(q, "2015-10-07").items()}
    assert (row["plan_submitted"], row["participating"], row["tier_1"]) == (0, 0, 1)
    assert row["not_recorded"] == 3


def test_a_lapsed_total_may_have_come_back() -> None:
    q = ask(
        [
            DOCUMENT,
            BY_TERM,
            total("2015-10-01", {"tier_1": 2}),
            status(A, "tier_1", "2016-08-01"),
        ]
    )
    before = count(q, "2016-07-31")
    assert before["term_ended"] == OracleCount(2, 2, 2, 0, 2)
    assert short(before["not_recorded"]) == (2, 2, 2)
    after = count(q, "2016-08-01")
    # A may be one of the two or not
    assert short(after["term_ended"]) == (2, 1, 2)
    assert short(after["not_recorded"]) == (1, 1, 2)


CSEC = "csec"


def csec(fact: dict[str, Any]) -> dict[str, Any]:
    return {**fact, "program": CSEC, "document": "seed-timeline"}


SEED: list[dict[str, Any]] = [
    {**DOCUMENT, "document": "seed-timeline", "type": "timeline"},
    csec(BY_TERM),
    *(
        csec(
            {
                "kind": "plan_submitted",
                "county": county,
                "fiscal_year": "2015-16",
                "effective": "2015-06",
            }
        )
        for county in ("06099", "06097")
    ),
    csec(total("2015-06", {"plan_submitted": 35}, fiscal_year="2015-16")),
    *(csec(status(county, "tier_1", "2015-10")) for county in ("06099", "06097")),
    csec(total("2015-10", {"tier_1": 15, "tier_2": 20}, exhaustive=True)),
    *(
        csec(status(county, "tier_2", "2015-11", **{"from": "tier_1"}))
        for county in ("06099", "06097")
    ),
    csec(total("2015-11", {"tier_1": 13, "tier_2": 22}, exhaustive=True)),
    csec(total("2016-08-01", {"participating": 38}, fiscal_year="2016-17")),
]

NOTHING = (0, 0, 0)
SEED_ROWS = [
    ("2015-05-31", NOTHING, NOTHING, NOTHING, NOTHING, (58, 58, 58)),
    ("2015-06-15", (0, 0, 35), NOTHING, NOTHING, NOTHING, (58, 23, 58)),
    ("2015-06-30", (35, 35, 35), NOTHING, NOTHING, NOTHING, (23, 23, 23)),
    ("2015-10-10", (35, 0, 35), (0, 0, 15), (0, 0, 20), NOTHING, (23, 23, 23)),
    ("2015-10-31", NOTHING, (15, 15, 15), (20, 20, 20), NOTHING, (23, 23, 23)),
    ("2015-11-15", NOTHING, (15, 13, 15), (20, 20, 22), NOTHING, (23, 23, 23)),
    ("2015-11-30", NOTHING, (13, 13, 13), (22, 22, 22), NOTHING, (23, 23, 23)),
    ("2016-06-30", NOTHING, (13, 13, 13), (22, 22, 22), NOTHING, (23, 23, 23)),
    ("2016-07-01", NOTHING, NOTHING, NOTHING, (35, 35, 35), (23, 23, 23)),
    ("2016-08-01", NOTHING, NOTHING, NOTHING, (2, 0, 2), (18, 18, 20)),
]
SEED_NAMED = {
    "2015-06-30": {"plan_submitted": (2, 33)},
    "2015-10-31": {"tier_1": (2, 13), "tier_2": (0, 20)},
    "2015-11-30": {"tier_1": (0, 13), "tier_2": (2, 20)},
    "2016-08-01": {"participating": (0, 38)},
}


@pytest.mark.parametrize("row", SEED_ROWS, ids=[row[0] for row in SEED_ROWS])
def test_the_worked_answers_of_the_seed(row: tuple[str, *tuple[tuple[int, int, int], ...]]) -> None:
    day, *expected = row
    oracle, view = Oracle(SEED, ALL_58), View(len(SEED), evidence="stated")
    answer = oracle.counts(CSEC, date.fromisoformat(day), view)
    columns = ("plan_submitted", "tier_1", "tier_2", "term_ended", "not_recorded")
    assert [short(answer[column]) for column in columns] == expected
    for column, (named, unnamed) in SEED_NAMED.get(day, {}).items():
        assert (answer[column].named, answer[column].unnamed) == (named, unnamed)
    assert not oracle.overflowing(CSEC, date.fromisoformat(day), view)


def test_exactly_two_counties_change_between_october_and_november() -> None:
    oracle, view = Oracle(SEED, ALL_58), View(len(SEED))
    before = oracle.standings(CSEC, date(2015, 10, 31), view)
    after = oracle.standings(CSEC, date(2015, 11, 30), view)
    assert {c for c in ALL_58 if before[c] != after[c]} == {"06097", "06099"}
    assert before["06099"] == OracleStanding("tier_1", frozenset({"tier_1"}))
    assert after["06099"] == OracleStanding("tier_2", frozenset({"tier_2"}))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_must_hold_of_every_answer(data: st.DataObject) -> None:
    draw: Callable[[st.SearchStrategy[Any]], Any] = data.draw
    journal = draw(journals())
    view, day = draw(views(journal)), draw(days(journal))
    oracle = Oracle(journal, COUNTIES)
    for answer in oracle.standings(PROGRAM, day, view).values():
        assert answer.status in answer.possible
    counts = oracle.counts(PROGRAM, day, view)
    assert sum(c.count for c in counts.values()) == len(COUNTIES)
    assert all(0 <= c.min <= c.count <= c.max for c in counts.values())
    assert all(c.count == c.named + c.unnamed for c in counts.values())
