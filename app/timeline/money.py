"""Status against money: where what a county was and what it was given do not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.domain.fiscal_years import FiscalYear
from app.domain.participation import ControlTotal
from app.domain.programs import Codebook
from app.timeline.allocations import Allocated, allocations
from app.timeline.timeline import Timeline

Misfit = Literal[
    "status-without-money", "money-without-status", "money-after-withdrawal", "letter-total"
]
"""`status-without-money`: a tier, and no money of that tier in its year; `money-without-status`:
money of a tier that the county never had in that year; `money-after-withdrawal`: announced when
the county had left; `letter-total`: a letter's printed sum is not that of its lines."""


@dataclass(frozen=True, slots=True)
class Unfitting:
    """A status and an amount that do not fit."""

    misfit: Misfit
    fips: str | None
    """None: it is about a letter."""
    fiscal_year: FiscalYear | None
    status: str | None
    amount: Decimal | None
    """The money concerned; of a letter, how much its lines lack."""
    entry: int


def unfitting(timeline: Timeline) -> list[Unfitting]:
    """Return every misfit of a program, by kind, then in order of `seq`."""
    standing = [
        one
        for one in allocations(timeline.record, timeline.codebook.program)
        if one.replaced_by is None
    ]
    return [
        *_without_money(timeline, standing),
        *_without_status(timeline, standing),
        *_after_withdrawal(timeline, standing),
        *_letters(timeline, standing),
    ]


def _without_money(timeline: Timeline, money: list[Allocated]) -> Iterator[Unfitting]:
    paid = {
        (fips, one.fact.fiscal_year, one.fact.tier) for one in money for fips in one.fact.concerns
    }
    for fips in timeline.counties:
        for change in timeline.changes(fips):
            status = timeline.codebook[change.status]
            asked = status.participating and not status.covers and change.term is not None
            if asked and (fips, change.term, change.status) not in paid:
                yield Unfitting(
                    "status-without-money", fips, change.term, change.status, None, change.seq
                )


def _without_status(timeline: Timeline, money: list[Allocated]) -> Iterator[Unfitting]:
    had = {
        (fips, change.term, change.status)
        for fips in timeline.counties
        for change in timeline.changes(fips)
    }
    for one in money:
        for fips in one.fact.concerns:
            year, tier = one.fact.fiscal_year, one.fact.tier
            if tier is not None and (fips, year, tier) not in had:
                yield Unfitting(
                    "money-without-status", fips, year, tier, one.fact.amount, one.entry
                )


def _after_withdrawal(timeline: Timeline, money: list[Allocated]) -> Iterator[Unfitting]:
    for one in money:
        when = timeline.record.dated(one.fact)
        for fips in one.fact.concerns if when is not None else ():
            status = timeline.standing(fips, when.earliest).status if when else ""
            if status in _over(timeline.codebook):
                yield Unfitting(
                    "money-after-withdrawal",
                    fips,
                    one.fact.fiscal_year,
                    status,
                    one.fact.amount,
                    one.entry,
                )


def _over(codebook: Codebook) -> set[str]:
    """Return the statuses that say that participation is over: those after the last of it."""
    last = max((i for i, s in enumerate(codebook.statuses) if s.participating), default=-1)
    return set(codebook.codes[last + 1 :])


def _letters(timeline: Timeline, money: list[Allocated]) -> Iterator[Unfitting]:
    for seq, fact in timeline.record.of_kind(ControlTotal):
        if fact.program != timeline.codebook.program or fact.amount is None:
            continue
        lines = [
            one.fact.amount
            for one in money
            if (one.fact.document, one.fact.fiscal_year) == (fact.document, fact.fiscal_year)
        ]
        lacking = fact.amount - sum(lines, Decimal("0.00"))
        if lines and lacking:
            yield Unfitting("letter-total", None, fact.fiscal_year, None, lacking, seq)
