"""A program's codebook has to hold together, and to hold what has been recorded under it."""

from collections.abc import Iterator

from app.commands.checks.references import status_problems
from app.commands.referable import Referable
from app.domain.errors import MalformedFact, ProgramError, StillCited, UnknownStatus
from app.domain.programs import POOL
from app.domain.sources import ProgramDefined


def codebook_problems(
    fact: ProgramDefined, standing: Referable
) -> Iterator[tuple[str, ProgramError]]:
    """Yield what is wrong with a codebook, by itself and as an edition."""
    codes = [status.code for status in fact.statuses]
    if not codes or len(set(codes)) < len(codes) or set(codes) & set(POOL):
        said = "A program has one status or more, each once; term_ended and not_recorded are ours."
        yield "/statuses", MalformedFact(said)
    finer = {code for status in fact.statuses for code in status.covers}
    covering = {status.code for status in fact.statuses if status.covers}
    twice = any(len(set(status.covers)) < len(status.covers) for status in fact.statuses)
    if finer - set(codes) or finer & covering or twice:
        said = (
            "A status covers statuses of the same program, each once, that cover none themselves."
        )
        yield "/statuses", MalformedFact(said)
    unknown = {code for move in fact.moves or () for code in move} - {*codes, *POOL}
    if unknown:
        yield "/moves", UnknownStatus(f"Moves name statuses not defined here: {sorted(unknown)}.")
    yield from _edition_problems(fact, standing)


def _edition_problems(
    fact: ProgramDefined, standing: Referable
) -> Iterator[tuple[str, ProgramError]]:
    """Yield what an edition would take from under standing entries: a status, or their term."""
    book = fact.codebook()
    for seq, other in standing.by_seq.items():
        if other.program != fact.program or seq > standing.settled:
            continue
        if isinstance(other, ProgramDefined):
            if other.term != fact.term:
                said = f"Entry {seq} defines {fact.program} with term {other.term}, and entries"
                said = f"{said} are dated by it: an edition keeps the term."
                yield "/term", StillCited(f"{said} For another term, define another program.")
                return
        elif any(status_problems(other, book)):
            said = f"Entry {seq} has a status that this edition leaves out."
            yield "/statuses", StillCited(f"{said} Keep it, or correct that entry first.")
            return
