"""Counties by the names people write, and never by a guess."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counties import Counties, County
from app.domain.errors import UnknownCounty


def test_every_county_is_found_by_its_code_and_by_its_name_however_spaced(
    counties: Counties,
) -> None:
    for county in counties:
        for text in (
            county.fips,
            f" {county.fips}\n",
            county.name,
            county.name.upper(),
            county.name.lower(),
            f"  {county.name.replace(' ', '   ')}\t",
            f"{county.name} County",
            f"{county.name}  COUNTY ",
        ):
            assert counties.find(text) == county, text


def test_each_county_has_a_code_and_a_name_of_its_own(counties: Counties) -> None:
    assert len({county.name for county in counties}) == len({c.fips for c in counties}) == 58
    assert all(counties[county.fips] is county for county in counties)


def test_a_geo_id_begins_with_letters_for_spreadsheets_to_leave_alone(counties: Counties) -> None:
    for county in counties:
        assert county.geo_id == f"0500000US{county.fips}"
        assert county.geo_id[-5:] == county.fips


def test_counties_are_in_order_of_code_in_whatever_order_they_are_given() -> None:
    register = Counties([County("06003", "Alpine"), County("06001", "Alameda")])
    assert [county.name for county in register] == ["Alameda", "Alpine"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("San Bernadino", ["San Bernardino"]),
        ("Los Angles", ["Los Angeles"]),
        ("Eldorado", ["El Dorado"]),
        ("san mateos county", ["San Mateo"]),
        ("Santa Clar", ["Santa Clara", "Santa Cruz", "Santa Barbara"]),
    ],
)
def test_a_misspelt_county_is_never_guessed_but_the_nearest_are_named(
    counties: Counties, text: str, names: list[str]
) -> None:
    with pytest.raises(UnknownCounty) as caught:
        counties.find(text)
    assert f"Did you mean {names[0]}" in caught.value.detail
    assert all(name in caught.value.detail for name in names)


@pytest.mark.parametrize("text", ["6099", "06000", "06002", "06116", "099", "06099.0", "0500000US"])
def test_a_code_of_no_county_is_refused(counties: Counties, text: str) -> None:
    with pytest.raises(UnknownCounty, match="06099"):
        counties.find(text)


def test_part_of_a_name_is_no_county(counties: Counties) -> None:
    for text in ("San", "Santa", "county", "El", "Kern Kern", "Kern, Yolo", "Kern County County"):
        with pytest.raises(UnknownCounty):
            counties.find(text)


@given(st.text(max_size=40))
def test_any_other_text_is_refused(counties: Counties, text: str) -> None:
    words = " ".join(text.casefold().split())
    if text.strip() not in {county.fips for county in counties}:
        with suppress(UnknownCounty):
            assert words.startswith(counties.find(text).name.casefold())


def test_a_long_text_is_refused_in_a_short_answer(counties: Counties) -> None:
    with pytest.raises(UnknownCounty) as caught:
        counties.find("Kern" * 2_500)
    assert len(caught.value.detail) < 200
