"""What would settle most?"""

from dataclasses import dataclass
from datetime import date

from app.domain.counties import County
from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight
from app.timeline.reconciliation import Reconciled
from app.timeline.worklist import (
    Blur,
    Lapsed,
    Planned,
    blurs,
    disagreeing,
    lapsed,
    planned,
    unexplained,
)


@dataclass(frozen=True, slots=True)
class WorklistAnswer:
    """Where better sources would make the record of a program more certain."""

    program: str
    as_of: date | None
    sight: Sight
    checked_through: tuple[CheckedThrough, ...]
    counties: dict[str, County]
    dates: tuple[Blur, ...]
    unnamed: tuple[Reconciled, ...]
    disagreeing: tuple[Reconciled, ...]
    planned: tuple[Planned, ...]
    lapsed: tuple[Lapsed, ...]


def worklist(records: Records, program: str, sight: Sight, as_of: date | None) -> WorklistAnswer:
    """Return what is to be found out, most telling first; `as_of` bounds the lapsed years."""
    timeline = records.timeline(program, sight)
    return WorklistAnswer(
        program,
        as_of,
        sight,
        records.checked_through(program, sight),
        {county.fips: county for county in records.counties},
        tuple(blurs(timeline)),
        tuple(unexplained(timeline)),
        tuple(disagreeing(timeline)),
        tuple(planned(timeline.record, program)),
        tuple(lapsed(timeline, as_of)),
    )
