"""Which counties are of one status in one program and of another in a second, on a day?"""

from dataclasses import dataclass
from datetime import date

from app.domain.counties import County
from app.domain.errors import MalformedQuestion, UnknownProgram
from app.queries.records import Records
from app.queries.sight import Sight
from app.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, and how many counties meet it by itself."""

    program: str
    status: str
    named: int
    unnamed: int
    """Counties counted in it (or in a finer status) that no record names."""


@dataclass(frozen=True, slots=True)
class Overlapping:
    """A county that meets all conditions, certainly or possibly."""

    county: County
    definite: bool


@dataclass(frozen=True, slots=True)
class OverlapAnswer:
    """Counties that meet all conditions on one day."""

    as_of: date
    sight: Sight
    conditions: tuple[Condition, ...]
    counties: tuple[Overlapping, ...]
    """Those that meet all of them in the certain reading."""
    possible: tuple[Overlapping, ...]
    """Further ones that the record allows to meet all of them."""

    @property
    def unnamed(self) -> int:
        """What names cannot tell: places of the conditions whose county is not named."""
        return sum(condition.unnamed for condition in self.conditions)


def overlap(records: Records, as_of: date, asked: list[str], sight: Sight) -> OverlapAnswer:
    """Return the counties that meet every condition ``program:status``.

    Raises:
        MalformedQuestion: a condition is not written so, or there is none, or its program is
            not known.
        UnknownStatus: a codebook has no such status.
    """
    if not asked:
        raise MalformedQuestion(
            "Say what to look for, such as in=csec:tier_2&in=pact:participating."
        )
    parts = [_parts(condition) for condition in asked]
    timelines = {program: _timeline(records, program, sight) for program, _ in parts}
    conditions = tuple(_condition(timelines[p], s, as_of) for p, s in parts)
    meet: list[Overlapping] = []
    may: list[Overlapping] = []
    for county in records.counties:
        reading, allowed, certain = True, True, True
        for program, status in parts:
            book = timelines[program].codebook
            standing = timelines[program].standing(county.fips, as_of)
            places = timelines[program].places_on(as_of)
            allows = places.possible(book, standing) | {standing.status}
            possible = [book.satisfies(one, status) for one in allows]
            reading &= book.satisfies(standing.status, status)
            allowed &= any(possible)
            certain &= all(possible)
        if reading or allowed:
            (meet if reading else may).append(Overlapping(county, certain))
    return OverlapAnswer(as_of, sight, conditions, tuple(meet), tuple(may))


def _parts(condition: str) -> tuple[str, str]:
    program, colon, status = condition.partition(":")
    if not (program and colon and status):
        raise MalformedQuestion(
            f"in={condition[:60]!r} is not a condition: write program:status, such as csec:tier_2."
        )
    return program, status


def _timeline(records: Records, program: str, sight: Sight) -> Timeline:
    try:
        return records.timeline(program, sight)
    except UnknownProgram as error:
        raise MalformedQuestion(error.detail) from None


def _condition(timeline: Timeline, status: str, as_of: date) -> Condition:
    codes = (status, *timeline.codebook[status].covers)
    rows = [timeline.counts(as_of)[code] for code in codes]
    named = sum(row.named for row in rows)
    return Condition(timeline.codebook.program, status, named, sum(row.unnamed for row in rows))
