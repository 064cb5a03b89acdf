"""Load a folder of facts, such as seed_data/: what is new, once."""

from dataclasses import dataclass

from app.commands.folder import Written
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry
from app.domain.facts import Correction
from app.journal.writer import Journal


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    added: list[Entry]
    known: int
    """Facts of the folder that had been recorded before."""


def load(
    journal: Journal, counties: Counties, written: list[Written], *, recorded_by: str
) -> Loaded:
    """Record the facts of a folder that are not in the journal yet, file by file.

    A fact that was recorded before, in the same words, is left alone, even if it was corrected
    or retracted since: loading again never undoes a correction.

    Raises:
        ProgramError: the first fact that is refused. Nothing is written.
    """
    recorded = {
        fact
        for entry in journal.entries()
        for fact in (
            entry.fact,
            *((entry.fact.fact,) if isinstance(entry.fact, Correction) else ()),
        )
    }
    new = [one for one in written if one.fact not in recorded]
    added: list[Entry] = []
    for batch in dict.fromkeys(one.batch for one in new):
        mine = [one for one in new if one.batch == batch]
        added += record_entries(
            journal,
            counties,
            [one.fact for one in mine],
            recorded_by=recorded_by,
            batch=batch,
            pointers=[one.pointer for one in mine],
        )
    return Loaded(added, len(written) - len(new))
