"""Correct an entry: we were wrong. The corrected fact stands in its place, with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.commands.checks import check, refuse_twice
from app.commands.checks.personal_data import well_formed
from app.commands.posted import refuse_resuming
from app.commands.record_entries import refuse_contradictions
from app.commands.referable import Referable, cited_by, name_of, with_fips
from app.domain.counties import Counties
from app.domain.entries import Entry, Live
from app.domain.errors import (
    AlreadyReplaced,
    DuplicateFact,
    Fault,
    MalformedFact,
    Refused,
    StillCited,
    UnknownEntry,
)
from app.domain.facts import Correction, Fact, Retraction
from app.domain.forms import Text
from app.domain.participation import StatusChanged
from app.domain.reading import read_fact, read_record
from app.domain.rules import RuleOverridden
from app.journal.writer import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reason:
    reason: Text
    override_reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(_Reason):
    """A correction or retraction as it is sent."""

    fact: Fact | None = None
    """The whole entry as it should be."""


def read_correction(data: object, *, with_entry: bool) -> Told:
    """Read ``{"reason": ..., "entry": {...}}``; a retraction has no entry.

    Raises:
        MalformedFact: with one fault per thing that is wrong.
    """
    if not with_entry or not isinstance(data, Mapping):
        said = read_record(_Reason, data)
        return Told(reason=said.reason, override_reason=said.override_reason)
    rest = {name: value for name, value in data.items() if name != "entry"}
    faults: list[Fault] = []
    for read in (
        lambda: read_fact(data.get("entry"), "/entry"),
        lambda: read_record(_Reason, rest),
    ):
        try:
            read()
        except MalformedFact as error:
            faults += error.faults
    if faults:
        listed = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults[:3])
        raise MalformedFact(f"The correction cannot be read: {listed}.", tuple(faults))
    said = read_record(_Reason, rest)
    fact = read_fact(data.get("entry"), "/entry")
    return Told(reason=said.reason, override_reason=said.override_reason, fact=fact)


def correct_entry(
    journal: Journal,
    counties: Counties,
    target: int,
    fact: Fact,
    *,
    reason: str,
    recorded_by: str,
    batch: str,
) -> Entry:
    """Put a whole fact, as it should be, in the place of an entry.

    Raises:
        UnknownEntry: there is no such entry.
        AlreadyReplaced: it no longer stands; names the entry that replaced it.
        MalformedFact: the fact is of another kind or program than the entry.
        DuplicateFact: the fact is what the entry says already.
    """
    entries = journal.entries()
    wrong = standing_fact(entries, target, counties)
    right = with_fips(fact, counties, "/entry")
    before = Referable.of(entries, counties)
    refuse_another(target, wrong, right)
    if name_of(right) != name_of(wrong):
        refuse_cited(wrong, before, f"Entry {target} keeps its id.")
    others = {fact for seq, fact in before.by_seq.items() if seq != target}
    refuse_twice(right, others, {name_of(fact) for fact in others}, "/entry")
    number = len(entries) + 1
    after = before.correcting(target, Live(number, right, target))
    check(right, after, "/entry")
    for other in others:
        if name_of(right) is not None and name_of(right) in cited_by(other):
            check(other, after, "/entry")
    correction = Correction(
        program=right.program, county=right.county, target=target, reason=reason, fact=right
    )
    written = journal.append([well_formed(correction)], recorded_by=recorded_by, batch=batch)
    refuse_contradictions([*entries, *written], counties, {right.program})
    return written[0]


def retract_entry(
    journal: Journal,
    counties: Counties,
    target: int,
    *,
    reason: str,
    recorded_by: str,
    batch: str,
) -> Entry:
    """Remove an entry that should never have been recorded; it leaves a tombstone.

    Raises:
        UnknownEntry: there is no such entry.
        AlreadyReplaced: it no longer stands; names the entry that replaced it.
        StillCited: standing entries rest on it.
    """
    entries = journal.entries()
    wrong = standing_fact(entries, target, counties)
    standing = Referable.of(entries, counties)
    refuse_cited(wrong, standing, "Correct or retract them first.")
    refuse_followed(target, standing)
    retraction = Retraction(
        program=wrong.program, county=wrong.county, target=target, reason=reason
    )
    written = journal.append([well_formed(retraction)], recorded_by=recorded_by, batch=batch)
    refuse_contradictions([*entries, *written], counties, {wrong.program})
    return written[0]


def standing_fact(entries: list[Entry], target: int, counties: Counties) -> Fact:
    """Return what an entry says, if it can be corrected.

    Raises:
        UnknownEntry: there is no such entry.
        AlreadyReplaced: it no longer stands.
        Refused: it records an override, which is part of what happened.
    """
    if not 1 <= target <= len(entries):
        raise UnknownEntry(f"The journal has no entry {target}: there is nothing to correct.")
    standing = Referable.of(entries, counties).by_seq
    if isinstance(standing.get(target), RuleOverridden):
        raise Refused(
            f"Entry {target} records that a rule was overridden, which it was. Correct the entry "
            "that broke the rule."
        )
    if target in standing:
        return standing[target]
    replacing = [
        entry
        for entry in entries
        if isinstance(entry.fact, Correction | Retraction) and entry.fact.target == target
    ]
    if not replacing:
        raise AlreadyReplaced(f"Entry {target} is a retraction: record the fact again instead.")
    by = replacing[0]
    raise AlreadyReplaced(
        f"Entry {target} no longer stands: entry {by.seq} ({by.fact.kind}) took its place. "
        f"Look at entry {by.seq} first."
    )


def refuse_another(target: int, wrong: Fact, right: Fact) -> None:
    """Refuse a fact about something else than the entry it is to correct, or the same fact."""
    if (right.kind, right.program) != (wrong.kind, wrong.program):
        of = f" of program {wrong.program}" if wrong.program else ""
        said = f"Entry {target} is a {wrong.kind}{of}; so must the fact be."
        raise MalformedFact(
            f"{said} To say something else, retract it and record a new entry.",
            (Fault("/entry/kind", said),),
        )
    if getattr(right, "resumes", None) != getattr(wrong, "resumes", None):
        refuse_resuming(right, "/entry")
    if right == wrong:
        raise DuplicateFact(f"Entry {target} says this already: nothing would be corrected.")


def refuse_cited(wrong: Fact, standing: Referable, advice: str) -> None:
    """Refuse to take away what other standing entries rest on."""
    name = name_of(wrong)
    resting = [seq for seq, fact in standing.by_seq.items() if name in cited_by(fact)]
    if name is not None and resting:
        said = f"{len(resting)} standing entries rest on {name[1]!r}, first entry {resting[0]}."
        raise StillCited(f"{said} {advice}")


def refuse_followed(target: int, standing: Referable) -> None:
    """Refuse to take away an entry that another says it came after."""
    following = [
        seq
        for seq, fact in standing.by_seq.items()
        if isinstance(fact, StatusChanged)
        and fact.after is not None
        and standing.standing(fact.after) == target
    ]
    if following:
        raise StillCited(
            f"Entry {following[0]} says that it came after entry {target}. Correct it first."
        )
