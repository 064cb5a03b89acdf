"""Counts, on a day and over a range."""

from fastapi import APIRouter, Request

from app.api.dependencies import Looking, Reading
from app.api.links import address, links, pinned
from app.api.parameters import AsOf, FromIfAny, ProgramCode, Step, ToIfAny
from app.api.reads import Read
from app.queries.counts import counts
from app.queries.series import counts_series
from app.representations.counts import CountsOut, SeriesOut

router = APIRouter(route_class=Read, prefix="/programs/{program}/counts", tags=["counts"])


@router.get("", summary="Count counties by status on a day")
def read_counts(
    request: Request, records: Reading, sight: Looking, program: ProgramCode, as_of: AsOf
) -> CountsOut:
    """Where a source gives only a month, the count is a range, not a guess; counts always sum."""
    answer = counts(records, program, as_of, sight)
    path = f"/v1/programs/{program}/participation"
    query = pinned(request, sight)
    behind = {
        row.status: address(request, path, [*query, ("status", row.status)])
        for row in answer.counts.rows
    }
    return CountsOut.of(answer, links(request, sight), behind)


@router.get("/series", summary="Count counties by status over a range of days")
def read_series(
    request: Request,
    records: Reading,
    sight: Looking,
    program: ProgramCode,
    first: FromIfAny = None,
    to: ToIfAny = None,
    step: Step = "change",
) -> SeriesOut:
    """Steps without gaps: with `step=change`, one wherever a count or a range changes."""
    answer = counts_series(records, program, first, to, step, sight)
    return SeriesOut.of(answer, links(request, sight))
