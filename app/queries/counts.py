"""How many counties stood where on a day?"""

from dataclasses import dataclass
from datetime import date

from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight
from app.timeline.counts import Counts
from app.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class TotalInForce:
    """One status of the printed total in force, in the certain reading."""

    status: str
    count: int
    document: str | None
    entry: int


@dataclass(frozen=True, slots=True)
class CountsAnswer:
    """Counts on one day."""

    program: str
    as_of: date
    sight: Sight
    checked_through: tuple[CheckedThrough, ...]
    counts: Counts
    labels: dict[str, str]
    control_totals: tuple[TotalInForce, ...]


def counts(records: Records, program: str, as_of: date, sight: Sight) -> CountsAnswer:
    """Return a row per status; they sum to the program's counties.

    Raises:
        UnknownProgram: no program of that code has been defined.
    """
    timeline = records.timeline(program, sight)
    return CountsAnswer(
        program,
        as_of,
        sight,
        records.checked_through(program, sight),
        timeline.counts(as_of),
        labels(timeline),
        _totals(timeline, as_of),
    )


def labels(timeline: Timeline) -> dict[str, str]:
    """Return the label of every status that an answer may give."""
    return {code: timeline.codebook[code].label for code in timeline.codebook.answers}


def _totals(timeline: Timeline, as_of: date) -> tuple[TotalInForce, ...]:
    holding = timeline.total_on(as_of)
    if holding is None or holding.over:
        return ()
    total = timeline.totals_on(as_of)[holding.change.seq]
    return tuple(
        TotalInForce(status, printed, total.fact.document, total.change.seq)
        for status, printed in total.printed.items()
    )
