"""Query parameters: strict, and each described once."""

import re
from datetime import date
from difflib import get_close_matches
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BeforeValidator, WithJsonSchema

from app.domain.counties import Counties, County
from app.domain.dates import FIRST_DAY, LAST_DAY
from app.domain.errors import (
    Fault,
    KeyInAddress,
    Malformed,
    MalformedQuestion,
    UnknownCounty,
)
from app.domain.fiscal_years import FiscalYear
from app.timeline.series import StepSize
from app.timeline.view import Clock, Evidence

REPEATABLE = frozenset({"in"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,15}")
_DAY_SCHEMA = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def _day(value: object) -> date:
    """Read ``YYYY-MM-DD``: Pydantic alone would take ``0`` for 1970-01-01."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        raise ValueError("write a day as YYYY-MM-DD, such as 2015-11-30")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"there is no day {value}") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"ask about a day from {FIRST_DAY} to {LAST_DAY}")
    return day


def _number(value: object) -> int:
    if not isinstance(value, str) or _NUMBER.fullmatch(value) is None:
        raise ValueError("write a whole number, 0 or more")
    return int(value)


def _limit(value: object) -> int:
    number = _number(value)
    if not 1 <= number <= MOST_ENTRIES:
        raise ValueError(f"ask for 1 to {MOST_ENTRIES} entries")
    return number


MOST_ENTRIES = 10_000
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(_DAY_SCHEMA)]

AsOf = Annotated[
    Day, Query(description="Effective clock: the day asked about.", examples=["2015-11-30"])
]
AsOfIfAny = Annotated[
    Day | None,
    Query(description="Effective clock: the day asked about; left out, all of time."),
]
From = Annotated[Day, Query(alias="from", description="First day.", examples=["2015-10-31"])]
To = Annotated[Day, Query(description="Last day, included.", examples=["2015-11-30"])]
FromIfAny = Annotated[
    Day | None,
    Query(alias="from", description="First day; left out, the first on which anything changes."),
]
ToIfAny = Annotated[
    Day | None,
    Query(description="Last day, included; left out, the last on which anything changes."),
]
KnownAt = Annotated[
    str | None,
    Query(
        description="Recorded clock: the number of an entry, or an instant with its offset from "
        "UTC; left out, everything recorded so far.",
        examples=["96", "2026-11-24T10:00:00Z"],
    ),
]
IssuedBy = Annotated[
    Day | None,
    Query(description="Announced clock: leave out what was announced after this day."),
]
OnClock = Annotated[
    Clock,
    Query(description="`announced` puts each change on the day it was announced, where known."),
]
OfEvidence = Annotated[Evidence, Query(description="`stated` leaves out what was inferred.")]
Step = Annotated[StepSize, Query(description="How long a step is.")]
InStatus = Annotated[
    str | None, Query(alias="status", description="A status of the codebook, or a derived one.")
]
Conditions = Annotated[
    list[str],
    Query(
        alias="in",
        description="A condition program:status; repeat it for each.",
        examples=[["csec:tier_2", "pact:participating"]],
    ),
]
After = Annotated[
    int,
    BeforeValidator(_number),
    WithJsonSchema({"type": "integer", "minimum": 0}),
    Query(description="The last entry you have; 0: from the first."),
]
Limit = Annotated[
    int,
    BeforeValidator(_limit),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_ENTRIES}),
    Query(description="At most so many entries."),
]
ProgramCode = Annotated[str, Path(alias="program", examples=["csec"])]


def _register(request: Request) -> Counties:
    counties: Counties = request.app.state.counties
    return counties


def _county_in_path(
    request: Request,
    county: Annotated[str, Path(description="FIPS code or name.", examples=["06099"])],
) -> County:
    return _register(request).find(county)


def _county_in_query(
    request: Request,
    county: Annotated[str | None, Query(description="FIPS code or name of one county.")] = None,
) -> County | None:
    if county is None:
        return None
    try:
        return _register(request).find(county)
    except UnknownCounty as error:
        raise MalformedQuestion(error.detail, (Fault(None, error.detail, "county"),)) from None


def _of_fiscal_year(
    fiscal_year: Annotated[
        str | None, Query(description="A State fiscal year.", examples=["2015-16"])
    ] = None,
) -> FiscalYear | None:
    if fiscal_year is None:
        return None
    try:
        return FiscalYear.parse(fiscal_year)
    except Malformed as error:
        raise MalformedQuestion(error.detail, (Fault(None, error.detail, "fiscal_year"),)) from None


InPath = Annotated[County, Depends(_county_in_path)]
OfCounty = Annotated[County | None, Depends(_county_in_query)]
OfFiscalYear = Annotated[FiscalYear | None, Depends(_of_fiscal_year)]


def only_known(request: Request) -> None:
    """Refuse unknown and repeated parameters: a silent default is the worst answer of all."""
    route: APIRoute = request.scope["route"]
    names = list(dict.fromkeys(_names_of(route.dependant)))
    faults = []
    if any("csec_live_" in value for value in request.query_params.values()):
        raise KeyInAddress("The address holds a key. Send it in Authorization, and revoke it.")
    for name in dict.fromkeys(request.query_params.keys()):
        if name not in names:
            near = get_close_matches(name, names, n=1)
            advice = f"Did you mean `{near[0]}`?" if near else f"Here are: {', '.join(names)}."
            said = f"There is no parameter `{name[:60]}`. {advice}"
            faults.append(Fault(None, said, name[:60]))
        elif len(request.query_params.getlist(name)) > 1 and name not in REPEATABLE:
            faults.append(Fault(None, f"`{name}` is given more than once. Give it once.", name))
    if faults:
        raise MalformedQuestion(" ".join(fault.detail for fault in faults), tuple(faults))


def _names_of(dependant: Dependant) -> list[str]:
    """Return the query parameters that a route and what it depends on take."""
    mine = [field.alias for field in dependant.query_params]
    return mine + [name for each in dependant.dependencies for name in _names_of(each)]
