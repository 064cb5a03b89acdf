"""Printed totals against named records."""

from decimal import Decimal
from typing import ClassVar, Self

from pydantic import NonNegativeInt

from app.domain.counties import County
from app.queries.reconciliation import ReconciliationAnswer
from app.representations.base import (
    CheckedThroughOut,
    ImpreciseDateOut,
    LinksOut,
    ProgramAnswerOut,
    Representation,
    envelope,
)
from app.timeline.money import Misfit, Unfitting


class ReconciledOut(Representation):
    """One status of one printed total."""

    effective: str
    """EDTF: when it was so."""
    dated: ImpreciseDateOut
    fiscal_year: str | None
    status: str
    printed: NonNegativeInt
    named: NonNegativeInt
    """Counties that records name in it (or in a finer status) at the end of its date."""
    unnamed: NonNegativeInt
    """How many of the printed ones no record names."""
    predicted: int | None
    """What the total before it and the named moves since lead to; null: none says anything."""
    difference: int | None
    """Printed, less predicted."""
    agrees: bool | None
    """Null: there is nothing to compare with."""
    discrepancy: NonNegativeInt
    """How many more are named than printed."""
    document: str | None
    locator: str | None
    entry: int


class ReconciledSumOut(Representation):
    """A printed sum of money against the letter's own lines.

    Where none of them is recorded, against all allocations of its fiscal year.
    """

    effective: str
    fiscal_year: str | None
    printed: Decimal
    allocated: Decimal
    """Sum of the recorded allocations; a joint one is counted once."""
    difference: Decimal
    """Printed, less allocated."""
    document: str | None
    locator: str | None
    entry: int


class UnfittingOut(Representation):
    """A status and an amount of money that do not fit."""

    misfit: Misfit
    """`status-without-money`: a tier, and no money of it in its year; `money-without-status`:
    money of a tier that the county never had in that year; `money-after-withdrawal`: announced
    when it had left; `letter-total`: a letter's printed sum is not that of its lines."""
    fips: str | None
    county: str | None
    """Null: it is about a letter."""
    fiscal_year: str | None
    status: str | None
    amount: Decimal | None
    """The money concerned; of a letter, what its lines lack; null: there is none."""
    entry: int

    @classmethod
    def of(cls, one: Unfitting, counties: dict[str, County]) -> Self:
        """Show a misfit."""
        return cls(
            misfit=one.misfit,
            fips=one.fips,
            county=counties[one.fips].name if one.fips else None,
            fiscal_year=str(one.fiscal_year) if one.fiscal_year else None,
            status=one.status,
            amount=one.amount,
            entry=one.entry,
        )


class ReconciliationOut(ProgramAnswerOut):
    """Every printed total, and where status and money do not fit."""

    TABLE: ClassVar[str | None] = "totals"

    totals: list[ReconciledOut]
    sums: list[ReconciledSumOut]
    unfitting: list[UnfittingOut]

    @classmethod
    def of(cls, answer: ReconciliationAnswer, links: LinksOut) -> Self:
        """Show the reconciliation."""
        return cls(
            program=answer.program,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            totals=[
                ReconciledOut(
                    effective=row.fact.when.edtf,
                    dated=ImpreciseDateOut.of(row.fact.when),
                    fiscal_year=str(row.fact.fiscal_year) if row.fact.fiscal_year else None,
                    status=row.status,
                    printed=row.printed,
                    named=row.named,
                    unnamed=row.unnamed,
                    predicted=row.predicted,
                    difference=row.difference,
                    agrees=row.agrees,
                    discrepancy=row.discrepancy,
                    document=row.fact.document,
                    locator=row.fact.locator,
                    entry=row.entry,
                )
                for row in answer.totals
            ],
            sums=[
                ReconciledSumOut(
                    effective=row.fact.when.edtf,
                    fiscal_year=str(row.fact.fiscal_year) if row.fact.fiscal_year else None,
                    printed=row.printed,
                    allocated=row.allocated,
                    difference=row.difference,
                    document=row.fact.document,
                    locator=row.fact.locator,
                    entry=row.entry,
                )
                for row in answer.sums
            ],
            unfitting=[UnfittingOut.of(one, answer.counties) for one in answer.unfitting],
            **envelope(answer.sight, links),
        )
