"""The timeline of a program: every answer about its counties, folded from its entries.

Immutable, pure, and equal on every database by construction.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from app.domain.dates import ImpreciseDate
from app.domain.entries import Entry
from app.domain.participation import ControlTotal, StatusSetting
from app.domain.programs import POOL, Codebook
from app.timeline.acts import MOST_CASES, announced_cases, cases, linked
from app.timeline.changes import Change, shown
from app.timeline.counts import Counts, count
from app.timeline.order import among, tightened, with_predecessors
from app.timeline.places import Held, Lapsed, Places, Standings
from app.timeline.record import Record
from app.timeline.standings import Standing
from app.timeline.tracks import Holding, Outcome, Track
from app.timeline.unnamed import PrintedTotal, printed_totals
from app.timeline.view import View


@dataclass(frozen=True, slots=True)
class Possibility:
    """What one county may have been on a day, printed totals taken into account."""

    possible: frozenset[str]
    """Every status that the record allows; of a county known only to take part, while a total
    counts finer statuses, those."""
    may_hold: frozenset[str]
    """Statuses in which a county is counted without a name that may be this one."""


class Timeline:
    """What the entries of one program say, from one view."""

    def __init__(self, codebook: Codebook, counties: tuple[str, ...], record: Record) -> None:
        self.codebook = codebook
        self.counties = counties
        self.record = record
        by_term = codebook.term == "fiscal_year"
        found = [
            Change.of(seq, fact, by_term=by_term)
            for seq, fact in _of_program(record, codebook.program)
        ]
        status = [c for c in found if isinstance(c.fact, StatusSetting)]
        ordered = with_predecessors(status, record.corrected)
        counted = [c for c in ordered if record.admits(c.fact) and c.fact.county in counties]
        self._changes = {change.seq: change for change in tightened(among(counted))}
        self._tracks = _tracks(shown(list(self._changes.values()), record))
        totals = [c for c in found if isinstance(c.fact, ControlTotal) and record.admits(c.fact)]
        self._total_changes = totals
        self._total_track = Track(shown(totals, record))
        self._counted: dict[int, Counts] = {}
        self._announced: dict[date, dict[int, PrintedTotal]] = {}

    @classmethod
    def fold(
        cls, codebook: Codebook, counties: Iterable[str], entries: Iterable[Entry], view: View
    ) -> "Timeline":
        """Work out a program's timeline: O(n log n) for n entries.

        Args:
            codebook: the edition of the codebook known by then.
            counties: FIPS codes of the program's counties.
            entries: the program's, and those of no program; in order of `seq`.
            view: which entries count, and on which clock.

        Raises:
            Contradiction: the declared orders cannot all be true.
        """
        return cls(codebook, tuple(counties), Record.of(entries, view))

    def standing(self, fips: str, day: date) -> Standing:
        """Return the standing of one county on a day."""
        return Standing.of(self._tracks[fips].on(day))

    def standings(self, day: date) -> dict[str, Standing]:
        """Return the standing of every county on a day."""
        return {fips: self.standing(fips, day) for fips in self.counties}

    def readings(self, day: date) -> dict[str, str]:
        """Return the status of every county on a day, in the certain reading."""
        return {fips: standing.status for fips, standing in self.standings(day).items()}

    def possibilities(self, day: date) -> dict[str, Possibility]:
        """Return what every county may have been, under every total that may be in force."""
        standings = self.standings(day)
        options = self._options(self._total_track.on(day), day)
        allowed = [places.possible(self.codebook, standings) for places in options]
        held = [places.may_hold(standings) for places in options]
        return {
            fips: Possibility(
                frozenset().union(*(each[fips] for each in allowed)),
                frozenset().union(*(each[fips] for each in held)),
            )
            for fips in standings
        }

    def counts(self, day: date) -> Counts:
        """Return the counts on a day. O(log n) for a stretch that was counted before."""
        at = bisect_right(self.breakpoints, day)
        if at not in self._counted:
            self._counted[at] = self._count(day)
        return self._counted[at]

    def changes(self, fips: str) -> list[Change]:
        """Return the status-setting changes of a county, in order of the certain reading."""
        mine = (c for c in self._changes.values() if c.fact.county == fips)
        return sorted(mine, key=lambda c: c.key)

    @cached_property
    def breakpoints(self) -> list[date]:
        """Every day on which an answer may differ from that of the day before, in order."""
        days = self._total_track.breakpoints()
        for track in self._tracks.values():
            days |= track.breakpoints()
        return sorted(days)

    def breakpoints_of(self, fips: str) -> list[date]:
        """Every day on which the standing of one county may change, in order."""
        return sorted(self._tracks[fips].breakpoints())

    def dated(self, change: Change) -> ImpreciseDate:
        """Return when a change took effect, on the view's clock, as the source gives it."""
        return self.record.dated(change.fact) or change.when

    @cached_property
    def totals(self) -> dict[int, PrintedTotal]:
        """The printed totals by `seq`, in order of the certain reading."""
        return self._totals(self.record.view.effective())

    def totals_on(self, day: date) -> dict[int, PrintedTotal]:
        """Return the printed totals, set against what the view's clock shows by a day."""
        if self.record.view.clock == "effective":
            return self.totals
        if day not in self._announced:
            told_by = min(day, self.record.view.issued_by or day)
            view = replace(self.record.view.effective(), issued_by=told_by)
            self._announced[day] = self._totals(view)
        return self._announced[day]

    def total_on(self, day: date) -> Holding | None:
        """Return the printed total in force (or lapsed) on a day, in the certain reading."""
        return self._total_track.on(day).reading

    def places_on(self, day: date) -> Places:
        """Return the unnamed places on a day, in the certain reading."""
        return self._places(self.total_on(day), day)

    def _totals(self, view: View) -> dict[int, PrintedTotal]:
        """Set the printed totals against the counties that an effective view names."""
        base = self
        if view != self.record.view:
            base = Timeline(self.codebook, self.counties, replace(self.record, view=view))
        return printed_totals(self._total_changes, self.codebook, base.readings)

    def _count(self, day: date) -> Counts:
        standings = self.standings(day)
        outcome = self._total_track.on(day)
        options = self._options(outcome, day)
        worlds = [(case, options) for case in self._cases(standings, day)]
        return count(self.codebook, standings, self._places(outcome.reading, day), worlds)

    def _options(self, outcome: Outcome, day: date) -> list[Places]:
        """Return the unnamed places under each total that may be in force, or none."""
        options = [self._places(holding, day) for holding in outcome.possible]
        return [*options, Places()] if outcome.none else options

    def _places(self, holding: Holding | None, day: date) -> Places:
        if holding is None or (holding.over and holding.change.term is None):
            return Places()
        if not holding.over or holding.change.term is None:
            total = self.totals_on(day)[holding.change.seq]
            return Held(total.unnamed, total.unplaceable)
        last_day = holding.change.term.last_day
        total = self.totals_on(last_day)[holding.change.seq]
        then = self.readings(last_day)
        in_force = self.total_on(last_day)
        if in_force is None or in_force.over or in_force.change.seq != total.change.seq:
            return Places()
        filled = Held(total.unnamed, total.unplaceable).fill(self.codebook, then)
        pool = frozenset(fips for fips, status in then.items() if status in POOL)
        left = sum(filled.counts[status] for status in POOL)
        return Lapsed(places=len(pool) - left, pool_then=pool)

    def _cases(self, standings: Standings, day: date) -> list[Standings]:
        """Split the worlds into cases in which the counties' standings vary independently."""
        split: list[Standings] = [standings]
        for counties in self._linked:
            if all(standings[fips].definite for fips in counties):
                continue
            narrowed = cases([c for fips in counties for c in self.changes(fips)], day)
            moved = [
                {fips: Standing.of(tracks[fips].on(day)) for fips in counties}
                for case in narrowed or ()
                for placed in announced_cases(case, self.record, day)
                for tracks in (_tracks(placed),)
            ]
            # Too many cases together: these counties are taken as independent, wider, never wrong.
            if len(split) * len(moved) <= MOST_CASES:
                split = [{**one, **other} for one in split for other in moved] or split
        return split

    @cached_property
    def _linked(self) -> list[frozenset[str]]:
        return linked(list(self._changes.values()))


def _of_program(record: Record, program: str) -> Iterable[tuple[int, StatusSetting | ControlTotal]]:
    for item in record.facts:
        fact = item.fact
        if fact.program == program and (
            isinstance(fact, StatusSetting) or (isinstance(fact, ControlTotal) and fact.counts)
        ):
            yield item.seq, fact


def _tracks(changes: list[Change]) -> dict[str, Track]:
    """Return the track of each county; a county without changes has an empty one."""
    mine: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        mine[change.fact.county or ""].append(change)
    return defaultdict(lambda: _EMPTY, {fips: Track(list_) for fips, list_ in mine.items()})


_EMPTY = Track([])
