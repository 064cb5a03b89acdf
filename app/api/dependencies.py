"""What routes ask for by type: the record, and how far they may look."""

from collections.abc import Callable, Generator
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request

from app.api.parameters import IssuedBy, KnownAt, OfEvidence, OnClock
from app.journal.database import Database
from app.queries.records import Memory, Records
from app.queries.sight import Sight, resolve_known_at
from app.timeline.view import Clock, Evidence


def _records(request: Request) -> Generator[Records]:
    database: Database = request.app.state.database
    memory: Memory = request.app.state.memory
    with database.reading() as journal:
        yield Records(journal, request.app.state.counties, memory)


# scope="function" ends the transaction before the answer is sent.
Reading = Annotated[Records, Depends(_records, scope="function")]


def sight_at(
    request: Request,
    records: Records,
    known_at: str | None,
    issued_by: date | None,
    clock: Clock,
    evidence: Evidence,
) -> Sight:
    """Return how far a question may look."""
    now: Callable[[], datetime] = request.app.state.clock
    return Sight(resolve_known_at(records.journal, known_at, now()), issued_by, clock, evidence)


def _sight(
    request: Request,
    records: Reading,
    known_at: KnownAt = None,
    issued_by: IssuedBy = None,
    clock: OnClock = "effective",
    evidence: OfEvidence = "all",
) -> Sight:
    return sight_at(request, records, known_at, issued_by, clock, evidence)


Looking = Annotated[Sight, Depends(_sight)]


def _sight_of_entries(
    request: Request,
    records: Reading,
    known_at: KnownAt = None,
    issued_by: IssuedBy = None,
    evidence: OfEvidence = "all",
) -> Sight:
    return _sight(request, records, known_at, issued_by, "effective", evidence)


LookingThrough = Annotated[Sight, Depends(_sight_of_entries)]
"""Without `clock`: for lists of entries, which are not put on a day."""


def _recorded_sight(request: Request, records: Reading, known_at: KnownAt = None) -> Sight:
    return _sight(request, records, known_at)


LookingBack = Annotated[Sight, Depends(_recorded_sight)]
"""On the recorded clock alone: for entries, which have no other."""
