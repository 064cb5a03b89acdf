"""The timeline of a program, as a command sees it: everything recorded so far."""

from app.commands.referable import Referable
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.programs import Codebook
from app.timeline.timeline import Timeline
from app.timeline.view import View


def codebook_of(program: str, entries: list[Entry], counties: Counties) -> Codebook | None:
    """Return the codebook of a program; None: it is not defined (any more)."""
    mine = [entry for entry in entries if entry.fact.program == program]
    return Referable.of(mine, counties).codebooks.get(program)


def folded(codebook: Codebook, entries: list[Entry], counties: Counties) -> Timeline:
    """Fold the program of a codebook. Raises `Contradiction`, naming both documents."""
    mine = [entry for entry in entries if entry.fact.program in (None, codebook.program)]
    fips = [county.fips for county in counties]
    return Timeline.fold(codebook, fips, mine, View(mine[-1].seq if mine else 0))
