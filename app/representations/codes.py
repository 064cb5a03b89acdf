"""Special project codes."""

from datetime import date
from typing import ClassVar, Self

from pydantic import NonNegativeInt

from app.queries.codes import CodesAnswer
from app.representations.base import (
    AnswerOut,
    ImpreciseDateOut,
    LinksOut,
    Representation,
    envelope,
)
from app.timeline.codes import Code, CodeStanding


class CodeOut(Representation):
    """A special project code on the day."""

    code: str
    label: str
    standing: CodeStanding
    """`may_be_in_effect`: the day lies within an imprecise date; `later`: not yet."""
    effective: ImpreciseDateOut
    """When it takes effect, or is planned to."""
    ended: ImpreciseDateOut | None
    document: str | None
    locator: str | None
    entry: int

    @classmethod
    def of(cls, code: Code) -> Self:
        """Show a code."""
        return cls(
            code=code.fact.code,
            label=code.fact.label,
            standing=code.standing,
            effective=ImpreciseDateOut.of(code.fact.when),
            ended=ImpreciseDateOut.of(code.ended[1].when) if code.ended else None,
            document=code.fact.document,
            locator=code.fact.locator,
            entry=code.entry,
        )


class CodesOut(AnswerOut):
    """Every special project code, as it stood on a day."""

    TABLE: ClassVar[str | None] = "codes"

    as_of: date
    count: NonNegativeInt
    """Codes certainly in effect."""
    max: NonNegativeInt
    """Codes certainly or possibly in effect."""
    codes: list[CodeOut]

    @classmethod
    def of(cls, answer: CodesAnswer, links: LinksOut) -> Self:
        """Show the codes."""
        return cls(
            as_of=answer.as_of,
            count=answer.in_effect,
            max=answer.possible,
            codes=[CodeOut.of(code) for code in answer.codes],
            **envelope(answer.sight, links),
        )
