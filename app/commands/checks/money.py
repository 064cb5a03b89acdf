"""Printed totals and allocations have to be of something that can be added up."""

from collections.abc import Iterator

from app.commands.referable import Referable
from app.domain.errors import MalformedFact, ProgramError
from app.domain.participation import Allocation, ControlTotal


def total_problems(fact: ControlTotal, standing: Referable) -> Iterator[tuple[str, ProgramError]]:
    """Yield totals of nothing, of more counties than there are, and money of no year."""
    if not fact.counts and fact.amount is None:
        yield "/counts", MalformedFact("A control total prints `counts`, an `amount`, or both.")
    if fact.amount is not None and fact.fiscal_year is None:
        said = "A printed sum is set against the allocations of its fiscal year: say which year."
        yield "/fiscal_year", MalformedFact(said)
    covering = {s.code for s in standing.codebooks[fact.program or ""].statuses if s.covers}
    apart = sum(count for code, count in fact.counts if code not in covering)
    for code, count in fact.counts:
        if max(count, apart) > standing.counties:
            said = f"{max(count, apart)} counties are more than the {standing.counties} there are."
            yield f"/counts/{code}", MalformedFact(said)
            return


def allocation_problems(fact: Allocation) -> Iterator[tuple[str, ProgramError]]:
    """Yield a county that shares an amount with itself, or is named twice."""
    for at, fips in enumerate(fact.joint_with):
        if fips == fact.county or fips in fact.joint_with[:at]:
            said = "`joint_with` names the other counties that share the amount, each once."
            yield f"/joint_with/{at}", MalformedFact(said)
            return
