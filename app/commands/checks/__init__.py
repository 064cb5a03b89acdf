"""What is refused always: names nothing has, ends before starts, the same fact twice.

A fact is checked against the record as it will be: everything that stands, and everything that
is being recorded with it. Each module here checks one thing, and yields what is wrong with the
field it is wrong in.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from app.commands.checks.codebooks import codebook_problems
from app.commands.checks.milestones import milestone_problems
from app.commands.checks.money import allocation_problems, total_problems
from app.commands.checks.periods import period_problems
from app.commands.checks.personal_data import personal_data_problems
from app.commands.checks.references import document_problems, status_problems
from app.commands.referable import Name, Referable, name_of
from app.domain.errors import DuplicateFact, Fault, ProgramError, UnknownProgram
from app.domain.events import Milestone
from app.domain.facts import Fact
from app.domain.participation import Allocation, ControlTotal, StatusSetting
from app.domain.sources import ProgramDefined


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
    fact: Fact, recorded: AbstractSet[Fact], names: AbstractSet[Name | None], pointer: str
) -> None:
    """Refuse a fact that stands already, and a second document or milestone of one id.

    A second definition of a program is a new edition, and welcome.
    """
    said = None
    name = name_of(fact)
    if isinstance(fact, ProgramDefined):
        return  # a new edition, which may be as an earlier one was
    if fact in recorded:
        said = (
            f"This {fact.kind} has been recorded already, word for word: nothing new is said, so "
            "nothing is written."
        )
    elif name is not None and name in names:
        said = (
            f"There is a {fact.kind} {name[1]!r} already. Choose another id, or correct the "
            "entry that holds it."
        )
    if said is not None:
        raise DuplicateFact(said, (Fault(pointer, said),))


def _problems(fact: Fact, standing: Referable) -> Iterator[tuple[str, ProgramError]]:
    yield from personal_data_problems(fact)
    yield from document_problems(fact, standing)
    if isinstance(fact, ProgramDefined):
        yield from codebook_problems(fact, standing)
    elif fact.program is not None:
        if fact.program not in standing.codebooks:
            known = ", ".join(standing.codebooks) or "none yet"
            said = f"There is no program {fact.program!r}. Programs here: {known}."
            yield "/program", UnknownProgram(said)
            return
        yield from status_problems(fact, standing.codebooks[fact.program])
    if isinstance(fact, StatusSetting | ControlTotal):
        yield from period_problems(fact, standing)
    if isinstance(fact, ControlTotal):
        yield from total_problems(fact, standing)
    if isinstance(fact, Allocation):
        yield from allocation_problems(fact)
    if isinstance(fact, Milestone):
        yield from milestone_problems(fact, standing)
