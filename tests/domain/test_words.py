"""Fiscal years, money, counties and codebooks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counties import Counties
from app.domain.dates import FIRST_DAY, LAST_DAY
from app.domain.errors import Malformed, MalformedDate, UnknownCounty, UnknownStatus
from app.domain.fiscal_years import FiscalYear
from app.domain.money import parse_dollars
from app.domain.programs import Codebook, Status

CSEC = Codebook(
    "csec",
    "CSEC",
    "fiscal_year",
    (
        Status("plan_submitted", "Plan submitted", participating=False),
        Status("participating", "Participating", participating=True, covers=("tier_1", "tier_2")),
        Status("tier_1", "Tier I", participating=True),
        Status("tier_2", "Tier II", participating=True),
        Status("withdrawn", "Withdrawn", participating=False),
    ),
)


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_a_day_lies_in_its_fiscal_year_and_in_no_other(day: date) -> None:
    year = FiscalYear.containing(day)
    assert year.first_day <= day <= year.last_day
    assert year.last_day + timedelta(days=1) == year.following.first_day
    assert year.following.previous == year


def test_a_fiscal_year_is_printed_by_both_its_years() -> None:
    year = FiscalYear.parse("2015-16")
    assert (year.first_day, year.last_day) == (date(2015, 7, 1), date(2016, 6, 30))
    assert str(year) == "2015-16"
    assert str(FiscalYear.parse("1999-00")) == "1999-00"


@pytest.mark.parametrize("text", ["2015", "2015-17", "2015-2016", "15-16", "1899-00", "2100-01"])
def test_what_is_not_a_fiscal_year_is_refused(text: str) -> None:
    with pytest.raises(MalformedDate):
        FiscalYear.parse(text)


@given(st.integers(0, 10**14))
def test_money_is_exact(cents: int) -> None:
    text = f"{cents // 100}.{cents % 100:02d}"
    assert parse_dollars(text) * 100 == cents
    assert str(parse_dollars(text)) == text


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1,000", "$1", "1.5", "1.505", "01", "1e3", "NaN"]
)
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match=r"277628\.00"):
        parse_dollars(text)
    assert parse_dollars("277628") == Decimal("277628.00")


def test_there_are_58_counties_in_order_of_fips(counties: Counties) -> None:
    assert len(counties) == 58
    assert [c.fips for c in counties] == [f"06{n:03d}" for n in range(1, 116, 2)]
    assert [c.name for c in counties] == sorted(c.name for c in counties)
    assert counties["06037"].geo_id == "0500000US06037"


@pytest.mark.parametrize("text", ["06099", "Stanislaus", " stanislaus ", "STANISLAUS COUNTY"])
def test_a_county_is_found_by_code_or_name(counties: Counties, text: str) -> None:
    assert counties.find(text).fips == "06099"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("Stanislas", "Did you mean Stanislaus"),
        ("6099", "five digits"),
        ("Кern", "Did you mean Kern"),  # noqa: RUF001 - a Cyrillic letter, on purpose
        ("Travis, TX", "such as"),
        ("", "such as"),
    ],
)
def test_an_unknown_county_comes_with_the_nearest(
    counties: Counties, text: str, advice: str
) -> None:
    with pytest.raises(UnknownCounty) as caught:
        counties.find(text)
    assert advice in caught.value.detail


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ("not_recorded", "plan_submitted", "up"),
        ("plan_submitted", "tier_1", "entered"),
        ("tier_1", "tier_2", "up"),
        ("tier_2", "tier_1", "down"),
        ("tier_2", "withdrawn", "left"),
        ("tier_2", "term_ended", "left"),
        ("term_ended", "tier_1", "entered"),
        ("plan_submitted", "withdrawn", "down"),
        ("withdrawn", "plan_submitted", "up"),
        ("not_recorded", "term_ended", "neither"),
    ],
)
def test_a_move_has_a_direction(before: str, after: str, direction: str) -> None:
    assert CSEC.direction(before, after) == direction


def test_a_status_that_covers_others_is_satisfied_by_them() -> None:
    assert CSEC.satisfies("tier_2", "participating")
    assert not CSEC.satisfies("participating", "tier_2")
    assert CSEC.answers[-2:] == ("term_ended", "not_recorded")
    with pytest.raises(UnknownStatus, match="Did you mean tier_2"):
        CSEC["tier2"]
