"""The wider timeline: milestones, and special project codes."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.facts import CITED, Fact
from app.domain.forms import CodeState, CountyName, Day, Label, MilestoneState, Slug, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Fact):
    """An event of the wider timeline: law, guidance, training, body created, meeting."""

    kind: ClassVar[str] = "milestone"
    needs: ClassVar[frozenset[str]] = CITED | {"effective"}
    takes: ClassVar[frozenset[str]] = frozenset({"program"})

    milestone: Slug
    title: Text
    category: Slug
    state: MilestoneState
    until: Day | None = None
    """First day after a period."""
    counties: tuple[CountyName, ...] = ()
    confirms: Slug | None = None
    """The planned milestone that this one shows to have occurred."""

    @property
    def concerns(self) -> tuple[str, ...]:
        """The counties it is about."""
        return self.counties


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeInEffect(Fact):
    """A CWS/CMS special project code takes effect, ends, or is planned to take effect."""

    kind: ClassVar[str] = "code_in_effect"
    needs: ClassVar[frozenset[str]] = CITED | {"effective"}

    code: Slug
    label: Label
    state: CodeState
