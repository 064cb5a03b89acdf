"""Which counties are of one status in one program and of another in a second, on a day?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.counties import County
from app.domain.errors import MalformedQuestion, UnknownProgram
from app.queries.records import Records
from app.queries.sight import Sight
from app.timeline.timeline import Possibility, Timeline

Meeting = Literal["certainly", "read so", "possibly", "unnamed", "no"]
"""Whether a county meets the conditions of a program: `read so`, in the certain reading; `unnamed`:
it may be one of those counted without a name."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, and how many counties meet it by itself."""

    program: str
    status: str
    named: int
    unnamed: int
    """Counties counted in it (or in a finer status) that no record names."""
    most: int
    """At most so many counties meet it."""


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

    least: int
    """Counties that certainly meet all of them."""
    most: int
    """No more counties than this can meet all of them, named or not."""

    @property
    def unnamed(self) -> int:
        """What names cannot tell: how many further counties than those listed may meet all."""
        return max(0, self.most - len(self.counties) - len(self.possible))


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
    asked_of = {p: [status for program, status in parts if program == p] for p in timelines}
    allowed = {program: line.possibilities(as_of) for program, line in timelines.items()}
    meet: list[Overlapping] = []
    may: list[Overlapping] = []
    reach = 0
    for county in records.counties:
        met = [
            _meeting(timelines[program], statuses, county.fips, as_of, allowed[program])
            for program, statuses in asked_of.items()
        ]
        certain = all(one == "certainly" for one in met)
        reach += "no" not in met
        if all(one in {"certainly", "read so"} for one in met):
            meet.append(Overlapping(county, certain))
        elif not {"no", "unnamed"} & set(met):
            may.append(Overlapping(county, certain))
    most = min(reach, *(condition.most for condition in conditions))
    least = sum(one.definite for one in meet)
    return OverlapAnswer(as_of, sight, conditions, tuple(meet), tuple(may), least, most)


def _meeting(
    timeline: Timeline,
    statuses: list[str],
    fips: str,
    as_of: date,
    possibilities: Mapping[str, Possibility],
) -> Meeting:
    """Say whether a county meets the conditions of one program, all of them at once."""
    book, allowed = timeline.codebook, possibilities[fips]

    def satisfies(one: str) -> bool:
        return all(book.satisfies(one, status) for status in statuses)

    reading = satisfies(timeline.standing(fips, as_of).status)
    possible = [satisfies(one) for one in allowed.possible]
    elsewhere = not all(satisfies(one) for one in allowed.may_hold)
    if all(possible) and not elsewhere:
        return "certainly"
    if reading and not elsewhere:
        return "read so"
    if any(possible):
        return "possibly"
    return "unnamed" if any(satisfies(one) for one in allowed.may_hold) else "no"


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
    return Condition(
        timeline.codebook.program,
        status,
        named=sum(row.named for row in rows),
        unnamed=sum(row.unnamed for row in rows),
        most=sum(row.max for row in rows),
    )
