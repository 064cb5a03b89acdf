"""Documents and statuses that a fact names have to be there."""

from collections.abc import Iterator

from app.commands.referable import Referable
from app.domain.errors import MalformedFact, ProgramError, UnknownDocument, UnknownStatus
from app.domain.facts import Fact
from app.domain.participation import Allocation, ControlTotal, StatusChanged, StatusSetting
from app.domain.programs import POOL, Codebook
from app.domain.sources import Document


def document_problems(fact: Fact, standing: Referable) -> Iterator[tuple[str, ProgramError]]:
    """Yield cited documents that are not there, and documents that correct themselves."""
    cited = [("/document", fact.document)]
    cited += [(f"/also_cited/{i}/document", c.document) for i, c in enumerate(fact.also_cited)]
    if isinstance(fact, Document):
        cited += [("/errata_to", fact.errata_to), ("/supersedes", fact.supersedes)]
    for field, document in cited:
        if document is not None and document not in standing.documents:
            said = f"There is no document {document!r}. Record it first, or in the same batch"
            yield field, UnknownDocument(f"{said} (kind document).")
            return
    if isinstance(fact, Document):
        for field, document in cited[-2:]:
            if document is not None and fact.document in _corrected_by(document, standing):
                said = f"{fact.document!r} would correct itself, directly or through others."
                yield (
                    field,
                    MalformedFact(f"{said} A document corrects or supersedes earlier ones."),
                )


def status_problems(fact: Fact, codebook: Codebook) -> Iterator[tuple[str, ProgramError]]:
    """Yield statuses that the codebook does not have."""
    named: list[tuple[str, str | None]] = []
    if isinstance(fact, StatusSetting):
        named.append(("/to" if isinstance(fact, StatusChanged) else "/kind", fact.status))
    if isinstance(fact, StatusChanged):
        named.append(("/from", None if fact.from_ in POOL else fact.from_))
    if isinstance(fact, Allocation):
        named.append(("/tier", fact.tier))
    if isinstance(fact, ControlTotal):
        named += [(f"/counts/{code}", code) for code in fact.printed]
    for field, code in named:
        if code is not None and code not in codebook.codes:
            said = f"Program {codebook.program} has no status {code!r} that can be recorded."
            yield field, UnknownStatus(f"{said} It has: {', '.join(codebook.codes)}.")


def _corrected_by(document: str, standing: Referable) -> set[str]:
    """Return a document, and all that it corrects or supersedes, directly or through others."""
    found: set[str] = set()
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if one not in found and one in standing.documents:
            found.add(one)
            links = (standing.documents[one].errata_to, standing.documents[one].supersedes)
            waiting += [link for link in links if link is not None]
    return found
