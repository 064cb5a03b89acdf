"""Entries as they were written down."""

from typing import Any, ClassVar, Self

from pydantic import NonNegativeInt

from app.domain.entries import Entry, instant
from app.domain.reading import write_fact
from app.queries.journal import EntryAnswer, JournalAnswer
from app.representations.base import AnswerOut, LinksOut, Representation, envelope


class EntryOut(Representation):
    """A fact, written down."""

    seq: int
    recorded_at: str
    """Recorded clock: UTC, never earlier than the entry before."""
    recorded_by: str
    batch: str
    """The letter or upload it came in with."""
    backfilled: bool
    """Whether `recorded_at` is that of another record, which moved in."""
    kind: str
    program: str | None
    county: str | None
    """FIPS code."""
    fact: dict[str, Any]
    """All that was said, in the form in which facts are posted."""
    prev_hash: str
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Show an entry."""
        return cls(
            seq=entry.seq,
            recorded_at=instant(entry.recorded_at),
            recorded_by=entry.recorded_by,
            batch=entry.batch,
            backfilled=entry.backfilled,
            kind=entry.fact.kind,
            program=entry.fact.program,
            county=entry.fact.county,
            fact=write_fact(entry.fact),
            prev_hash=entry.prev_hash,
            hash=entry.hash,
        )


class JournalOut(AnswerOut):
    """Entries in order, gapless. Synchronise by asking `after` the last one you have."""

    TABLE: ClassVar[str | None] = "entries"

    after: NonNegativeInt
    entries: list[EntryOut]
    total: NonNegativeInt
    """Entries in the journal."""
    complete: bool
    """Whether no further entries follow."""
    next: str | None
    """Where they do; null: complete."""

    @classmethod
    def of(cls, answer: JournalAnswer, links: LinksOut, following: str | None) -> Self:
        """Show a page of the journal."""
        return cls(
            after=answer.after,
            entries=[EntryOut.of(entry) for entry in answer.entries],
            total=answer.total,
            complete=answer.complete,
            next=following,
            **envelope(answer.sight, links),
        )


class EntryAnswerOut(AnswerOut):
    """One entry."""

    entry: EntryOut
    current: int
    """The entry that stands in its place: its last correction or retraction, or itself."""

    @classmethod
    def of(cls, answer: EntryAnswer, links: LinksOut) -> Self:
        """Show one entry."""
        return cls(
            entry=EntryOut.of(answer.entry),
            current=answer.current.seq,
            **envelope(answer.sight, links),
        )
