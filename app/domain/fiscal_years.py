"""The State fiscal year: July 1 to June 30, printed by both its years (``2015-16``)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.dates import FIRST_DAY, LAST_DAY
from app.domain.errors import MalformedDate

_PRINTED = re.compile(r"([0-9]{4})-([0-9]{2})")
_JULY = 7


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """A State fiscal year, ordered in time."""

    starts: int
    """The calendar year in which it begins: 2015 is 2015-16."""

    @classmethod
    def parse(cls, text: str) -> "FiscalYear":
        """Read ``2015-16``. Raises `MalformedDate` for anything else."""
        match = _PRINTED.fullmatch(text)
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
            raise MalformedDate(
                f"{text[:20]!r} is not a fiscal year: write both its years, such as 2015-16 "
                "for July 1, 2015 to June 30, 2016."
            )
        if not FIRST_DAY.year <= int(match[1]) < LAST_DAY.year:
            raise MalformedDate(
                f"{text!r} is not a fiscal year of this record: it begins before "
                f"{FIRST_DAY.year} or ends after {LAST_DAY.year}."
            )
        return cls(int(match[1]))

    @classmethod
    def containing(cls, day: date) -> "FiscalYear":
        """Return the fiscal year in which a day lies."""
        return cls(day.year if day.month >= _JULY else day.year - 1)

    @property
    def first_day(self) -> date:
        """July 1."""
        return date(self.starts, _JULY, 1)

    @property
    def last_day(self) -> date:
        """June 30 of the next calendar year, included."""
        return self.following.first_day - timedelta(days=1)

    @property
    def following(self) -> "FiscalYear":
        """The year after."""
        return FiscalYear(self.starts + 1)

    @property
    def previous(self) -> "FiscalYear":
        """The year before."""
        return FiscalYear(self.starts - 1)

    def __str__(self) -> str:
        """Return it as it is printed: ``2015-16``."""
        return f"{self.starts}-{(self.starts + 1) % 100:02d}"
