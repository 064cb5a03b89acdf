"""Every error is drawn, has its problem, and says what to do."""

import re
from collections.abc import Callable

import pytest

from app.api.problem_types import PROBLEM_OF, pages
from app.domain import errors
from app.domain.counties import Counties, County
from app.domain.dates import parse
from app.domain.errors import ProgramError
from app.domain.fiscal_years import FiscalYear
from app.domain.money import parse_dollars
from app.domain.programs import Codebook, Status
from app.domain.reading import read_fact


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


def test_each_error_is_drawn_under_the_one_it_is_a_kind_of() -> None:
    drawn: dict[str, str] = {}
    above: dict[int, str] = {}
    for line in (errors.__doc__ or "").split("\n\n")[1].splitlines():
        if name := re.match(r"[ |+-]*([A-Z]\w+)", line):
            depth = name.start(1)
            parents = [at for at in above if at < depth]
            drawn[name[1]] = above[max(parents)] if parents else "Exception"
            above = {at: above[at] for at in parents} | {depth: name[1]}
    assert drawn == {cls.__name__: cls.__bases__[0].__name__ for cls in tree(ProgramError)}


def test_problems_share_a_page_only_where_nothing_more_can_be_said() -> None:
    slugs = [problem.slug for problem in PROBLEM_OF.values()]
    assert {slug for slug in slugs if slugs.count(slug) > 1} == {"refused"}
    named = {cls.__name__: problem.slug for cls, problem in PROBLEM_OF.items()}
    for name, slug in named.items():
        if name not in {"ProgramError", "Unknown"}:
            assert slug == re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def test_an_error_carries_its_sentence_and_its_faults() -> None:
    error = errors.MalformedFact("It is wrong.", (errors.Fault("/a", "why"),))
    assert str(error) == error.detail == "It is wrong."
    assert error.faults == (errors.Fault("/a", "why", None),)
    assert ProgramError("So.").faults == ()


KERN = Counties([County("06029", "Kern")])
BOOK = Codebook("p", "P", "none", (Status("on", "On", participating=True),))
SAID: list[tuple[Callable[[], object], str]] = [
    (lambda: parse("Nov. 2015"), "Write 2015, 2015-11, 2015-11-03"),
    (lambda: parse("2015-02-29"), "there is no such day"),
    (lambda: parse("[2016..2015]"), "the range ends before it begins"),
    (lambda: parse("[..]"), "needs at least one end"),
    (lambda: parse("1815"), "from 1900 to 2100"),
    (lambda: FiscalYear.parse("2015"), "such as 2015-16 for July 1, 2015 to June 30, 2016"),
    (lambda: FiscalYear.parse("1815-16"), "begins before 1900"),
    (lambda: parse_dollars("$5"), 'such as "277628.00"'),
    (lambda: KERN.find("Kerne"), "Did you mean Kern?"),
    (lambda: KERN.find("6029"), "Did you mean 06029?"),
    (lambda: KERN.find("6031"), "five digits, such as 06099"),
    (lambda: KERN.find("?"), "Give its name, such as Stanislaus, or its FIPS code"),
    (lambda: BOOK["onn"], "Did you mean on?"),
    (lambda: read_fact([]), 'an object with a "kind"'),
    (lambda: read_fact({"kind": "plan"}), "expected one of document, program_defined"),
    (lambda: read_fact({"kind": "retraction", "target": 1, "raeson": "x"}), "`reason`"),
    (lambda: read_fact({"kind": "retraction", "target": 0, "reason": "x"}), "1 or more"),
    (lambda: read_fact({"kind": "retraction", "target": 1, "reason": ""}), "leave the field out"),
    (lambda: read_fact({"kind": "retraction", "target": 1, "reason": "\0"}), "U+0000; remove it"),
    (lambda: read_fact({"kind": "retraction", "target": 1, "reason": 1}), "a string in quotes"),
]


@pytest.mark.parametrize(("wrong", "advice"), SAID, ids=[advice[:30] for _, advice in SAID])
def test_a_message_is_a_sentence_that_says_what_to_write_instead(
    wrong: Callable[[], object], advice: str
) -> None:
    with pytest.raises(ProgramError) as caught:
        wrong()
    assert advice in caught.value.detail
    assert caught.value.detail.endswith((".", "?"))
