"""Where did each county stand on a day, since when, and who says so?"""

from dataclasses import dataclass
from datetime import date

from app.domain.counties import County
from app.queries.counts import labels
from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight
from app.timeline.changes import Change
from app.timeline.spells import Spell, spell_on, spells
from app.timeline.standings import Standing
from app.timeline.timeline import Possibility, Timeline


@dataclass(frozen=True, slots=True)
class Participant:
    """One county on the day."""

    county: County
    standing: Standing
    spell: Spell
    """The spell of its certain reading."""
    possible: tuple[str, ...]
    """In the order of the codebook; for a county known only to take part, while a total counts
    the finer statuses only, the finer ones."""
    may_hold: tuple[str, ...]
    """Statuses in which a county is counted without a name that may be this one."""

    @property
    def definite(self) -> bool:
        """Whether the record allows one status only."""
        return len(self.possible) == 1

    @property
    def because(self) -> Change | None:
        """The change behind the status."""
        return self.standing.because.change if self.standing.because else None


@dataclass(frozen=True, slots=True)
class ParticipationAnswer:
    """Every county on one day."""

    program: str
    as_of: date
    sight: Sight
    checked_through: tuple[CheckedThrough, ...]
    labels: dict[str, str]
    total: int
    """The program's counties."""
    counties: tuple[Participant, ...]
    """All of them, or those asked for."""


def participation(
    records: Records,
    program: str,
    as_of: date,
    sight: Sight,
    status: str | None = None,
    county: County | None = None,
) -> ParticipationAnswer:
    """Return one row a county: all, or those of a status (certainly or possibly), or one.

    Raises:
        UnknownProgram: no program of that code has been defined.
        UnknownStatus: the codebook has no such status.
    """
    timeline = records.timeline(program, sight)
    if status is not None:
        timeline.codebook[status]
    asked = [county] if county else list(records.counties)
    possibilities = timeline.possibilities(as_of)
    rows = [_participant(timeline, one, as_of, possibilities[one.fips]) for one in asked]
    if status is not None:
        rows = [row for row in rows if status in (row.standing.status, *row.possible)]
    return ParticipationAnswer(
        program,
        as_of,
        sight,
        records.checked_through(program, sight),
        labels(timeline),
        len(timeline.counties),
        tuple(rows),
    )


def _participant(
    timeline: Timeline, county: County, as_of: date, allowed: Possibility
) -> Participant:
    order = timeline.codebook.answers
    return Participant(
        county,
        timeline.standing(county.fips, as_of),
        spell_on(spells(timeline, county.fips), as_of),
        tuple(code for code in order if code in allowed.possible),
        tuple(code for code in order if code in allowed.may_hold),
    )
