"""Dates as precise as their source: a profile of EDTF (ISO 8601-2).

A date means *one day, known to lie between `earliest` and `latest`*, both included.

>>> parse("2015-11").latest
datetime.date(2015, 11, 30)
>>> parse("[..2015-10]").opens_early
True
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.domain.errors import MalformedDate

FIRST_DAY = date(1900, 1, 1)
"""The first day a question may be about; also where an open beginning starts to be computed."""
LAST_DAY = date(2100, 12, 31)
"""The last day a question may be about; also where an open end stops being computed."""

ACCEPTED = (
    "2015, 2015-11, 2015-11-03, a season 2016-21 (spring) to 2016-24 (winter), "
    "one day of a range [2015-04-01..2015-04-03], [..2015-04-03] or [2015-04-01..], "
    "each with ? (uncertain) or ~ (approximate) at its end if the source says so"
)

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_RANGE = re.compile(r"\[([0-9-]*)\.\.([0-9-]*)\]")
_LONGEST = len("[2015-04-01..2015-04-03]?")
_FIRST_MONTH_OF_SEASON = {21: 3, 22: 6, 23: 9, 24: 12}
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """One day, known to lie between `earliest` and `latest` (both included)."""

    edtf: str
    """As the source gives it; stored and shown as such."""
    earliest: date
    """First day the source allows; `FIRST_DAY` when `opens_early`."""
    latest: date
    """Last day the source allows; `LAST_DAY` when `opens_late`."""
    opens_early: bool = False
    """The source gives no first day."""
    opens_late: bool = False
    """The source gives no last day."""

    def __str__(self) -> str:
        """Return the date as its source gives it."""
        return self.edtf


@lru_cache(maxsize=4096)
def parse(text: str) -> ImpreciseDate:
    """Read a date of the profile.

    Raises:
        MalformedDate: outside the profile, or a day that does not exist; the text of the
            error shows the accepted forms.
    """
    if len(text) > _LONGEST:
        raise _malformed(text[:_LONGEST] + "...", "it is too long")
    plain = text[:-1] if text.endswith(("?", "~")) else text
    if bounds := _RANGE.fullmatch(plain):
        return _one_of(text, bounds[1], bounds[2])
    earliest, latest = _point(text, plain)
    return ImpreciseDate(text, earliest, latest)


def exact(day: date) -> ImpreciseDate:
    """Return the imprecise date that is just this day."""
    return ImpreciseDate(day.isoformat(), day, day)


def _one_of(text: str, first: str, last: str) -> ImpreciseDate:
    if not first and not last:
        raise _malformed(text, "a range needs at least one end")
    earliest = _point(text, first)[0] if first else FIRST_DAY
    latest = _point(text, last)[1] if last else LAST_DAY
    if earliest > latest:
        raise _malformed(text, "the range ends before it begins")
    return ImpreciseDate(text, earliest, latest, opens_early=not first, opens_late=not last)


def _point(text: str, plain: str) -> tuple[date, date]:
    """Return the first and last day of a year, season, month or day."""
    match = _POINT.fullmatch(plain)
    if match is None:
        raise _malformed(text, "it is not written as one of them")
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise _malformed(text, f"the year is not from {FIRST_DAY.year} to {LAST_DAY.year}")
    if month is None:
        return date(year, 1, 1), date(year, _MONTHS, 31)
    if day is not None:
        return (_day(text, year, month, day),) * 2
    if month in _FIRST_MONTH_OF_SEASON:
        first = date(year, _FIRST_MONTH_OF_SEASON[month], 1)
        last = _first_of_month_after(first, 3) - timedelta(days=1)
        if last > LAST_DAY:
            raise _malformed(text, f"it ends after {LAST_DAY}")
        return first, last
    first = _day(text, year, month, 1)
    return first, first.replace(day=monthrange(year, month)[1])


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _malformed(text, "there is no such day") from None


def _first_of_month_after(first: date, months: int) -> date:
    count = first.year * _MONTHS + first.month - 1 + months
    return date(count // _MONTHS, count % _MONTHS + 1, 1)


def _malformed(text: str, why: str) -> MalformedDate:
    return MalformedDate(f"{text!r} is not a date of this record: {why}. Write {ACCEPTED}.")
