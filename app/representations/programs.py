"""Codebooks."""

from typing import ClassVar, Self

from pydantic import NonNegativeInt

from app.domain.programs import Term
from app.queries.programs import ProgramAnswer, ProgramsAnswer
from app.representations.base import (
    AnswerOut,
    CheckedThroughOut,
    LinksOut,
    Representation,
    envelope,
)


class StatusOut(Representation):
    """A status that answers may give."""

    code: str
    label: str
    participating: bool
    covers: list[str]
    """Finer statuses that it leaves open."""
    needs: list[str]
    """Kinds of entries that have to stand for the county, and the year, before it."""
    derived: bool
    """Whether it is worked out and never recorded."""


class ProgramOut(Representation):
    """A program and its codebook."""

    program: str
    name: str
    term: Term
    """`fiscal_year`: a status lapses on July 1 after its year; `none`: it holds until ended."""
    statuses: list[StatusOut]
    """From lowest to highest, then the two derived ones."""
    moves: list[list[str]] | None
    """Moves that need no reason; null: any."""
    two_persons: bool
    """Whether what one key posts has to be published by another."""
    counties: NonNegativeInt
    """How many counties the counts sum to."""
    checked_through: list[CheckedThroughOut]
    document: str | None
    entry: int

    @classmethod
    def of(cls, answer: ProgramAnswer) -> Self:
        """Show a program."""
        book = answer.codebook
        return cls(
            program=book.program,
            name=book.name,
            term=book.term,
            statuses=[
                StatusOut(
                    code=code,
                    label=book[code].label,
                    participating=book[code].participating,
                    covers=list(book[code].covers),
                    needs=list(book[code].needs),
                    derived=code not in book.codes,
                )
                for code in book.answers
            ],
            moves=None if book.moves is None else [list(move) for move in book.moves],
            two_persons=book.two_persons,
            counties=answer.counties,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            document=answer.document,
            entry=answer.entry,
        )


class ProgramsOut(AnswerOut):
    """All programs."""

    TABLE: ClassVar[str | None] = "programs"

    programs: list[ProgramOut]

    @classmethod
    def of(cls, answer: ProgramsAnswer, links: LinksOut) -> Self:
        """Show all programs."""
        programs = [ProgramOut.of(one) for one in answer.programs]
        return cls(programs=programs, **envelope(answer.sight, links))


class ProgramAnswerOut(ProgramOut, AnswerOut):
    """One program."""

    @classmethod
    def answer(cls, answer: ProgramAnswer, links: LinksOut) -> Self:
        """Show one program."""
        return cls(**dict(ProgramOut.of(answer)), **envelope(answer.sight, links))
