"""Every error is drawn, has its problem, and says what to do."""

import re

from app.api.problems import PROBLEM_OF, pages
from app.domain import errors
from app.domain.errors import ProgramError


def tree(cls: type[ProgramError]) -> set[type[ProgramError]]:
    return {cls}.union(
        *(tree(sub) for sub in cls.__subclasses__() if sub.__module__ == cls.__module__)
    )


def test_the_drawing_shows_every_error_and_no_other() -> None:
    drawn = set(
        re.findall(r"^[ |+-]*([A-Z]\w+)", (errors.__doc__ or "").split("\n\n")[1], re.MULTILINE)
    )
    assert drawn == {cls.__name__ for cls in tree(ProgramError)}


def test_every_error_has_its_own_problem_with_a_page_and_advice() -> None:
    assert set(PROBLEM_OF) == tree(ProgramError)
    for problem in PROBLEM_OF.values():
        assert pages()[problem.slug].title
        assert problem.advice.endswith(".")
        assert 400 <= problem.status < 600
