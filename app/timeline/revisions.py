"""Why the answer for one day differs between two states of knowledge, entry by entry."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.entries import Entry
from app.domain.facts import Correction, Fact, Retraction
from app.domain.participation import ControlTotal, StatusSetting
from app.domain.programs import NOT_RECORDED
from app.domain.sources import ProgramDefined
from app.timeline.timeline import Timeline

Cause = Literal["corrected", "retracted", "late", "identified", "total", "codebook"]
"""`corrected` and `retracted`: we had been wrong; `identified`: a county that was counted without
a name; `late`: a fact we learned afterwards; `total`: a printed total; `codebook`: an edition."""


@dataclass(frozen=True, slots=True)
class Revision:
    """An entry that may change the answer."""

    entry: Entry
    fact: Fact
    """What it says: what a correction puts in place, what a retraction removes."""
    cause: Cause
    replaces: int | None
    """The entry that it corrects or retracts."""
    reason: str | None


@dataclass(frozen=True, slots=True)
class Revised:
    """A county whose standing on the day is another one."""

    fips: str
    before: str
    after: str
    possible_before: frozenset[str]
    possible_after: frozenset[str]
    revisions: tuple[Revision, ...]
    """The entries about it recorded in between."""


def revised(
    before: Timeline, after: Timeline, day: date, entries: list[Entry], last: int
) -> tuple[list[Revised], list[Revision]]:
    """Return the counties that stand otherwise, and the entries in between about none of them.

    Args:
        before: as known then.
        after: as known later.
        day: the day asked about.
        entries: of the program, up to the later state, in order of `seq`.
        last: the last entry known before.
    """
    told = {entry.seq: entry.fact for entry in entries}
    revisions = [
        revision
        for entry in entries
        if entry.seq > last
        for revision in (_revision(entry, told, before, day),)
        if revision is not None
    ]
    counties = []
    for fips in after.counties:
        was, is_ = before.standing(fips, day), after.standing(fips, day)
        if (was.status, was.possible) != (is_.status, is_.possible):
            mine = tuple(r for r in revisions if fips in _about(r, told))
            counties.append(Revised(fips, was.status, is_.status, was.possible, is_.possible, mine))
    named = {revision.entry.seq for county in counties for revision in county.revisions}
    return counties, [revision for revision in revisions if revision.entry.seq not in named]


def _revision(entry: Entry, told: dict[int, Fact], before: Timeline, day: date) -> Revision | None:
    fact = entry.fact
    if isinstance(fact, Correction):
        if not _counts(fact.fact):
            return None
        return Revision(entry, fact.fact, "corrected", fact.target, fact.reason)
    if isinstance(fact, Retraction):
        gone = _said(told.get(fact.target))
        if gone is None or not _counts(gone):
            return None
        return Revision(entry, gone, "retracted", fact.target, fact.reason)
    if not _counts(fact):
        return None
    return Revision(entry, fact, _cause(fact, before, day), None, None)


def _cause(fact: Fact, before: Timeline, day: date) -> Cause:
    if isinstance(fact, ControlTotal):
        return "total"
    if isinstance(fact, ProgramDefined):
        return "codebook"
    allowed = before.possibilities(day).get(fact.county or "")
    unnamed = allowed is not None and allowed.may_hold and NOT_RECORDED in allowed.possible
    return "identified" if unnamed else "late"


def _counts(fact: Fact) -> bool:
    return isinstance(fact, StatusSetting | ControlTotal | ProgramDefined)


def _said(fact: Fact | None) -> Fact | None:
    return fact.fact if isinstance(fact, Correction) else fact


def _about(revision: Revision, told: dict[int, Fact]) -> set[str | None]:
    """Return the counties a revision is about: that of what it replaces, too."""
    replaced = _said(told.get(revision.replaces)) if revision.replaces else None
    return {revision.fact.county, replaced.county if replaced else None} - {None}
