"""Acts that move several counties together: entries of one group, and orders across counties.

Where their days are uncertain, the counties' standings do not vary independently: the worlds
are split into cases in which they do, one for each choice of days of the shared changes that
makes a difference.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from app.domain.errors import Contradiction
from app.timeline.changes import Change, announced_together, shown
from app.timeline.order import tightened
from app.timeline.record import Record

MOST_CASES = 2_000
"""Beyond this many, the counties are taken as independent: wider ranges, never wrong ones."""


def linked(changes: list[Change]) -> list[frozenset[str]]:
    """Return the sets of counties, of two or more, that shared changes link together."""
    county_of = {change.seq: change.fact.county or "" for change in changes}
    acts: dict[str, set[str]] = defaultdict(set)
    components: list[frozenset[str]] = []
    for change in changes:
        if change.group is not None:
            acts[change.group].add(county_of[change.seq])
    orders = (
        {county_of[c.seq], county_of.get(b, county_of[c.seq])} for c in changes for b in c.after
    )
    for link in (*acts.values(), *orders):
        if len(link) > 1:
            touched = [component for component in components if component & link]
            apart = [component for component in components if not component & link]
            components = [*apart, frozenset(link).union(*touched)]
    return components


def cases(changes: list[Change], day: date) -> Iterator[list[Change]] | None:
    """Split linked changes into cases whose counties vary independently on a day.

    Returns:
        The changes narrowed for each consistent choice of days; None if there are too many.
    """
    shared = _shared(changes)
    days = {act: _days(members, changes, day, len(shared)) for act, members in shared.items()}
    total = 1
    for choices in days.values():
        total *= len(choices)
    return None if total > MOST_CASES else _narrowed(changes, days)


def announced_cases(changes: list[Change], record: Record, day: date) -> Iterator[list[Change]]:
    """Place changes on the view's clock; what was announced as one act shows, or not, as one."""
    placed = shown(changes, record)
    limit = record.view.issued_by
    if record.view.clock == "announced":
        limit = min(day, limit or day)
    options: dict[str | None, list[bool]] = {}
    if limit is not None:
        for group, (first, last) in announced_together(changes, record).items():
            options[group] = [
                told for told in (True, False) if told in (first <= limit, last <= limit)
            ]
    for choice in product(*options.values()):
        in_time = dict(zip(options, choice, strict=True))
        yield [
            _in_time(c, record, day) if c.group in in_time else c
            for c in placed
            if in_time.get(c.group, True)
        ]


def _in_time(change: Change, record: Record, day: date) -> Change:
    """Return a change that has been announced by `day`."""
    if record.view.clock == "announced":
        return replace(change, shown_from=day, shown_by=day)
    return replace(change, shown_from=change.earliest, shown_by=change.latest)


def _narrowed(changes: list[Change], days: dict[str | int, list[date]]) -> Iterator[list[Change]]:
    for choice in product(*days.values()):
        chosen = dict(zip(days, choice, strict=True))
        pinned = [
            c.within(chosen[act], chosen[act]) if (act := c.group or c.seq) in chosen else c
            for c in changes
        ]
        try:
            yield tightened(pinned)
        except Contradiction:
            continue


def _shared(changes: list[Change]) -> dict[str | int, list[Change]]:
    """Return the acts that concern several counties, or are ordered against another county's."""
    county_of = {change.seq: change.fact.county for change in changes}
    across = {
        seq
        for change in changes
        for before in change.after
        if county_of.get(before, change.fact.county) != change.fact.county
        for seq in (before, change.seq)
    }
    acts: dict[str | int, list[Change]] = defaultdict(list)
    for change in changes:
        if change.group is not None or change.seq in across:
            acts[change.group or change.seq].append(change)
    return acts


def _days(members: list[Change], changes: list[Change], day: date, shared: int) -> list[date]:
    """Return days enough to realise every order of a shared act among the other changes."""
    earliest, latest = members[0].earliest, members[0].latest
    edges = {day, earliest, latest}
    for change in changes:
        edges |= {change.earliest, change.latest}
    near = {edge + timedelta(days=n) for edge in edges for n in range(-shared, shared + 1)}
    return sorted(d for d in near if earliest <= d <= latest)
