"""Allocation letters: as JSON, CSV or an Excel workbook, and the templates to fill in."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from app.api.bodies import CSV, JSON, WORKBOOK, Body, described, media_type, read_json
from app.api.dependencies import LookingBack, Reading
from app.api.door import Writer, carry_out
from app.api.parameters import ProgramCode
from app.api.problems import answered
from app.api.schemas import LETTER
from app.commands.letter_files.grids import Row, read_csv, read_workbook
from app.commands.letter_files.reading import LetterFile, letter_of
from app.commands.letter_files.report import csv_report, workbook_report
from app.commands.posted import read_reason
from app.commands.proposals import propose_letter
from app.domain.errors import Fault, ProgramError, UnsupportedMediaType
from app.domain.letters import read_letter
from app.representations.letter_template import csv_template, json_template, workbook_template
from app.representations.outcome import OutcomeOut

router = APIRouter(tags=["writes"])

_FILES: dict[str, tuple[Callable[[bytes], list[Row]], Callable[..., bytes]]] = {
    CSV: (read_csv, csv_report),
    WORKBOOK: (read_workbook, workbook_report),
}
OverrideReason = Annotated[
    str | None, Query(description="Why rules are broken, where the file does not say.")
]
Suffix = Annotated[Literal["json", "csv", "xlsx"], Path(description="json, csv or xlsx.")]


@router.post(
    "/letters",
    summary="Publish an allocation letter, whole or not at all",
    status_code=201,
    response_model=OutcomeOut,
    openapi_extra=described(LETTER, CSV, WORKBOOK),
)
def post_letter(
    request: Request, visit: Writer, data: Body, override_reason: OverrideReason = None
) -> Response:
    """The document, its lines and its printed totals.

    A file with errors is answered with each by row and column; asked for with `Accept` in its own
    form, the same file comes back with a column of problems.
    """
    kind = media_type(request)
    if kind not in {JSON, *_FILES}:
        raise UnsupportedMediaType(f"Send a letter as {JSON}, {CSV} or {WORKBOOK}.")
    file = LetterFile()
    try:
        file = _read(kind, data)
        letter = read_letter(file.data)
        proposal = propose_letter(letter, override_reason or file.override_reason)
        batch = f"letter-{letter.document.document}"
        return carry_out(request, visit, proposal, batch=batch)
    except ProgramError as error:
        error.faults = tuple(file.located(fault) for fault in error.faults)
        if kind in _FILES and kind in request.headers.get("accept", "") and error.faults:
            return _sent_back(request, error, data)
        raise


@router.get("/programs/{program}/letter-template.{suffix}", summary="Download a letter to fill in")
def read_template(
    records: Reading, sight: LookingBack, program: ProgramCode, suffix: Suffix
) -> Response:
    """With the program's own statuses, and a line for each county."""
    codebook = records.codebook(program, sight)
    made = {
        "json": (json_template, JSON),
        "csv": (csv_template, f"{CSV}; charset=utf-8"),
        "xlsx": (workbook_template, WORKBOOK),
    }
    write, kind = made[suffix]
    name = f'attachment; filename="{codebook.program}-letter.{suffix}"'
    body = write(codebook, list(records.counties))
    return Response(body, media_type=kind, headers={"Content-Disposition": name})


def _read(kind: str, data: bytes) -> LetterFile:
    if kind in _FILES:
        return letter_of(_FILES[kind][0](data))
    body = read_json(data)
    file = LetterFile()
    file.override_reason = read_reason(body)
    if isinstance(body, dict):
        body.pop("override_reason", None)
    file.data = body  # type: ignore[assignment]  # read_letter refuses what is no object
    return file


def _sent_back(request: Request, error: ProgramError, data: bytes) -> Response:
    """Return the file that was sent, with what is wrong beside each row."""
    kind = media_type(request)
    problem = answered(request, error)
    faults = [fault if fault.row else Fault(None, fault.detail, row=1) for fault in error.faults]
    try:
        report = _FILES[kind][1](data, faults)
    except Exception:  # noqa: BLE001 - a file may be whole enough to read, and not to write again
        return problem
    return Response(report, problem.status_code, media_type=kind)
