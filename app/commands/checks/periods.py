"""Dates have to fit each other, and the fiscal year they are said to be of."""

from collections.abc import Iterator

from app.commands.referable import Referable
from app.domain.dates import ImpreciseDate
from app.domain.errors import EndBeforeStart, MalformedFact, ProgramError, UnknownEntry
from app.domain.fiscal_years import FiscalYear
from app.domain.participation import ControlTotal, StatusChanged, StatusSetting


def period_problems(
    fact: StatusSetting | ControlTotal, standing: Referable
) -> Iterator[tuple[str, ProgramError]]:
    """Yield ends before starts, dates outside their fiscal year, and orders that lead nowhere."""
    when = fact.when
    ends = None if isinstance(fact, ControlTotal) else fact.ends
    if isinstance(ends, ImpreciseDate) and ends.latest <= when.earliest:
        said = f"It would end ({ends}) before it begins ({when}): `until` is the first day after."
        yield "/until", EndBeforeStart(said)
    if standing.codebooks[fact.program or ""].term == "fiscal_year":
        yield from _year_problems(when, fact.fiscal_year)
    if isinstance(fact, StatusChanged) and fact.after is not None:
        target = standing.by_seq.get(standing.standing(fact.after))
        if not isinstance(target, StatusSetting) or target.program != fact.program:
            said = f"Entry {fact.after} sets no status in {fact.program}, or no longer stands."
            yield "/after", UnknownEntry(f"{said} `after` names the entry that came before.")


def _year_problems(
    when: ImpreciseDate, year: FiscalYear | None
) -> Iterator[tuple[str, ProgramError]]:
    first, last = (FiscalYear.containing(day) for day in (when.earliest, when.latest))
    if year is None and first != last:
        said = f"{when} may lie in {first} or in {last}: say which with `fiscal_year`."
        yield "/fiscal_year", MalformedFact(said)
    elif year is not None and when.earliest > year.last_day:
        said = f"Fiscal year {year} has ended before {when}."
        yield "/effective", EndBeforeStart(f"{said} Check the date and `fiscal_year`.")
