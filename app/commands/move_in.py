"""Move an existing record in: entries with the instants at which they were first recorded.

Only into an empty journal, only upwards in time, and marked `backfilled` for ever. Everything is
checked before anything is written, and all of it is written in one transaction.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from app.commands.checks import check, refuse_twice
from app.commands.correct_entry import refuse_another, refuse_cited
from app.commands.record_entries import refuse_contradictions
from app.commands.referable import Name, Referable, name_of, with_fips
from app.domain.counties import Counties
from app.domain.entries import Entry, Live
from app.domain.errors import Fault, MalformedFact, ProgramError, Refused
from app.domain.facts import Correction, Fact, Retraction
from app.domain.participation import StatusChanged
from app.domain.rules import RuleOverridden
from app.domain.sources import ProgramDefined
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
    facts = [one.fact.fact if isinstance(one.fact, Correction) else one.fact for one in rows]
    numbered = [Live(seq, fact, seq) for seq, fact in enumerate(facts, start=1)]
    standing = Referable.of([], counties).adding(
        [item for item in numbered if not isinstance(item.fact, Retraction)]
    )
    faults += _in_time(rows, now)
    faults += _refused(rows, standing)
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


def _refused(rows: list[Kept], standing: Referable) -> Iterator[Fault]:
    """Yield what cannot be recorded, row by row."""
    live: dict[int, Fact] = {}
    names: set[Name | None] = set()
    said: set[Fact] = set()
    for seq, one in enumerate(rows, start=1):
        fact = one.fact.fact if isinstance(one.fact, Correction) else one.fact
        try:
            if isinstance(one.fact, Correction | Retraction):
                gone = _taken_away(one.fact, live, standing)
                said.discard(gone)
                names.discard(name_of(gone))
            if isinstance(fact, ProgramDefined):
                check(fact, _settled(live, standing), "")
            if not isinstance(one.fact, Retraction):
                refuse_twice(fact, said, names, "")
                check(fact, standing, "")
                live[seq] = fact
                said.add(fact)
                names.add(name_of(fact))
        except ProgramError as error:
            yield from _at(one.row, error)


def _taken_away(fact: Correction | Retraction, live: dict[int, Fact], standing: Referable) -> Fact:
    """Take away what a correction or retraction is about, as strictly as at any other door."""
    gone = live.get(fact.target)
    if gone is None:
        raise MalformedFact(f"entry {fact.target} does not stand by then")
    if isinstance(gone, RuleOverridden):
        raise Refused(f"entry {fact.target} records an override, which is part of what happened")
    if isinstance(fact, Correction):
        refuse_another(fact.target, gone, fact.fact)
    else:
        refuse_cited(gone, _settled(live, standing), "Correct or retract them first.")
    del live[fact.target]
    return gone


def _settled(live: dict[int, Fact], standing: Referable) -> Referable:
    """Return what facts may refer to at this row."""
    then = replace(standing, by_seq={}, settled=max(live, default=0))
    return then.adding([Live(seq, fact, seq) for seq, fact in live.items()])


def _at(row: int, error: ProgramError) -> list[Fault]:
    faults = error.faults or (Fault(None, error.detail),)
    return [
        replace(fault, row=row, column=(fault.pointer or "").strip("/") or None) for fault in faults
    ]
