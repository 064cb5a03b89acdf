"""Publish an allocation letter: every line of it, or nothing."""

from dataclasses import replace

from app.commands.folded import codebook_of, folded
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import Fault, InconsistentLetter, ProgramError
from app.domain.letters import Letter, facts_of, refuse_twice
from app.domain.participation import StatusChanged
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
        resolved = _by_fips(letter, counties)
        refuse_twice(resolved)
        held = _held(journal, counties, resolved)
        told = [
            (pointer, fact)
            for pointer, fact in facts_of(letter)
            if not (isinstance(fact, StatusChanged) and pointer in held)
        ]
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
    """Return a letter with the counties of its lines by FIPS code, where they are known.

    Raises:
        InconsistentLetter: a name beside a code is that of another county.
    """
    lines = []
    faults = []
    for at, line in enumerate(letter.lines):
        try:
            fips = counties.find(line.county).fips
            if line.county_name and counties.find(line.county_name).fips != fips:
                said = f"{fips} is {counties[fips].name}, not {line.county_name}"
                faults.append(Fault(f"/lines/{at}/county", said))
            lines.append(replace(line, county=fips))
        except ProgramError:
            lines.append(line)  # refused by its place, with all others, when it is recorded
    if faults:
        told = "; ".join(fault.detail for fault in faults[:3])
        raise InconsistentLetter(
            f"Codes and names differ: {told}. Check whether rows were sorted or pasted in part.",
            tuple(faults),
        )
    return replace(letter, lines=tuple(lines))


def _held(journal: Journal, counties: Counties, letter: Letter) -> set[str]:
    """Return the places of lines whose tier holds already: repeating it moves nobody."""
    entries = journal.entries()
    codebook = codebook_of(letter.program, entries, counties)
    if codebook is None:
        return set()
    timeline = folded(codebook, entries, counties)
    held = set()
    for at, line in enumerate(letter.lines):
        when = line.effective or letter.effective
        if when is None or line.tier is None or line.county not in timeline.counties:
            continue
        standing = timeline.standing(line.county, when.earliest)
        because = standing.because
        same_year = because is not None and because.change.term in {None, letter.fiscal_year}
        if same_year and standing.possible == {line.tier}:
            held.add(f"/lines/{at}")
    return held


def _in_letter(fault: Fault) -> Fault:
    head, _, field = (fault.pointer or "").rpartition("/")
    return replace(fault, pointer=f"{head}/{_FIELD.get(field, field)}")
