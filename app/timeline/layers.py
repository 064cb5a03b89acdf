"""Which of several imprecisely dated changes may have the say on a day: the closed form.

Every change has one unknown day between `earliest` and `latest`, and counts from some day
between `shown_from` and `shown_by`. With ``floor(D) = max{earliest : shown_by <= D}``, a change
may be the last one on D exactly when ``shown_from <= D`` and ``latest >= floor(D)``; none may
have happened exactly when no change has ``shown_by <= D``.

Why: let a change fall as late as it may. Any other can keep out of its way, falling before it
or counting only after D, unless it certainly counts by D and cannot be that early. Sorting by
the earliest day, the obvious shortcut, is wrong: of A in days 0..10 and B on day 5 both are
possible on day 9.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby

from app.timeline.changes import NEVER, Change


@dataclass(frozen=True, slots=True)
class Seen:
    """What one layer allows on a day."""

    possible: tuple[Change, ...]
    """Changes that may have the say."""
    certain: Change | None
    """The one that has it in the certain reading."""
    floor: date | None
    """No change before this day can have the say; None: there may have been no change at all."""


class Layer:
    """Changes that compete with each other. Immutable; a question costs O(log n + answer)."""

    def __init__(self, changes: list[Change]) -> None:
        self._overtaken = _overtaken(changes)
        by_shown = sorted(changes, key=lambda c: c.shown_by)
        self._shown_by = [c.shown_by for c in by_shown]
        self._floor = list(accumulate((c.earliest for c in by_shown), max))
        self._certain = self._readings(by_shown)
        self._by_latest = sorted(changes, key=lambda c: c.latest)
        self._latest = [c.latest for c in self._by_latest]
        self._shown_later = list(
            accumulate((c.shown_from for c in reversed(self._by_latest)), min)
        )[::-1]

    def on(self, day: date) -> Seen:
        """Return what may have the say on a day."""
        known = bisect_right(self._shown_by, day)
        floor = self._floor[known - 1] if known else None
        at = bisect_left(self._latest, floor) if floor else 0
        possible = []
        while at < len(self._by_latest) and self._shown_later[at] <= day:
            change = self._by_latest[at]
            if change.shown_from <= day < self._overtaken[change.seq]:
                possible.append(change)
            at += 1
        return Seen(tuple(possible), self._certain[known - 1] if known else None, floor)

    def _readings(self, by_shown: list[Change]) -> list[Change]:
        """For each change, who has the say once it and all before it certainly count."""
        readings: list[Change] = []
        best: Change | None = None
        for day, arriving in groupby(by_shown, key=lambda c: c.shown_by):
            arrived = list(arriving)
            standing = [c for c in arrived if self._overtaken[c.seq] > day]
            if best is not None and self._overtaken[best.seq] > day:
                standing.append(best)
            elif best is not None:
                standing += self._ties(by_shown, best, day)
            best = max(standing, key=lambda c: c.key, default=best)
            readings += [best or arrived[0]] * len(arrived)
        return readings

    def _ties(self, by_shown: list[Change], best: Change, day: date) -> list[Change]:
        """Changes as late as an overtaken one: the say may pass to them."""
        return [
            c
            for c in by_shown
            if c.shown_by <= day < self._overtaken[c.seq] and c.key[:2] == best.key[:2]
        ]


def _overtaken(changes: list[Change]) -> dict[int, date]:
    """Return for each change the day from which a declared successor certainly counts."""
    overtaken = {change.seq: NEVER for change in changes}
    moved = True
    while moved:
        moved = False
        for change in reversed(changes):
            for before in change.after:
                day = min(change.shown_by, overtaken[change.seq])
                if before in overtaken and day < overtaken[before]:
                    overtaken[before] = day
                    moved = True
    return overtaken
