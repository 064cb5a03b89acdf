"""A dated change: a fact that takes effect on one unknown day between two known ones."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.domain.dates import ImpreciseDate
from app.domain.fiscal_years import FiscalYear
from app.domain.participation import ControlTotal, StatusChanged, StatusSetting
from app.timeline.record import Record

NEVER = date.max


@dataclass(frozen=True, slots=True)
class Change:
    """A fact with its bounds. All days are included in the ranges they bound."""

    seq: int
    fact: StatusSetting | ControlTotal
    when: ImpreciseDate
    """Effective, as the source gives it."""
    term: FiscalYear | None
    earliest: date
    """Effective: first possible day, tightened by declared orders."""
    latest: date
    """Effective: last possible day, tightened by declared orders."""
    shown_from: date
    """First day on which it may count, on the view's clock."""
    shown_by: date
    """Day from which it certainly counts, on the view's clock; `NEVER`: it may not at all."""
    ends_from: date | None
    """First day on which it may be over by its own stated end; None: no end is stated."""
    ends_by: date | None
    """Day from which it is certainly over; `NEVER` when the end is unknown."""
    after: tuple[int, ...] = ()
    """Entries that are declared to come before this one."""

    @classmethod
    def of(cls, seq: int, fact: StatusSetting | ControlTotal, *, by_term: bool) -> "Change":
        """Return a fact as a change on the effective clock, its bounds as the source has them."""
        when = fact.when
        term = (fact.fiscal_year or FiscalYear.containing(when.earliest)) if by_term else None
        ends = None if isinstance(fact, ControlTotal) else fact.ends
        end: tuple[date | None, date | None] = (None, None)
        if ends == "unknown":
            end = (when.earliest, NEVER)
        elif ends is not None:
            end = (ends.earliest, certainly(ends))
        bounds = (when.earliest, when.latest)
        return cls(seq, fact, when, term, *bounds, when.earliest, certainly(when), *end)

    @property
    def status(self) -> str:
        """The status it sets; a control total sets none."""
        return "" if isinstance(self.fact, ControlTotal) else self.fact.status

    @property
    def stated_end(self) -> ImpreciseDate | Literal["unknown"] | None:
        """First day on which it no longer holds, as its source gives it."""
        return None if isinstance(self.fact, ControlTotal) else self.fact.ends

    @property
    def group(self) -> str | None:
        """The act it is part of."""
        return self.fact.group if isinstance(self.fact, StatusChanged) else None

    @property
    def key(self) -> tuple[date, date, int]:
        """Its place in the certain reading: the last in this order has the say."""
        return self.latest, self.earliest, self.seq

    def may_hold(self, day: date) -> bool:
        """Say whether its own stated end may still lie ahead."""
        return self.ends_by is None or self.ends_by > day

    def may_be_over(self, day: date) -> bool:
        """Say whether its own stated end may have come."""
        return self.ends_from is not None and self.ends_from <= day

    def is_over(self, day: date) -> bool:
        """Say whether its own stated end has certainly come."""
        return self.ends_by is not None and self.ends_by <= day

    def within(self, earliest: date, latest: date) -> "Change":
        """Return it with tighter effective bounds; it cannot end before it begins."""
        ends_from = None if self.ends_from is None else max(self.ends_from, earliest)
        return replace(
            self,
            earliest=earliest,
            latest=latest,
            shown_from=earliest,
            shown_by=certainly(self.when) if latest == self.when.latest else latest,
            ends_from=ends_from,
        )


def certainly(when: ImpreciseDate) -> date:
    """Return the day by which it has certainly come; `NEVER` where its source gives no last day."""
    return NEVER if when.opens_late else when.latest


def shown(changes: list[Change], record: Record) -> list[Change]:
    """Place changes on the clock of the view, and leave open what may not have been issued."""
    view = record.view
    if view.clock == "effective" and view.issued_by is None:
        return changes
    together = announced_together(changes, record)
    placed = []
    for change in changes:
        own = record.announced(change.fact) or change.when
        first, last = together.get(change.group, (own.earliest, certainly(own)))
        days = (first, last) if view.clock == "announced" else (change.shown_from, change.shown_by)
        in_time = view.issued_by is None or last <= view.issued_by
        placed.append(replace(change, shown_from=days[0], shown_by=days[1] if in_time else NEVER))
    return placed


def announced_together(
    changes: list[Change], record: Record
) -> dict[str | None, tuple[date, date]]:
    """Return the days on which each group can have been announced as one act."""
    shared: dict[str | None, tuple[date, date]] = {}
    for change in changes:
        announced = record.announced(change.fact) or change.when
        if change.group is not None:
            first, last = shared.get(change.group, (announced.earliest, announced.latest))
            shared[change.group] = (max(first, announced.earliest), min(last, announced.latest))
    return {group: days for group, days in shared.items() if days[0] <= days[1]}
