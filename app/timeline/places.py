"""Unnamed places: how counties counted without a name are set against those named.

Three cases: a printed total is in force (`Held`), one has lapsed with its term (`Lapsed`), or
there is none (`Places`). Each says how it fills up one world, and what ranges it gives over all
worlds in which the counties' standings vary independently.

In a world, N counties are `not_recorded`, T are `term_ended`, n are unplaced; u places are
unnamed. n places are held by the unplaced, the rest by the pool: x of them by `term_ended`
counties, ``max(0, u-n-N) <= x <= min(T, u-n)``, the least in the certain reading.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.domain.programs import NOT_RECORDED, POOL, TERM_ENDED, Codebook
from app.timeline.standings import Standing

Standings = Mapping[str, Standing]
"""The standing of each county, by FIPS code."""

Range = tuple[int, int]
"""At least, at most."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One world, counted. The counts sum to the program's counties."""

    counts: dict[str, int]
    unnamed: dict[str, int]
    """How many of each count no record names."""
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """No unnamed places: what is named is all there is."""

    unnamed: dict[str, int] = field(default_factory=dict)
    """Counties counted in each status without a name."""
    unplaceable: frozenset[str] = frozenset()
    """Statuses whose counties hold one of the unnamed places of finer ones."""

    def possible(self, codebook: Codebook, standings: Standings) -> dict[str, frozenset[str]]:
        """Return what each county may have been.

        Of the unplaced, the finer statuses that have places; while there are not places enough
        for all of them, their own status too.
        """
        unplaced = sum(not self.unplaceable.isdisjoint(s.possible) for s in standings.values())
        crowded = unplaced > sum(self.unnamed.values())
        finer = {
            status: frozenset(code for code in codebook[status].covers if self.unnamed.get(code))
            for status in self.unplaceable
        }
        return {
            fips: standing.possible.union(*(finer[status] for status in hidden))
            - (frozenset() if crowded else hidden)
            for fips, standing in standings.items()
            for hidden in (standing.possible & self.unplaceable,)
        }

    def may_hold(self, standings: Standings) -> dict[str, frozenset[str]]:
        """Return for each county the statuses in which it may be counted without its name."""
        free = sum(self.unnamed.values()) - Options(standings).only(set(self.unplaceable))
        held = frozenset(code for code, n in self.unnamed.items() if n and free > 0)
        return {
            fips: held if standing.possible & set(POOL) else frozenset()
            for fips, standing in standings.items()
        }

    def fill(self, codebook: Codebook, statuses: Mapping[str, str]) -> Filled:
        """Count one world, in which every county has one status."""
        named = Counter(statuses.values())
        return Filled({status: named[status] for status in codebook.answers}, {})

    def ranges(self, codebook: Codebook, standings: Standings) -> dict[str, Range]:
        """Return the range of each status over all worlds."""
        options = Options(standings)
        return {s: (options.only({s}), options.some({s})) for s in codebook.answers}


@dataclass(frozen=True, slots=True)
class Held(Places):
    """A printed total is in force: its unnamed places are filled from the pool."""

    def fill(self, codebook: Codebook, statuses: Mapping[str, str]) -> Filled:
        """Count one world, in which every county has one status."""
        named = Counter(statuses.values())
        unplaced = sum(named[status] for status in self.unplaceable)
        surplus = max(0, unplaced - sum(self.unnamed.values()))
        room = unplaced + named[NOT_RECORDED] + named[TERM_ENDED]
        unnamed = _given_up(codebook, self.unnamed, sum(self.unnamed.values()) - room)
        places = max(0, sum(unnamed.values()) - unplaced)
        from_ended = max(0, places - named[NOT_RECORDED])
        counts = {status: named[status] + unnamed.get(status, 0) for status in codebook.codes}
        for status in self._unplaceable_in(codebook):
            counts[status] = surplus
            surplus = 0
        counts[TERM_ENDED] = named[TERM_ENDED] - from_ended
        counts[NOT_RECORDED] = named[NOT_RECORDED] - (places - from_ended)
        if places:
            unnamed = {**unnamed, NOT_RECORDED: counts[NOT_RECORDED]}
        return Filled(counts, unnamed, unplaced)

    def ranges(self, codebook: Codebook, standings: Standings) -> dict[str, Range]:
        """Return the range of each status over all worlds."""
        options = Options(standings)
        held = sum(self.unnamed.values())
        never, ended = {NOT_RECORDED, *self.unplaceable}, {TERM_ENDED, *self.unplaceable}
        room = options.only(never | ended)
        least = _given_up(codebook, self.unnamed, held - room)
        most = _given_up(codebook, self.unnamed, held - options.some(never | ended))
        ranges = {
            s: (options.only({s}) + least.get(s, 0), options.some({s}) + most.get(s, 0))
            for s in codebook.codes
        }
        left_over = max(0, options.only(set(self.unplaceable)) - held)
        for status in self._unplaceable_in(codebook):
            ranges[status] = (left_over, max(0, options.some({status}) - held))
            left_over = 0
        spare = max(0, options.some(never | ended) - held)
        for pool, open_to in ((NOT_RECORDED, never), (TERM_ENDED, ended)):
            least_left = min(options.only(open_to) - held, options.only({pool}))
            ranges[pool] = (max(0, least_left), min(spare, options.some({pool})))
        return ranges

    def _unplaceable_in(self, codebook: Codebook) -> list[str]:
        return [code for code in codebook.codes if code in self.unplaceable]


@dataclass(frozen=True, slots=True)
class Lapsed(Places):
    """The last printed total lapsed with its term: its unnamed are among `term_ended`.

    Some may have a current record by now; at most as many as did not have one then.
    """

    places: int = 0
    """Unnamed places of the pool on the last day of the term."""
    pool_then: Collection[str] = frozenset()
    """Counties of the pool on that day: any of them may have held a place."""

    def may_hold(self, standings: Standings) -> dict[str, frozenset[str]]:
        """Return for each county the statuses in which it may be counted without its name."""
        held = frozenset({TERM_ENDED} if self.places else ())
        return {
            fips: held
            if fips in self.pool_then and NOT_RECORDED in standing.possible
            else frozenset()
            for fips, standing in standings.items()
        }

    def fill(self, codebook: Codebook, statuses: Mapping[str, str]) -> Filled:
        """Count one world, in which every county has one status."""
        named = Counter(statuses.values())
        may_hold = sum(statuses[fips] == TERM_ENDED for fips in self.pool_then)
        places = min(self.places, named[NOT_RECORDED] + may_hold)
        from_ended = max(0, places - named[NOT_RECORDED])
        counts = {status: named[status] for status in codebook.answers}
        counts[TERM_ENDED] += places - from_ended
        counts[NOT_RECORDED] -= places - from_ended
        unnamed = {TERM_ENDED: places, NOT_RECORDED: counts[NOT_RECORDED]} if places else {}
        return Filled(counts, unnamed)

    def ranges(self, codebook: Codebook, standings: Standings) -> dict[str, Range]:
        """Return the range of each status over all worlds."""
        options = Options(standings)
        ranges = {s: (options.only({s}), options.some({s})) for s in codebook.codes}
        held_none = Options({f: s for f, s in standings.items() if f not in self.pool_then})
        held_some = Options({f: s for f, s in standings.items() if f in self.pool_then})
        never, ended = {NOT_RECORDED}, {TERM_ENDED}
        left = max(0, self.places - held_some.some(set(codebook.codes)))
        ranges[TERM_ENDED] = (
            max(held_none.only(ended) + left, options.only(ended)),
            min(options.some(ended) + self.places, options.some(never | ended)),
        )
        outside = held_none.some(never) + len(self.pool_then)
        ranges[NOT_RECORDED] = (
            max(0, options.only(never) - self.places),
            min(outside - self.places, options.some(never)),
        )
        return ranges


class Options:
    """Counties whose statuses vary independently of one another."""

    def __init__(self, standings: Standings) -> None:
        self._possible = Counter(standing.possible for standing in standings.values())

    def only(self, statuses: set[str]) -> int:
        """How many counties can have no other status than these."""
        return sum(n for possible, n in self._possible.items() if possible <= statuses)

    def some(self, statuses: set[str]) -> int:
        """How many counties may have one of these."""
        return sum(n for possible, n in self._possible.items() if possible & statuses)


def _given_up(codebook: Codebook, unnamed: Mapping[str, int], excess: int) -> dict[str, int]:
    """Give up places that no county is left to hold, those of the first statuses first."""
    left = dict(unnamed)
    for status in codebook.codes:
        given = min(max(0, excess), left.get(status, 0))
        if given:
            left[status] -= given
            excess -= given
    return left
