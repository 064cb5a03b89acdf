"""What a fact may refer to: everything that stands, and everything recorded with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.counties import Counties
from app.domain.entries import Entry, Live, live
from app.domain.errors import Fault, UnknownCounty
from app.domain.events import Milestone
from app.domain.facts import Correction, Fact
from app.domain.participation import Allocation
from app.domain.programs import Codebook
from app.domain.sources import Document, ProgramDefined

Name = tuple[str, str]
"""Kind and id of a document, a milestone or a program: by it other entries cite it."""


@dataclass(frozen=True, slots=True)
class Referable:
    """What a fact may refer to."""

    by_seq: dict[int, Fact]
    """What stands, by entry."""
    documents: dict[str, Document]
    codebooks: dict[str, Codebook]
    milestones: dict[str, Milestone]
    corrected: dict[int, int]
    """For each replaced entry, the correction that took its place."""
    counties: int
    settled: int = 0
    """The last entry that stood before what is being recorded now."""

    @classmethod
    def of(cls, entries: list[Entry], counties: Counties) -> "Referable":
        """Return what stands after these entries."""
        corrected = {e.fact.target: e.seq for e in entries if isinstance(e.fact, Correction)}
        nothing = cls({}, {}, {}, {}, corrected, len(counties), len(entries))
        return nothing.adding(live(entries))

    def correcting(self, seq: int, right: Live) -> "Referable":
        """Return what facts may refer to when one stands in the place of another."""
        rest = [Live(at, fact, at) for at, fact in self.by_seq.items() if at != seq]
        corrected = self.corrected | {seq: right.seq}
        nothing = Referable({}, {}, {}, {}, corrected, self.counties, self.settled)
        return nothing.adding([*rest, right])

    def standing(self, seq: int) -> int:
        """Return the entry that stands in the place of one."""
        while seq in self.corrected:
            seq = self.corrected[seq]
        return seq

    def adding(self, standing: Iterable[Live]) -> "Referable":
        """Return what facts may refer to when these stand too."""
        items = sorted(standing, key=lambda item: item.place)
        facts = [item.fact for item in items]
        return Referable(
            self.by_seq | {item.seq: item.fact for item in items},
            self.documents | {f.document or "": f for f in facts if isinstance(f, Document)},
            self.codebooks
            | {f.program or "": f.codebook() for f in facts if isinstance(f, ProgramDefined)},
            self.milestones | {f.milestone: f for f in facts if isinstance(f, Milestone)},
            self.corrected,
            self.counties,
            self.settled,
        )


def name_of(fact: Fact) -> Name | None:
    """Return the name by which other entries cite a fact; None: they cannot."""
    if isinstance(fact, Document):
        return fact.kind, fact.document or ""
    if isinstance(fact, ProgramDefined):
        return fact.kind, fact.program or ""
    return (fact.kind, fact.milestone) if isinstance(fact, Milestone) else None


def cited_by(fact: Fact) -> set[Name]:
    """Return the names of what a fact rests on."""
    links = (fact.errata_to, fact.supersedes) if isinstance(fact, Document) else (fact.document,)
    also = (citation.document for citation in fact.also_cited)
    names = {(Document.kind, document) for document in (*links, *also) if document}
    if fact.program is not None and not isinstance(fact, ProgramDefined):
        names.add((ProgramDefined.kind, fact.program))
    if isinstance(fact, Milestone) and fact.confirms is not None:
        names.add((Milestone.kind, fact.confirms))
    return names


def with_fips(fact: Fact, counties: Counties, pointer: str = "") -> Fact:
    """Return a fact with its counties by FIPS code.

    Args:
        fact: its counties by FIPS code or name.
        counties: the register.
        pointer: where the fact stands in what was sent, for the error.

    Raises:
        UnknownCounty: with the nearest names.
    """
    if fact.county is not None:
        fact = replace(fact, county=_fips(fact.county, counties, f"{pointer}/county"))
    if isinstance(fact, Allocation):
        return replace(fact, joint_with=_all(fact.joint_with, counties, f"{pointer}/joint_with"))
    if isinstance(fact, Milestone):
        return replace(fact, counties=_all(fact.counties, counties, f"{pointer}/counties"))
    return fact


def _all(names: tuple[str, ...], counties: Counties, pointer: str) -> tuple[str, ...]:
    return tuple(_fips(name, counties, f"{pointer}/{at}") for at, name in enumerate(names))


def _fips(name: str, counties: Counties, pointer: str) -> str:
    try:
        return counties.find(name).fips
    except UnknownCounty as error:
        raise UnknownCounty(error.detail, (Fault(pointer, error.detail),)) from None
