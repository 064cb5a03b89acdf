"""What does the record say of one county, over all programs, with sources and corrections?"""

from dataclasses import dataclass
from typing import Literal

from app.domain.counties import County
from app.domain.entries import Entry
from app.domain.events import Milestone
from app.domain.facts import Correction, Fact, Retraction
from app.queries.journal import refuse_ahead
from app.queries.records import EVERYTHING, Records
from app.queries.sight import Sight
from app.queries.spells import CountySpell, program_spells


@dataclass(frozen=True, slots=True)
class CountyInProgram:
    """A county's spells in one program."""

    program: str
    name: str
    spells: tuple[CountySpell, ...]


@dataclass(frozen=True, slots=True)
class CountyAnswer:
    """A county over all programs."""

    county: County
    sight: Sight
    programs: tuple[CountyInProgram, ...]
    arrangements: tuple[tuple[int, Milestone], ...]
    """Milestones that concern it: agreements with other counties, local acts."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry about a county, and whether it still stands."""

    entry: Entry
    fact: Fact
    """What it says: of a correction, the fact it puts in place."""
    state: Literal["stands", "corrected", "retracted", "retraction"]
    by: int | None
    """The entry that corrected or retracted it."""
    replaces: int | None
    """The entry that this one corrects or retracts."""
    reason: str | None
    """Why that one was wrong."""


@dataclass(frozen=True, slots=True)
class HistoryAnswer:
    """Entries about a county, in order of recording."""

    county: County
    sight: Sight
    entries: tuple[Told, ...]
    total: int
    complete: bool
    """Whether no further entries follow."""


def county(records: Records, asked: County, sight: Sight) -> CountyAnswer:
    """Return a county's spells in every program, and the arrangements it is part of."""
    programs = []
    for definition in records.programs(sight):
        code = definition.program or ""
        found = program_spells(records, code, sight, county=asked).spells
        programs.append(CountyInProgram(code, definition.name, found))
    arrangements = [
        (seq, fact)
        for seq, fact in records.record(EVERYTHING, sight).of_kind(Milestone)
        if asked.fips in fact.counties
    ]
    return CountyAnswer(asked, sight, tuple(programs), tuple(arrangements))


def history(records: Records, asked: County, sight: Sight, after: int, limit: int) -> HistoryAnswer:
    """Return the entries about a county, corrected and retracted ones too, after a number.

    Raises:
        UnknownRevision: `after` is ahead of the journal.
    """
    refuse_ahead(after, sight)
    told = _told(records, asked, sight)
    page = [one for one in told if one.entry.seq > after]
    return HistoryAnswer(asked, sight, tuple(page[:limit]), len(told), complete=len(page) <= limit)


def _told(records: Records, asked: County, sight: Sight) -> list[Told]:
    """Return every entry about a county, in order of recording."""
    until = sight.known_at.seq
    all_ = records.memory.entries(records.journal, EVERYTHING, until)
    entries = {entry.seq: entry for entry in all_}
    admits = records.record(EVERYTHING, sight).admits
    replacing = {
        entry.fact.target: entry
        for entry in entries.values()
        if isinstance(entry.fact, Correction | Retraction)
    }
    told = []
    for seq, entry in entries.items():
        fact = _said(entry, entries)
        if asked.fips in fact.concerns and admits(fact):
            told.append(_tell(entry, fact, replacing.get(seq)))
    return told


def _said(entry: Entry, entries: dict[int, Entry]) -> Fact:
    """Return the fact that an entry records, puts in place or removes."""
    if isinstance(entry.fact, Correction):
        return entry.fact.fact
    if isinstance(entry.fact, Retraction):
        return _said(entries[entry.fact.target], entries)
    return entry.fact


def _tell(entry: Entry, fact: Fact, by: Entry | None) -> Told:
    replaces = entry.fact if isinstance(entry.fact, Correction | Retraction) else None
    state: Literal["stands", "corrected", "retracted", "retraction"] = "stands"
    if by is not None:
        state = "corrected" if isinstance(by.fact, Correction) else "retracted"
    elif isinstance(entry.fact, Retraction):
        state = "retraction"
    return Told(
        entry,
        fact,
        state,
        by.seq if by else None,
        replaces.target if replaces else None,
        replaces.reason if replaces else None,
    )
