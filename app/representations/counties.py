"""A county over all programs."""

from typing import ClassVar, Literal, Self

from pydantic import NonNegativeInt

from app.domain.counties import Counties, County
from app.queries.counties import CountyAnswer, HistoryAnswer, Told
from app.queries.sight import Sight
from app.representations.base import (
    AnswerOut,
    ImpreciseDateOut,
    LinksOut,
    Representation,
    envelope,
)
from app.representations.journal import EntryOut
from app.representations.spells import SpellOut


class CountyOut(Representation):
    """A county."""

    fips: str
    geo_id: str
    county: str

    @classmethod
    def of(cls, county: County) -> Self:
        """Show a county."""
        return cls(fips=county.fips, geo_id=county.geo_id, county=county.name)


class CountiesOut(AnswerOut):
    """All counties of the record, by FIPS code."""

    TABLE: ClassVar[str | None] = "counties"

    counties: list[CountyOut]

    @classmethod
    def of(cls, counties: Counties, sight: Sight, links: LinksOut) -> Self:
        """Show all counties."""
        return cls(counties=[CountyOut.of(one) for one in counties], **envelope(sight, links))


class CountyProgramOut(Representation):
    """A county's spells in one program."""

    program: str
    name: str
    spells: list[SpellOut]


class ArrangementOut(Representation):
    """A milestone that concerns the county: an agreement with others, a local act."""

    entry: int
    milestone: str
    title: str
    category: str
    effective: ImpreciseDateOut
    until: ImpreciseDateOut | None
    """First day after a period."""
    counties: list[str]
    """FIPS codes of all counties it concerns."""
    document: str | None
    locator: str | None


class CountyAnswerOut(AnswerOut):
    """What the record says of one county."""

    TABLE: ClassVar[str | None] = "programs.spells"

    fips: str
    geo_id: str
    county: str
    programs: list[CountyProgramOut]
    arrangements: list[ArrangementOut]
    history: str
    """Where its entries are."""

    @classmethod
    def of(cls, answer: CountyAnswer, links: LinksOut, history: str) -> Self:
        """Show a county."""
        return cls(
            fips=answer.county.fips,
            geo_id=answer.county.geo_id,
            county=answer.county.name,
            programs=[
                CountyProgramOut(
                    program=one.program,
                    name=one.name,
                    spells=[SpellOut.of(spell) for spell in one.spells],
                )
                for one in answer.programs
            ],
            arrangements=[
                ArrangementOut(
                    entry=seq,
                    milestone=fact.milestone,
                    title=fact.title,
                    category=fact.category,
                    effective=ImpreciseDateOut.of(fact.when),
                    until=ImpreciseDateOut.maybe(fact.until),
                    counties=list(fact.counties),
                    document=fact.document,
                    locator=fact.locator,
                )
                for seq, fact in answer.arrangements
            ],
            history=history,
            **envelope(answer.sight, links),
        )


class ToldOut(EntryOut):
    """An entry about the county, and whether it still stands."""

    says: str
    """The kind of fact it is about: of a correction, the one it puts in place."""
    effective: ImpreciseDateOut | None
    state: Literal["stands", "corrected", "retracted", "retraction"]
    by: int | None
    """The entry that corrected or retracted it."""
    replaces: int | None
    """The entry that this one corrects or retracts."""
    reason: str | None
    """Why that one was wrong."""

    @classmethod
    def told(cls, one: Told) -> Self:
        """Show an entry and its state."""
        return cls(
            **EntryOut.of(one.entry).model_dump(),
            says=one.fact.kind,
            effective=ImpreciseDateOut.maybe(one.fact.effective),
            state=one.state,
            by=one.by,
            replaces=one.replaces,
            reason=one.reason,
        )


class HistoryOut(AnswerOut):
    """Entries about a county in order of recording, corrected and retracted ones too."""

    TABLE: ClassVar[str | None] = "entries"

    fips: str
    geo_id: str
    county: str
    entries: list[ToldOut]
    total: NonNegativeInt
    complete: bool
    """Whether no further entries follow."""
    next: str | None
    """Where they do; null: complete."""

    @classmethod
    def of(cls, answer: HistoryAnswer, links: LinksOut, following: str | None) -> Self:
        """Show a page of a county's history."""
        return cls(
            fips=answer.county.fips,
            geo_id=answer.county.geo_id,
            county=answer.county.name,
            entries=[ToldOut.told(one) for one in answer.entries],
            total=answer.total,
            complete=answer.complete,
            next=following,
            **envelope(answer.sight, links),
        )
