"""Facts about counties in a program: plans, statuses, protocols, money and printed totals."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.domain.dates import ImpreciseDate
from app.domain.facts import CITED, Fact
from app.domain.forms import Counts, CountyName, Dollars, End, Flag, Seq, Slug
from app.domain.programs import PLAN_SUBMITTED

ABOUT_COUNTY = CITED | {"program", "county", "effective"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSubmitted(Fact):
    """A county sent its county plan for a fiscal year."""

    kind: ClassVar[str] = "plan_submitted"
    needs: ClassVar[frozenset[str]] = ABOUT_COUNTY | {"fiscal_year"}

    @property
    def status(self) -> str:
        """A plan sets the status of the same name."""
        return PLAN_SUBMITTED

    @property
    def ends(self) -> None:
        """A plan states no end of its own."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Fact):
    """A county has, from the effective date, a status of the program's codebook."""

    kind: ClassVar[str] = "status_changed"
    needs: ClassVar[frozenset[str]] = ABOUT_COUNTY
    takes: ClassVar[frozenset[str]] = frozenset({"fiscal_year"})

    to: Slug
    from_: Slug | None = None
    """The status it left, if asserted: the move came after the entry that set that status."""
    until: End | None = None
    after: Seq | None = None
    """An entry that this one came after."""
    group: Slug | None = None
    """Entries of one group are one act: they happen on the same day."""
    resumes: Seq | None = None
    """An entry whose status goes on from here, after a period that was corrected: no new move."""

    @property
    def status(self) -> str:
        """The status the county changed to."""
        return self.to

    @property
    def ends(self) -> ImpreciseDate | Literal["unknown"] | None:
        """First day on which it no longer holds; None: none is stated."""
        return self.until


StatusSetting = PlanSubmitted | StatusChanged
"""The kinds that set a county's status: what the timeline is folded from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolSubmitted(Fact):
    """A county sent a complete interagency protocol. Sets no status."""

    kind: ClassVar[str] = "protocol_submitted"
    needs: ClassVar[frozenset[str]] = ABOUT_COUNTY | {"fiscal_year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation(Fact):
    """A document gives a county an exact amount of dollars for a fiscal year."""

    kind: ClassVar[str] = "allocation"
    needs: ClassVar[frozenset[str]] = CITED | {"program", "county", "fiscal_year"}
    takes: ClassVar[frozenset[str]] = frozenset({"effective"})

    amount: Dollars
    tier: Slug | None = None
    """The status that the money goes with."""
    joint_with: tuple[CountyName, ...] = ()
    """Counties that share this one amount; it is still counted once."""

    @property
    def concerns(self) -> tuple[str, ...]:
        """The county named, and those that share the amount."""
        return (*((self.county,) if self.county else ()), *self.joint_with)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTotal(Fact):
    """A source prints a count per status, or a sum of money, without (all of) the names."""

    kind: ClassVar[str] = "control_total"
    needs: ClassVar[frozenset[str]] = CITED | {"program", "effective"}
    takes: ClassVar[frozenset[str]] = frozenset({"fiscal_year"})

    counts: Counts = ()
    amount: Dollars | None = None
    exhaustive: Flag = False
    """Whether the statuses it does not print are zero."""

    @property
    def printed(self) -> dict[str, int]:
        """Counties per status, as printed."""
        return dict(self.counts)
