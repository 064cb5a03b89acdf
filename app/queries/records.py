"""The record as questions read it: entries and timelines of a program, kept between questions.

What has been read and folded is remembered by program and view. The journal only grows, so an
entry read once is right for ever, and a timeline for a view stays right for that view.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeVar

from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import UnknownProgram
from app.domain.programs import Codebook
from app.domain.sources import ProgramDefined
from app.journal.reader import Head, JournalReader
from app.queries.sight import CheckedThrough, Sight
from app.timeline.record import Record
from app.timeline.timeline import Timeline
from app.timeline.view import View

MOST_KEPT = 128
"""Timelines and records of views kept at most; those not asked for the longest go first."""

EVERYTHING = "*"
"""In place of a program: the entries of all programs, and of none."""

T = TypeVar("T")


class Memory:
    """What has been read and folded so far; shared by all questions of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: dict[str | None, tuple[int, list[Entry]]] = {}
        self._programs: tuple[int, dict[str, int]] = (0, {})
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def entries(self, journal: JournalReader, program: str | None, until: int) -> list[Entry]:
        """Return the entries of a program and of none, up to `until`, reading only new ones."""
        with self._lock:
            read, entries = self._entries.get(program, (0, []))
            if read < until and program == EVERYTHING:
                entries = entries + journal.entries(after=read, until=until)
            elif read < until:
                entries = entries + journal.entries_of(program, after=read, until=until)
            self._entries[program] = (max(read, until), entries)
        end = bisect_right(entries, until, key=lambda entry: entry.seq)
        return entries if end == len(entries) else entries[:end]

    def programs(self, journal: JournalReader, until: int) -> dict[str, int]:
        """Return the programs defined up to `until`, in order, and where each was first."""
        with self._lock:
            read, programs = self._programs
            if read < until:
                programs = {**journal.programs(after=read, until=until), **programs}
                self._programs = (until, programs)
        known = [(seq, program) for program, seq in programs.items() if seq <= until]
        return {program: seq for seq, program in sorted(known)}

    def kept(self, cls: type[T], key: Hashable, make: Callable[[], T]) -> T:
        """Return what was worked out before, or work it out and keep it."""
        with self._lock:
            found = self._kept.get((cls, key))
            if isinstance(found, cls):
                self._kept.move_to_end((cls, key))
                return found
        made = make()
        with self._lock:
            self._kept[cls, key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Records:
    """The record as one question reads it, in one transaction."""

    journal: JournalReader
    counties: Counties
    memory: Memory

    def programs(self, sight: Sight) -> list[ProgramDefined]:
        """Return the programs known by then, by the order of their first definition."""
        codes = self.memory.programs(self.journal, sight.known_at.seq)
        editions = [self._editions(code, sight) for code in codes]
        return [found[-1][1] for found in editions if found]

    def definition(self, program: str, sight: Sight) -> tuple[int, ProgramDefined]:
        """Return the edition of a codebook known by then, and its entry.

        Raises:
            UnknownProgram: no program of that code was known by then.
        """
        ever = self.memory.programs(self.journal, sight.known_at.seq)
        if program in ever and (editions := self._editions(program, sight)):
            return editions[-1]
        known = ", ".join(defined.program or "" for defined in self.programs(sight)) or "none yet"
        raise UnknownProgram(
            f"There is no program {program[:60]!r} in the record as known then. "
            f"Programs here: {known}."
        )

    def codebook(self, program: str, sight: Sight) -> Codebook:
        """Return the codebook known by then; before any was known, the first.

        So a question about the time before the record began is answered: nothing was recorded.

        Raises:
            UnknownProgram: no program of that code has been defined, or it was retracted by then.
        """
        first = self.memory.programs(self.journal, self.journal.head().seq).get(program)
        if first is None or first <= sight.known_at.seq:
            return self.definition(program, sight)[1].codebook()
        return self.definition(program, Sight(Head(first, None, "")))[1].codebook()

    def record(self, program: str | None, sight: Sight) -> Record:
        """Return what stands of a program's entries and of those of no program.

        Of no program only with None; of all programs with `EVERYTHING`.
        """
        entries, view = self._seen(program, sight)
        return self.memory.kept(Record, (program, view), lambda: Record.of(entries, view))

    def timeline(self, program: str, sight: Sight) -> Timeline:
        """Return the timeline of a program, folded at most once for each state of it."""
        codebook = self.codebook(program, sight)
        entries, view = self._seen(program, sight)

        def fold() -> Timeline:
            fips = [county.fips for county in self.counties]
            return Timeline.fold(codebook, fips, entries, view)

        return self.memory.kept(Timeline, (program, view), fold)

    def checked_through(self, program: str, sight: Sight) -> tuple[CheckedThrough, ...]:
        """Return up to which date each source series of a program has been read."""
        found = self.record(program, sight).checked_through()
        return tuple(CheckedThrough(series, through) for series, through in sorted(found.items()))

    def _editions(self, program: str, sight: Sight) -> list[tuple[int, ProgramDefined]]:
        everything = replace(sight, issued_by=None, evidence="all")
        found = sorted(self.record(program, everything).facts, key=lambda item: item.place)
        return [
            (item.seq, item.fact)
            for item in found
            if isinstance(item.fact, ProgramDefined) and item.fact.program == program
        ]

    def _seen(self, program: str | None, sight: Sight) -> tuple[list[Entry], View]:
        """Return the entries a sight reaches, and its view, the same until one more concerns it."""
        entries = self.memory.entries(self.journal, program, sight.known_at.seq)
        last = entries[-1].seq if entries else 0
        return entries, replace(sight.view, known_at=last)
