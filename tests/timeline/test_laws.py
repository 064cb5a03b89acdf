"""Laws that every history obeys, whatever it says."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import FIRST_DAY, ImpreciseDate, parse
from app.domain.errors import Contradiction
from app.timeline.differences import balances, differences
from app.timeline.series import series
from app.timeline.spells import spell_on, spells
from app.timeline.timeline import Timeline
from app.timeline.view import View
from tests.timeline.journals import timeline_of
from tests.timeline.strategies import COUNTIES, days, interesting_days, journals, views

Journal = list[dict[str, Any]]
quick = settings(max_examples=150, deadline=None)


def drawn(data: st.DataObject, journal: Journal) -> Timeline:
    asked = data.draw(views(journal))
    view = View(asked.known_at, asked.issued_by, asked.clock, asked.evidence)  # type: ignore[arg-type]
    return timeline_of(journal, view, COUNTIES)


@quick
@given(st.data())
def test_counts_sum_and_lie_within_their_ranges(data: st.DataObject) -> None:
    journal = data.draw(journals())
    timeline = drawn(data, journal)
    for day in interesting_days(journal):
        counts = timeline.counts(day)
        assert counts.total == len(COUNTIES)
        for row in counts.rows:
            assert 0 <= row.min <= row.count <= row.max <= len(COUNTIES)
            assert row.count == row.named + row.unnamed
            assert row.named >= 0
            assert row.unnamed >= 0
        assert sum(row.min for row in counts.rows) <= len(COUNTIES)
        assert sum(row.max for row in counts.rows) >= len(COUNTIES)


@quick
@given(st.data())
def test_an_answer_for_a_pinned_pair_never_changes_as_entries_are_added(
    data: st.DataObject,
) -> None:
    journal = data.draw(journals())
    known_at = data.draw(st.integers(2, len(journal)))
    then = timeline_of(journal[:known_at], View(known_at), COUNTIES)
    now = timeline_of(journal, View(known_at), COUNTIES)
    for day in interesting_days(journal):
        assert now.standings(day) == then.standings(day)
        assert now.counts(day) == then.counts(day)


@quick
@given(st.data())
def test_the_order_of_recording_does_not_matter_to_the_latest_knowledge(
    data: st.DataObject,
) -> None:
    journal = [f for f in data.draw(journals()) if f["kind"] not in {"correction", "retraction"}]
    journal = [{k: v for k, v in fact.items() if k != "after"} for fact in journal]
    # Of two entries alike in status and date, `from` points at the later recorded.
    alike = [(f.get("county"), f.get("to"), f["effective"]) for f in journal if "effective" in f]
    if len(set(alike)) < len(alike):
        return
    heads = [f for f in journal if f["kind"] in {"document", "program_defined"}]
    facts = [f for f in journal if f not in heads]
    shuffled = [*heads, *data.draw(st.permutations(facts))]
    view = View(len(journal))
    try:
        one, other = (timeline_of(j, view, COUNTIES) for j in ([*heads, *facts], shuffled))
    except Contradiction:  # without its retractions, a history may contradict itself
        return
    for day in interesting_days(journal):
        possible = {fips: s.possible for fips, s in one.standings(day).items()}
        assert {fips: s.possible for fips, s in other.standings(day).items()} == possible


@quick
@given(st.data())
def test_narrowing_a_date_never_widens_a_standing(data: st.DataObject) -> None:
    journal = [f for f in data.draw(journals()) if f["kind"] not in {"correction", "retraction"}]
    # What `from` points at depends on dates; without it, a narrower date is only that.
    journal = [{k: v for k, v in fact.items() if k != "from"} for fact in journal]
    at = data.draw(st.sampled_from(range(len(journal))))
    fact = journal[at]
    if fact["kind"] not in {"status_changed", "plan_submitted"} or "group" in fact:
        return
    wide = parse(fact["effective"])
    first = data.draw(st.dates(wide.earliest, wide.latest))
    last = data.draw(st.dates(first, wide.latest))
    narrow = [*journal[:at], {**fact, "effective": f"[{first}..{last}]"}, *journal[at + 1 :]]
    if "fiscal_year" not in fact and parse(f"[{first}..{last}]").earliest != wide.earliest:
        return
    view = View(len(journal))
    try:
        after = timeline_of(narrow, view, COUNTIES)
    except Contradiction:  # a narrower date may contradict a declared order
        return
    before = timeline_of(journal, view, COUNTIES)
    for day in interesting_days(narrow):
        for fips in COUNTIES:
            assert after.standing(fips, day).possible <= before.standing(fips, day).possible


@quick
@given(st.data())
def test_participation_counts_series_changes_and_spells_agree(data: st.DataObject) -> None:
    journal = data.draw(journals())
    timeline = drawn(data, journal)
    first, last = sorted((data.draw(days(journal)), data.draw(days(journal))))
    agree_with_spells(timeline, (first, last))
    steps = series(timeline, first, last, "change")
    assert steps[0].first_day == first
    assert steps[-1].after_last == last + timedelta(days=1)
    for one, following in pairwise(steps):
        assert one.after_last == following.first_day
        assert one.counts != following.counts
    for step in steps:
        inside = step.after_last - timedelta(days=1)
        assert timeline.counts(step.first_day) == step.counts == timeline.counts(inside)
    moved = differences(timeline, first, last)
    readings = timeline.readings(first), timeline.readings(last)
    assert {d.fips for d in moved} == {f for f in COUNTIES if readings[0][f] != readings[1][f]}
    for row in balances(timeline, first, last, moved):
        assert row.before + row.moved_in - row.moved_out + row.unnamed_change == row.after


def agree_with_spells(timeline: Timeline, asked: Sequence[date]) -> None:
    for fips in COUNTIES:
        all_ = spells(timeline, fips)
        assert all_[0].first_day == FIRST_DAY
        for spell, following in pairwise(all_):
            assert spell.after_last == following.first_day
            assert spell.status != following.status
            # A spell is dated by when its change got the say, within what the source allows.
            assert following.since is None or covers(following.since, following.first_day)
            assert spell.end.when == following.since or spell.end.kind == "unknown"
        for day in asked:
            spell = spell_on(all_, day)
            assert spell.first_day <= day
            assert spell.after_last is None or day < spell.after_last
            assert spell.status == timeline.standing(fips, day).status


def covers(when: ImpreciseDate, day: date) -> bool:
    return when.earliest <= day <= when.latest


@quick
@given(st.data())
def test_exact_dates_only_mean_no_uncertainty(data: st.DataObject) -> None:
    journal = [exact(fact) for fact in data.draw(journals())]
    said = [fact.get("fact", fact) for fact in journal]
    dates = [(f.get("county"), f["effective"]) for f in said if "effective" in f]
    if len(set(dates)) < len(dates):
        return  # two entries on one day are a conflict, to show and not to resolve
    try:
        timeline = timeline_of(journal, View(len(journal)), COUNTIES)
    except Contradiction:  # an exact date may contradict a declared order
        return
    for day in interesting_days(journal):
        assert all(s.definite for s in timeline.standings(day).values())


def exact(fact: dict[str, Any]) -> dict[str, Any]:
    known = {k: v for k, v in fact.items() if k not in {"group", "until"}}
    if "fact" in known:
        known["fact"] = exact(known["fact"])
    if "effective" in known:
        known["effective"] = str(parse(known["effective"]).earliest)
    return known
