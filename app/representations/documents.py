"""Letters and other documents."""

from typing import Any, ClassVar, Self

from pydantic import NonNegativeInt

from app.domain.reading import write_fact
from app.queries.documents import DocumentAnswer, DocumentsAnswer, Held
from app.representations.base import (
    AnswerOut,
    ImpreciseDateOut,
    LinksOut,
    Representation,
    envelope,
)


class DocumentOut(Representation):
    """A document of the record."""

    document: str
    type: str
    number: str | None
    title: str
    issued: ImpreciseDateOut | None
    """Announced clock; null: not known."""
    url: str | None
    publisher: str | None
    series: str | None
    grade: str | None
    """`primary`: a government document; `secondary`: a report or the press."""
    errata_to: str | None
    supersedes: str | None
    corrected_by: list[str]
    """Documents that are errata to it or supersede it."""
    cited_by: NonNegativeInt
    """How many standing facts cite it."""
    note: str | None
    entry: int

    @classmethod
    def of(cls, held: Held) -> Self:
        """Show a document."""
        fact = held.fact
        return cls(
            document=fact.document or "",
            type=fact.type_,
            number=fact.number,
            title=fact.title,
            issued=ImpreciseDateOut.maybe(fact.issued),
            url=fact.url,
            publisher=fact.publisher,
            series=fact.series,
            grade=fact.grade,
            errata_to=fact.errata_to,
            supersedes=fact.supersedes,
            corrected_by=list(held.corrected_by),
            cited_by=held.cited_by,
            note=fact.note,
            entry=held.entry,
        )


class DocumentsOut(AnswerOut):
    """All documents, in order of recording."""

    TABLE: ClassVar[str | None] = "documents"

    documents: list[DocumentOut]

    @classmethod
    def of(cls, answer: DocumentsAnswer, links: LinksOut) -> Self:
        """Show all documents."""
        documents = [DocumentOut.of(held) for held in answer.documents]
        return cls(documents=documents, **envelope(answer.sight, links))


class CitingOut(Representation):
    """A standing fact that cites the document."""

    entry: int
    fact: dict[str, Any]


class DocumentAnswerOut(AnswerOut):
    """One document, with what it carries."""

    TABLE: ClassVar[str | None] = "entries"

    document: DocumentOut
    entries: list[CitingOut]
    chain: list[str]
    """Its errata chain, earliest first; itself alone when there is none."""

    @classmethod
    def of(cls, answer: DocumentAnswer, links: LinksOut) -> Self:
        """Show one document."""
        return cls(
            document=DocumentOut.of(answer.document),
            entries=[CitingOut(entry=seq, fact=write_fact(fact)) for seq, fact in answer.entries],
            chain=list(answer.chain),
            **envelope(answer.sight, links),
        )
