"""Why an answer differs between two states of knowledge."""

from datetime import date
from typing import ClassVar, Self

from app.domain.entries import instant
from app.queries.revisions import RevisionsAnswer
from app.representations.base import (
    CheckedThroughOut,
    ImpreciseDateOut,
    KnownAtOut,
    LinksOut,
    ProgramAnswerOut,
    Representation,
    envelope,
)
from app.representations.counts import CountOut
from app.timeline.revisions import Cause, Revised, Revision


class RevisionOut(Representation):
    """An entry that changes the answer, or may."""

    entry: int
    cause: Cause
    """`corrected`, `retracted`: we had been wrong; `identified`: a county counted without a name;
    `late`: a fact learned afterwards; `total`, `codebook`: a printed total, an edition."""
    replaces: int | None
    """The entry that it corrects or retracts."""
    reason: str | None
    effective: ImpreciseDateOut | None
    document: str | None
    recorded_at: str
    recorded_by: str

    @classmethod
    def of(cls, one: Revision) -> Self:
        """Show one entry."""
        return cls(
            entry=one.entry.seq,
            cause=one.cause,
            replaces=one.replaces,
            reason=one.reason,
            effective=ImpreciseDateOut.maybe(one.fact.effective),
            document=one.fact.document,
            recorded_at=instant(one.entry.recorded_at),
            recorded_by=one.entry.recorded_by,
        )


class RevisedOut(Representation):
    """A county that stands otherwise on the day."""

    fips: str
    geo_id: str
    county: str
    before: str
    after: str
    possible_before: list[str]
    possible_after: list[str]
    revisions: list[RevisionOut]

    @classmethod
    def of(cls, one: Revised, answer: RevisionsAnswer) -> Self:
        """Show one county."""
        county = answer.counties[one.fips]
        return cls(
            fips=county.fips,
            geo_id=county.geo_id,
            county=county.name,
            before=one.before,
            after=one.after,
            possible_before=[code for code in answer.labels if code in one.possible_before],
            possible_after=[code for code in answer.labels if code in one.possible_after],
            revisions=[RevisionOut.of(each) for each in one.revisions],
        )


class RevisionsOut(ProgramAnswerOut):
    """What we believed about one day, what we believe now, and why."""

    TABLE: ClassVar[str | None] = "counties"

    as_of: date
    known_from: KnownAtOut
    """The earlier state; `known_at` is the later."""
    before: list[CountOut]
    after: list[CountOut]
    counties: list[RevisedOut]
    """Those whose standing on the day is another one."""
    others: list[RevisionOut]
    """Entries in between about no such county, such as printed totals."""

    @classmethod
    def of(cls, answer: RevisionsAnswer, links: LinksOut) -> Self:
        """Show revisions."""
        earlier = answer.known_from
        return cls(
            program=answer.program,
            as_of=answer.as_of,
            known_from=KnownAtOut(recorded_at=earlier.recorded_at, seq=earlier.seq),
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            before=[CountOut.of(row, answer.labels) for row in answer.before],
            after=[CountOut.of(row, answer.labels) for row in answer.after],
            counties=[RevisedOut.of(one, answer) for one in answer.revised],
            others=[RevisionOut.of(one) for one in answer.others],
            **envelope(answer.sight, links),
        )
