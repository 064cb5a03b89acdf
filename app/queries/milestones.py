"""What had occurred by a day, and what was expected and has not been confirmed?"""

from dataclasses import dataclass
from datetime import date

from app.queries.records import EVERYTHING, Records
from app.queries.sight import Sight
from app.timeline.milestones import Dated, milestones


@dataclass(frozen=True, slots=True)
class MilestonesAnswer:
    """The wider timeline, over all programs."""

    as_of: date | None
    sight: Sight
    milestones: tuple[Dated, ...]


def wider_timeline(records: Records, as_of: date | None, sight: Sight) -> MilestonesAnswer:
    """Return all milestones in order of time, each as it stood on the day asked about."""
    found = milestones(records.record(EVERYTHING, sight), as_of)
    return MilestonesAnswer(as_of, sight, tuple(found))
