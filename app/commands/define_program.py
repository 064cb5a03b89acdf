"""Define a program, or record a new edition of its codebook."""

from collections.abc import Mapping

from app.commands.record_entries import record_entries
from app.commands.referable import Referable
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.errors import DuplicateFact, Fault, MalformedFact, UnknownProgram
from app.domain.reading import read_fact
from app.domain.sources import ProgramDefined
from app.journal.writer import Journal


def read_definition(data: object, program: str | None = None) -> ProgramDefined:
    """Read a codebook as it is sent.

    Args:
        data: the body.
        program: the program it is a new edition of.

    Raises:
        MalformedFact: with one fault per thing that is wrong.
    """
    if isinstance(data, Mapping):
        data = {**data, "kind": ProgramDefined.kind}
        if program is not None and data.setdefault("program", program) != program:
            said = f"this is a new edition of {program}: leave `program` out, or name it"
            raise MalformedFact(said, (Fault("/program", said),))
    fact = read_fact(data)
    assert isinstance(fact, ProgramDefined)  # noqa: S101 - its kind is set above
    return fact


def define_program(
    journal: Journal,
    counties: Counties,
    fact: ProgramDefined,
    *,
    new: bool,
    recorded_by: str,
    batch: str,
) -> list[Entry]:
    """Record a codebook.

    Raises:
        DuplicateFact: it is to be new, and the program is there.
        UnknownProgram: it is to be an edition, and there is none.
    """
    codebooks = Referable.of(journal.entries(), counties).codebooks
    known = fact.program in codebooks
    if known and codebooks[fact.program or ""] == fact.codebook():
        raise DuplicateFact(f"This is the codebook of {fact.program!r} already: nothing is new.")
    if known and new:
        raise DuplicateFact(
            f"There is a program {fact.program!r} already. PUT /v1/programs/{fact.program} records "
            "a new edition of it."
        )
    if not known and not new:
        raise UnknownProgram(
            f"There is no program {fact.program!r} to give an edition. POST /v1/programs."
        )
    return record_entries(
        journal, counties, [fact], recorded_by=recorded_by, batch=batch, pointers=[""]
    )
