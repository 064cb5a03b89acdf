"""A codebook's order, directions and covering, whatever the program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UnknownStatus
from app.domain.programs import POOL, Codebook, Status

BLUE = Codebook(
    "blue",
    "Blue Ribbon",
    "none",
    (
        Status("applied", "Applied", participating=False),
        Status("member", "Member, level not stated", participating=True, covers=("one", "two")),
        Status("one", "Level 1", participating=True),
        Status("two", "Level 2", participating=True),
        Status("paused", "Paused", participating=False),
        Status("expelled", "Expelled", participating=False),
    ),
    moves=(("applied", "one"),),
)
SEATED = {"member", "one", "two"}
OVER = {"paused", "expelled"}
STATUSES = st.sampled_from(BLUE.answers)


def test_statuses_are_in_the_order_of_the_codebook_and_the_pool_is_last() -> None:
    assert BLUE.codes == ("applied", "member", "one", "two", "paused", "expelled")
    assert BLUE.answers == (*BLUE.codes, "term_ended", "not_recorded")


@pytest.mark.parametrize("code", POOL)
def test_a_derived_status_has_a_label_and_takes_no_part(code: str) -> None:
    status = BLUE[code]
    assert status.label
    assert not status.participating
    assert code not in BLUE.codes


@given(STATUSES, STATUSES)
def test_crossing_the_line_of_participation_is_entering_or_leaving(before: str, after: str) -> None:
    direction = BLUE.direction(before, after)
    assert (direction == "entered") == (before not in SEATED and after in SEATED)
    assert (direction == "left") == (before in SEATED and after not in SEATED)


@given(STATUSES, STATUSES)
def test_a_move_up_is_a_move_down_the_other_way(before: str, after: str) -> None:
    opposite = {"entered": "left", "left": "entered", "up": "down", "down": "up"}
    lowest = {*OVER, *POOL}
    if before != after and not {before, after} <= lowest:
        assert BLUE.direction(after, before) == opposite[BLUE.direction(before, after)]


@pytest.mark.parametrize("over", [*sorted(OVER), *POOL])
def test_a_status_that_is_over_is_below_all_others_though_it_stands_last(over: str) -> None:
    assert BLUE.direction("applied", over) == "down"
    assert BLUE.direction(over, "applied") == "up"
    assert BLUE.direction(over, "two") == "entered"
    assert BLUE.direction("two", over) == "left"


def test_without_a_participating_status_the_order_of_the_codebook_is_all_there_is() -> None:
    steps = Codebook(
        "watch",
        "Watched",
        "none",
        (Status("asked", "Asked", participating=False), Status("told", "T", participating=False)),
    )
    assert steps.direction("asked", "told") == "up"
    assert steps.direction("told", "asked") == "down"
    assert steps.direction("not_recorded", "asked") == "up"


@given(STATUSES, STATUSES)
def test_only_the_same_or_a_finer_status_is_what_was_asked_for(status: str, asked: str) -> None:
    finer = asked == "member" and status in {"one", "two"}
    assert BLUE.satisfies(status, asked) == (status == asked or finer)


@pytest.mark.parametrize(
    ("code", "advice"),
    [("to", "two"), ("level_1", "applied, member, one, two"), ("", "applied"), ("x" * 9_999, "ap")],
    ids=["near", "far", "empty", "long"],
)
def test_an_unknown_status_comes_with_the_nearest_or_with_all(code: str, advice: str) -> None:
    with pytest.raises(UnknownStatus, match=f"Did you mean {advice}") as caught:
        BLUE[code]
    assert "blue" in caught.value.detail
    assert len(caught.value.detail) < 300


@pytest.mark.parametrize(("before", "after"), [("nix", "one"), ("one", "nix")])
def test_a_move_of_a_status_that_does_not_exist_has_no_direction(before: str, after: str) -> None:
    with pytest.raises(UnknownStatus):
        BLUE.direction(before, after)
