"""Nothing about children is recorded: what looks like a person's data in free text is refused."""

import re
from collections.abc import Iterator
from dataclasses import fields

from app.domain.errors import Fault, PossiblePersonalData, ProgramError
from app.domain.facts import Fact
from app.domain.reading import free_text, read_fact, write_fact

_PATTERNS = {
    "a social security number": re.compile(r"\b\d{3}-\d{2}-\d{4}\b"),
    "a date of birth": re.compile(
        r"\b(?:DOB|date of birth|born(?: on)?)\W{0,5}\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", re.IGNORECASE
    ),
    "a case number": re.compile(
        r"\b(?:case|docket|client)\s*(?:no\.?|number|id|#)\W{0,3}[A-Z]{0,4}-?\d{4,}", re.IGNORECASE
    ),
}


def well_formed(fact: Fact) -> Fact:
    """Return a fact read anew: a reason that is empty, endless, hidden or personal is refused.

    Raises:
        MalformedFact: it cannot be read.
        PossiblePersonalData: it looks like a person's data.
    """
    read = read_fact(write_fact(fact))
    for field, problem in personal_data_problems(read):
        problem.faults = (Fault(field, problem.detail),)
        raise problem
    return read


def personal_data_problems(fact: Fact) -> Iterator[tuple[str, ProgramError]]:
    """Yield free texts that look like a person's data. The text itself is not repeated."""
    for field in fields(fact):
        value = getattr(fact, field.name)
        if field.name not in free_text() or not isinstance(value, str):
            continue
        for what, pattern in _PATTERNS.items():
            if pattern.search(value):
                said = f"`{field.name}` holds what looks like {what}."
                yield (
                    f"/{field.name}",
                    PossiblePersonalData(
                        f"{said} Only facts about counties are recorded here: take it out."
                    ),
                )
