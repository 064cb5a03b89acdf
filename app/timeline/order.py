"""Declared order: what a source says came first narrows what the dates leave open.

`after` names an entry; `from` points at the live entry that set that status. Entries of one
`group` are one act, on one day.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from graphlib import CycleError, TopologicalSorter

from app.domain.errors import Contradiction
from app.domain.participation import StatusChanged
from app.timeline.changes import Change


def with_predecessors(changes: list[Change], corrected: Mapping[int, int]) -> list[Change]:
    """Return the changes, each with the entries declared to come before it."""
    standing = {change.seq: change for change in changes}
    setters = _Setters(changes)
    return [replace(c, after=tuple(_before(c, standing, setters, corrected))) for c in changes]


def among(changes: list[Change]) -> list[Change]:
    """Return the changes of a view, without orders against entries that it leaves out.

    Orders that reach a county's earlier entry through another county (or another term) are
    made its own.
    """
    present = {change.seq: change for change in changes}
    return [replace(c, after=tuple(_reached(c, present))) if c.after else c for c in changes]


def _reached(change: Change, present: Mapping[int, Change]) -> dict[int, None]:
    """Return the declared predecessors, and those reached through another county or term."""
    reached: dict[int, None] = {}
    waiting = list(change.after)
    while waiting:
        before = present.get(waiting.pop())
        if before is None or before.seq in reached:
            continue
        reached[before.seq] = None
        if (before.fact.county, before.term) != (change.fact.county, change.term):
            waiting += before.after
    return reached


def tightened(changes: list[Change]) -> list[Change]:
    """Return the changes with bounds narrowed along the declared orders.

    The earliest possible day is carried forward and the latest backward, until nothing
    moves: O(changes + orders) for orders declared as they are recorded.

    Raises:
        Contradiction: a cycle, or no day is left; names both documents.
    """
    _refuse_cycles(changes)
    acts = _Acts(changes)
    while any([acts.forward(changes), acts.backward(changes)]):
        pass
    return [change.within(*acts.days(change)) for change in changes]


def _before(
    change: Change,
    standing: Mapping[int, Change],
    setters: "_Setters",
    corrected: Mapping[int, int],
) -> Iterator[int]:
    fact = change.fact
    if not isinstance(fact, StatusChanged):
        return
    if fact.after is not None:
        target = fact.after
        while target in corrected:
            target = corrected[target]
        # Between fiscal years the calendar decides, and a declared order adds nothing.
        if target in standing and standing[target].term == change.term:
            yield target
    elif fact.from_ is not None and (left := setters.of(change, fact.from_)) is not None:
        yield left


class _Setters:
    """Who set which status: for finding the entry that a `from` points at."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._lists: dict[object, list[Change]] = defaultdict(list)
        for change in changes:
            self._lists[change.fact.county, change.term, change.status].append(change)
        for setters in self._lists.values():
            setters.sort(key=lambda c: c.earliest)

    def of(self, change: Change, status: str) -> int | None:
        """Return the last entry of `status` that can have come before `change`."""
        setters = self._lists.get((change.fact.county, change.term, status), [])
        reach = bisect_right(setters, change.latest, key=lambda c: c.earliest)
        others = (c for c in setters[:reach] if c.seq != change.seq)
        last = max(others, key=lambda c: c.key, default=None)
        return None if last is None else last.seq


class _Acts:
    """Bounds of each act: a group, or an entry by itself."""

    def __init__(self, changes: list[Change]) -> None:
        self._act = {c.seq: c.group or c.seq for c in changes}
        self._by_seq = {c.seq: c for c in changes}
        self._earliest: dict[str | int, date] = {}
        self._latest: dict[str | int, date] = {}
        first: dict[str | int, Change] = {}
        for change in changes:
            act = self._act[change.seq]
            last = min(change.latest, change.ends_by) if change.ends_by else change.latest
            self._earliest[act] = max(self._earliest.get(act, change.earliest), change.earliest)
            self._latest[act] = min(self._latest.get(act, last), last)
            self._refuse_empty(first.setdefault(act, change), change)

    def days(self, change: Change) -> tuple[date, date]:
        act = self._act[change.seq]
        return self._earliest[act], self._latest[act]

    def forward(self, changes: list[Change]) -> bool:
        """Carry earliest days forward along the orders; say whether anything moved."""
        moved = False
        for change in changes:
            for before in change.after:
                first = self._earliest[self._act[before]]
                if first > self._earliest[self._act[change.seq]]:
                    self._earliest[self._act[change.seq]] = first
                    self._refuse_empty(change, self._by_seq[before])
                    moved = True
        return moved

    def backward(self, changes: list[Change]) -> bool:
        """Carry latest days backward along the orders; say whether anything moved."""
        moved = False
        for change in reversed(changes):
            for before in change.after:
                last = self._latest[self._act[change.seq]]
                if last < self._latest[self._act[before]]:
                    self._latest[self._act[before]] = last
                    self._refuse_empty(change, self._by_seq[before])
                    moved = True
        return moved

    def _refuse_empty(self, change: Change, other: Change) -> None:
        for one in (change, other):
            first, last = self.days(one)
            if first > last:
                raise _contradiction("leave no day on which both could be true", change, other)


def _refuse_cycles(changes: list[Change]) -> None:
    by_seq = {change.seq: change for change in changes}
    try:
        TopologicalSorter({c.seq: c.after for c in changes if c.after}).prepare()
    except CycleError as error:
        first, second = error.args[1][:2]
        raise _contradiction(
            "say that each came before the other", by_seq[first], by_seq[second]
        ) from None


def _contradiction(how: str, one: Change, other: Change) -> Contradiction:
    cited = " and ".join(
        f"entry {c.seq} ({c.fact.document}, {c.when})"
        for c in ((one,) if one.seq == other.seq else (one, other))
    )
    return Contradiction(
        f"The declared order contradicts the dates: {cited} {how}. Check both documents; correct "
        "a date, `after`, `from`, `group` or `until`."
    )
