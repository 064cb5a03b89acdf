"""The EDTF profile: one day, known to lie between two."""

import re
from contextlib import redirect_stdout
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from time import struct_time

import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import ACCEPTED, FIRST_DAY, LAST_DAY, exact, parse
from app.domain.errors import MalformedDate

EXAMPLES = {
    "2015": ("2015-01-01", "2015-12-31"),
    "2015-11": ("2015-11-01", "2015-11-30"),
    "2015-12": ("2015-12-01", "2015-12-31"),
    "2016-02": ("2016-02-01", "2016-02-29"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "2015-11-03": ("2015-11-03", "2015-11-03"),
    "2016-21": ("2016-03-01", "2016-05-31"),
    "2016-22": ("2016-06-01", "2016-08-31"),
    "2016-23": ("2016-09-01", "2016-11-30"),
    "2016-24": ("2016-12-01", "2017-02-28"),
    "2015-24": ("2015-12-01", "2016-02-29"),
    "[2015-04-01..2015-04-03]": ("2015-04-01", "2015-04-03"),
    "[2015-04..2015-06]": ("2015-04-01", "2015-06-30"),
    "[2014..2015-21]": ("2014-01-01", "2015-05-31"),
    "2015-11?": ("2015-11-01", "2015-11-30"),
    "2015-11~": ("2015-11-01", "2015-11-30"),
    "[2015-04..2015-06]~": ("2015-04-01", "2015-06-30"),
}
REFUSED = (
    "",
    " 2015-11",
    "2015-11 ",
    "2015-11-03T00:00:00Z",
    "2015-00",
    "2015-13",
    "2015-20",
    "2015-25",
    "2015-02-29",
    "1900-02-29",
    "2015-11-31",
    "2015-1-1",
    "20151103",
    "15-11",
    "0000",
    "0000-01-01",
    "-2015",
    "+2015-11",
    "2015-33",
    "2015-40",
    "2015-11-",
    "2015-11-00",
    "[2015-11-03]",
    "[2015..2016]]",
    "[2015...2016]",
    "[2015-11?..2015-12]",
    "[2015-02-29..2015-03]",
    "[1899..2015]",
    "[2015..2101]",
    "[ ..2015]",
    "2015-11??",
    "?",
    "..",
    "2015..2016",
    "2015-W10",
    "2015-307",
    "Y2015",
    "2015-11-03T10:00",
    "1899-12-31",
    "2101",
    "2015-11/2015-12",
    "2015/..",
    "[2015-11,2015-12]",
    "{2015-11..2015-12}",
    "[2015-12..2015-11]",
    "[..]",
    "[]",
    "[2015..2016",
    "201X",
    "2015-XX",
    "2015-11%",
    "2015-11?~",
    "~2015",
    "２０１５",  # noqa: RUF001 - full-width digits, on purpose
    "Nov. 2015",
    "2015-11\n",
    "2015" * 100_000,
)
DAYS = st.dates(FIRST_DAY, LAST_DAY)
PLAIN = st.builds(
    date.strftime, DAYS, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y-21", "%Y-22", "%Y-24"])
)
"""A date without a range or a suffix."""
LESS = ["%Y-%m-%d", "%Y-%m", "%Y", ""]


@pytest.mark.parametrize(("text", "bounds"), EXAMPLES.items())
def test_a_date_of_the_profile_has_its_first_and_last_day(
    text: str, bounds: tuple[str, str]
) -> None:
    when = parse(text)
    assert (str(when.earliest), str(when.latest)) == bounds
    assert str(when) == text
    assert not when.opens_early
    assert not when.opens_late


def test_an_open_end_is_known_to_be_open() -> None:
    by = parse("[..2015-10]")
    assert (by.opens_early, by.opens_late, by.latest) == (True, False, date(2015, 10, 31))
    since = parse("[2015-10..]")
    assert (since.opens_early, since.opens_late, since.earliest) == (False, True, date(2015, 10, 1))


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text[:24]))
def test_anything_else_is_refused_and_the_accepted_forms_are_shown(text: str) -> None:
    with pytest.raises(MalformedDate) as caught:
        parse(text)
    assert ACCEPTED in caught.value.detail
    assert len(caught.value.detail) < 600


@given(st.text(max_size=30) | st.from_regex(r"\[?[0-9]{4}(-[0-9]{2}){0,2}(\.\.)?[0-9-]*\]?[?~]?"))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        when = parse(text)
    except MalformedDate:
        return
    assert when.edtf == text
    assert FIRST_DAY <= when.earliest <= when.latest <= LAST_DAY


@given(DAYS)
def test_a_day_is_itself_and_lies_in_its_month_and_year(day: date) -> None:
    assert parse(day.isoformat()) == exact(day)
    month, year = parse(f"{day:%Y-%m}"), parse(f"{day:%Y}")
    assert year.earliest <= month.earliest <= day <= month.latest <= year.latest
    assert month.earliest.day == 1
    assert (month.latest + timedelta(days=1)).day == 1
    assert (month.latest - month.earliest).days < 31


@given(DAYS, DAYS)
def test_a_range_is_from_its_first_to_its_last_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    when = parse(f"[{first}..{last}]")
    assert (when.earliest, when.latest) == (first, last)


def second_opinion(text: str) -> tuple[date, date]:
    with redirect_stdout(StringIO()):
        parsed = parse_edtf(text)
    return _day(parsed.lower_strict()), _day(parsed.upper_strict())


def _day(time: struct_time) -> date:
    return date(*time[:3])


@given(DAYS, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y-21", "%Y-22", "%Y-23"]))
def test_the_edtf_package_agrees_where_it_agrees_with_the_standard(day: date, form: str) -> None:
    text = day.strftime(form)
    when = parse(text)
    assert (when.earliest, when.latest) == second_opinion(text)


@given(PLAIN, st.sampled_from(["", "?", "~"]))
def test_a_suffix_is_kept_and_moves_no_bound(text: str, suffix: str) -> None:
    when, plain = parse(text + suffix), parse(text)
    assert str(when) == text + suffix
    assert (when.earliest, when.latest) == (plain.earliest, plain.latest)
    assert parse(str(when)) == when


@given(st.integers(1900, 2100), st.integers(1, 12), DAYS)
def test_a_month_holds_its_own_days_and_no_others(year: int, month: int, day: date) -> None:
    when = parse(f"{year}-{month:02d}")
    for each in (day, day.replace(year=year), day.replace(year=year, month=month, day=28)):
        assert (when.earliest <= each <= when.latest) == ((each.year, each.month) == (year, month))


@given(st.integers(1900, 2099))
def test_the_four_seasons_follow_each_other_without_a_gap(year: int) -> None:
    seasons = [parse(f"{year}-{season}") for season in (21, 22, 23, 24)]
    seasons.append(parse(f"{year + 1}-21"))
    for season, following in pairwise(seasons):
        assert season.latest + timedelta(days=1) == following.earliest


@given(DAYS, DAYS, st.sampled_from(LESS), st.sampled_from(LESS))
def test_text_that_says_less_never_gives_a_narrower_date(
    one: date, other: date, less: str, lesser: str
) -> None:
    first, last = sorted((one, other))
    narrow = parse(f"[{first}..{last}]")
    if less or lesser:
        wide = parse(f"[{first.strftime(less)}..{last.strftime(lesser)}]")
        assert wide.earliest <= narrow.earliest <= narrow.latest <= wide.latest


def test_an_open_end_reaches_as_far_as_a_question_may() -> None:
    assert parse("[..2015]").earliest == FIRST_DAY
    assert parse("[2015..]~").latest == LAST_DAY
    assert parse(f"[..{FIRST_DAY}]").latest == FIRST_DAY
    assert parse(f"[{LAST_DAY}..]").earliest == LAST_DAY


@given(st.text(min_size=1, max_size=3), PLAIN, st.integers(0, 10))
def test_nothing_is_forgiven_within_a_date(extra: str, text: str, at: int) -> None:
    longer = text[:at] + extra + text[at:]
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}[?~]?", longer):
        with pytest.raises(MalformedDate):
            parse(longer)


@given(DAYS, DAYS, st.sampled_from(["?", "~"]))
def test_the_edtf_package_agrees_on_ranges_and_suffixes(one: date, other: date, end: str) -> None:
    first, last = sorted((one, other))
    text = f"[{first}..{last}]"
    assert second_opinion(text) == (parse(text).earliest, parse(text).latest)
    assert second_opinion(f"{one}{end}") == (one, one)


def test_where_the_edtf_package_differs_is_a_fixed_list() -> None:
    """Known from its documentation and by trying. When one of these changes, look again."""
    assert second_opinion("2016-24") == (date(2016, 12, 1), date(2016, 12, 31))
    assert second_opinion("2015-33") == (date(2015, 1, 1), date(2015, 3, 31))
    assert second_opinion("2015-10/2015-06") == (date(2015, 10, 1), date(2015, 6, 30))
    with pytest.raises(EDTFParseException):
        second_opinion("2016-21~")
    with pytest.raises(AttributeError):
        second_opinion("2015-1X")
    for no_day in ("2015-02-29", "1900-02-29", "0000-01-01"):
        with redirect_stdout(StringIO()):
            assert str(parse_edtf(no_day)) == no_day
    assert (parse("2016-24").latest, str(parse("2016-21~"))) == (date(2017, 2, 28), "2016-21~")
    for text in ("2015-33", "2015-10/2015-06", "2015-1X", "2015-02-29", "1900-02-29", "0000-01-01"):
        with pytest.raises(MalformedDate):
            parse(text)
