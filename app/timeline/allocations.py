"""Money: exact dollars by county, fiscal year and document, errata taken into account.

Of several documents that correct one, the later one has the last word. A document that
*supersedes* another replaces all its lines of the years for which it has lines itself. An
*erratum* replaces line by line: of the same counties, year and tier; where either document has
one line only for those counties and that year, the tier may be what it corrects.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.domain.fiscal_years import FiscalYear
from app.domain.participation import Allocation
from app.domain.sources import Document
from app.timeline.record import Record


@dataclass(frozen=True, slots=True)
class Allocated:
    """One allocation as recorded."""

    entry: int
    fact: Allocation
    replaced_by: int | None = None
    """The entry that takes its place, of a document that corrects or supersedes its own; None:
    it stands."""
    replaces: tuple[int, ...] = ()
    """The entries whose place it takes."""
    difference: Decimal | None = None
    """How much more it is than what it replaces; None: it replaces nothing."""


def allocations(record: Record, program: str, as_of: date | None = None) -> list[Allocated]:
    """Return the allocations of a program up to a day, on the view's clock, in order of `seq`."""
    found = [
        Allocated(seq, fact)
        for seq, fact in record.of_kind(Allocation)
        if fact.program == program and _counts_by(record, fact, as_of)
    ]
    letters = _Letters(record, found)
    replaced: dict[int, list[Allocated]] = defaultdict(list)
    by = {one.entry: letters.replacement(one) for one in found}
    for one in found:
        replaced[by[one.entry] or 0].append(one)
    return [_settled(one, by[one.entry], replaced[one.entry]) for one in found]


def amount_of(found: Iterable[Allocated]) -> Decimal:
    """Sum what stands. A joint allocation is one amount, however many counties share it."""
    return sum((one.fact.amount for one in found if one.replaced_by is None), Decimal("0.00"))


def _settled(one: Allocated, by: int | None, earlier: list[Allocated]) -> Allocated:
    if not earlier:
        return replace(one, replaced_by=by)
    was = sum((other.fact.amount for other in earlier), Decimal("0.00"))
    numbers = tuple(other.entry for other in earlier)
    return replace(one, replaced_by=by, replaces=numbers, difference=one.fact.amount - was)


def _counts_by(record: Record, fact: Allocation, as_of: date | None) -> bool:
    dated = record.dated(fact)
    return as_of is None or (dated is not None and dated.latest <= as_of)


class _Letters:
    """The lines of each document, and which documents correct which."""

    def __init__(self, record: Record, found: list[Allocated]) -> None:
        self._lines: dict[tuple[str, FiscalYear | None], list[Allocated]] = defaultdict(list)
        for one in found:
            self._lines[one.fact.document or "", one.fact.fiscal_year].append(one)
        self._documents = record.documents
        self._later: dict[str, list[str]] = defaultdict(list)
        self._order: dict[str, tuple[date, int]] = {}
        for at, (id_, document) in enumerate(record.documents.items()):
            issued = document.issued.latest if document.issued else date.min
            self._order[id_] = issued, at
            for earlier in _links(document):
                self._later[earlier].append(id_)

    def replacement(self, one: Allocated) -> int | None:
        """Return the entry that takes the place of a line."""
        year = one.fact.fiscal_year
        for later in self._correcting(one.fact.document or ""):
            lines = self._lines.get((later, year), [])
            alike = self._alike(one, lines)
            if alike or (lines and self._documents[later].supersedes is not None):
                return (alike or lines)[0].entry
        return None

    def _correcting(self, document: str) -> list[str]:
        """Return the documents that correct a document, or what it corrects itself, after it."""
        mine = _reached(document, lambda one: _links(self._documents.get(one)))
        after = _reached(document, lambda one: self._later.get(one, []))
        family = {d for one in mine for d in _reached(one, lambda each: self._later.get(each, []))}
        order = self._order.get(document, (date.min, 0))
        found = after | {d for d in family - mine if self._order[d] > order}
        return sorted(found - {document}, key=lambda one: self._order[one])

    def _alike(self, one: Allocated, lines: list[Allocated]) -> list[Allocated]:
        """Return the lines that say anew what a line says."""
        same = [line for line in lines if _counties(line) == _counties(one)]
        same_tier = [line for line in same if line.fact.tier == one.fact.tier]
        mine = self._lines[one.fact.document or "", one.fact.fiscal_year]
        alone = sum(_counties(line) == _counties(one) for line in mine) == 1
        return same_tier or (same if alone and len(same) == 1 else [])


def _links(document: Document | None) -> list[str]:
    links = (document.errata_to, document.supersedes) if document else ()
    return [link for link in links if link is not None]


def _reached(start: str, links: Callable[[str], list[str]]) -> set[str]:
    """Return a document and all that its links lead to."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting += links(one)
    return found


def _counties(one: Allocated) -> frozenset[str]:
    return frozenset(one.fact.concerns)
