"""Publish an allocation letter: every line of it, or nothing."""

from dataclasses import replace

from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import Fault, ProgramError
from app.domain.letters import Letter, facts_of, refuse_twice
from app.journal.writer import Journal

_FIELD = {"to": "tier"}
"""Where a letter calls a field of a fact by another name."""


def publish_letter(
    journal: Journal, counties: Counties, letter: Letter, *, recorded_by: str, batch: str
) -> list[Entry]:
    """Record what a letter says: its document, lines and printed totals.

    Raises:
        InconsistentLetter: a county has two lines of one tier.
        ProgramError: what is refused of any fact; `faults` lists all of them, by their place in
            the letter.
    """
    try:
        refuse_twice(_by_fips(letter, counties))
        told = list(facts_of(letter))
        return record_entries(
            journal,
            counties,
            [fact for _, fact in told],
            recorded_by=recorded_by,
            batch=batch,
            pointers=[pointer for pointer, _ in told],
        )
    except ProgramError as error:
        error.faults = tuple(dict.fromkeys(_in_letter(fault) for fault in error.faults))
        raise


def places(letter: Letter) -> list[str]:
    """Return where in the letter each of its entries stands."""
    return [pointer for pointer, _ in facts_of(letter)]


def _by_fips(letter: Letter, counties: Counties) -> Letter:
    """Return a letter with the counties of its lines by FIPS code, where they are known."""
    lines = []
    for line in letter.lines:
        try:
            lines.append(replace(line, county=counties.find(line.county).fips))
        except ProgramError:
            lines.append(line)  # refused by its place, with all others, when it is recorded
    return replace(letter, lines=tuple(lines))


def _in_letter(fault: Fault) -> Fault:
    head, _, field = (fault.pointer or "").rpartition("/")
    return replace(fault, pointer=f"{head}/{_FIELD.get(field, field)}")
