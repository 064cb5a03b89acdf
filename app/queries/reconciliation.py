"""Which printed totals do the named records not explain?"""

from dataclasses import dataclass

from app.domain.counties import County
from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight
from app.timeline.money import Unfitting, unfitting
from app.timeline.reconciliation import (
    Reconciled,
    ReconciledSum,
    reconciled_sums,
    reconciliation,
)


@dataclass(frozen=True, slots=True)
class ReconciliationAnswer:
    """Every printed total against what the named records lead to."""

    program: str
    sight: Sight
    checked_through: tuple[CheckedThrough, ...]
    totals: tuple[Reconciled, ...]
    sums: tuple[ReconciledSum, ...]
    unfitting: tuple[Unfitting, ...]
    counties: dict[str, County]


def reconcile(records: Records, program: str, sight: Sight) -> ReconciliationAnswer:
    """Return every printed total: agrees, differs by how much, or nothing to compare with."""
    timeline = records.timeline(program, sight)
    return ReconciliationAnswer(
        program,
        sight,
        records.checked_through(program, sight),
        tuple(reconciliation(timeline)),
        tuple(reconciled_sums(timeline.record, program)),
        tuple(unfitting(timeline)),
        {county.fips: county for county in records.counties},
    )
