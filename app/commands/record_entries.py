"""Record what sources say: one batch, whole or not at all."""

from collections.abc import Iterable, Sequence

from app.commands.checks import check, refuse_twice
from app.commands.folded import codebook_of, folded
from app.commands.referable import Referable, name_of, with_fips
from app.domain.counties import Counties
from app.domain.entries import Entry, Live
from app.domain.errors import Fault, MalformedFact, ProgramError
from app.domain.facts import Correction, Fact, Retraction
from app.domain.rules import RuleOverridden
from app.journal.writer import Journal


def record_entries(
    journal: Journal,
    counties: Counties,
    facts: Sequence[Fact],
    *,
    recorded_by: str,
    batch: str,
    pointers: Sequence[str] | None = None,
) -> list[Entry]:
    """Check facts against the record and each other, and write them down.

    Args:
        journal: open for writing; the caller's transaction ends it.
        counties: the register of counties.
        facts: mixed kinds, in the order in which they are to be numbered. A fact may cite a
            document, or be of a program, that comes anywhere in the same batch.
        recorded_by: who writes.
        batch: the letter or upload it comes in with.
        pointers: where each fact stands in what was sent, for errors.

    Raises:
        ProgramError: the first fact that is refused; `faults` lists all of them. Nothing is
            written.
    """
    where = pointers or [f"/entries/{i}" for i in range(len(facts))]
    resolved, refused = _all_resolved(facts, counties, where)
    entries = journal.entries()
    before = Referable.of(entries, counties)
    found = [fact for fact, _ in resolved]
    numbered = [Live(seq, fact, seq) for seq, fact in enumerate(found, len(entries) + 1)]
    refused += _refused(resolved, before, before.adding(numbered))
    if refused:
        refused[0].faults = tuple(fault for error in refused for fault in error.faults)
        raise refused[0]
    written = journal.append(found, recorded_by=recorded_by, batch=batch)
    refuse_contradictions([*entries, *written], counties, {fact.program for fact in found})
    return written


def _refused(
    resolved: list[tuple[Fact, str]], before: Referable, standing: Referable
) -> list[ProgramError]:
    """Return what is refused of facts, one after another."""
    refused: list[ProgramError] = []
    seen = set(before.by_seq.values())
    names = {name_of(fact) for fact in seen}
    for fact, pointer in resolved:
        try:
            refuse_twice(fact, seen, names, pointer)
            check(fact, standing, pointer)
        except ProgramError as error:
            refused.append(error)
        seen.add(fact)
        names.add(name_of(fact))
    return refused


def _all_resolved(
    facts: Sequence[Fact], counties: Counties, pointers: Sequence[str]
) -> tuple[list[tuple[Fact, str]], list[ProgramError]]:
    """Return the facts with FIPS codes and their places, and what is refused of the others."""
    resolved: list[tuple[Fact, str]] = []
    refused: list[ProgramError] = []
    for fact, pointer in zip(facts, pointers, strict=True):
        try:
            resolved.append((_resolved(fact, counties, pointer), pointer))
        except ProgramError as error:
            refused.append(error)
    return resolved, refused


def refuse_contradictions(
    entries: list[Entry], counties: Counties, programs: Iterable[str | None]
) -> None:
    """Fold the programs concerned. Raises `Contradiction`, naming both documents."""
    for program in dict.fromkeys(programs):
        codebook = None if program is None else codebook_of(program, entries, counties)
        if codebook is not None:
            folded(codebook, entries, counties)


def _resolved(fact: Fact, counties: Counties, pointer: str) -> Fact:
    if isinstance(fact, Correction | Retraction | RuleOverridden):
        raise MalformedFact(
            f"A {fact.kind} is not recorded among other entries: correct or retract the entry "
            "itself, by its number; override a rule with `override_reason`.",
            (Fault(f"{pointer}/kind", f"a {fact.kind} cannot be sent among other entries"),),
        )
    return with_fips(fact, counties, pointer)
