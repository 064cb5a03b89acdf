"""Moves of a county against the rules of its program.

The status that a change left is not one but all that the record allows just before it: a rule
is broken only where no reading of the record keeps it. A county without a record may hold one
of the places that a printed total counts without a name, so it may have left that status too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.dates import FIRST_DAY
from app.domain.participation import PlanSubmitted, ProtocolSubmitted, StatusChanged
from app.domain.programs import NOT_RECORDED, POOL
from app.domain.rules import Breach, Rule
from app.timeline.changes import Change
from app.timeline.standings import Standing, status_of
from app.timeline.timeline import Timeline
from app.timeline.tracks import Track

_NEEDED = {kind.kind: kind for kind in (PlanSubmitted, ProtocolSubmitted)}


def breaches(timeline: Timeline, fips: str) -> list[Breach]:
    """Return the rules that the changes of a county break, in order of the certain reading."""
    changes = timeline.changes(fips)
    found: list[Breach] = []
    for change in changes:
        if isinstance(change.fact, StatusChanged) and change.fact.resumes is not None:
            continue
        others = [c for c in changes if c.seq != change.seq]
        # What certainly came later in the same term was not left: only another year's lapse was.
        before = [c for c in others if c.term != change.term or c.earliest <= change.latest]
        left = _Left.of(timeline, change, before)
        broken = [(rule, left.entries, why) for rule, why in _broken(timeline, change, left)]
        for rule, entries, why in [*broken, *_same_day(change, others)]:
            program = timeline.codebook.program
            found.append(Breach(rule, program, fips, change.seq, entries, why))
    return found


def _same_day(change: Change, others: list[Change]) -> Iterator[tuple[Rule, tuple[int, ...], str]]:
    """Find an earlier told change on the same exact day that is no other source's word for it."""
    for other in others:
        exact = change.earliest == change.latest == other.earliest == other.latest
        ordered = other.seq in change.after or change.seq in other.after
        another_source = (other.status == change.status) and (
            other.fact.document != change.fact.document
        )
        if exact and not ordered and not another_source and other.seq < change.seq:
            why = f"entry {other.seq} gives it {other.status} on the same day, {change.earliest}"
            yield "same-day", (other.seq,), f"{why}; say which came `after` the other"


@dataclass(frozen=True, slots=True)
class _Left:
    """What a change may have left."""

    statuses: frozenset[str]
    entries: tuple[int, ...]
    """The entries that set them."""

    @classmethod
    def of(cls, timeline: Timeline, change: Change, others: list[Change]) -> "_Left":
        """Return every status that the record allows just before a change."""
        track = Track(others)
        statuses: set[str] = set()
        entries: set[int] = set()
        for day in _days_before(change, track):
            outcome = track.on(day)
            possible = Standing.of(outcome).possible
            statuses |= possible
            if possible & set(POOL):
                statuses |= {code for code, n in timeline.places_on(day).unnamed.items() if n}
            entries |= {h.change.seq for h in outcome.possible if status_of(h) in possible}
        return cls(frozenset(statuses), tuple(sorted(entries)))


def _days_before(change: Change, others: Track) -> list[date]:
    """Return days on which every status shows that a change may have left."""
    first, last = change.earliest - timedelta(days=1), change.latest
    if change.term is not None and first < change.term.first_day:
        first = change.term.first_day
        last = max(first, last)
    return [max(first, FIRST_DAY), *(d for d in others.breakpoints() if first < d <= last)]


def _broken(timeline: Timeline, change: Change, left: _Left) -> Iterator[tuple[Rule, str]]:
    book = timeline.codebook
    said = change.fact.from_ if isinstance(change.fact, StatusChanged) else None
    before = left.statuses if said is None else frozenset({said})
    was = " or ".join(code for code in book.answers if code in left.statuses)
    if said is not None and not {said, NOT_RECORDED} & left.statuses:
        yield "from-differs", f"it is said to leave {said}, and the county was {was}"
    elif isinstance(change.fact, PlanSubmitted) and change.status in left.statuses:
        return  # a plan sent again, or told by another source, is no move
    elif book.moves is not None and not any((b, change.status) in book.moves for b in before):
        yield (
            "move-not-allowed",
            f"{book.program} has no move from {said or was} to {change.status}",
        )
    for kind in book[change.status].needs:
        if not _has(timeline, change, kind):
            of = f" of {change.term}" if change.term else ""
            yield (
                "needs-missing",
                f"{change.status} needs a {kind}{of} before it, and there is none",
            )


def _has(timeline: Timeline, change: Change, kind: str) -> bool:
    """Say whether a county has an entry of a kind, of the change's year and not after it."""
    return any(
        fact.program == timeline.codebook.program
        and fact.county == change.fact.county
        and (change.term is None or fact.fiscal_year == change.term)
        and fact.when.earliest <= change.latest
        for _, fact in timeline.record.of_kind(_NEEDED[kind])
    )
