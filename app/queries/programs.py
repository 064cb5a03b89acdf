"""Which programs are there, and what do their statuses mean?"""

from dataclasses import dataclass

from app.domain.programs import Codebook
from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
    """A program: its codebook, and how far its sources have been read."""

    sight: Sight
    codebook: Codebook
    document: str | None
    entry: int
    counties: int
    checked_through: tuple[CheckedThrough, ...]


@dataclass(frozen=True, slots=True)
class ProgramsAnswer:
    """All programs known by then."""

    sight: Sight
    programs: tuple[ProgramAnswer, ...]


def program(records: Records, code: str, sight: Sight) -> ProgramAnswer:
    """Return one program. Raises `UnknownProgram`."""
    seq, fact = records.definition(code, sight)
    checked = records.checked_through(code, sight)
    return ProgramAnswer(sight, fact.codebook(), fact.document, seq, len(records.counties), checked)


def programs(records: Records, sight: Sight) -> ProgramsAnswer:
    """Return all programs known by then, by the order of their first definition."""
    codes = [defined.program or "" for defined in records.programs(sight)]
    return ProgramsAnswer(sight, tuple(program(records, code, sight) for code in codes))
