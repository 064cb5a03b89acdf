"""A milestone confirms another one, which was planned."""

from collections.abc import Iterator

from app.commands.referable import Referable
from app.domain.errors import EndBeforeStart, MalformedFact, ProgramError, UnknownEntry
from app.domain.events import Milestone


def milestone_problems(fact: Milestone, standing: Referable) -> Iterator[tuple[str, ProgramError]]:
    """Yield ends before starts, and confirmations of what was not planned."""
    if fact.until is not None and fact.until.latest <= fact.when.earliest:
        said = f"It would end ({fact.until}) before it begins ({fact.when})."
        yield "/until", EndBeforeStart(f"{said} `until` is the first day after.")
    if fact.confirms is None:
        return
    planned = standing.milestones.get(fact.confirms)
    if planned is None:
        said = f"There is no milestone {fact.confirms!r} to confirm."
        yield "/confirms", UnknownEntry(f"{said} GET /v1/timeline lists all.")
    elif fact.state != "occurred" or planned.state != "planned":
        said = "A milestone that occurred confirms one that was planned"
        said = (
            f"{said}; here {fact.milestone!r} is {fact.state}, {fact.confirms!r} {planned.state}."
        )
        yield "/confirms", MalformedFact(f"{said} Leave `confirms` out, or name the planned one.")
