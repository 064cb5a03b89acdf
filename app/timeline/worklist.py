"""What would settle most: where better sources would make the record more certain."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.domain.events import CodeInEffect
from app.domain.fiscal_years import FiscalYear
from app.timeline.changes import Change
from app.timeline.milestones import milestones
from app.timeline.reconciliation import Reconciled, reconciliation
from app.timeline.record import Record
from app.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Blur:
    """An imprecise date, and how much an exact one would settle."""

    change: Change
    county_days: int
    """Days on which it keeps its county's standing from being definite."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone or a special project code that was planned and has not been confirmed."""

    entry: int
    what: str
    fact_kind: str


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A county with a record in one fiscal year and none in the next."""

    fips: str
    fiscal_year: FiscalYear
    """The year without a record."""


def blurs(timeline: Timeline) -> list[Blur]:
    """Return the imprecise dates of a program, those first that blur most county-days.

    Days after the last on which anything changes are not counted.
    """
    days: Counter[int] = Counter()
    changes: dict[int, Change] = {}
    for fips in timeline.counties:
        for first, until in pairwise(timeline.breakpoints_of(fips)):
            for change in timeline.standing(fips, first).blurred_by:
                days[change.seq] += (until - first).days
                changes[change.seq] = change
    ranked = sorted(days.items(), key=lambda item: (-item[1], item[0]))
    return [Blur(changes[seq], county_days) for seq, county_days in ranked]


def unexplained(timeline: Timeline) -> list[Reconciled]:
    """Return the last printed totals of each term that count counties without a name."""
    rows = reconciliation(timeline)
    last = {(timeline.totals[r.entry].change.term, r.status): r for r in rows}
    return [row for row in last.values() if row.unnamed]


def disagreeing(timeline: Timeline) -> list[Reconciled]:
    """Return the printed totals that the named records do not lead to."""
    return [row for row in reconciliation(timeline) if row.agrees is False]


def planned(record: Record, program: str) -> list[Planned]:
    """Return what was planned and has not been confirmed, in order of time."""
    found = [
        Planned(one.entry, one.fact.milestone, one.fact.kind)
        for one in milestones(record)
        if one.fact.state == "planned"
        and one.confirmed_by is None
        and one.fact.program in (None, program)
    ]
    codes = list(record.of_kind(CodeInEffect))
    known = {fact.code for _, fact in codes if fact.state != "planned"}
    return found + [
        Planned(seq, fact.code, fact.kind)
        for seq, fact in codes
        if fact.state == "planned" and fact.code not in known
    ]


def lapsed(timeline: Timeline, through: date | None = None) -> list[Lapsed]:
    """Return the counties without a record in the year after one in which they have one.

    Args:
        timeline: of a program whose term is the fiscal year; others have no such years.
        through: up to the fiscal year of this day; left out, the last of any record.
    """
    years = {
        fips: {change.term for change in timeline.changes(fips) if change.term}
        for fips in timeline.counties
    }
    last = max((year for mine in years.values() for year in mine), default=None)
    if last is None:
        return []
    last = FiscalYear.containing(through) if through else last
    return list(_gaps(years, last))


def _gaps(years: dict[str, set[FiscalYear]], last: FiscalYear) -> Iterator[Lapsed]:
    for fips, mine in years.items():
        for year in sorted(mine):
            if year.following not in mine and year.following <= last:
                yield Lapsed(fips, year.following)
