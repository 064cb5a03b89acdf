"""Carry out a command: its rules checked, its effects told, its overrides recorded with it.

Every write goes through here, whoever asks for it: what is told of a trial is what would happen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.commands.checks.personal_data import well_formed
from app.commands.folded import codebook_of, folded
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import (
    Fault,
    FromDiffers,
    MoveNotAllowed,
    NeedsMissing,
    RuleBroken,
    SameDay,
    TwoPersons,
)
from app.domain.facts import Correction, Retraction
from app.domain.participation import ControlTotal, StatusChanged, StatusSetting
from app.domain.rules import Breach, Rule, RuleOverridden
from app.domain.sources import ProgramDefined
from app.journal.reader import Head
from app.journal.writer import Journal
from app.timeline.effects import Effect, Unsettled, effects, unsettled
from app.timeline.moves import breaches
from app.timeline.timeline import Timeline

EVERY = "*"
"""In place of a program: all of them."""
_COUNTED = StatusSetting | ControlTotal | ProgramDefined | Correction | Retraction
"""Kinds that can change a count."""
_FAR_REACHING = ControlTotal | Correction | Retraction
"""Kinds that can break a rule in counties that they do not name."""

Command = Callable[[Journal], list[Entry]]
"""Writes entries in a journal and returns them."""


@dataclass(frozen=True, slots=True)
class ProgramOutcome:
    """What a write changes in one program."""

    program: str
    labels: dict[str, str]
    effects: tuple[Effect, ...]
    totals: tuple[Unsettled, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written, or would be."""

    batch: str
    entries: tuple[Entry, ...]
    head: Head
    programs: tuple[ProgramOutcome, ...]
    breaches: tuple[Breach, ...]
    """Rules that the write breaks; overridden, unless it is a trial."""
    overrides: tuple[Entry, ...]
    """The entries that record why."""


def act(
    journal: Journal,
    counties: Counties,
    command: Command,
    *,
    override_reason: str | None = None,
    trial: bool = False,
    approved: str | None = None,
    pointers: Sequence[str] = (),
) -> Outcome:
    """Carry out a command in the transaction of a journal.

    Args:
        journal: open for writing; the caller's transaction ends it.
        counties: the register.
        command: what to write.
        override_reason: why rules are broken, if they are.
        trial: tell of breaches instead of refusing them; the caller rolls back.
        approved: the program for which a second person has seen it; `EVERY`: the operator's own.
        pointers: where each entry stands in what was sent, for errors.

    Raises:
        TwoPersons: the program asks for a second person.
        RuleBroken: a rule is broken that was not before, and no reason is given.
        ProgramError: what the command refuses.
    """
    before = journal.entries()
    written = command(journal)
    if not written:
        return Outcome("", (), journal.head(), (), (), ())
    programs = sorted({p for entry in written if (p := entry.fact.program) is not None})
    if not trial:
        _refuse_one_person(programs, approved, before, counties)
    after = [*before, *written]
    folds = [_timelines(program, before, after, counties) for program in programs]
    broken = [breach for was, is_ in folds for breach in _new_breaches(was, is_, written)]
    told = tuple(_outcome(was, is_, written) for was, is_ in folds)
    overrides: list[Entry] = []
    if broken and override_reason is not None:
        overrides = _override(journal, broken, written[-1], override_reason)
    elif broken and not trial:
        raise _refusal(broken, written, pointers, counties)
    head, batch = journal.head(), written[0].batch
    return Outcome(batch, tuple(written), head, told, tuple(broken), tuple(overrides))


def _refuse_one_person(
    programs: list[str], approved: str | None, before: list[Entry], counties: Counties
) -> None:
    for program in programs:
        known = codebook_of(program, before, counties)
        if known is not None and known.two_persons and approved not in {program, EVERY}:
            raise TwoPersons(
                f"What is recorded in {program} is seen by two persons: POST it to "
                f"/v1/programs/{program}/drafts (as entries, letter, correction, retraction or "
                "period_correction), and let another person publish it."
            )


def _timelines(
    program: str, before: list[Entry], after: list[Entry], counties: Counties
) -> tuple[Timeline, Timeline]:
    """Fold a program as it was and as it is; one that is new was empty."""
    old = codebook_of(program, before, counties) or codebook_of(program, after, counties)
    new = codebook_of(program, after, counties) or old
    assert old is not None  # noqa: S101 - entries of a program have it defined
    assert new is not None  # noqa: S101 - as above
    return folded(old, before, counties), folded(new, after, counties)


def _new_breaches(was: Timeline, is_: Timeline, written: list[Entry]) -> list[Breach]:
    """Return the rules broken now that were not before.

    A new edition does not judge what was recorded under an earlier one, and a correction that
    changes nothing about a breach does not break the rule anew.
    """
    program = is_.codebook.program
    mine = [entry.fact for entry in written if entry.fact.program == program]
    concerned = {fact.county for fact in mine if fact.county}
    if any(isinstance(fact, _FAR_REACHING) for fact in mine):
        concerned = set(is_.counties)
    before = Timeline(is_.codebook, was.counties, was.record) if concerned else was
    known = {_broken_at(before, one) for fips in concerned for one in breaches(before, fips)}
    return [
        one
        for fips in sorted(concerned)
        for one in breaches(is_, fips)
        if _broken_at(is_, one) not in known
    ]


def _broken_at(timeline: Timeline, breach: Breach) -> tuple[str, str, int, str]:
    """Return what makes a breach the same one after a correction of its entry."""
    return breach.rule, breach.fips, timeline.record.place(breach.entry), breach.detail


def _outcome(was: Timeline, is_: Timeline, written: list[Entry]) -> ProgramOutcome:
    book = is_.codebook
    counted = any(isinstance(entry.fact, _COUNTED) for entry in written)
    return ProgramOutcome(
        book.program,
        {code: book[code].label for code in book.answers}
        | {code: was.codebook[code].label for code in was.codebook.answers},
        tuple(effects(was, is_) if counted else ()),
        tuple(unsettled(was, is_) if counted else ()),
    )


def _override(journal: Journal, broken: list[Breach], last: Entry, reason: str) -> list[Entry]:
    facts = [
        RuleOverridden(
            program=one.program, county=one.fips, rule=one.rule, entry=one.entry, reason=reason
        )
        for one in broken
    ]
    read = [well_formed(fact) for fact in facts]
    return journal.append(read, recorded_by=last.recorded_by, batch=last.batch)


def _refusal(
    broken: list[Breach], written: list[Entry], pointers: Sequence[str], counties: Counties
) -> RuleBroken:
    places = {
        entry.seq: _field(entry, pointer) for entry, pointer in zip(written, pointers, strict=False)
    }
    faults = []
    for one in broken:
        others = [f"entry {seq}" for seq in one.concerned]
        against = f" (see {', '.join(others)})" if others else ""
        said = f"{counties[one.fips].name}, {one.rule}: {one.detail}{against}."
        faults.append(Fault(places.get(one.entry), said))
    listed = " ".join(fault.detail for fault in faults[:3])
    return _ERRORS[broken[0].rule](
        f"{listed} Nothing was written. Check the fact and its date; if the source says so all "
        "the same, send it again with `override_reason`, which is recorded.",
        tuple(faults),
    )


def _field(entry: Entry, pointer: str) -> str:
    """Return the field that breaks a rule: the status it gives."""
    fact = entry.fact.fact if isinstance(entry.fact, Correction) else entry.fact
    if not isinstance(fact, StatusChanged):
        return pointer
    return f"{pointer}/{'tier' if pointer.startswith('/lines/') else 'to'}"


_ERRORS: dict[Rule, type[RuleBroken]] = {
    "move-not-allowed": MoveNotAllowed,
    "from-differs": FromDiffers,
    "needs-missing": NeedsMissing,
    "same-day": SameDay,
}
