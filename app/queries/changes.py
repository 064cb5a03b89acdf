"""Who moved between two days?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.counties import County
from app.queries.records import Records
from app.queries.series import ordered
from app.queries.sight import CheckedThrough, Sight
from app.timeline.differences import (
    Balance,
    Difference,
    balances,
    differences,
    possible_differences,
)
from app.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Moved:
    """A county whose status differs between the two days."""

    county: County
    difference: Difference


@dataclass(frozen=True, slots=True)
class MayHaveMoved:
    """A county that may have moved, though its certain reading is the same on both days."""

    county: County
    before: tuple[str, ...]
    """In the order of the codebook."""
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangesAnswer:
    """What differs between two days, in the certain reading."""

    program: str
    first: date
    last: date
    sight: Sight
    checked_through: tuple[CheckedThrough, ...]
    changes: tuple[Moved, ...]
    possible: tuple[MayHaveMoved, ...]
    balance: tuple[Balance, ...]


def changes(records: Records, program: str, first: date, last: date, sight: Sight) -> ChangesAnswer:
    """Return who entered, left, moved up or moved down, and how the counts balance."""
    ordered(first, last)
    timeline = records.timeline(program, sight)
    moved = differences(timeline, first, last)
    return ChangesAnswer(
        program,
        first,
        last,
        sight,
        records.checked_through(program, sight),
        tuple(Moved(records.counties[one.fips], one) for one in moved),
        tuple(_possible(records, timeline, first, last)),
        tuple(balances(timeline, first, last, moved)),
    )


def _possible(
    records: Records, timeline: Timeline, first: date, last: date
) -> Iterator[MayHaveMoved]:
    order = timeline.codebook.answers
    for one in possible_differences(timeline, first, last):
        before, after = (
            tuple(code for code in order if code in allowed) for allowed in (one.before, one.after)
        )
        yield MayHaveMoved(records.counties[one.fips], before, after)
