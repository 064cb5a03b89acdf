"""Publish an allocation letter: every line of it, or nothing."""

from dataclasses import replace

from app.commands.folded import codebook_of, folded
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import Fault, InconsistentLetter, ProgramError
from app.domain.letters import Letter, Line, facts_of, refuse_twice
from app.domain.participation import StatusChanged
from app.domain.sources import Document
from app.journal.writer import Journal
from app.timeline.timeline import Timeline

_FIELD = {"to": "tier"}
"""Where a letter calls a field of a fact by another name."""


def publish_letter(
    journal: Journal, counties: Counties, letter: Letter, *, recorded_by: str, batch: str
) -> list[tuple[str, Entry]]:
    """Record what a letter says: its document, lines and printed totals.

    Returns:
        Its entries, each with its place in the letter.

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
        pointers = [pointer for pointer, _ in told]
        written = record_entries(
            journal,
            counties,
            [fact for _, fact in told],
            recorded_by=recorded_by,
            batch=batch,
            pointers=pointers,
        )
        return list(zip(pointers, written, strict=True))
    except ProgramError as error:
        error.faults = tuple(dict.fromkeys(_in_letter(fault) for fault in error.faults))
        raise


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
        except ProgramError:
            lines.append(line)  # refused by its place, with all others, when it is recorded
            continue
        if line.county_name and not _names(counties, line.county_name, fips):
            said = f"{fips} is {counties[fips].name}, not {line.county_name}"
            faults.append(Fault(f"/lines/{at}/county", said))
        lines.append(replace(line, county=fips))
    if faults:
        told = "; ".join(fault.detail for fault in faults[:3])
        raise InconsistentLetter(
            f"Codes and names differ: {told}. Check whether rows were sorted or pasted in part.",
            tuple(faults),
        )
    return replace(letter, lines=tuple(lines))


def _names(counties: Counties, name: str, fips: str) -> bool:
    try:
        return counties.find(name).fips == fips
    except ProgramError:
        return False


def _held(journal: Journal, counties: Counties, letter: Letter) -> set[str]:
    """Return the places of lines whose tier holds already: repeating it moves nobody.

    Only where nothing is lost: the line has an amount that is recorded, and the tier is stated,
    was announced no later, certainly holds on every day the letter may mean, and to the end of
    its year.
    """
    entries = journal.entries()
    codebook = codebook_of(letter.program, entries, counties)
    if codebook is None:
        return set()
    timeline = folded(codebook, entries, counties)
    return {
        f"/lines/{at}"
        for at, line in enumerate(letter.lines)
        if line.amount is not None
        and line.from_ is None
        and line.county in timeline.counties
        and _holds(timeline, letter, line)
    }


def _holds(timeline: Timeline, letter: Letter, line: Line) -> bool:
    when = line.effective or letter.effective
    if when is None:
        return False
    fips, last = line.county, letter.fiscal_year.last_day
    days = [when.earliest, *(d for d in timeline.breakpoints_of(fips) if when.earliest < d <= last)]
    if any(timeline.standing(fips, day).possible != {line.tier} for day in days):
        return False
    because = timeline.standing(fips, when.earliest).because
    if because is None or because.change.fact.evidence != "stated":
        return False
    told = timeline.record.announced(because.change.fact)
    document = letter.document
    issued = letter.announced or (document.issued if isinstance(document, Document) else None)
    return told is None or issued is None or told.latest <= issued.latest


def _in_letter(fault: Fault) -> Fault:
    head, _, field = (fault.pointer or "").rpartition("/")
    return replace(fault, pointer=f"{head}/{_FIELD.get(field, field)}")
