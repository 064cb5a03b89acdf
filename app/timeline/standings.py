"""The standing of a county on a day: the statuses that the record allows."""

from dataclasses import dataclass

from app.domain.programs import NOT_RECORDED, TERM_ENDED
from app.timeline.changes import Change
from app.timeline.tracks import Holding, Outcome


@dataclass(frozen=True, slots=True)
class Standing:
    """What the record allows one county to have been on one day."""

    status: str
    """The certain reading: the state after everything that has certainly taken effect."""
    possible: frozenset[str]
    """Every status over all worlds; one member: the answer is definite."""
    because: Holding | None
    """The change behind `status`; over when it ended or lapsed; None: no record."""
    blurred_by: tuple[Change, ...]
    """The imprecisely dated changes that keep the standing from being definite."""

    @property
    def definite(self) -> bool:
        """Whether the record allows one status only."""
        return len(self.possible) == 1

    @classmethod
    def of(cls, outcome: Outcome) -> "Standing":
        """Return the standing that follows from what may have the say."""
        possible = {status_of(holding) for holding in outcome.possible}
        if outcome.none:
            possible.add(NOT_RECORDED)
        blurs = _blurs(outcome) if len(possible) > 1 else ()
        return cls(status_of(outcome.reading), frozenset(possible), outcome.reading, blurs)


def status_of(holding: Holding | None) -> str:
    """Return the status that a change gives, or leaves behind when it is over."""
    if holding is None:
        return NOT_RECORDED
    return TERM_ENDED if holding.over else holding.change.status


def _blurs(outcome: Outcome) -> tuple[Change, ...]:
    """Return the changes that may or may not have the say: all but the certain one, if any."""
    certain = outcome.reading.change.seq if outcome.reading else None
    changes = {h.change.seq: h.change for h in outcome.possible}
    return tuple(
        change
        for seq, change in sorted(changes.items())
        if seq != certain or change.ends_from is not None
    ) or tuple(changes.values())
