"""Since when, until when? Who was first, who stayed longest, who came back?"""

from collections import defaultdict
from dataclasses import dataclass

from app.domain.counties import County
from app.domain.programs import NOT_RECORDED
from app.queries.records import Records
from app.queries.sight import CheckedThrough, Sight
from app.timeline.spells import Spell, spells


@dataclass(frozen=True, slots=True)
class CountySpell:
    """A spell, and the how-manieth of its county in that status."""

    county: County
    spell: Spell
    occasion: int
    """1: the first spell of the county in this status; 2 or more: it came back."""


@dataclass(frozen=True, slots=True)
class Extremes:
    """Who was first and who stayed longest in a status, by spells that have both ends."""

    status: str
    first: tuple[str, ...]
    """FIPS codes of the counties that were the first to certainly hold it."""
    longest: tuple[str, ...]
    """FIPS codes of the counties with the longest spell that has ended."""
    longest_days: int | None
    came_back: tuple[str, ...]
    """FIPS codes of the counties that held it in more than one spell."""


@dataclass(frozen=True, slots=True)
class SpellsAnswer:
    """All spells of a program in the certain reading, stretches without a record left out."""

    program: str
    sight: Sight
    checked_through: tuple[CheckedThrough, ...]
    spells: tuple[CountySpell, ...]
    extremes: tuple[Extremes, ...]


def program_spells(
    records: Records,
    program: str,
    sight: Sight,
    status: str | None = None,
    county: County | None = None,
) -> SpellsAnswer:
    """Return the spells of a program, by county and in order of time.

    Raises:
        UnknownStatus: the codebook has no such status.
    """
    timeline = records.timeline(program, sight)
    if status is not None:
        timeline.codebook[status]
    found: list[CountySpell] = []
    for one in [county] if county else records.counties:
        occasions: dict[str, int] = defaultdict(int)
        for spell in spells(timeline, one.fips):
            occasions[spell.status] += 1
            if spell.status != NOT_RECORDED and status in (None, spell.status):
                found.append(CountySpell(one, spell, occasions[spell.status]))
    codes = [code for code in timeline.codebook.answers if code != NOT_RECORDED]
    return SpellsAnswer(
        program,
        sight,
        records.checked_through(program, sight),
        tuple(found),
        tuple(_extremes(code, found) for code in codes if status in (None, code)),
    )


def _extremes(status: str, found: list[CountySpell]) -> Extremes:
    mine = [one for one in found if one.spell.status == status]
    first = min((one.spell.first_day for one in mine), default=None)
    lasted = {
        (one.county.fips, (one.spell.after_last - one.spell.first_day).days)
        for one in mine
        if one.spell.after_last is not None
    }
    longest = max((days for _, days in lasted), default=None)
    return Extremes(
        status,
        tuple(one.county.fips for one in mine if one.spell.first_day == first),
        tuple(sorted(fips for fips, days in lasted if days == longest)),
        longest,
        tuple(sorted({one.county.fips for one in mine if one.occasion > 1})),
    )
