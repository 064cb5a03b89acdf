"""What may be proposed: entries, a letter, a correction, a retraction, a corrected period.

Read once, carried out now or when a second person has seen it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.commands.correct_entry import correct_entry, read_correction, retract_entry, standing_fact
from app.commands.correct_period import Period, correct_period
from app.commands.define_program import define_program
from app.commands.folded import codebook_of
from app.commands.posted import of_program, read_posted, read_reason
from app.commands.publish_letter import publish_letter
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import Fault, Forbidden, MalformedFact, ProgramError, UnknownProgram
from app.domain.facts import Fact
from app.domain.letters import Letter, read_letter
from app.domain.reading import read_record
from app.domain.sources import ProgramDefined
from app.journal.writer import Journal

Write = Callable[..., list[Entry]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something to write, as it was sent."""

    write: Write
    """Takes the journal, the counties, `recorded_by` and `batch`."""
    override_reason: str | None
    pointers: Sequence[str] = ()
    """Where each entry stands in what was sent; of a letter, known when it is written."""
    facts: tuple[Fact, ...] = ()
    target: int | None = None
    """The entry that is corrected or retracted."""

    def refuse_codebooks(
        self, journal: Journal, counties: Counties, scopes: frozenset[str]
    ) -> None:
        """Refuse to define or correct a program without the scope for it."""
        facts = list(self.facts)
        if self.target is not None:
            facts.append(standing_fact(journal.entries(), self.target, counties))
        if "admin" not in scopes and any(isinstance(fact, ProgramDefined) for fact in facts):
            raise Forbidden("A codebook is defined, corrected or retracted with scope admin.")


def read_proposal(data: object, program: str) -> Proposal:
    """Read what is proposed for a program.

    ``{"entries": [...]}`` or one entry; else one of ``letter``, ``period_correction``,
    ``correction`` and ``retraction`` (the last two with the `seq` of their entry).

    Raises:
        MalformedFact: with one fault per thing that is wrong.
    """
    named = [name for name in _READERS if isinstance(data, Mapping) and name in data]
    if not isinstance(data, Mapping) or not named:
        return propose_entries(data, program)
    if others := set(data) - {named[0], "override_reason"}:
        said = f"propose one thing: {', '.join(_READERS)}, or entries"
        raise MalformedFact(said, (Fault(f"/{min(map(str, others))}", said),))
    try:
        proposal = _READERS[named[0]](data[named[0]], program)
    except ProgramError as error:
        error.faults = tuple(
            replace(fault, pointer=f"/{named[0]}{fault.pointer or ''}") for fault in error.faults
        )
        raise
    return replace(proposal, override_reason=read_reason(data) or proposal.override_reason)


def propose_entries(data: object, program: str) -> Proposal:
    """Read entries of a program."""
    posted = read_posted(data, program)

    def write(journal: Journal, counties: Counties, **by: Any) -> list[Entry]:  # noqa: ANN401
        refuse_unknown(journal, counties, program)
        return record_entries(journal, counties, posted.facts, pointers=posted.pointers, **by)

    return Proposal(write, posted.override_reason, posted.pointers, posted.facts)


def propose_letter(letter: Letter, override_reason: str | None = None) -> Proposal:
    """Propose a letter that has been read."""
    told: list[str] = []

    def write(journal: Journal, counties: Counties, **by: Any) -> list[Entry]:  # noqa: ANN401
        written = publish_letter(journal, counties, letter, **by)
        told[:] = [pointer for pointer, _ in written]
        return [entry for _, entry in written]

    return Proposal(write, override_reason, told)


def propose_period(data: object, program: str) -> Proposal:
    """Read what a county was from one day to another."""
    reason = read_reason(data)
    rest = _without(data, "override_reason")
    period = read_record(Period, rest)

    def write(journal: Journal, counties: Counties, **by: Any) -> list[Entry]:  # noqa: ANN401
        return correct_period(journal, counties, program, period, **by)

    return Proposal(write, reason)


def propose_correction(seq: int, data: object, program: str | None = None) -> Proposal:
    """Read the whole entry as it should be, and why; its program may be left out.

    Args:
        seq: of the entry that is wrong.
        data: the reason, and the entry.
        program: that of the entry, if it is of one.
    """
    if isinstance(data, Mapping) and "entry" in data:
        data = {**data, "entry": of_program(data["entry"], program)}
    told = read_correction(data, with_entry=True)
    fact = told.fact
    assert fact is not None  # noqa: S101 - asked for

    def write(journal: Journal, counties: Counties, **by: Any) -> list[Entry]:  # noqa: ANN401
        return [correct_entry(journal, counties, seq, fact, reason=told.reason, **by)]

    return Proposal(write, told.override_reason, ("/entry",), (fact,), seq)


def propose_retraction(seq: int, data: object) -> Proposal:
    """Read why an entry should never have been recorded."""
    told = read_correction(data, with_entry=False)

    def write(journal: Journal, counties: Counties, **by: Any) -> list[Entry]:  # noqa: ANN401
        return [retract_entry(journal, counties, seq, reason=told.reason, **by)]

    return Proposal(write, told.override_reason, target=seq)


def propose_definition(fact: ProgramDefined, *, new: bool) -> Proposal:
    """Propose a program, or a new edition of its codebook."""

    def write(journal: Journal, counties: Counties, **by: Any) -> list[Entry]:  # noqa: ANN401
        return define_program(journal, counties, fact, new=new, **by)

    return Proposal(write, None, facts=(fact,))


def refuse_unknown(journal: Journal, counties: Counties, program: str) -> None:
    """Refuse to write in a program that is not there. Raises `UnknownProgram`."""
    if codebook_of(program, journal.entries(), counties) is None:
        raise UnknownProgram(f"There is no program {program[:60]!r}. GET /v1/programs lists them.")


def _letter(data: object, program: str) -> Proposal:
    letter = read_letter(data)
    if letter.program != program:
        said = f"this letter is of {letter.program}, and is proposed in {program}"
        raise MalformedFact(said, (Fault("/program", said),))
    return propose_letter(letter)


def _correction(data: object, program: str) -> Proposal:
    return propose_correction(_seq(data), _without(data, "seq"), program)


def _retraction(data: object, _program: str) -> Proposal:
    return propose_retraction(_seq(data), _without(data, "seq"))


def _seq(data: object) -> int:
    seq = data.get("seq") if isinstance(data, Mapping) else None
    if isinstance(seq, bool) or not isinstance(seq, int):
        said = "name the entry by its number, in `seq`"
        raise MalformedFact(said, (Fault("/seq", said),))
    return seq


def _without(data: object, name: str) -> object:
    if not isinstance(data, Mapping):
        return data
    return {key: value for key, value in data.items() if key != name}


_READERS: dict[str, Callable[[object, str], Proposal]] = {
    "letter": _letter,
    "period_correction": propose_period,
    "correction": _correction,
    "retraction": _retraction,
}
