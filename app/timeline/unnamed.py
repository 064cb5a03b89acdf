"""Printed totals, and how many of the counted counties no record names.

At a printed total, ``unnamed[s] = printed[s] - named[s]``, with `named` taken at the end of the
total's own date. It holds until the next printed total of the same term.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.fiscal_years import FiscalYear
from app.domain.participation import ControlTotal
from app.domain.programs import Codebook
from app.timeline.changes import Change

Readings = Callable[[date], Mapping[str, str]]
"""The status of each county in the certain reading of a day, on the effective clock."""


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """A control total of counties, and what it leaves unnamed."""

    change: Change
    printed: dict[str, int]
    named: dict[str, int]
    """Counties that records name in each status at the end of the total's date."""
    unnamed: dict[str, int]
    """Counties counted but not named, per status that has any."""
    previous: "PrintedTotal | None"
    """The total before it, of the same term."""
    unplaceable: frozenset[str]
    """Statuses that leave open which finer status is meant, while this total counts only the
    finer ones: a county so named holds one of their unnamed places."""

    @property
    def fact(self) -> ControlTotal:
        """The control total as recorded."""
        assert isinstance(self.change.fact, ControlTotal)  # noqa: S101 - built from these only
        return self.change.fact


def printed_totals(
    changes: list[Change], codebook: Codebook, readings: Readings
) -> dict[int, PrintedTotal]:
    """Return the totals of a program by `seq`, each with what it leaves unnamed."""
    totals: dict[int, PrintedTotal] = {}
    last: dict[FiscalYear | None, PrintedTotal] = defaultdict()
    for change in sorted(changes, key=lambda c: c.key):
        assert isinstance(change.fact, ControlTotal)  # noqa: S101 - the caller's promise
        statuses = list(readings(change.latest).values())
        named = {code: statuses.count(code) for code in codebook.codes}
        total = _total(change, change.fact, named, last.get(change.term), codebook)
        totals[change.seq] = last[change.term] = total
    return totals


def _total(
    change: Change,
    fact: ControlTotal,
    named: dict[str, int],
    previous: PrintedTotal | None,
    codebook: Codebook,
) -> PrintedTotal:
    unnamed = {} if fact.exhaustive or previous is None else dict(previous.unnamed)
    finer_first = sorted(codebook.statuses, key=lambda status: bool(status.covers))
    for status in finer_first:
        if status.code in fact.printed:
            counted = named[status.code] + sum(
                named[code] + unnamed.get(code, 0) for code in status.covers
            )
            unnamed[status.code] = max(0, fact.printed[status.code] - counted)
    unplaceable = frozenset(
        status.code
        for status in codebook.statuses
        if fact.exhaustive
        and status.code not in fact.printed
        and any(code in fact.printed for code in status.covers)
    )
    held = {code: count for code, count in unnamed.items() if count}
    printed = {code: fact.printed[code] for code in codebook.codes if code in fact.printed}
    return PrintedTotal(change, printed, named, held, previous, unplaceable)
