"""The wider timeline: what had occurred by a day, and what was only planned."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.events import Milestone
from app.timeline.record import Record

Outlook = Literal["occurred", "may_have_occurred", "planned", "later"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A milestone, as it stood on a day."""

    entry: int
    fact: Milestone
    outlook: Outlook | None
    """`occurred` by the day; `may_have_occurred`: the day lies within its imprecise date;
    `planned`: announced by the day, not confirmed by then; `later`: neither. None: no day was
    asked about."""
    confirmed_by: int | None
    """The entry that shows a planned milestone to have occurred."""


def milestones(record: Record, as_of: date | None = None) -> list[Dated]:
    """Return all milestones in order of time."""
    found = list(record.of_kind(Milestone))
    first_confirmed = sorted(found, key=lambda one: (one[1].when.latest, one[0]), reverse=True)
    confirming = {fact.confirms: (seq, fact) for seq, fact in first_confirmed if fact.confirms}
    dated = []
    for seq, fact in found:
        by = confirming.get(fact.milestone)
        outlook = None if as_of is None else _outlook(record, fact, by and by[1], as_of)
        dated.append(Dated(seq, fact, outlook, by[0] if by else None))
    return sorted(dated, key=lambda d: (d.fact.when.earliest, d.fact.when.latest, d.entry))


def _outlook(record: Record, fact: Milestone, by: Milestone | None, as_of: date) -> Outlook:
    shown = fact if fact.state == "occurred" else by
    when = None if shown is None else record.dated(shown)
    if when is not None and when.latest <= as_of:
        return "occurred"
    if fact.state == "occurred":
        return "may_have_occurred" if when is None or when.earliest <= as_of else "later"
    announced = record.announced(fact)
    return "planned" if announced is None or announced.earliest <= as_of else "later"
