"""What had occurred by a day, and what was expected and has not been confirmed?"""

from dataclasses import dataclass
from datetime import date

from app.queries.records import Records
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
    found = {
        dated.entry: dated
        for program in (None, *records.journal.programs(sight.known_at.seq))
        for dated in milestones(records.record(program, sight), as_of)
    }
    in_time = sorted(
        found.values(), key=lambda d: (d.fact.when.earliest, d.fact.when.latest, d.entry)
    )
    return MilestonesAnswer(as_of, sight, tuple(in_time))
