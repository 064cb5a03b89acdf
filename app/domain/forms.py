"""How each kind of value is read from JSON or TOML, strictly, and written back.

A `Form` is attached to a field by `typing.Annotated`; `app.domain.reading` applies it.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from app.domain.dates import ImpreciseDate, parse
from app.domain.errors import Malformed
from app.domain.fiscal_years import FiscalYear
from app.domain.money import parse_dollars

LONGEST_TEXT = 10_000
_LONGEST_URL = 2_000
_MOST_COUNTIES = 100_000
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Form:
    """How one value is read and written."""

    read: Callable[[object], Any]
    """Returns the value; raises `Malformed` with what is wrong and what to write instead."""
    write: Callable[[Any], object] = str
    """Returns what JSON carries."""
    free_text: bool = False
    """Words of a person: kept beside the journal, so that they can be erased lawfully."""


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed(f"expected a string in quotes, not {_named(value)}")
    return value


def _named(value: object) -> str:
    names = {
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number with decimals",
        list: "a list",
        date: "a date without quotes",
    }
    if value is None:
        return "null"
    return names.get(type(value), "an object" if isinstance(value, dict) else type(value).__name__)


def _text(value: object) -> str:
    text = _string(value)
    if not text.strip():
        raise Malformed("the text is empty; write it, or leave the field out")
    if len(text) > LONGEST_TEXT:
        raise Malformed(f"the text has {len(text):,} characters; {LONGEST_TEXT:,} are accepted")
    for character in text:
        if character not in "\n\t" and unicodedata.category(character) in _HIDDEN:
            raise Malformed(
                f"the text holds the invisible character U+{ord(character):04X}; remove it"
            )
    return text


def _slug(value: object) -> str:
    text = _string(value)
    if _SLUG.fullmatch(text) is None:
        raise Malformed(
            f"{text[:60]!r} is not an identifier: use 1 to 80 small letters, digits, - and _, "
            "such as tier_2 or cfl-15-16-22"
        )
    return text


def _url(value: object) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable or len(text) > _LONGEST_URL or any(c.isspace() for c in text):
        raise Malformed("not a web address: write http:// or https://, a host and a path")
    return text


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed(f"expected a whole number, not {_named(value)}")
    return value


def _seq(value: object) -> int:
    number = _whole(value)
    if not 1 <= number < 2**53:
        raise Malformed("expected the number of an entry, 1 or more")
    return number


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise Malformed(f"expected true or false, not {_named(value)}")
    return value


def _counts(value: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, dict) or not value:
        raise Malformed('expected a count per status, such as {"tier_1": 13, "tier_2": 22}')
    for code, count in value.items():
        _slug(code)
        if not 0 <= _whole(count) <= _MOST_COUNTIES:
            raise Malformed(f"{code}: a count of counties is 0 or more")
    return tuple(sorted(value.items()))


def _moves(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list | tuple):
        raise Malformed(f"expected a list of moves, not {_named(value)}")
    for move in value:
        if not (isinstance(move, list | tuple) and len(move) == 2):  # noqa: PLR2004 - a pair
            raise Malformed('expected pairs such as ["tier_1", "tier_2"]')
    return tuple((_slug(before), _slug(after)) for before, after in value)


def _end(value: object) -> ImpreciseDate | Literal["unknown"]:
    return "unknown" if value == "unknown" else parse(_string(value))


def _choice(*choices: str) -> Form:
    def read(value: object) -> str:
        if value not in choices:
            raise Malformed(f"expected one of {', '.join(choices)}")
        return str(value)

    return Form(read)


def _as_it_is(value: object) -> object:
    return value


Text = Annotated[str, Form(_text, free_text=True)]
"""Free text by a person, up to 10,000 characters, no invisible ones."""
Label = Annotated[str, Form(_text)]
"""A short public name or number; part of the record for ever."""
Slug = Annotated[str, Form(_slug)]
"""An identifier: small letters, digits, ``-`` and ``_``."""
CountyName = Annotated[str, Form(_text)]
"""A FIPS code or a name as written; recorded as the FIPS code."""
Url = Annotated[str, Form(_url)]
Seq = Annotated[int, Form(_seq, _as_it_is)]
"""The number of an entry in the journal."""
Flag = Annotated[bool, Form(_boolean, _as_it_is)]
Day = Annotated[ImpreciseDate, Form(lambda value: parse(_string(value)))]
"""An imprecise date, written in the profile of `app.domain.dates`."""
End = Annotated[ImpreciseDate | Literal["unknown"], Form(_end)]
"""The first day on which something no longer holds, or ``unknown``: it ended, or will."""
Year = Annotated[FiscalYear, Form(lambda value: FiscalYear.parse(_string(value)))]
Dollars = Annotated[Decimal, Form(lambda value: parse_dollars(_string(value)))]
Counts = Annotated[tuple[tuple[str, int], ...], Form(_counts, dict)]
"""How many counties a source prints, per status; in alphabetical order, as it is kept."""
Moves = Annotated[
    tuple[tuple[str, str], ...], Form(_moves, lambda moves: [list(move) for move in moves])
]
Evidence = Annotated[Literal["stated", "inferred"], _choice("stated", "inferred")]
Grade = Annotated[Literal["primary", "secondary"], _choice("primary", "secondary")]
MilestoneState = Annotated[Literal["occurred", "planned"], _choice("occurred", "planned")]
CodeState = Annotated[
    Literal["in_effect", "ended", "planned"], _choice("in_effect", "ended", "planned")
]
Needed = Annotated[
    Literal["plan_submitted", "protocol_submitted"], _choice("plan_submitted", "protocol_submitted")
]
"""A kind of entry that a status may need before it."""
TermRule = Annotated[Literal["fiscal_year", "none"], _choice("fiscal_year", "none")]
