"""Who moved between two days."""

from datetime import date
from typing import ClassVar, Self

from pydantic import Field, NonNegativeInt

from app.domain.programs import Direction
from app.queries.changes import ChangesAnswer, MayHaveMoved
from app.representations.base import (
    CheckedThroughOut,
    LinksOut,
    ProgramAnswerOut,
    Representation,
    envelope,
)


class MovedOut(Representation):
    """A county whose status differs between the two days, in the certain reading."""

    fips: str
    geo_id: str
    county: str
    from_: str = Field(alias="from")
    to: str
    direction: Direction
    """Into or out of the program, or up or down in the order of the codebook."""
    definite: bool
    """Whether the record allows these two statuses only, and no printed total may count the
    county elsewhere without its name."""
    entries: list[int]
    """The entries that got the say in between; empty: a term lapsed."""


class MayHaveMovedOut(Representation):
    """A county that may have moved, though its certain reading is the same on both days."""

    fips: str
    geo_id: str
    county: str
    from_: list[str] = Field(alias="from")
    """Every status that its record allows on the first day."""
    to: list[str]

    @classmethod
    def of(cls, one: MayHaveMoved) -> Self:
        """Show one county."""
        return cls(
            fips=one.county.fips,
            geo_id=one.county.geo_id,
            county=one.county.name,
            from_=list(one.before),
            to=list(one.after),
        )


class BalanceOut(Representation):
    """One status: `before + moved_in - moved_out + unnamed_change = after`."""

    status: str
    before: NonNegativeInt
    moved_in: NonNegativeInt
    moved_out: NonNegativeInt
    unnamed_change: int
    """Change among the counties counted without a name."""
    after: NonNegativeInt


class ChangesOut(ProgramAnswerOut):
    """What differs between two days."""

    TABLE: ClassVar[str | None] = "changes"

    from_: date = Field(alias="from")
    to: date
    changes: list[MovedOut]
    possible: list[MayHaveMovedOut]
    """Further counties that may have moved: an imprecise date reaches into the range."""
    balance: list[BalanceOut]

    @classmethod
    def of(cls, answer: ChangesAnswer, links: LinksOut) -> Self:
        """Show changes."""
        return cls(
            program=answer.program,
            from_=answer.first,
            to=answer.last,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            changes=[
                MovedOut(
                    fips=moved.county.fips,
                    geo_id=moved.county.geo_id,
                    county=moved.county.name,
                    from_=moved.difference.before,
                    to=moved.difference.after,
                    direction=moved.difference.direction,
                    definite=moved.difference.definite,
                    entries=list(moved.difference.entries),
                )
                for moved in answer.changes
            ],
            possible=[MayHaveMovedOut.of(one) for one in answer.possible],
            balance=[
                BalanceOut(
                    status=row.status,
                    before=row.before,
                    moved_in=row.moved_in,
                    moved_out=row.moved_out,
                    unnamed_change=row.unnamed_change,
                    after=row.after,
                )
                for row in answer.balance
            ],
            **envelope(answer.sight, links),
        )
