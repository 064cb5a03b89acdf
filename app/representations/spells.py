"""Spells: since when, until when."""

from datetime import date
from typing import ClassVar, Self

from pydantic import Field, PositiveInt

from app.queries.spells import CountySpell, SpellsAnswer
from app.representations.base import (
    CheckedThroughOut,
    ImpreciseDateOut,
    LinksOut,
    ProgramAnswerOut,
    Representation,
    envelope,
)
from app.timeline.spells import End, EndKind


class EndOut(Representation):
    """What ends a status."""

    kind: EndKind
    """`changed`: another entry; `ended`: its own stated end; `lapsed`: its term; `unknown`: it
    ended or will, no source says when; `open`: nothing recorded ends it."""
    entry: int | None
    """The entry that says so; null when lapsed (the codebook says so) or open."""
    document: str | None

    @classmethod
    def of(cls, end: End) -> Self:
        """Show an end."""
        change = end.change
        return cls(
            kind=end.kind,
            entry=change.seq if change else None,
            document=change.fact.document if change else None,
        )


class SpellOut(Representation):
    """An unbroken stretch of one status of one county, half-open, in the certain reading."""

    fips: str
    geo_id: str
    county: str
    status: str
    from_: ImpreciseDateOut | None = Field(alias="from")
    """When it began, as the source gives it."""
    until: ImpreciseDateOut | None
    """First day on which it no longer holds, as the source gives it; null: see `ended_by`."""
    certain_from: date
    """First day on which it certainly holds."""
    over_by: date | None
    """First day on which it is certainly over; null: no end is recorded."""
    occasion: PositiveInt
    """1: the county's first spell in this status; 2 or more: it came back."""
    ended_by: EndOut
    document: str | None
    entries: list[int]
    """The entries behind it: the first began it, later ones renewed it."""

    @classmethod
    def of(cls, one: CountySpell) -> Self:
        """Show a spell."""
        spell = one.spell
        return cls(
            fips=one.county.fips,
            geo_id=one.county.geo_id,
            county=one.county.name,
            status=spell.status,
            from_=ImpreciseDateOut.maybe(spell.since),
            until=ImpreciseDateOut.maybe(spell.end.when),
            certain_from=spell.first_day,
            over_by=spell.after_last,
            occasion=one.occasion,
            ended_by=EndOut.of(spell.end),
            document=spell.changes[0].fact.document if spell.changes else None,
            entries=[change.seq for change in spell.changes],
        )


class ExtremesOut(Representation):
    """Who was first, who stayed longest, who came back (FIPS codes), in one status."""

    status: str
    first: list[str]
    longest: list[str]
    """Of the spells that have ended."""
    longest_days: int | None
    """Days in the certain reading: from `certain_from` to `over_by`."""
    came_back: list[str]


class SpellsOut(ProgramAnswerOut):
    """Spells of a program."""

    TABLE: ClassVar[str | None] = "spells"

    spells: list[SpellOut]
    extremes: list[ExtremesOut]

    @classmethod
    def of(cls, answer: SpellsAnswer, links: LinksOut) -> Self:
        """Show spells."""
        return cls(
            program=answer.program,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            spells=[SpellOut.of(one) for one in answer.spells],
            extremes=[
                ExtremesOut(
                    status=one.status,
                    first=list(one.first),
                    longest=list(one.longest),
                    longest_days=one.longest_days,
                    came_back=list(one.came_back),
                )
                for one in answer.extremes
            ],
            **envelope(answer.sight, links),
        )
