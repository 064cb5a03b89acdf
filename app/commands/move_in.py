"""Move an existing record in: entries with the instants at which they were first recorded.

Only into an empty journal, only upwards in time, and marked `backfilled` for ever. Everything is
checked before anything is written, and all of it is written in one transaction.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import get_args

from app.commands.checks import check, refuse_twice
from app.commands.checks.personal_data import well_formed
from app.commands.correct_entry import refuse_another, refuse_cited, refuse_followed
from app.commands.record_entries import refuse_contradictions
from app.commands.referable import Name, Referable, name_of, with_fips
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import Fault, MalformedFact, ProgramError, Refused, UnknownEntry
from app.domain.events import Milestone
from app.domain.facts import Correction, Fact, Retraction
from app.domain.participation import StatusChanged, StatusSetting
from app.domain.rules import Rule, RuleOverridden
from app.domain.sources import Document, ProgramDefined
from app.journal.writer import Journal


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry of the record that moves in."""

    row: int
    """Where it stands in the file."""
    fact: Fact
    recorded_at: datetime
    recorded_by: str
    batch: str


def move_in(
    journal: Journal,
    counties: Counties,
    kept: Sequence[Kept],
    first: Sequence[Fact] = (),
    on_entry: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[Entry]:
    """Write down an existing record. Rows of one instant are one batch.

    Args:
        journal: open for writing, and empty.
        counties: the register.
        kept: in order; what points at an entry names its place among them, from 1.
        first: facts that come before them, such as codebooks.
        on_entry: told how far it is: entries done, of how many.

    Raises:
        Refused: the journal holds entries.
        MalformedFact: rows that cannot be recorded; all of them are listed.
        Contradiction: declared orders cannot all be true.
    """
    if journal.head().seq:
        raise Refused("The journal holds entries already: a record moves into an empty one only.")
    start = kept[0].recorded_at - timedelta(microseconds=1)
    before = [Kept(0, fact, start, kept[0].recorded_by, "codebooks") for fact in first]
    moved = [replace(one, fact=_shifted(one.fact, len(first))) for one in kept]
    rows = _checked([*before, *moved], counties, journal.now())
    done = 0
    for (moment, by, batch), group in groupby(
        rows, key=lambda one: (one.recorded_at, one.recorded_by, one.batch)
    ):
        mine = [one.fact for one in group]
        journal.backfill(mine, recorded_at=moment, recorded_by=by, batch=batch)
        done += len(mine)
        on_entry(done, len(rows))
    written = journal.entries()
    refuse_contradictions(written, counties, {entry.fact.program for entry in written})
    return written


def _checked(kept: Sequence[Kept], counties: Counties, now: datetime) -> list[Kept]:
    """Return the rows with counties by FIPS code; refuse all that cannot be recorded."""
    faults: list[Fault] = []
    rows: list[Kept] = []
    for one in kept:
        try:
            rows.append(replace(one, fact=_resolved(one.fact, counties)))
        except ProgramError as error:
            faults += _at(one.row, error)
            rows.append(one)
    faults += _in_time(rows, now)
    faults += _refused(rows, counties)
    if faults:
        listed = "\n".join(f"  row {fault.row}: {fault.detail}" for fault in faults[:20])
        more = f"\n  and {len(faults) - 20} more" if len(faults) > 20 else ""  # noqa: PLR2004
        raise MalformedFact(f"Nothing was recorded. To mend:\n{listed}{more}", tuple(faults))
    return rows


def _shifted(fact: Fact, by: int) -> Fact:
    """Return a fact whose pointers to entries count those that come first."""
    if isinstance(fact, Correction):
        return replace(fact, target=fact.target + by, fact=_shifted(fact.fact, by))
    if isinstance(fact, Retraction):
        return replace(fact, target=fact.target + by)
    if isinstance(fact, StatusChanged):
        return replace(
            fact,
            after=None if fact.after is None else fact.after + by,
            resumes=None if fact.resumes is None else fact.resumes + by,
        )
    return replace(fact, entry=fact.entry + by) if isinstance(fact, RuleOverridden) else fact


def _resolved(fact: Fact, counties: Counties) -> Fact:
    if isinstance(fact, Correction):
        right = with_fips(fact.fact, counties)
        return replace(fact, fact=right, program=right.program, county=right.county)
    return with_fips(fact, counties)


def _in_time(rows: list[Kept], now: datetime) -> Iterator[Fault]:
    last: Kept | None = None
    for one in rows:
        if one.recorded_at > now:
            yield Fault(None, f"{one.recorded_at} lies in the future", row=one.row)
        if last is not None and one.recorded_at < last.recorded_at:
            said = f"{one.recorded_at} is before {last.recorded_at} of the row before"
            yield Fault(None, f"{said}: order the rows by recorded_at", row=one.row)
        if last is not None and one.recorded_at == last.recorded_at and _of(one) != _of(last):
            said = "rows of one instant are one batch: give them one recorded_by and batch"
            yield Fault(None, said, row=one.row)
        last = one


def _of(one: Kept) -> tuple[str, str]:
    return one.recorded_by, one.batch


def _refused(rows: list[Kept], counties: Counties) -> Iterator[Fault]:
    """Yield what cannot be recorded, as if each batch came in by itself."""
    then = _Then(Referable.of([], counties))
    numbered = list(enumerate(rows, start=1))
    for _, batch in groupby(numbered, key=lambda one: one[1].recorded_at):
        mine = list(batch)
        for seq, one in mine:
            try:
                then.take(seq, one.fact)
            except ProgramError as error:
                yield from _at(one.row, error)
        for _, one in mine:
            try:
                then.check(one.fact)
            except ProgramError as error:
                yield from _at(one.row, error)
        then.settle(mine[-1][0])


class _Then:
    """What stands at a row. Held to what every other door holds a writer to."""

    def __init__(self, nothing: Referable) -> None:
        self._standing = nothing
        self._said: set[Fact] = set()
        self._names: set[Name | None] = set()
        self._ever: dict[int, tuple[str | None, str | None, str]] = {}
        """What every entry so far that set a status has set, replaced or not."""

    def take(self, seq: int, fact: Fact) -> None:
        """Let a fact stand, in the place of another or by itself."""
        standing = self._standing
        if isinstance(fact, Correction | Retraction):
            self._take_away(seq, fact)
        told = fact.fact if isinstance(fact, Correction) else fact
        if isinstance(fact, Retraction):
            return
        refuse_twice(told, self._said, self._names, "")
        standing.by_seq[seq] = told
        self._said.add(told)
        self._names.add(name_of(told))
        if isinstance(told, StatusSetting):
            self._ever[seq] = told.program, told.county, told.status
        if isinstance(told, Document):
            standing.documents[told.document or ""] = told
        elif isinstance(told, Milestone):
            standing.milestones[told.milestone] = told
        elif isinstance(told, ProgramDefined):
            check(told, standing, "")
            standing.codebooks[told.program or ""] = told.codebook()

    def check(self, fact: Fact) -> None:
        """Refuse what a fact says, as things stand."""
        told = fact.fact if isinstance(fact, Correction) else fact
        if isinstance(fact, Retraction):
            well_formed(fact)
            return
        if isinstance(told, RuleOverridden):
            broken = self._standing.by_seq.get(self._standing.standing(told.entry))
            if told.rule not in get_args(Rule) or not isinstance(broken, StatusSetting):
                raise UnknownEntry(f"entry {told.entry} breaks no rule {told.rule!r}")
        if isinstance(told, StatusChanged) and told.resumes is not None:
            resumed = self._ever.get(told.resumes)
            if resumed != (told.program, told.county, told.status):
                raise UnknownEntry(f"entry {told.resumes} does not give it {told.status}")
        check(told, self._standing, "")

    def settle(self, seq: int) -> None:
        """Go on to the next batch."""
        self._standing = replace(self._standing, settled=seq)

    def _take_away(self, seq: int, fact: Correction | Retraction) -> None:
        standing = self._standing
        gone = standing.by_seq.get(fact.target)
        if gone is None:
            raise MalformedFact(f"entry {fact.target} does not stand by then")
        if isinstance(gone, RuleOverridden):
            raise Refused(
                f"entry {fact.target} records an override, which is part of what happened"
            )
        if isinstance(fact, Correction):
            refuse_another(fact.target, gone, fact.fact)
            if name_of(fact.fact) != name_of(gone):
                refuse_cited(gone, standing, f"Entry {fact.target} keeps its id.")
            standing.corrected[fact.target] = seq
        else:
            refuse_cited(gone, standing, "Correct or retract them first.")
            refuse_followed(fact.target, standing)
        del standing.by_seq[fact.target]
        self._said.discard(gone)
        self._names.discard(name_of(gone))
        if isinstance(gone, Document):
            standing.documents.pop(gone.document or "", None)
        elif isinstance(gone, Milestone):
            standing.milestones.pop(gone.milestone, None)


def _at(row: int, error: ProgramError) -> list[Fault]:
    faults = error.faults or (Fault(None, error.detail),)
    return [
        replace(fault, row=row, column=(fault.pointer or "").strip("/") or None) for fault in faults
    ]
