"""What a write did, or would do."""

from datetime import date
from typing import Self

from pydantic import NonNegativeInt

from app.commands.act import Outcome, ProgramOutcome
from app.domain.entries import Entry
from app.domain.rules import Breach
from app.representations.base import ImpreciseDateOut, Representation
from app.representations.counts import CountOut
from app.timeline.effects import Unsettled


class WrittenOut(Representation):
    """An entry as it was written down."""

    seq: int
    kind: str
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Show an entry."""
        return cls(seq=entry.seq, kind=entry.fact.kind, hash=entry.hash)


class WriteHeadOut(Representation):
    """The journal's last entry after the write."""

    seq: int
    hash: str


class EffectOut(Representation):
    """Counts before and after, on the days of a stretch."""

    program: str
    as_of: date
    """First day."""
    until: date | None
    """First day on which they are others, or no longer differ; null: they stay."""
    before: list[CountOut]
    after: list[CountOut]


class TotalChangedOut(Representation):
    """One status of a printed total that agrees no more with the named records, or does now."""

    program: str
    effective: ImpreciseDateOut
    status: str
    printed: NonNegativeInt
    named: NonNegativeInt
    predicted: NonNegativeInt | None
    agreed: bool | None
    """Before the write; null: there was nothing to compare with."""
    agrees: bool | None
    document: str | None
    entry: int

    @classmethod
    def of(cls, program: str, one: Unsettled) -> Self:
        """Show one status of a total."""
        row = one.after
        return cls(
            program=program,
            effective=ImpreciseDateOut.of(row.fact.when),
            status=row.status,
            printed=row.printed,
            named=row.named,
            predicted=row.predicted,
            agreed=one.before.agrees if one.before else None,
            agrees=row.agrees,
            document=row.fact.document,
            entry=row.entry,
        )


class BreachOut(Representation):
    """A rule of the program that an entry breaks."""

    rule: str
    program: str
    fips: str
    entry: int
    concerned: list[int]
    """The entries it is at odds with."""
    detail: str

    @classmethod
    def of(cls, breach: Breach) -> Self:
        """Show a breach."""
        return cls(
            rule=breach.rule,
            program=breach.program,
            fips=breach.fips,
            entry=breach.entry,
            concerned=list(breach.concerned),
            detail=breach.detail,
        )


class OutcomeOut(Representation):
    """What a write did; in a dry run, what it would do."""

    dry_run: bool
    batch: str
    entries: list[WrittenOut]
    head: WriteHeadOut
    effects: list[EffectOut]
    """Counts that change, in order of time; empty: none does."""
    control_totals: list[TotalChangedOut]
    """Printed totals whose agreement with the named records changes."""
    breaches: list[BreachOut]
    """Rules broken; overridden with a reason, unless this is a dry run."""
    overrides: list[WrittenOut]
    """The entries that record the reason."""

    @classmethod
    def of(cls, outcome: Outcome, *, dry_run: bool) -> Self:
        """Show an outcome."""
        return cls(
            dry_run=dry_run,
            batch=outcome.batch,
            entries=[WrittenOut.of(entry) for entry in outcome.entries],
            head=WriteHeadOut(seq=outcome.head.seq, hash=outcome.head.hash),
            effects=[effect for one in outcome.programs for effect in _effects(one)],
            control_totals=[
                TotalChangedOut.of(one.program, total)
                for one in outcome.programs
                for total in one.totals
            ],
            breaches=[BreachOut.of(breach) for breach in outcome.breaches],
            overrides=[WrittenOut.of(entry) for entry in outcome.overrides],
        )


def _effects(one: ProgramOutcome) -> list[EffectOut]:
    return [
        EffectOut(
            program=one.program,
            as_of=effect.as_of,
            until=effect.until,
            before=[CountOut.of(row, one.labels) for row in effect.before],
            after=[CountOut.of(row, one.labels) for row in effect.after],
        )
        for effect in one.effects
    ]
