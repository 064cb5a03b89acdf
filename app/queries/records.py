"""The record as questions read it: entries and timelines of a program, kept between questions.

What has been read and folded is remembered by program and view. The journal only grows, so an
entry read once is right for ever, and a timeline for a view stays right for that view.
"""

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock

from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import UnknownProgram
from app.domain.programs import Codebook
from app.domain.sources import ProgramDefined
from app.journal.reader import JournalReader
from app.queries.sight import CheckedThrough, Sight
from app.timeline.record import Record
from app.timeline.timeline import Timeline
from app.timeline.view import View

MOST_TIMELINES = 64


class Memory:
    """What has been read and folded so far; shared by all questions of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: dict[str | None, tuple[int, list[Entry]]] = {}
        self._timelines: OrderedDict[tuple[str, View], Timeline] = OrderedDict()

    def entries(self, journal: JournalReader, program: str | None, until: int) -> list[Entry]:
        """Return the entries of a program and of none, up to `until`, reading only new ones."""
        with self._lock:
            read, entries = self._entries.get(program, (0, []))
            if read < until:
                entries = entries + journal.entries_of(program, after=read, until=until)
                self._entries[program] = (until, entries)
        return entries[: bisect_right(entries, until, key=lambda entry: entry.seq)]

    def timeline(self, key: tuple[str, View]) -> Timeline | None:
        """Return a timeline that was kept."""
        with self._lock:
            if key in self._timelines:
                self._timelines.move_to_end(key)
            return self._timelines.get(key)

    def keep(self, key: tuple[str, View], timeline: Timeline) -> None:
        """Keep a timeline, and let go of the one that was not asked for the longest."""
        with self._lock:
            self._timelines[key] = timeline
            while len(self._timelines) > MOST_TIMELINES:
                self._timelines.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Records:
    """The record as one question reads it, in one transaction."""

    journal: JournalReader
    counties: Counties
    memory: Memory

    def programs(self, sight: Sight) -> list[ProgramDefined]:
        """Return the programs known by then, by the order of their first definition."""
        found = []
        for program in self.journal.programs(sight.known_at.seq):
            found += [fact for _, fact in self._editions(program, sight)][-1:]
        return found

    def definition(self, program: str, sight: Sight) -> tuple[int, ProgramDefined]:
        """Return the edition of a codebook known by then; before any was known, the first.

        Raises:
            UnknownProgram: no program of that code has ever been defined.
        """
        editions = self._editions(program, sight)
        if editions:
            return editions[-1]
        for entry in self.memory.entries(self.journal, program, self.journal.head().seq):
            if isinstance(entry.fact, ProgramDefined):
                return entry.seq, entry.fact
        known = ", ".join(self.journal.programs(self.journal.head().seq)) or "none yet"
        raise UnknownProgram(f"There is no program {program[:60]!r}. Programs here: {known}.")

    def codebook(self, program: str, sight: Sight) -> Codebook:
        """Return the codebook of a program, as `definition` does."""
        return self.definition(program, sight)[1].codebook()

    def record(self, program: str | None, sight: Sight) -> Record:
        """Return what stands of a program's entries and of those of no program."""
        entries = self.memory.entries(self.journal, program, sight.known_at.seq)
        return Record.of(entries, sight.view)

    def timeline(self, program: str, sight: Sight) -> Timeline:
        """Return the timeline of a program, folded at most once for each state of it."""
        codebook = self.codebook(program, sight)
        entries = self.memory.entries(self.journal, program, sight.known_at.seq)
        last = entries[-1].seq if entries else 0
        view = replace(sight.view, known_at=last)
        timeline = self.memory.timeline((program, view))
        if timeline is None:
            fips = [county.fips for county in self.counties]
            timeline = Timeline.fold(codebook, fips, entries, view)
            self.memory.keep((program, view), timeline)
        return timeline

    def checked_through(self, program: str, sight: Sight) -> tuple[CheckedThrough, ...]:
        """Return up to which date each source series of a program has been read."""
        found = self.record(program, sight).checked_through()
        return tuple(CheckedThrough(series, through) for series, through in sorted(found.items()))

    def _editions(self, program: str, sight: Sight) -> list[tuple[int, ProgramDefined]]:
        everything = replace(sight, issued_by=None, evidence="all")
        found = self.record(program, everything).of_kind(ProgramDefined)
        return [(seq, fact) for seq, fact in found if fact.program == program]
