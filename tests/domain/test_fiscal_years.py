"""Fiscal years in time: their order, their edges, and the texts that only look like one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import MalformedDate
from app.domain.fiscal_years import FiscalYear

STARTS = st.integers(1900, 2099)


@given(STARTS)
def test_a_fiscal_year_is_read_back_as_it_is_printed(starts: int) -> None:
    year = FiscalYear(starts)
    assert FiscalYear.parse(str(year)) == year
    assert len(str(year)) == len("2015-16")


@given(STARTS, STARTS)
def test_fiscal_years_are_ordered_in_time(one: int, other: int) -> None:
    first, last = FiscalYear(one), FiscalYear(other)
    assert (first < last) == (first.first_day < last.first_day) == (first.last_day < last.last_day)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2015, 6, 30), "2014-15"),
        (date(2015, 7, 1), "2015-16"),
        (date(2015, 12, 31), "2015-16"),
        (date(2016, 1, 1), "2015-16"),
        (date(2016, 2, 29), "2015-16"),
        (date(2016, 6, 30), "2015-16"),
        (date(2016, 7, 1), "2016-17"),
        (date(1999, 12, 31), "1999-00"),
        (date(2000, 1, 1), "1999-00"),
    ],
)
def test_the_year_turns_on_july_1_and_not_on_january_1(day: date, year: str) -> None:
    assert str(FiscalYear.containing(day)) == year


@given(STARTS)
def test_a_year_has_366_days_when_its_february_is_a_leap_one(starts: int) -> None:
    year = FiscalYear(starts)
    length = (year.last_day - year.first_day).days + 1
    assert length == (date(starts + 2, 1, 1) - date(starts + 1, 1, 1)).days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2015-15",
        "2015-14",
        "1999-100",
        "FY 2015-16",
        "2015/16",
        "2015–16",  # noqa: RUF001 - an en dash, on purpose
        " 2015-16",
        "2015-16\n",
        "２０１５-１６",  # noqa: RUF001 - full-width digits, on purpose
        "2015-1６",  # noqa: RUF001 - one full-width digit, on purpose
        "0000-01",
        "2099-2100",
        "2015-16" * 100_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_only_looks_like_a_fiscal_year_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(MalformedDate) as caught:
        FiscalYear.parse(text)
    assert "fiscal year" in caught.value.detail
    assert len(caught.value.detail) < 200


@given(st.text(max_size=9) | st.from_regex(r"[0-9]{4}-[0-9]{2}", fullmatch=True))
def test_any_text_is_a_fiscal_year_or_is_refused(text: str) -> None:
    try:
        year = FiscalYear.parse(text)
    except MalformedDate:
        return
    assert str(year) == text
