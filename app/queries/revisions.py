"""What did we believe on one day about another, and why is it different now?"""

from dataclasses import dataclass
from datetime import date

from app.domain.counties import County
from app.domain.errors import MalformedQuestion
from app.journal.reader import Head
from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight
from app.timeline.counts import Count
from app.timeline.revisions import Revised, Revision, revised


@dataclass(frozen=True, slots=True)
class RevisionsAnswer:
    """Why the answer for one day differs between two states of knowledge."""

    program: str
    as_of: date
    known_from: Head
    sight: Sight
    """Of the later state."""
    checked_through: tuple[CheckedThrough, ...]
    labels: dict[str, str]
    counties: dict[str, County]
    before: tuple[Count, ...]
    after: tuple[Count, ...]
    revised: tuple[Revised, ...]
    others: tuple[Revision, ...]
    """Entries in between about no county that stands otherwise: totals, editions."""


def revisions(
    records: Records, program: str, as_of: date, known_from: Sight, known_to: Sight
) -> RevisionsAnswer:
    """Return the counties that stand otherwise on a day, each with the entries that say why.

    Raises:
        MalformedQuestion: the later state is before the earlier.
    """
    first, last = known_from.known_at.seq, known_to.known_at.seq
    if last < first:
        raise MalformedQuestion(
            f"known_to (entry {last}) is before known_from (entry {first}): exchange them."
        )
    after = records.timeline(program, known_to)
    before = records.timeline(program, known_from)
    entries = records.memory.entries(records.journal, program, last)
    mine = [entry for entry in entries if entry.fact.program == program]
    found, others = revised(before, after, as_of, mine, first)
    codebooks = (before.codebook, after.codebook)
    return RevisionsAnswer(
        program,
        as_of,
        known_from.known_at,
        known_to,
        records.checked_through(program, known_to),
        {code: book[code].label for book in codebooks for code in book.answers},
        {county.fips: county for county in records.counties},
        before.counts(as_of).rows,
        after.counts(as_of).rows,
        tuple(found),
        tuple(others),
    )
