"""Rules that were overridden."""

from fastapi import APIRouter, Request

from app.api.dependencies import LookingBack, Reading
from app.api.links import links
from app.api.parameters import ProgramCode
from app.api.reads import Read
from app.queries.overrides import overrides
from app.representations.overrides import OverridesOut

router = APIRouter(route_class=Read, prefix="/programs/{program}/overrides", tags=["rules"])


@router.get("", summary="Show which rules were overridden, how often and why")
def read_overrides(
    request: Request, records: Reading, sight: LookingBack, program: ProgramCode
) -> OverridesOut:
    """A rule that is overridden often is a rule to look at."""
    return OverridesOut.of(overrides(records, program, sight), links(request, sight))
