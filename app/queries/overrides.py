"""Which rules of a program were overridden, how often, and why?"""

from collections import Counter
from dataclasses import dataclass

from app.domain.counties import County
from app.domain.entries import Entry
from app.domain.rules import RuleOverridden
from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight


@dataclass(frozen=True, slots=True)
class Overridden:
    """One override."""

    entry: Entry
    fact: RuleOverridden
    county: County


@dataclass(frozen=True, slots=True)
class OverridesAnswer:
    """Overrides of a program, in order of recording."""

    program: str
    sight: Sight
    checked_through: tuple[CheckedThrough, ...]
    overrides: tuple[Overridden, ...]

    @property
    def by_rule(self) -> dict[str, int]:
        """How often each rule was overridden."""
        return dict(sorted(Counter(one.fact.rule for one in self.overrides).items()))


def overrides(records: Records, program: str, sight: Sight) -> OverridesAnswer:
    """Return every override that stands."""
    records.codebook(program, sight)
    record = records.record(program, sight)
    standing = dict(record.of_kind(RuleOverridden))
    entries = records.memory.entries(records.journal, program, sight.known_at.seq)
    return OverridesAnswer(
        program,
        sight,
        records.checked_through(program, sight),
        tuple(
            Overridden(entry, fact, records.counties[fact.county or ""])
            for entry in entries
            if (fact := standing.get(entry.seq)) is not None
        ),
    )
