"""What a write changes: counts on every date concerned, and printed totals that agree no more."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.timeline.counts import Count
from app.timeline.reconciliation import Reconciled, reconciliation
from app.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Effect:
    """Counts before and after, from a day until that of the next effect (or no difference)."""

    as_of: date
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
    steps = [Effect(day, before.counts(day).rows, after.counts(day).rows) for day in days]
    return [
        step
        for last, step in pairwise([None, *steps])
        if step is not None
        and step.before != step.after
        and (last is None or (last.before, last.after) != (step.before, step.after))
    ]


def unsettled(before: Timeline, after: Timeline) -> list[Unsettled]:
    """Return the printed totals whose agreement changes."""
    old = {(row.entry, row.status): row for row in reconciliation(before)}
    return [
        Unsettled(was, row)
        for row in reconciliation(after)
        for was in (old.get((row.entry, row.status)),)
        if (None if was is None else was.agrees) != row.agrees
    ]
