"""Letters, plans, bills and reports: what they carry, and which corrects which."""

from dataclasses import dataclass

from app.domain.errors import UnknownDocument
from app.domain.facts import Fact
from app.domain.sources import Document
from app.queries.records import EVERYTHING, Records
from app.queries.sight import Sight


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the record."""

    entry: int
    fact: Document
    corrected_by: tuple[str, ...]
    """Documents that are errata to it or supersede it."""
    cited_by: int
    """How many standing facts cite it."""


@dataclass(frozen=True, slots=True)
class DocumentsAnswer:
    """All documents, in order of recording."""

    sight: Sight
    documents: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """One document, with the standing facts that cite it."""

    sight: Sight
    document: Held
    entries: tuple[tuple[int, Fact], ...]
    chain: tuple[str, ...]
    """The errata chain it belongs to, earliest first."""


def documents(records: Records, sight: Sight) -> DocumentsAnswer:
    """Return every document that the record holds."""
    found = list(records.record(None, sight).of_kind(Document))
    citing = _citing(records, sight)
    return DocumentsAnswer(sight, tuple(_held(seq, one, found, citing) for seq, one in found))


def document(records: Records, asked: str, sight: Sight) -> DocumentAnswer:
    """Return one document. Raises `UnknownDocument`."""
    found = list(records.record(None, sight).of_kind(Document))
    for seq, fact in found:
        if fact.document == asked:
            citing = _citing(records, sight)
            facts = tuple(sorted(citing.get(asked, {}).items()))
            chain = _chain(asked, [each for _, each in found])
            return DocumentAnswer(sight, _held(seq, fact, found, citing), facts, chain)
    raise UnknownDocument(
        f"There is no document {asked[:60]!r} in the record as known then. "
        "GET /v1/documents lists all."
    )


def _citing(records: Records, sight: Sight) -> dict[str, dict[int, Fact]]:
    """Return for each document the standing facts that cite it, by `seq`."""
    citing: dict[str, dict[int, Fact]] = {}
    for seq, fact in records.record(EVERYTHING, sight).of_kind(Fact):
        if not isinstance(fact, Document):
            for cited in (fact.document, *(also.document for also in fact.also_cited)):
                citing.setdefault(cited or "", {})[seq] = fact
    return citing


def _held(
    seq: int, fact: Document, all_: list[tuple[int, Document]], citing: dict[str, dict[int, Fact]]
) -> Held:
    corrected_by = tuple(
        one.document or "" for _, one in all_ if fact.document in (one.errata_to, one.supersedes)
    )
    return Held(seq, fact, corrected_by, len(citing.get(fact.document or "", {})))


def _chain(asked: str, all_: list[Document]) -> tuple[str, ...]:
    """Return the documents linked by errata or supersession, each after those it corrects."""
    earlier = {one.document or "": {one.errata_to, one.supersedes} - {None} for one in all_}
    linked = {asked}
    while (
        more := {
            other
            for one, corrected in earlier.items()
            for other in (one, *corrected)
            if other is not None and ({one, *corrected} & linked) and corrected
        }
        - linked
    ):
        linked |= more
    ordered: list[str] = []
    while linked - set(ordered):
        ready = [
            one
            for one in linked
            if one not in ordered and earlier.get(one, set()) & linked <= set(ordered)
        ]
        ordered += sorted(ready or linked - set(ordered))
    return tuple(ordered)
