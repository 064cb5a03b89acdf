"""The live facts of a view, and when each was announced."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from app.domain.dates import ImpreciseDate
from app.domain.entries import Entry, Live, live
from app.domain.facts import Correction, Fact, SourceChecked
from app.domain.sources import Document
from app.timeline.view import View

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class Record:
    """What stands, as a view sees it."""

    view: View
    facts: tuple[Live, ...]
    """Live at `known_at`, of every evidence and announcement, in order of `seq`."""
    documents: dict[str, Document]
    """By id."""
    corrected: dict[int, int]
    """For each replaced entry, the correction that took its place."""

    @classmethod
    def of(cls, entries: Iterable[Entry], view: View) -> "Record":
        """Return what stands after the entries that the view knows of."""
        known = [entry for entry in entries if entry.seq <= view.known_at]
        facts = tuple(live(known))
        return cls(
            view,
            facts,
            {f.fact.document or "": f.fact for f in facts if isinstance(f.fact, Document)},
            {e.fact.target: e.seq for e in known if isinstance(e.fact, Correction)},
        )

    def of_kind(self, kind: type[F]) -> Iterator[tuple[int, F]]:
        """Yield the facts of a kind that the view counts, with their `seq`."""
        for item in self.facts:
            if isinstance(item.fact, kind) and self.admits(item.fact):
                yield item.seq, item.fact

    def admits(self, fact: Fact) -> bool:
        """Say whether the view counts this fact: its evidence, and announced in time (maybe)."""
        if self.view.evidence == "stated" and fact.evidence == "inferred":
            return False
        if self.view.issued_by is None:
            return True
        announced = self.announced(fact)
        return announced is None or announced.earliest <= self.view.issued_by

    def announced(self, fact: Fact) -> ImpreciseDate | None:
        """When the source said so: as stated, else the issue date of the document."""
        if fact.announced is not None:
            return fact.announced
        document = self.documents.get(fact.document or "")
        if document is not None and document.issued is not None:
            return document.issued
        return fact.effective

    def place(self, seq: int) -> int:
        """Return the entry in whose place one stands: itself, unless it is a correction."""
        return self._places.get(seq, seq)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {item.seq: item.place for item in self.facts}

    def dated(self, fact: Fact) -> ImpreciseDate | None:
        """When a fact took effect, on the view's clock; what states no such date: announced."""
        if self.view.clock == "announced" or fact.effective is None:
            return self.announced(fact)
        return fact.effective

    def checked_through(self) -> dict[str, ImpreciseDate]:
        """Up to which date each source series has been read; the latest statement stands.

        How far we have read does not depend on what had been issued, or stated, by then.
        """
        told = sorted(self.facts, key=lambda item: item.place)
        checked = (item.fact for item in told)
        return {fact.series: fact.through for fact in checked if isinstance(fact, SourceChecked)}
