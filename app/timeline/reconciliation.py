"""Printed totals against named records: what the moves since the last total predict."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.domain.participation import ControlTotal
from app.timeline.allocations import allocations, amount_of
from app.timeline.record import Record
from app.timeline.timeline import Timeline
from app.timeline.unnamed import PrintedTotal


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One status of one printed total."""

    entry: int
    fact: ControlTotal
    status: str
    printed: int
    named: int
    """Counties that records name in it (or in a finer status) at the end of the total's date."""
    predicted: int | None
    """The last total's unnamed, and the counties named now; None: no total before it, of the
    same term, says anything of this status."""

    @property
    def unnamed(self) -> int:
        """How many of the printed ones no record names."""
        return max(0, self.printed - self.named)

    @property
    def difference(self) -> int | None:
        """Printed, less predicted."""
        return None if self.predicted is None else self.printed - self.predicted

    @property
    def discrepancy(self) -> int:
        """How many more are named than printed."""
        return max(0, self.named - self.printed)

    @property
    def agrees(self) -> bool | None:
        """Whether the named records lead to what is printed; None: nothing to compare with."""
        if self.discrepancy or self.named == self.printed:
            return not self.discrepancy
        return None if self.predicted is None else self.predicted == self.printed


@dataclass(frozen=True, slots=True)
class ReconciledSum:
    """A printed sum of money against the letter's own lines, or else those of its fiscal year."""

    entry: int
    fact: ControlTotal
    printed: Decimal
    allocated: Decimal
    """Sum of the allocations recorded, each joint one counted once."""

    @property
    def difference(self) -> Decimal:
        """Printed, less allocated: the money whose county is not recorded."""
        return self.printed - self.allocated


def reconciliation(timeline: Timeline) -> list[Reconciled]:
    """Return every status of every printed total, in order of time."""
    return [
        row
        for seq, total in timeline.totals.items()
        for row in _rows(timeline, timeline.totals_on(timeline.dated(total.change).latest)[seq])
    ]


def reconciled_sums(record: Record, program: str) -> list[ReconciledSum]:
    """Return every printed sum of money of a program."""
    recorded = allocations(record, program)
    sums = []
    for seq, fact in record.of_kind(ControlTotal):
        if fact.program == program and fact.amount is not None:
            same_year = [a for a in recorded if a.fact.fiscal_year == fact.fiscal_year]
            own = [a for a in same_year if a.fact.document == fact.document]
            allocated = sum((a.fact.amount for a in own), Decimal("0.00"))
            sums.append(
                ReconciledSum(seq, fact, fact.amount, allocated if own else amount_of(same_year))
            )
    return sums


def _rows(timeline: Timeline, total: PrintedTotal) -> Iterator[Reconciled]:
    for status, printed in total.printed.items():
        codes = (status, *timeline.codebook[status].covers)
        named = sum(total.named[code] for code in codes)
        predicted = None
        if total.previous is not None and _speaks_of(total.previous, status):
            predicted = named + sum(total.previous.unnamed.get(code, 0) for code in codes)
        yield Reconciled(total.change.seq, total.fact, status, printed, named, predicted)


def _speaks_of(total: PrintedTotal, status: str) -> bool:
    """Say whether a total, or one before it that it leaves standing, says anything of a status."""
    if status in total.printed or total.fact.exhaustive:
        return True
    return total.previous is not None and _speaks_of(total.previous, status)
