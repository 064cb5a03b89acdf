"""What facts rest on: documents, and the codebooks of programs."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.facts import CITED, Fact
from app.domain.forms import Day, Flag, Grade, Label, Moves, Needed, Slug, TermRule, Text, Url
from app.domain.programs import Codebook, Status


@dataclass(frozen=True, slots=True)
class StatusForm:
    """A status as a codebook defines it."""

    code: Slug
    label: Label
    participating: Flag
    covers: tuple[Slug, ...] = ()
    needs: tuple[Needed, ...] = ()
    """Kinds of entries that have to stand for the county, and the year, before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Fact):
    """A letter, plan, protocol, bill, report or agenda item exists. `document` is its own id."""

    kind: ClassVar[str] = "document"
    needs: ClassVar[frozenset[str]] = CITED

    type_: Label
    title: Text
    number: Label | None = None
    issued: Day | None = None
    url: Url | None = None
    publisher: Label | None = None
    series: Slug | None = None
    """The source series it belongs to, such as ``cfl``."""
    grade: Grade | None = None
    errata_to: Slug | None = None
    """The document that this one corrects."""
    supersedes: Slug | None = None
    """The document that this one replaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramDefined(Fact):
    """A program has this codebook; a later entry for the same program is a new edition."""

    kind: ClassVar[str] = "program_defined"
    needs: ClassVar[frozenset[str]] = CITED | {"program"}

    name: Label
    term: TermRule
    statuses: tuple[StatusForm, ...]
    moves: Moves | None = None
    two_persons: Flag = False
    """Whether entries are posted as drafts, which another key publishes."""

    def codebook(self) -> Codebook:
        """Return the codebook it defines."""
        statuses = tuple(
            Status(s.code, s.label, s.participating, s.covers, s.needs) for s in self.statuses
        )
        return Codebook(
            self.program or "", self.name, self.term, statuses, self.moves, self.two_persons
        )
