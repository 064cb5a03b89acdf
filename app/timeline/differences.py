"""Who moved between two days, and how the counts before become the counts after."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.domain.programs import TERM_ENDED, Direction
from app.timeline.spells import spells
from app.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Difference:
    """One county whose status differs between two days, in the certain reading."""

    fips: str
    before: str
    after: str
    direction: Direction
    definite: bool
    """Whether the record allows only this status on either day, and no printed total may count
    the county elsewhere without its name."""
    entries: tuple[int, ...]
    """The entries that got the say in between; none for a lapse into `term_ended`."""


@dataclass(frozen=True, slots=True)
class Possible:
    """One county that may have moved between two days."""

    fips: str
    before: frozenset[str]
    """Every status that its record allows on the first day."""
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Balance:
    """One status: ``before + moved_in - moved_out + unnamed_change = after``."""

    status: str
    before: int
    moved_in: int
    """Named counties that moved into it."""
    moved_out: int
    """Named counties that moved out of it."""
    unnamed_change: int
    """Change among counties counted without a name."""
    after: int


def differences(timeline: Timeline, first: date, last: date) -> list[Difference]:
    """Return the counties whose status on `last` is not that on `first`."""
    before, after = timeline.standings(first), timeline.standings(last)
    sure = _sure(timeline, first) & _sure(timeline, last)
    return [
        Difference(
            fips=fips,
            before=before[fips].status,
            after=after[fips].status,
            direction=timeline.codebook.direction(before[fips].status, after[fips].status),
            definite=fips in sure,
            entries=_entries(timeline, fips, first, last),
        )
        for fips in timeline.counties
        if before[fips].status != after[fips].status
    ]


def possible_differences(timeline: Timeline, first: date, last: date) -> list[Possible]:
    """Return the counties that may have moved, though the certain reading is the same."""
    before, after = timeline.possibilities(first), timeline.possibilities(last)
    same = timeline.readings(first).items() & timeline.readings(last).items()
    return [
        Possible(fips, before[fips].possible, after[fips].possible)
        for fips in timeline.counties
        if fips in dict(same)
        and len(before[fips].possible | after[fips].possible) > 1
        and (
            before[fips].possible != after[fips].possible
            or any(c.shown_from <= last and c.shown_by > first for c in timeline.changes(fips))
        )
    ]


def _sure(timeline: Timeline, day: date) -> set[str]:
    """Return the counties of one status only, that no printed total may count elsewhere."""
    return {
        fips
        for fips, allowed in timeline.possibilities(day).items()
        if allowed.possible == {timeline.standing(fips, day).status} and not allowed.may_hold
    }


def balances(timeline: Timeline, first: date, last: date, moved: list[Difference]) -> list[Balance]:
    """Return for every status how its count on `first` becomes that on `last`."""
    before, after = timeline.counts(first), timeline.counts(last)
    rows = []
    for status in timeline.codebook.answers:
        moved_in = sum(difference.after == status for difference in moved)
        moved_out = sum(difference.before == status for difference in moved)
        change = after[status].count - before[status].count
        rows.append(
            Balance(
                status=status,
                before=before[status].count,
                moved_in=moved_in,
                moved_out=moved_out,
                unnamed_change=change - moved_in + moved_out,
                after=after[status].count,
            )
        )
    return rows


def _entries(timeline: Timeline, fips: str, first: date, last: date) -> tuple[int, ...]:
    return tuple(
        following.changes[0].seq
        for spell, following in pairwise(spells(timeline, fips))
        if first < following.first_day <= last
        and (spell.end.kind != "lapsed" or following.status != TERM_ENDED)
    )
