"""Money: exact dollars by county, fiscal year and document, errata taken into account."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.domain.participation import Allocation
from app.timeline.record import Record


@dataclass(frozen=True, slots=True)
class Allocated:
    """One allocation as recorded."""

    entry: int
    fact: Allocation
    replaced_by: int | None = None
    """The entry of a document that corrects or supersedes this one's, for the same county and
    year; None: it stands."""


def allocations(record: Record, program: str, as_of: date | None = None) -> list[Allocated]:
    """Return the allocations of a program that had been announced by a day, in order of `seq`."""
    found = [
        Allocated(seq, fact)
        for seq, fact in record.of_kind(Allocation)
        if fact.program == program and _announced(record, fact, as_of)
    ]
    return [replace(one, replaced_by=_replacement(one, found, record)) for one in found]


def amount_of(found: Iterable[Allocated]) -> Decimal:
    """Sum what stands. A joint allocation is one amount, however many counties share it."""
    return sum((one.fact.amount for one in found if one.replaced_by is None), Decimal("0.00"))


def _announced(record: Record, fact: Allocation, as_of: date | None) -> bool:
    announced = record.announced(fact)
    return as_of is None or (announced is not None and announced.latest <= as_of)


def _replacement(one: Allocated, found: list[Allocated], record: Record) -> int | None:
    for other in found:
        same = (other.fact.county, other.fact.fiscal_year) == (
            one.fact.county,
            one.fact.fiscal_year,
        )
        if same and one.fact.document in _corrected_by(record, other.fact.document or ""):
            return other.entry
    return None


def _corrected_by(record: Record, document: str) -> set[str]:
    """Return the documents that a document corrects or supersedes, directly or through others."""
    replaced: set[str] = set()
    waiting = [document]
    while waiting:
        found = record.documents.get(waiting.pop())
        for earlier in (found.errata_to, found.supersedes) if found else ():
            if earlier is not None and earlier not in replaced:
                replaced.add(earlier)
                waiting.append(earlier)
    return replaced
