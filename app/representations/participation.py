"""Where each county stood on a day."""

from datetime import date
from typing import ClassVar, Self

from pydantic import NonNegativeInt

from app.queries.participation import Participant, ParticipationAnswer
from app.representations.base import (
    CheckedThroughOut,
    ImpreciseDateOut,
    LinksOut,
    ProgramAnswerOut,
    Representation,
    envelope,
)
from app.representations.spells import EndOut


class BlurOut(Representation):
    """An imprecise date that keeps a standing from being definite."""

    entry: int
    effective: ImpreciseDateOut


class ParticipantOut(Representation):
    """One county on the day."""

    fips: str
    geo_id: str
    """Census GEOID: spreadsheets do not mistake it for a number."""
    county: str
    status: str
    """The certain reading: after everything that has certainly taken effect."""
    label: str
    definite: bool
    """Whether the record allows one status only."""
    possible: list[str]
    """Every status that the record allows."""
    since: ImpreciseDateOut | None
    """When the status began, as the source gives it; null: no record."""
    until: ImpreciseDateOut | None
    """First day on which it no longer holds, as the source gives it; null: see `ended_by`."""
    ended_by: EndOut
    """What ends the status, and which document says so."""
    document: str | None
    """The document that says so; null: no record."""
    locator: str | None
    evidence: str | None
    entry: int | None
    """The entry behind the status."""
    blurred_by: list[BlurOut]
    """Why the standing is not definite; empty when it is."""
    may_hold: list[str]
    """Statuses in which counties are counted without a name, and this may be one of them."""

    @classmethod
    def of(cls, row: Participant, labels: dict[str, str]) -> Self:
        """Show one county."""
        because = row.because
        return cls(
            fips=row.county.fips,
            geo_id=row.county.geo_id,
            county=row.county.name,
            status=row.standing.status,
            label=labels[row.standing.status],
            definite=row.definite,
            possible=list(row.possible),
            since=ImpreciseDateOut.maybe(row.spell.since),
            until=ImpreciseDateOut.maybe(row.spell.end.when),
            ended_by=EndOut.of(row.spell.end),
            document=because.fact.document if because else None,
            locator=because.fact.locator if because else None,
            evidence=because.fact.evidence if because else None,
            entry=because.seq if because else None,
            blurred_by=[
                BlurOut(entry=change.seq, effective=ImpreciseDateOut.of(change.when))
                for change in row.standing.blurred_by
            ],
            may_hold=list(row.may_hold),
        )


class ParticipationOut(ProgramAnswerOut):
    """Every county on one day, or those asked for."""

    TABLE: ClassVar[str | None] = "counties"
    MAP: ClassVar[bool] = True

    as_of: date
    """Effective clock: the day the rows are about."""
    total: NonNegativeInt
    """The program's counties; without `status` and `county` there is a row for each."""
    counties: list[ParticipantOut]

    @classmethod
    def of(cls, answer: ParticipationAnswer, links: LinksOut) -> Self:
        """Show participation."""
        return cls(
            program=answer.program,
            as_of=answer.as_of,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            total=answer.total,
            counties=[ParticipantOut.of(row, answer.labels) for row in answer.counties],
            **envelope(answer.sight, links),
        )
