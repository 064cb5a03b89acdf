"""The wider timeline."""

from datetime import date
from typing import ClassVar, Self

from app.queries.milestones import MilestonesAnswer
from app.representations.base import (
    AnswerOut,
    CitationOut,
    ImpreciseDateOut,
    LinksOut,
    Representation,
    envelope,
)
from app.timeline.milestones import Dated, Outlook


class MilestoneOut(Representation):
    """An event of the wider timeline."""

    milestone: str
    title: str
    category: str
    state: str
    """As recorded: `occurred`, or only `planned`."""
    outlook: Outlook | None
    """As it stood on the day asked about; null: no day was."""
    effective: ImpreciseDateOut
    until: ImpreciseDateOut | None
    """First day after a period."""
    program: str | None
    counties: list[str]
    """FIPS codes."""
    confirmed_by: int | None
    """The entry that shows a planned one to have occurred."""
    document: str | None
    locator: str | None
    also_cited: list[CitationOut]
    evidence: str
    reasoning: str | None
    note: str | None
    entry: int

    @classmethod
    def of(cls, dated: Dated) -> Self:
        """Show a milestone."""
        fact = dated.fact
        return cls(
            milestone=fact.milestone,
            title=fact.title,
            category=fact.category,
            state=fact.state,
            outlook=dated.outlook,
            effective=ImpreciseDateOut.of(fact.when),
            until=ImpreciseDateOut.maybe(fact.until),
            program=fact.program,
            counties=list(fact.counties),
            confirmed_by=dated.confirmed_by,
            document=fact.document,
            locator=fact.locator,
            also_cited=[CitationOut.of(each) for each in fact.also_cited],
            evidence=fact.evidence,
            reasoning=fact.reasoning,
            note=fact.note,
            entry=dated.entry,
        )


class MilestonesOut(AnswerOut):
    """All milestones, in order of time."""

    TABLE: ClassVar[str | None] = "milestones"

    as_of: date | None
    milestones: list[MilestoneOut]

    @classmethod
    def of(cls, answer: MilestonesAnswer, links: LinksOut) -> Self:
        """Show the wider timeline."""
        return cls(
            as_of=answer.as_of,
            milestones=[MilestoneOut.of(dated) for dated in answer.milestones],
            **envelope(answer.sight, links),
        )
