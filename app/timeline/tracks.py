"""What has the say on a day, term by term.

In a program whose term is the fiscal year, the changes of the year in which a day lies have the
say; where there are none (or they are over), those already made for a later year; where there
are none either, those of past years, which have lapsed. So a plan sent in June for the next
year does not displace the tier still in force, and a tier lapses on July 1.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from app.domain.dates import FIRST_DAY
from app.domain.fiscal_years import FiscalYear
from app.timeline.changes import NEVER, Change
from app.timeline.layers import Layer, Seen

_NOTHING = Layer([])


@dataclass(frozen=True, slots=True)
class Holding:
    """A change that has the say, and whether it is over (ended, or lapsed with its term)."""

    change: Change
    over: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may have the say on a day."""

    possible: tuple[Holding, ...]
    none: bool
    """Whether there may have been no change at all."""
    reading: Holding | None
    """The certain reading: as if every change fell on the last day its source allows."""


class Track:
    """The changes of one county (or the control totals of a program). Immutable."""

    def __init__(self, changes: list[Change]) -> None:
        self._changes = changes
        self._terms: dict[FiscalYear | None, list[Change]] = defaultdict(list)
        for change in changes:
            self._terms[change.term].append(change)
        self._current = {term: Layer(members) for term, members in self._terms.items()}
        self._years = sorted(term for term in self._terms if term)
        self._early: dict[FiscalYear, Layer] = {}
        self._past: dict[FiscalYear, Layer] = {}

    def on(self, day: date) -> Outcome:
        """Return what may have the say on a day."""
        if not self._years:
            return _decide([self._current.get(None, _NOTHING).on(day)], _NOTHING.on(day), day)
        year = FiscalYear.containing(day)
        year = min(max(year, self._years[0].previous), self._years[-1].following)
        if year not in self._early:
            # The past first: another thread that sees the early layer must find both.
            self._past[year] = Layer([c for c in self._changes if c.term and c.term < year])
            self._early[year] = Layer([c for c in self._changes if c.term and c.term > year])
        ahead = [self._current.get(year, _NOTHING).on(day), self._early[year].on(day)]
        return _decide(ahead, self._past[year].on(day), day)

    def breakpoints(self) -> set[date]:
        """Return every day on which an answer may differ from that of the day before."""
        days: set[date] = set()
        for c in self._changes:
            days.update((c.shown_from, c.shown_by, c.earliest))
            days.update(day for day in (c.ends_from, c.ends_by) if day)
            if c.term:
                days.update((c.term.first_day, c.term.following.first_day))
        return {day for day in days if day >= FIRST_DAY and day != NEVER}


def _decide(ahead: list[Seen], past: Seen, day: date) -> Outcome:
    """Let each layer have the say where those before it may have none, or may be over."""
    return Outcome(*_possible(ahead, past, day), _reading(ahead, past, day))


def _possible(ahead: list[Seen], past: Seen, day: date) -> tuple[tuple[Holding, ...], bool]:
    possible: list[Holding] = []
    over: list[Holding] = []
    unheard = True
    """Whether no layer so far may have had anything to say."""
    for seen in ahead:
        possible += [Holding(c, over=False) for c in seen.possible if c.may_hold(day)]
        ended = [c for c in seen.possible if c.may_be_over(day) and not _later(seen.floor, day)]
        over = (over if seen.floor is None else []) + [Holding(c, over=True) for c in ended]
        unheard = unheard and seen.floor is None
        if not (unheard or over):
            return tuple(possible), False
    if unheard:
        over += [Holding(c, over=True) for c in past.possible]
    return (*possible, *over), unheard and past.floor is None


def _later(floor: date | None, day: date) -> bool:
    """Say whether what has the say took effect only after `day` (announced ahead of time)."""
    return floor is not None and floor > day


def _reading(ahead: list[Seen], past: Seen, day: date) -> Holding | None:
    ended: Change | None = None
    for seen in ahead:
        if seen.certain is not None:
            if not seen.certain.is_over(day):
                return Holding(seen.certain, over=False)
            ended = seen.certain
    lapsed = ended or past.certain
    return None if lapsed is None else Holding(lapsed, over=True)
