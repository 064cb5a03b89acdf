"""What is refused always: names nothing has, ends before starts, the same fact twice.

A fact is checked against the record as it will be: everything that stands, and everything that
is being recorded with it.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from app.domain.counties import Counties
from app.domain.dates import ImpreciseDate
from app.domain.entries import Entry, Live, live
from app.domain.errors import (
    DuplicateFact,
    EndBeforeStart,
    Fault,
    MalformedFact,
    ProgramError,
    StillCited,
    UnknownDocument,
    UnknownEntry,
    UnknownProgram,
    UnknownStatus,
)
from app.domain.events import Milestone
from app.domain.facts import Fact
from app.domain.fiscal_years import FiscalYear
from app.domain.participation import Allocation, ControlTotal, StatusChanged, StatusSetting
from app.domain.programs import POOL, Codebook
from app.domain.sources import Document, ProgramDefined


def with_fips(fact: Fact, counties: Counties) -> Fact:
    """Return a fact with its counties by FIPS code. Raises `UnknownCounty`."""
    if fact.county is not None:
        fact = replace(fact, county=counties.find(fact.county).fips)
    if isinstance(fact, Allocation):
        return replace(fact, joint_with=_all_fips(fact.joint_with, counties))
    if isinstance(fact, Milestone):
        return replace(fact, counties=_all_fips(fact.counties, counties))
    return fact


def _all_fips(names: Iterable[str], counties: Counties) -> tuple[str, ...]:
    return tuple(counties.find(name).fips for name in names)


@dataclass(frozen=True, slots=True)
class Referable:
    """What a fact may refer to: everything that stands, and what comes with it."""

    by_seq: dict[int, Fact]
    """What stands, by entry."""
    documents: frozenset[str]
    codebooks: dict[str, Codebook]
    milestones: frozenset[str]
    counties: int

    @classmethod
    def of(cls, entries: list[Entry], counties: Counties) -> "Referable":
        """Return what stands after these entries."""
        nothing = cls({}, frozenset(), {}, frozenset(), len(counties))
        return nothing.adding(live(entries))

    def adding(self, standing: Iterable[Live]) -> "Referable":
        """Return what facts may refer to when these stand too."""
        items = list(standing)
        facts = [item.fact for item in items]
        defined = {f.program or "": f.codebook() for f in facts if isinstance(f, ProgramDefined)}
        return Referable(
            self.by_seq | {item.seq: item.fact for item in items},
            self.documents | {f.document or "" for f in facts if isinstance(f, Document)},
            self.codebooks | defined,
            self.milestones | {f.milestone for f in facts if isinstance(f, Milestone)},
            self.counties,
        )


def check(fact: Fact, standing: Referable, pointer: str) -> None:
    """Refuse a fact that cannot be recorded.

    Args:
        fact: with its counties by FIPS code.
        standing: what it may refer to, itself and what comes with it included.
        pointer: where it stands in what was sent, for the error.
    """
    for field, problem in _problems(fact, standing):
        problem.faults = (Fault(f"{pointer}{field}", problem.detail),)
        raise problem


def refuse_twice(
    fact: Fact, recorded: AbstractSet[Fact], documents: AbstractSet[str], pointer: str
) -> None:
    """Refuse a fact that stands already, and a second document of one id."""
    said = None
    if fact in recorded:
        said = (
            f"This {fact.kind} has been recorded already, word for word: nothing new is said, so "
            "nothing is written."
        )
    elif isinstance(fact, Document) and fact.document in documents:
        said = (
            f"There is a document {fact.document!r} already. Choose another id, or correct the "
            "entry that holds it."
        )
    if said is not None:
        raise DuplicateFact(said, (Fault(pointer, said),))


def _problems(fact: Fact, standing: Referable) -> Iterator[tuple[str, ProgramError]]:
    yield from _unknown_documents(fact, standing)
    if fact.program is not None and not isinstance(fact, ProgramDefined):
        if fact.program not in standing.codebooks:
            known = ", ".join(standing.codebooks) or "none yet"
            said = f"There is no program {fact.program!r}. Programs here: {known}."
            yield "/program", UnknownProgram(said)
            return
        yield from _status_problems(fact, standing.codebooks[fact.program])
    if isinstance(fact, ProgramDefined):
        yield from _codebook_problems(fact)
        yield from _dropped_statuses(fact, standing)
    if isinstance(fact, StatusSetting):
        yield from _time_problems(fact, standing)
    if isinstance(fact, ControlTotal):
        yield from _total_problems(fact, standing)
    if isinstance(fact, Milestone):
        yield from _milestone_problems(fact, standing)


def _unknown_documents(fact: Fact, standing: Referable) -> Iterator[tuple[str, ProgramError]]:
    cited = [("/document", fact.document)]
    cited += [(f"/also_cited/{i}/document", c.document) for i, c in enumerate(fact.also_cited)]
    if isinstance(fact, Document):
        cited += [("/errata_to", fact.errata_to), ("/supersedes", fact.supersedes)]
    for field, document in cited:
        if document is not None and document not in standing.documents:
            yield (
                field,
                UnknownDocument(
                    f"There is no document {document!r}. Record it first, or in the same batch "
                    "(kind document)."
                ),
            )


def _status_problems(fact: Fact, codebook: Codebook) -> Iterator[tuple[str, ProgramError]]:
    named: list[tuple[str, str | None]] = []
    if isinstance(fact, StatusSetting):
        named.append(("/to", fact.status))
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


def _codebook_problems(fact: ProgramDefined) -> Iterator[tuple[str, ProgramError]]:
    codes = [status.code for status in fact.statuses]
    if not codes or len(set(codes)) < len(codes) or set(codes) & set(POOL):
        said = "A program has one status or more, each once; term_ended and not_recorded are ours."
        yield "/statuses", MalformedFact(said)
    finer = {code for status in fact.statuses for code in status.covers}
    covering = {status.code for status in fact.statuses if status.covers}
    if finer - set(codes) or finer & covering:
        said = "A status covers statuses of the same program that cover no others themselves."
        yield "/statuses", MalformedFact(said)
    unknown = {code for move in fact.moves or () for code in move} - {*codes, *POOL}
    if unknown:
        yield "/moves", UnknownStatus(f"Moves name statuses not defined here: {sorted(unknown)}.")


def _dropped_statuses(
    fact: ProgramDefined, standing: Referable
) -> Iterator[tuple[str, ProgramError]]:
    """Refuse an edition without a status that standing entries of the program have."""
    book = fact.codebook()
    for seq, other in standing.by_seq.items():
        if other.program == fact.program and any(_status_problems(other, book)):
            said = f"Entry {seq} has a status that this edition leaves out."
            yield "/statuses", StillCited(f"{said} Keep it, or correct that entry first.")
            return


def _time_problems(fact: StatusSetting, standing: Referable) -> Iterator[tuple[str, ProgramError]]:
    when, ends = fact.when, fact.ends
    if isinstance(ends, ImpreciseDate) and ends.latest <= when.earliest:
        said = f"It would end ({ends}) before it begins ({when}): `until` is the first day after."
        yield "/until", EndBeforeStart(said)
    if standing.codebooks[fact.program or ""].term == "fiscal_year":
        first, last = (FiscalYear.containing(day) for day in (when.earliest, when.latest))
        if fact.fiscal_year is None and first != last:
            said = f"{when} may lie in {first} or in {last}: say which with `fiscal_year`."
            yield "/fiscal_year", MalformedFact(said)
        elif fact.fiscal_year is not None and when.earliest > fact.fiscal_year.last_day:
            said = f"Fiscal year {fact.fiscal_year} has ended before {when}."
            yield "/effective", EndBeforeStart(f"{said} Check the date and `fiscal_year`.")
    if isinstance(fact, StatusChanged) and fact.after is not None:
        target = standing.by_seq.get(fact.after)
        if not isinstance(target, StatusSetting) or target.program != fact.program:
            said = f"Entry {fact.after} sets no status in {fact.program}, or no longer stands."
            yield "/after", UnknownEntry(f"{said} `after` names the entry that came before.")


def _total_problems(fact: ControlTotal, standing: Referable) -> Iterator[tuple[str, ProgramError]]:
    if not fact.counts and fact.amount is None:
        yield "/counts", MalformedFact("A control total prints `counts`, an `amount`, or both.")
    covering = {s.code for s in standing.codebooks[fact.program or ""].statuses if s.covers}
    apart = sum(count for code, count in fact.counts if code not in covering)
    for code, count in fact.counts:
        if max(count, apart) > standing.counties:
            said = f"{max(count, apart)} counties are more than the {standing.counties} there are."
            yield f"/counts/{code}", MalformedFact(said)
            return


def _milestone_problems(fact: Milestone, standing: Referable) -> Iterator[tuple[str, ProgramError]]:
    if fact.until is not None and fact.until.latest <= fact.when.earliest:
        said = f"It would end ({fact.until}) before it begins ({fact.when})."
        yield "/until", EndBeforeStart(f"{said} `until` is the first day after.")
    if fact.confirms is not None and fact.confirms not in standing.milestones:
        said = f"There is no milestone {fact.confirms!r} to confirm."
        yield "/confirms", UnknownEntry(f"{said} GET /v1/timeline lists all.")
