"""What all bodies share: their manner, their dates, and how they name their question."""

from datetime import date
from typing import ClassVar, Self, TypedDict

from pydantic import BaseModel, ConfigDict, Field

from app.domain.dates import ImpreciseDate
from app.domain.facts import Citation
from app.queries.sight import CheckedThrough, Sight
from app.timeline.view import Clock, Evidence


class Representation(BaseModel):
    """A JSON body, or part of one.

    Frozen, closed, and without default values: a field is always there, so that the OpenAPI
    schema marks it required and clients need not guess.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        validate_by_name=True,
        serialize_by_alias=True,
    )

    TABLE: ClassVar[str | None] = None
    """Of an answer that is a table, the list that holds its rows; ``a.b``: those of each of a."""
    MAP: ClassVar[bool] = False
    """Whether its rows are counties, and can be drawn."""


class ImpreciseDateOut(Representation):
    """One day, known to lie between `earliest` and `latest` (both included)."""

    edtf: str
    """The date as precise as its source gives it, in EDTF: `2015-11`, `2015-11-03`."""
    earliest: date | None
    """First day the source allows; null: it gives none."""
    latest: date | None
    """Last day the source allows, included; null: it gives none."""

    @classmethod
    def of(cls, when: ImpreciseDate) -> Self:
        """Show a date; an open end is null, never a day."""
        return cls(
            edtf=when.edtf,
            earliest=None if when.opens_early else when.earliest,
            latest=None if when.opens_late else when.latest,
        )

    @classmethod
    def maybe(cls, when: ImpreciseDate | None) -> Self | None:
        """Show a date, if there is one."""
        return None if when is None else cls.of(when)


class KnownAtOut(Representation):
    """The recorded clock: the entry up to which the record was read for this answer."""

    recorded_at: str | None
    """When that entry was recorded, UTC; null: the record was empty."""
    seq: int
    """Its number; 0: the record was empty."""


class CheckedThroughOut(Representation):
    """Up to which date a source series has been read for this program."""

    series: str
    through: str
    """EDTF."""

    @classmethod
    def of_all(cls, checked: tuple[CheckedThrough, ...]) -> list[Self]:
        """Show how far each series has been read."""
        return [cls(series=one.series, through=one.through.edtf) for one in checked]


class CitationOut(Representation):
    """A document, and where in it."""

    document: str
    locator: str | None

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Show a citation."""
        return cls(document=citation.document, locator=citation.locator)


class LinksOut(Representation):
    """Where this answer, and its forms, can be found again."""

    itself: str = Field(alias="self")
    """The question as asked."""
    permalink: str
    """The same question with `known_at` pinned: its answer never changes."""
    cite_as: str
    """The address to cite."""
    alternate: dict[str, str]
    """The same answer in each format."""


class AnswerOut(Representation):
    """What every answer says of its question."""

    known_at: KnownAtOut
    issued_by: date | None
    """Announced clock: what was announced later is left out; null: nothing is."""
    clock: Clock
    """`effective`: changes count when they were so; `announced`: when the source said so."""
    evidence: Evidence
    """`stated`: what was inferred is left out."""
    links: LinksOut


class ProgramAnswerOut(AnswerOut):
    """What every answer about a program says of its question."""

    program: str
    checked_through: list[CheckedThroughOut]


class Envelope(TypedDict):
    """The fields of `AnswerOut`, for passing on."""

    known_at: KnownAtOut
    issued_by: date | None
    clock: Clock
    evidence: Evidence
    links: LinksOut


def envelope(sight: Sight, links: LinksOut) -> Envelope:
    """Return what every answer says of its question."""
    return Envelope(
        known_at=KnownAtOut(recorded_at=sight.known_at.recorded_at, seq=sight.known_at.seq),
        issued_by=sight.issued_by,
        clock=sight.clock,
        evidence=sight.evidence,
        links=links,
    )
