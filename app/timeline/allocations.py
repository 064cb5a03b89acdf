"""Money: exact dollars by county, fiscal year and document, errata taken into account.

A document that *supersedes* another replaces all its lines of the years for which it has lines
itself. An *erratum* replaces line by line: of the same counties, year and tier; where either
document has one line only for those counties and that year, the tier may be what it corrects.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.domain.fiscal_years import FiscalYear
from app.domain.participation import Allocation
from app.timeline.record import Record


@dataclass(frozen=True, slots=True)
class Allocated:
    """One allocation as recorded."""

    entry: int
    fact: Allocation
    replaced_by: int | None = None
    """The entry that takes its place, of a document that corrects or supersedes its own; None:
    it stands."""


def allocations(record: Record, program: str, as_of: date | None = None) -> list[Allocated]:
    """Return the allocations of a program up to a day, on the view's clock, in order of `seq`."""
    found = [
        Allocated(seq, fact)
        for seq, fact in record.of_kind(Allocation)
        if fact.program == program and _counts_by(record, fact, as_of)
    ]
    letters = _Letters(record, found)
    return [replace(one, replaced_by=letters.replacement(one)) for one in found]


def amount_of(found: Iterable[Allocated]) -> Decimal:
    """Sum what stands. A joint allocation is one amount, however many counties share it."""
    return sum((one.fact.amount for one in found if one.replaced_by is None), Decimal("0.00"))


def _counts_by(record: Record, fact: Allocation, as_of: date | None) -> bool:
    dated = record.dated(fact)
    return as_of is None or (dated is not None and dated.latest <= as_of)


class _Letters:
    """The lines of each document, and which documents correct which."""

    def __init__(self, record: Record, found: list[Allocated]) -> None:
        self._lines: dict[tuple[str, FiscalYear | None], list[Allocated]] = defaultdict(list)
        for one in found:
            self._lines[one.fact.document or "", one.fact.fiscal_year].append(one)
        self._later: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for id_, document in record.documents.items():
            if document.errata_to is not None:
                self._later[document.errata_to].append((id_, False))
            if document.supersedes is not None:
                self._later[document.supersedes].append((id_, True))

    def replacement(self, one: Allocated) -> int | None:
        """Return the entry that takes the place of a line."""
        document, year = one.fact.document or "", one.fact.fiscal_year
        for later, whole in self._later_than(document, whole=False):
            lines = self._lines.get((later, year), [])
            alike = self._alike(one, lines)
            if alike or (whole and lines):
                return (alike or lines)[0].entry
        return None

    def _later_than(self, document: str, *, whole: bool) -> Iterator[tuple[str, bool]]:
        """Yield the documents that correct a document, and whether one superseded all of it."""
        for later, supersedes in self._later.get(document, ()):
            yield later, whole or supersedes
            yield from self._later_than(later, whole=whole or supersedes)

    def _alike(self, one: Allocated, lines: list[Allocated]) -> list[Allocated]:
        """Return the lines that say anew what a line says."""
        same = [line for line in lines if _counties(line) == _counties(one)]
        same_tier = [line for line in same if line.fact.tier == one.fact.tier]
        mine = self._lines[one.fact.document or "", one.fact.fiscal_year]
        alone = sum(_counties(line) == _counties(one) for line in mine) == 1
        return same_tier or (same if alone and len(same) == 1 else [])


def _counties(one: Allocated) -> frozenset[str]:
    return frozenset(one.fact.concerns)
