"""Spells: unbroken stretches of one status, half-open ``[from, until)``, in the certain reading.

A spell begins on the last day its source allows (from then on it certainly holds), and says
which date the source gave.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.domain.dates import FIRST_DAY, ImpreciseDate, exact
from app.domain.programs import TERM_ENDED
from app.timeline.changes import Change
from app.timeline.standings import status_of
from app.timeline.timeline import Timeline
from app.timeline.tracks import Holding

EndKind = Literal["changed", "ended", "lapsed", "unknown", "open"]


@dataclass(frozen=True, slots=True)
class End:
    """What ends a spell."""

    kind: EndKind
    """`changed`: another entry; `ended`: its own stated end; `lapsed`: the term; `unknown`: it
    ended or will, no source says when; `open`: nothing recorded ends it."""
    when: ImpreciseDate | None
    """First day on which it no longer holds, as the source gives it."""
    change: Change | None
    """The entry that says so: the next one, or the one that stated its own end."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One county, one status, from one day to another."""

    fips: str
    status: str
    first_day: date
    """First day on which it certainly holds, on the view's clock."""
    after_last: date | None
    """First day on which it certainly no longer holds; None: no end is recorded."""
    since: ImpreciseDate | None
    """When it began, as the source gives it; None before any record."""
    end: End
    changes: tuple[Change, ...]
    """The entries behind it: the first began it, later ones renewed it."""


def spells(timeline: Timeline, fips: str) -> list[Spell]:
    """Return the spells of a county in order, from `FIRST_DAY` on, without gaps."""
    found: list[Spell] = []
    for spell in _segments(timeline, fips):
        if found and found[-1].status == spell.status:
            longer = (*found[-1].changes, *(c for c in spell.changes if c not in found[-1].changes))
            found[-1] = replace(found[-1], changes=longer)
        else:
            if found:
                found[-1] = replace(found[-1], after_last=spell.first_day, end=_end(spell))
            found.append(spell)
    return found


def spell_on(all_: list[Spell], day: date) -> Spell:
    """Return the spell that covers a day."""
    return all_[bisect_right(all_, day, key=lambda spell: spell.first_day) - 1]


def _segments(timeline: Timeline, fips: str) -> Iterator[Spell]:
    """Yield a spell for each stretch between the days on which the reading may differ."""
    for day in (FIRST_DAY, *timeline.breakpoints_of(fips)):
        because = timeline.standing(fips, day).because
        yield Spell(
            fips=fips,
            status=status_of(because),
            first_day=day,
            after_last=None,
            since=_since(timeline, because, day),
            end=_open_end(because),
            changes=() if because is None else (because.change,),
        )


def _since(timeline: Timeline, because: Holding | None, day: date) -> ImpreciseDate | None:
    if because is None:
        return None
    if not because.over:
        return timeline.dated(because.change)
    end = because.change.stated_end if because.change.is_over(day) else None
    return end if isinstance(end, ImpreciseDate) else exact(day)


def _open_end(because: Holding | None) -> End:
    if because is not None and not because.over and because.change.stated_end == "unknown":
        return End("unknown", None, because.change)
    return End("open", None, None)


def _end(following: Spell) -> End:
    """Say what ended a spell, from the one that follows."""
    change = following.changes[0]
    if following.status != TERM_ENDED:
        return End("changed", following.since, change)
    if change.is_over(following.first_day):
        return End("ended", following.since, change)
    return End("lapsed", following.since, None)
