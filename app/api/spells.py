"""Spells: since when, until when."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import links
from app.api.parameters import InStatus, OfCounty, ProgramCode
from app.api.reads import Read
from app.queries.spells import program_spells
from app.representations.spells import SpellsOut

router = APIRouter(route_class=Read, prefix="/programs/{program}/spells", tags=["spells"])


@router.get("", summary="Show since when and until when each county held each status")
def read_spells(
    request: Request,
    records: Reading,
    sight: Looking,
    program: ProgramCode,
    county: OfCounty,
    status: InStatus = None,
) -> SpellsOut:
    """Unbroken stretches, half-open; who was first, who stayed longest, who came back."""
    answer = program_spells(records, program, sight, status, county)
    return SpellsOut.of(answer, links(request, sight))
