"""Set logic over programs."""

from datetime import date
from typing import ClassVar, Self

from pydantic import NonNegativeInt

from app.queries.overlap import OverlapAnswer, Overlapping
from app.representations.base import AnswerOut, LinksOut, Representation, envelope


class ConditionOut(Representation):
    """One condition, and how many counties meet it by itself."""

    program: str
    status: str
    named: NonNegativeInt
    unnamed: NonNegativeInt
    """Counties counted in it that no record names."""


class OverlappingOut(Representation):
    """A county that meets all conditions."""

    fips: str
    geo_id: str
    county: str
    definite: bool
    """Whether the record allows nothing else."""

    @classmethod
    def of(cls, one: Overlapping) -> Self:
        """Show one county."""
        county = one.county
        return cls(
            fips=county.fips, geo_id=county.geo_id, county=county.name, definite=one.definite
        )


class OverlapOut(AnswerOut):
    """Counties that meet all conditions on one day."""

    TABLE: ClassVar[str | None] = "counties"

    as_of: date
    conditions: list[ConditionOut]
    count: NonNegativeInt
    """Counties that meet all of them in the certain reading."""
    min: NonNegativeInt
    """Counties that certainly do."""
    max: NonNegativeInt
    """No more can, named or not."""
    unnamed: NonNegativeInt
    """What names cannot tell: how many further counties than those listed may."""
    counties: list[OverlappingOut]
    possible: list[OverlappingOut]
    """Further counties that the record allows to meet all of them."""

    @classmethod
    def of(cls, answer: OverlapAnswer, links: LinksOut) -> Self:
        """Show an overlap."""
        return cls(
            as_of=answer.as_of,
            conditions=[
                ConditionOut(
                    program=one.program, status=one.status, named=one.named, unnamed=one.unnamed
                )
                for one in answer.conditions
            ],
            count=len(answer.counties),
            min=answer.least,
            max=answer.most,
            unnamed=answer.unnamed,
            counties=[OverlappingOut.of(one) for one in answer.counties],
            possible=[OverlappingOut.of(one) for one in answer.possible],
            **envelope(answer.sight, links),
        )
