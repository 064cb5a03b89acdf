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
    ended or will, no source says on which day; `open`: nothing recorded ends it."""
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


@dataclass(frozen=True, slots=True)
class _Turn:
    """A day on which another status, or another change of the same status, gets the say."""

    day: date
    before: Holding | None
    after: Holding | None

    @property
    def takes_effect(self) -> bool:
        """Whether the change that gets the say took effect on this day, not earlier."""
        return self.after is not None and self.after.change.shown_by == self.day


def spells(timeline: Timeline, fips: str) -> list[Spell]:
    """Return the spells of a county in order, from `FIRST_DAY` on, without gaps."""
    found: list[Spell] = []
    for turn in _turns(timeline, fips):
        changes = () if turn.after is None else (turn.after.change,)
        if found and found[-1].status == status_of(turn.after):
            longer = (*found[-1].changes, *(c for c in changes if c not in found[-1].changes))
            found[-1] = replace(found[-1], end=_open_end(turn.after), changes=longer)
            continue
        since = _since(timeline, turn)
        if found:
            found[-1] = replace(found[-1], after_last=turn.day, end=_end(turn, since))
        spell = Spell(
            fips, status_of(turn.after), turn.day, None, since, _open_end(turn.after), changes
        )
        found.append(spell)
    return found


def spell_on(all_: list[Spell], day: date) -> Spell:
    """Return the spell that covers a day."""
    return all_[bisect_right(all_, day, key=lambda spell: spell.first_day) - 1]


def _turns(timeline: Timeline, fips: str) -> Iterator[_Turn]:
    """Yield a turn for each day on which the reading may differ."""
    before: Holding | None = None
    for day in (FIRST_DAY, *timeline.breakpoints_of(fips)):
        after = timeline.standing(fips, day).because
        yield _Turn(day, before, after)
        before = after


def _since(timeline: Timeline, turn: _Turn) -> ImpreciseDate | None:
    """Say when a status began: as a source gives it, or the first day of a fiscal year."""
    if turn.after is None:
        return None
    ended = _stated_end(turn)
    if ended is not None and ended.earliest <= turn.day <= ended.latest:
        return ended
    if turn.takes_effect:
        return timeline.dated(turn.after.change)
    return exact(turn.day)


def _stated_end(turn: _Turn) -> ImpreciseDate | None:
    """The end that a change stated itself, if that is why another has the say (or none)."""
    left = turn.after if turn.after is not None and turn.after.over else turn.before
    if left is None or not left.change.may_be_over(turn.day):
        return None
    end = left.change.stated_end
    return end if isinstance(end, ImpreciseDate) else None


def _open_end(because: Holding | None) -> End:
    if because is None or because.over or because.change.stated_end is None:
        return End("open", None, None)
    end = because.change.stated_end
    return End("unknown", end if isinstance(end, ImpreciseDate) else None, because.change)


def _end(turn: _Turn, since: ImpreciseDate | None) -> End:
    """Say what ended the status before a turn."""
    another = turn.before is None or turn.after is None or turn.after.change != turn.before.change
    if turn.before is None or (turn.takes_effect and another):
        return End("changed", since, turn.after.change if turn.after else None)
    ended = turn.before.change
    if ended.may_be_over(turn.day) and ended.stated_end == "unknown":
        return End("unknown", None, ended)
    return End("ended", since, ended) if ended.may_be_over(turn.day) else End("lapsed", since, None)
