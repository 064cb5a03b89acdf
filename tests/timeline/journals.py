"""From fact dicts, as the oracle takes them, to the program's own timeline."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.entries import Entry
from app.domain.reading import read_fact
from app.domain.sources import ProgramDefined
from app.timeline.timeline import Timeline
from app.timeline.view import View

START = datetime(2026, 1, 1, tzinfo=UTC)


def entries_of(facts: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """Return the facts as entries: the first has `seq` 1."""
    return [
        Entry(seq, START + timedelta(hours=seq), "test", f"batch {seq}", read_fact(fact), "", "")
        for seq, fact in enumerate(facts, start=1)
    ]


def timeline_of(
    facts: Sequence[Mapping[str, Any]], view: View, counties: Sequence[str]
) -> Timeline:
    """Fold the first program that the facts define."""
    entries = entries_of(facts)
    defined = next(e.fact for e in entries if isinstance(e.fact, ProgramDefined))
    return Timeline.fold(defined.codebook(), counties, entries, view)
