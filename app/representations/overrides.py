"""Rules that were overridden."""

from typing import ClassVar, Self

from pydantic import PositiveInt

from app.domain.entries import instant
from app.queries.overrides import OverridesAnswer
from app.representations.base import (
    CheckedThroughOut,
    LinksOut,
    ProgramAnswerOut,
    Representation,
    envelope,
)


class RuleCountOut(Representation):
    """How often a rule was overridden."""

    rule: str
    count: PositiveInt


class OverrideOut(Representation):
    """An entry that breaks a rule, knowingly and for a reason."""

    rule: str
    fips: str
    geo_id: str
    county: str
    breaking: int
    """The entry that breaks the rule."""
    reason: str
    recorded_by: str
    recorded_at: str
    entry: int
    """The entry that records the override."""


class OverridesOut(ProgramAnswerOut):
    """Overrides of a program, in order of recording."""

    TABLE: ClassVar[str | None] = "overrides"

    rules: list[RuleCountOut]
    overrides: list[OverrideOut]

    @classmethod
    def of(cls, answer: OverridesAnswer, links: LinksOut) -> Self:
        """Show overrides."""
        return cls(
            program=answer.program,
            checked_through=CheckedThroughOut.of_all(answer.checked_through),
            rules=[RuleCountOut(rule=rule, count=n) for rule, n in answer.by_rule.items()],
            overrides=[
                OverrideOut(
                    rule=one.fact.rule,
                    fips=one.county.fips,
                    geo_id=one.county.geo_id,
                    county=one.county.name,
                    breaking=one.fact.entry,
                    reason=one.fact.reason,
                    recorded_by=one.entry.recorded_by,
                    recorded_at=instant(one.entry.recorded_at),
                    entry=one.entry.seq,
                )
                for one in answer.overrides
            ],
            **envelope(answer.sight, links),
        )
