"""What can be said: a fact, and the kinds that are about the record itself.

Common fields are declared once, in `Fact`; `needs` and `takes` name those a kind carries.
Dates are on the clock their name says: `effective` (when it was so), `announced` (when the
source said so). When it was recorded is not the writer's to say: see `app.domain.entries`.
"""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.dates import ImpreciseDate
from app.domain.forms import CountyName, Day, Evidence, Seq, Slug, Text, Year


@dataclass(frozen=True, slots=True)
class Citation:
    """A document, and where in it."""

    document: Slug
    locator: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a source says: the fields common to all kinds."""

    kind: ClassVar[str]
    needs: ClassVar[frozenset[str]] = frozenset()
    takes: ClassVar[frozenset[str]] = frozenset()

    program: Slug | None = None
    county: CountyName | None = None
    fiscal_year: Year | None = None
    effective: Day | None = None
    announced: Day | None = None
    document: Slug | None = None
    locator: Text | None = None
    evidence: Evidence = "stated"
    reasoning: Text | None = None
    also_cited: tuple[Citation, ...] = ()
    note: Text | None = None

    @property
    def when(self) -> ImpreciseDate:
        """The effective date of a kind that needs one."""
        if self.effective is None:
            raise LookupError(self.kind)
        return self.effective

    @property
    def concerns(self) -> tuple[str, ...]:
        """The counties it is about."""
        return () if self.county is None else (self.county,)


CITED = frozenset({"document"})
"""Kinds that need the document that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Fact):
    """An earlier entry was recorded wrongly: `fact` stands in its place."""

    kind: ClassVar[str] = "correction"
    takes: ClassVar[frozenset[str]] = CITED | {"program", "county"}

    target: Seq
    reason: Text
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction(Fact):
    """An earlier entry should never have been recorded; it leaves a visible tombstone."""

    kind: ClassVar[str] = "retraction"
    takes: ClassVar[frozenset[str]] = CITED | {"program", "county"}

    target: Seq
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChecked(Fact):
    """A source series has been read up to here, for this program."""

    kind: ClassVar[str] = "source_checked"
    needs: ClassVar[frozenset[str]] = frozenset({"program"})
    takes: ClassVar[frozenset[str]] = CITED

    series: Slug
    through: Day
