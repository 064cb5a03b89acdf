"""What changed in the record lately, in sentences: for a program, a county or a status."""

from dataclasses import dataclass

from app.domain.counties import County
from app.domain.entries import Entry
from app.domain.errors import UnknownProgram
from app.domain.facts import Correction, Fact, Retraction
from app.domain.participation import ControlTotal, StatusSetting
from app.queries.records import EVERYTHING, Records
from app.queries.sight import Sight


@dataclass(frozen=True, slots=True)
class News:
    """One entry that says something new of who takes part."""

    entry: Entry
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """News, latest first."""

    sight: Sight
    title: str
    news: tuple[News, ...]


def feed(
    records: Records,
    sight: Sight,
    program: str | None,
    county: County | None,
    status: str | None,
    limit: int,
) -> FeedAnswer:
    """Return the latest entries about who takes part.

    Raises:
        UnknownProgram: no program of that code is known.
        UnknownStatus: its codebook has no such status.
    """
    if program is not None:
        codebook = records.codebook(program, sight)
        if status is not None:
            codebook[status]
    entries = records.memory.entries(records.journal, EVERYTHING, sight.known_at.seq)
    told = {entry.seq: entry.fact for entry in entries}
    found: list[News] = []
    for entry in reversed(entries):
        fact = _about(entry.fact, told)
        if fact is None or len(found) == limit:
            continue
        wanted = (
            program in {None, fact.program}
            and (county is None or county.fips == fact.county)
            and status in {None, getattr(fact, "status", None)}
        )
        if wanted:
            found.append(_news(records, sight, entry, fact))
    parts = [program or "all programs", county.name if county else "", status or ""]
    title = ", ".join(part for part in parts if part)
    return FeedAnswer(sight, f"Participation of counties: {title}", tuple(found))


def _about(fact: Fact, told: dict[int, Fact]) -> StatusSetting | ControlTotal | None:
    """Return the statement about participation that an entry makes, corrects or takes back."""
    while isinstance(fact, Correction | Retraction):
        fact = fact.fact if isinstance(fact, Correction) else told[fact.target]
    return fact if isinstance(fact, StatusSetting | ControlTotal) else None


def _news(records: Records, sight: Sight, entry: Entry, fact: StatusSetting | ControlTotal) -> News:
    try:
        book = records.codebook(fact.program or "", sight)
        labels = {code: book[code].label for code in book.codes}
    except UnknownProgram:
        labels = {}
    if isinstance(fact, ControlTotal):
        printed = ", ".join(f"{n} {labels.get(code, code)}" for code, n in fact.counts)
        said = f"{fact.program}: printed total of {printed or fact.amount} ({fact.when})"
    else:
        name = records.counties[fact.county or ""].name
        said = f"{name}: {labels.get(fact.status, fact.status)} from {fact.when} ({fact.program})"
    by = f"Recorded by {entry.recorded_by} as entry {entry.seq}, from {fact.document}."
    if isinstance(entry.fact, Correction):
        return News(entry, f"Corrected: {said}", f"{by} Reason: {entry.fact.reason}")
    if isinstance(entry.fact, Retraction):
        return News(entry, f"Retracted: {said}", f"{by} Reason: {entry.fact.reason}")
    return News(entry, said, by)
