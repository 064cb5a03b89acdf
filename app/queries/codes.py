"""Which special project codes were in effect on a day?"""

from dataclasses import dataclass
from datetime import date

from app.queries.records import Records
from app.queries.sight import Sight
from app.timeline.codes import Code, codes


@dataclass(frozen=True, slots=True)
class CodesAnswer:
    """Every special project code, as it stood on a day."""

    as_of: date
    sight: Sight
    codes: tuple[Code, ...]

    @property
    def in_effect(self) -> int:
        """Codes certainly in effect."""
        return sum(code.standing == "in_effect" for code in self.codes)

    @property
    def possible(self) -> int:
        """Codes certainly or possibly in effect."""
        return self.in_effect + sum(code.standing == "may_be_in_effect" for code in self.codes)


def codes_in_effect(records: Records, as_of: date, sight: Sight) -> CodesAnswer:
    """Return every code in order of time; a planned one is never in effect."""
    return CodesAnswer(as_of, sight, tuple(codes(records.record(None, sight), as_of)))
