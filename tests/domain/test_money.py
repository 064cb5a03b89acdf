"""Money is exact, and only what is surely an amount is one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Malformed
from app.domain.money import parse_dollars


def test_an_amount_is_a_decimal_with_cents_and_never_a_float() -> None:
    amount = parse_dollars("277628")
    assert type(amount) is Decimal
    assert str(amount) == "277628.00"
    assert str(parse_dollars("0")) == "0.00"


def test_sums_are_exact_where_floats_are_not() -> None:
    assert 0.10 + 0.20 != 0.30
    assert parse_dollars("0.10") + parse_dollars("0.20") == parse_dollars("0.30")
    largest = parse_dollars("9999999999999.99")
    assert largest + parse_dollars("0.01") == 10**13
    assert sum([largest] * 58) == Decimal("579999999999999.42")
    assert str(largest) == "9999999999999.99"


@given(st.lists(st.integers(0, 10**12), max_size=58))
def test_the_sum_of_many_amounts_is_the_sum_of_their_cents(cents: list[int]) -> None:
    amounts = [parse_dollars(f"{each // 100}.{each % 100:02d}") for each in cents]
    assert sum(amounts, Decimal(0)) * 100 == sum(cents)


@pytest.mark.parametrize(
    "text",
    [
        " 1",
        "1 ",
        "1\n",
        "1.",
        ".50",
        "1.0",
        "1.000",
        "00",
        "00.50",
        "0x10",
        "1_000",
        "1 000",
        "1.000,00",
        "-0",
        "Infinity",
        "nan",
        "1e2",
        "１",  # noqa: RUF001 - a full-width digit, on purpose
        "٣",
        "10000000000000",
        "9" * 1_000_000,
    ],
    ids=lambda text: repr(text[:16]),
)
def test_what_only_looks_like_an_amount_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(Malformed) as caught:
        parse_dollars(text)
    assert '"277628.00"' in caught.value.detail
    assert len(caught.value.detail) < 200


@given(st.text(max_size=12) | st.decimals(allow_nan=True).map(str) | st.floats().map(str))
def test_any_text_is_an_amount_of_dollars_and_cents_or_is_refused(text: str) -> None:
    try:
        amount = parse_dollars(text)
    except Malformed:
        return
    assert amount >= 0
    assert str(amount) in {text, f"{text}.00"}
