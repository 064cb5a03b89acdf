"""What a write changes: counts on every date concerned, and printed totals that agree no more."""

from dataclasses import dataclass, replace
from datetime import date

from app.timeline.counts import Count
from app.timeline.reconciliation import Reconciled, reconciliation
from app.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Effect:
    """Counts before and after, on the days of a stretch."""

    as_of: date
    """First day."""
    until: date | None
    """First day on which they are others, or no longer differ; None: they stay."""
    before: tuple[Count, ...]
    after: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """One status of a printed total whose agreement with the named records changes."""

    before: Reconciled | None
    """None: the total is new."""
    after: Reconciled


def effects(before: Timeline, after: Timeline) -> list[Effect]:
    """Return the counts that change, in order of time: one for each stretch of days."""
    days = sorted({*before.breakpoints, *after.breakpoints})
    found: list[Effect] = []
    for day in days:
        was, is_ = before.counts(day).rows, after.counts(day).rows
        if found and found[-1].until is None:
            if (found[-1].before, found[-1].after) == (was, is_):
                continue
            found[-1] = replace(found[-1], until=day)
        if was != is_:
            found.append(Effect(day, None, was, is_))
    return found


def unsettled(before: Timeline, after: Timeline) -> list[Unsettled]:
    """Return the printed totals whose agreement changes."""
    old = {(row.entry, row.status): row for row in reconciliation(before)}
    return [
        Unsettled(was, row)
        for row in reconciliation(after)
        for was in (old.get((row.entry, row.status)),)
        if (None if was is None else was.agrees) != row.agrees
    ]
