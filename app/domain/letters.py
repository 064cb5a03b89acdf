"""A whole allocation letter: the document, a line for each county, and its printed totals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.dates import ImpreciseDate
from app.domain.errors import Fault, InconsistentLetter, MalformedFact
from app.domain.facts import Fact
from app.domain.forms import Counts, CountyName, Day, Dollars, Flag, Slug, Text, Year
from app.domain.participation import Allocation, ControlTotal, StatusChanged
from app.domain.reading import read_record
from app.domain.sources import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the letter says of one county: a tier, an amount, or both."""

    county: CountyName
    county_name: CountyName | None = None
    """Its name beside its code, to be checked against it."""
    tier: Slug | None = None
    amount: Dollars | None = None
    from_: Slug | None = None
    """The status it left, if the letter says so."""
    effective: Day | None = None
    """Where it differs from the letter's."""
    joint_with: tuple[CountyName, ...] = ()
    locator: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTotals:
    """What the letter prints in sum."""

    counts: Counts = ()
    amount: Dollars | None = None
    exhaustive: Flag = False
    """Whether the statuses it does not print are zero."""
    locator: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as it is sent in."""

    program: Slug
    fiscal_year: Year
    document: Fact
    effective: Day | None = None
    """When its tiers take effect, and of which day its totals are."""
    announced: Day | None = None
    lines: tuple[Line, ...] = ()
    totals: PrintedTotals | None = None
    sets_status: Flag | None = None
    """Whether its tiers are statuses that begin; left out: yes, unless it is errata."""
    gap_reason: Text | None = None
    """Why the printed sum is not that of the lines, if it is not."""


def read_letter(data: object) -> Letter:
    """Read a letter as JSON carries it.

    Raises:
        MalformedFact: every field that cannot be read, by JSON Pointer.
        InconsistentLetter: a county has two lines for one tier, or the sums differ.
    """
    if isinstance(data, Mapping) and isinstance(data.get("document"), Mapping):
        data = {**data, "document": {**data["document"], "kind": Document.kind}}
    letter: Letter = read_record(Letter, data)
    faults = list(_faults(letter))
    if faults:
        listed = " ".join(f"{fault.pointer}: {fault.detail}" for fault in faults[:3])
        raise MalformedFact(f"The letter cannot be read: {listed}", tuple(faults))
    _refuse_gap(letter)
    return letter


def facts_of(letter: Letter) -> Iterator[tuple[str, Fact]]:
    """Yield what a letter says as facts, each with its place in the letter."""
    document = letter.document
    yield "/document", document
    sets_status = letter.sets_status
    if sets_status is None:
        sets_status = not (isinstance(document, Document) and document.errata_to)
    for at, line in enumerate(letter.lines):
        if line.tier is not None and sets_status:
            yield f"/lines/{at}", _status(letter, line)
        if line.amount is not None:
            yield f"/lines/{at}", _allocation(letter, line, line.amount)
    if letter.totals is not None:
        yield (
            "/totals",
            ControlTotal(
                program=letter.program,
                fiscal_year=letter.fiscal_year,
                effective=letter.effective,
                announced=letter.announced,
                document=document.document,
                locator=letter.totals.locator,
                counts=letter.totals.counts,
                amount=letter.totals.amount,
                exhaustive=letter.totals.exhaustive,
                note=letter.gap_reason,
            ),
        )


def _status(letter: Letter, line: Line) -> StatusChanged:
    return StatusChanged(
        program=letter.program,
        county=line.county,
        fiscal_year=letter.fiscal_year,
        effective=line.effective or letter.effective,
        announced=letter.announced,
        document=letter.document.document,
        locator=line.locator,
        note=line.note,
        to=line.tier or "",
        from_=line.from_,
    )


def _allocation(letter: Letter, line: Line, amount: Decimal) -> Allocation:
    return Allocation(
        program=letter.program,
        county=line.county,
        fiscal_year=letter.fiscal_year,
        announced=letter.announced,
        document=letter.document.document,
        locator=line.locator,
        note=line.note,
        amount=amount,
        tier=line.tier,
        joint_with=line.joint_with,
    )


def _faults(letter: Letter) -> Iterator[Fault]:
    if not letter.lines and letter.totals is None:
        yield Fault("/lines", "a letter has lines, totals, or both")
    for at, line in enumerate(letter.lines):
        if line.tier is None and line.amount is None:
            yield Fault(f"/lines/{at}/tier", "a line has a tier, an amount, or both")
        if line.tier is not None and (line.effective or letter.effective) is None:
            yield Fault("/effective", "tiers take effect on a date: say which")
    if letter.totals is not None and letter.effective is None:
        yield Fault("/effective", "printed totals are of a date: say which")


def _refuse_gap(letter: Letter) -> None:
    """Refuse printed totals that the lines contradict, unless the letter says why."""
    if letter.gap_reason is None and letter.totals is not None:
        for code, printed in letter.totals.counts:
            listed = sum(line.tier == code for line in letter.lines)
            if listed > printed:
                told = f"The letter prints {printed} in {code}, and {listed} of its lines are."
                raise InconsistentLetter(
                    f"{told} Check the lines; if the letter is so, say why with `gap_reason`.",
                    (Fault(f"/totals/counts/{code}", told),),
                )
    said = letter.totals.amount if letter.totals else None
    lines = sum((line.amount for line in letter.lines if line.amount is not None), Decimal(0))
    if said is None or not lines or said == lines or letter.gap_reason is not None:
        return
    told = (
        f"The letter prints {said:,} and its lines add up to {lines:,}, a gap of {said - lines:,}."
    )
    raise InconsistentLetter(
        f"{told} Check the lines; if the letter is so, say why with `gap_reason`.",
        (Fault("/totals/amount", told),),
    )


def refuse_twice(letter: Letter) -> None:
    """Refuse a county with two lines of one tier, or of one date; counties by FIPS code."""
    tiers: dict[tuple[str, str | None], int] = {}
    dates: dict[tuple[str, ImpreciseDate | None], int] = {}
    faults = []
    for at, line in enumerate(letter.lines):
        first = tiers.setdefault((line.county, line.tier), at)
        if first == at and line.tier is not None:
            first = dates.setdefault((line.county, line.effective), at)
        if first != at:
            said = f"this county has line {first + 1} already, of the same tier or date"
            faults.append(Fault(f"/lines/{at}/county", said))
    if faults:
        listed = " ".join(f"{fault.pointer}: {fault.detail}." for fault in faults[:3])
        raise InconsistentLetter(f"A county stands twice. {listed}", tuple(faults))
