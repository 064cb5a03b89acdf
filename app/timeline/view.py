"""From which side the record is looked at."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Clock = Literal["effective", "announced"]
Evidence = Literal["all", "stated"]


@dataclass(frozen=True, slots=True)
class View:
    """What of the record counts, and on which clock. Equal views give equal answers."""

    known_at: int
    """Recorded clock: only entries up to this `seq`; 0 is the empty record."""
    issued_by: date | None = None
    """Announced clock: only what had been announced by this day, included."""
    clock: Clock = "effective"
    """`announced` puts each change on the day it was announced, where that is known."""
    evidence: Evidence = "all"
    """`stated` leaves out what was inferred."""

    def effective(self) -> "View":
        """Return the same view on the effective clock."""
        return replace(self, clock="effective")
