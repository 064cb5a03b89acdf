"""Rules of a program: what a writer is warned of, and may override with a reason."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.domain.facts import Fact
from app.domain.forms import Seq, Slug, Text

Rule = Literal["move-not-allowed", "from-differs", "needs-missing", "same-day"]
"""`move-not-allowed`: the codebook has no such move; `from-differs`: the county was not of the
status it is said to have left; `needs-missing`: what the status needs has not been recorded;
`same-day`: another entry gives the county another status on the very same day, and neither is
said to come after the other (or the same document says the same twice)."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that an entry breaks."""

    rule: Rule
    program: str
    fips: str
    entry: int
    """The entry that breaks it."""
    concerned: tuple[int, ...]
    """The entries it is at odds with, if any."""
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOverridden(Fact):
    """An entry breaks a rule of its program, knowingly and for a reason."""

    kind: ClassVar[str] = "rule_overridden"
    needs: ClassVar[frozenset[str]] = frozenset({"program", "county"})

    rule: Slug
    entry: Seq
    """The entry that breaks it."""
    reason: Text
