"""Correct a period: from a to b a county was X; outside, nothing changes.

It is written down as the entries it means: what was recorded within is retracted, X begins (anew
in each fiscal year), and what held at b is said to resume, citing what it resumes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.commands.correct_entry import retract_entry
from app.commands.folded import codebook_of, folded
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.dates import FIRST_DAY, ImpreciseDate, exact
from app.domain.entries import Entry
from app.domain.errors import (
    Contradiction,
    DuplicateFact,
    EndBeforeStart,
    Fault,
    MalformedFact,
    UnknownProgram,
)
from app.domain.fiscal_years import FiscalYear
from app.domain.forms import CountyName, Day, Evidence, Slug, Text
from app.domain.participation import PlanSubmitted, StatusChanged
from app.domain.programs import POOL
from app.journal.writer import Journal
from app.timeline.changes import Change
from app.timeline.counts import Count
from app.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a county was, from a day to another; `until` is the first day after."""

    county: CountyName
    from_: Day
    until: Day
    status: Slug
    reason: Text
    document: Slug
    locator: Text | None = None
    evidence: Evidence = "stated"
    reasoning: Text | None = None
    note: Text | None = None


def correct_period(
    journal: Journal,
    counties: Counties,
    program: str,
    period: Period,
    *,
    recorded_by: str,
    batch: str,
) -> list[Entry]:
    """Write down a period as the entries it means.

    Raises:
        MalformedFact: a day is not exact.
        EndBeforeStart: it ends before it begins.
        Contradiction: an imprecise date reaches over an edge of the period, so that nobody can
            tell what is within; or something outside would change.
    """
    fips = counties.find(period.county).fips
    first, until = _days(period)
    before = _timeline(journal, counties, program)
    _refuse_no_change(before, fips, period.status, (first, until))
    by = {"recorded_by": recorded_by, "batch": batch}
    written = [
        retract_entry(journal, counties, change.seq, reason=period.reason, **by)
        for change in _within(before, fips, first, until)
    ]
    held, rest = before.standing(fips, until), _timeline(journal, counties, program)
    spans = list(_spans(before, fips, period, first, until))
    facts = [s for s in spans if not _was(rest, fips, period.status, _days_of(s, until))]
    with journal.trial():
        record_entries(journal, counties, facts, **by)
        then = _timeline(journal, counties, program).standing(fips, until)
    if then.status != held.status and held.status in POOL:
        facts = [*facts[:-1], replace((facts or spans)[-1], until=exact(until))]
    elif then.status != held.status and held.because is not None:
        facts.append(_resumed(held.because.change, until))
    written += record_entries(journal, counties, facts, **by)
    after = _timeline(journal, counties, program)
    _refuse_side_effects(before, after, fips, (first, until))
    _refuse_side_effects(_stated(before), _stated(after), fips, (first, until))
    return written


def _refuse_no_change(before: Timeline, fips: str, status: str, within: tuple[date, date]) -> None:
    if _was(before, fips, status, within):
        said = f"From {within[0]} to {within[1]} the county is {status} already"
        raise DuplicateFact(f"{said}: nothing would change, so nothing is written.")


def _days(period: Period) -> tuple[date, date]:
    """Return the first day of a period, and the first after it."""
    first, until = _day(period.from_, "/from"), _day(period.until, "/until")
    if until <= first:
        said = f"It would end ({until}) before it begins ({first}): `until` is the first day after."
        raise EndBeforeStart(said, (Fault("/until", said),))
    return first, until


def _day(when: ImpreciseDate, pointer: str) -> date:
    if when.earliest != when.latest:
        said = f"{when} is not one day: a period to correct begins and ends on exact days."
        raise MalformedFact(said, (Fault(pointer, said),))
    return when.earliest


def _timeline(journal: Journal, counties: Counties, program: str) -> Timeline:
    codebook = codebook_of(program, journal.entries(), counties)
    if codebook is None:
        raise UnknownProgram(f"There is no program {program[:60]!r}. GET /v1/programs lists them.")
    return folded(codebook, journal.entries(), counties)


def _stated(timeline: Timeline) -> Timeline:
    """Return the same timeline without what was inferred."""
    record = timeline.record
    view = replace(record.view, evidence="stated")
    return Timeline(timeline.codebook, timeline.counties, replace(record, view=view))


def _within(timeline: Timeline, fips: str, first: date, until: date) -> list[Change]:
    """Return the changes that fall into the period. None may lie on both sides of an edge."""
    for change in timeline.changes(fips):
        if any(change.earliest < edge <= change.latest for edge in (first, until)):
            raise Contradiction(
                f"Entry {change.seq} ({change.fact.document}, {change.when}) may lie within "
                f"{first} to {until} or outside it. Correct its date first, or move the period."
            )
    within = [c for c in timeline.changes(fips) if first <= c.earliest and c.latest < until]
    for change in within:
        if isinstance(change.fact, PlanSubmitted):
            raise Contradiction(
                f"Entry {change.seq} within the period is a plan, which was sent whatever the "
                "status was. Begin the period after it, or correct the plan by itself first."
            )
    return within


def _spans(
    timeline: Timeline, fips: str, period: Period, first: date, until: date
) -> Iterator[StatusChanged]:
    """Yield the status of the period, anew for each fiscal year if it lapses with it."""
    start = first
    while start < until:
        year = FiscalYear.containing(start) if timeline.codebook.term == "fiscal_year" else None
        yield StatusChanged(
            program=timeline.codebook.program,
            county=fips,
            fiscal_year=year,
            effective=exact(start),
            to=period.status,
            document=period.document,
            locator=period.locator,
            evidence=period.evidence,
            reasoning=period.reasoning,
            note=period.note or f"Corrected period: {period.reason}",
        )
        start = until if year is None else year.following.first_day


def _days_of(fact: StatusChanged, until: date) -> tuple[date, date]:
    """Return the first day of a span, and the first after it."""
    first = fact.when.earliest
    year = fact.fiscal_year
    return first, until if year is None else min(until, year.following.first_day)


def _resumed(change: Change, until: date) -> StatusChanged:
    """Return what held at the end of the period, as it goes on from there."""
    fact = change.fact
    return StatusChanged(
        program=fact.program,
        county=fact.county,
        fiscal_year=change.term,
        effective=exact(until),
        to=change.status,
        resumes=change.seq,
        until=change.stated_end,
        announced=fact.announced,
        document=fact.document,
        locator=fact.locator,
        also_cited=fact.also_cited,
        evidence=fact.evidence,
        reasoning=fact.reasoning,
        note=fact.note,
    )


def _refuse_side_effects(
    before: Timeline, after: Timeline, fips: str, period: tuple[date, date]
) -> None:
    """Refuse a correction that changes anything outside its period: the county, or a count.

    So a county that has no record at the end of the period cannot be corrected in this way:
    nothing brings back that nothing is known.
    """
    first, until = period
    for day in sorted({FIRST_DAY, until, *before.breakpoints, *after.breakpoints}):
        if first <= day < until:
            continue
        was, is_ = before.standing(fips, day), after.standing(fips, day)
        if (was.status, was.possible) != (is_.status, is_.possible):
            changed = f"the county would be {is_.status} instead of {was.status}"
        elif _participating(before, day) != _participating(after, day):
            changed = "counts would change, as a printed total counts this county without its name"
        else:
            continue
        raise Contradiction(
            f"On {day}, outside the period, {changed}. Correct or retract the entries themselves, "
            "one by one."
        )


def _participating(timeline: Timeline, day: date) -> list[Count]:
    return [row for row in timeline.counts(day).rows if row.status not in POOL]


def _was(timeline: Timeline, fips: str, status: str, period: tuple[date, date]) -> bool:
    """Say whether a county certainly was of a status on every day of a period."""
    first, until = period
    days = [first, *(day for day in timeline.breakpoints_of(fips) if first <= day < until)]
    return all(timeline.standing(fips, day).possible == {status} for day in days)
