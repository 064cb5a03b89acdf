"""How many counties stood where on a day: named ones, and those counted without a name.

The counts always sum to the program's counties. Unnamed places are held by counties of the
pool (those without a current record), taken from `not_recorded` first, then from `term_ended`;
the ranges say so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.programs import Codebook
from app.timeline.places import Places, Range
from app.timeline.standings import Standing


@dataclass(frozen=True, slots=True)
class Count:
    """Counties of one status on one day. ``min <= count <= max``; ``count = named + unnamed``."""

    status: str
    count: int
    """The certain reading."""
    min: int
    max: int
    named: int
    """How many of `count` the record can name. Of `not_recorded` it can name none while any
    county is counted without a name: which of them those are is not known."""
    unnamed: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of every status: the codebook's in order, then `term_ended`, `not_recorded`."""

    rows: tuple[Count, ...]
    unplaced: int
    """Counties known to take part that hold one of the unnamed places of finer statuses, it is
    not known which."""

    @property
    def total(self) -> int:
        """The program's counties."""
        return sum(row.count for row in self.rows)

    def __getitem__(self, status: str) -> Count:
        """Return the count of one status."""
        return next(row for row in self.rows if row.status == status)


def count(
    codebook: Codebook,
    reading: Mapping[str, Standing],
    in_force: Places,
    worlds: list[tuple[Mapping[str, Standing], list[Places]]],
) -> Counts:
    """Count on a day.

    Args:
        codebook: the program's.
        reading: the standing of every county.
        in_force: the unnamed places in the certain reading.
        worlds: the cases to join, each with standings that vary independently of one another,
            and all the unnamed places it allows. One case, unless acts move counties together.
    """
    statuses = {fips: standing.status for fips, standing in reading.items()}
    counted = in_force.fill(codebook, statuses)
    ranges = _join(
        places.ranges(codebook, standings) for standings, options in worlds for places in options
    )
    rows = []
    for status in codebook.answers:
        number, unnamed = counted.counts[status], counted.unnamed.get(status, 0)
        # Where a total counts more than there is room for, ranges may reach beyond the counties.
        least, most = min(ranges[status][0], number), min(ranges[status][1], len(statuses))
        named = number - unnamed
        rows.append(Count(status, number, least, max(most, number), named, unnamed))
    return Counts(tuple(rows), counted.unplaced)


def _join(cases: Iterable[dict[str, Range]]) -> dict[str, Range]:
    joined: dict[str, Range] = {}
    for case in cases:
        for status, (least, most) in case.items():
            low, high = joined.get(status, (least, most))
            joined[status] = (min(low, least), max(high, most))
    return joined
