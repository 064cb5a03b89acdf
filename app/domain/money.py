"""Money: exact dollars and cents, never a float. Written ``277628.00``."""

import re
from decimal import Decimal

from app.domain.errors import Malformed

_PRINTED = re.compile(r"(?:0|[1-9][0-9]{0,12})(?:\.[0-9]{2})?")
_CENTS = Decimal("0.01")


def parse_dollars(text: str) -> Decimal:
    """Read ``277628.00`` or ``277628``: dollars, and two digits of cents or none.

    Raises:
        Malformed: anything else: signs, separators, exponents, more or fewer digits.
    """
    if _PRINTED.fullmatch(text) is None:
        raise Malformed(
            f"{text[:30]!r} is not an amount: write dollars and cents as a string without "
            'separators, such as "277628.00".'
        )
    return Decimal(text).quantize(_CENTS)
