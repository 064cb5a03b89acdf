"""csec: serve the record, load facts, and ask it from a terminal.

Questions go through the same routes as everybody's, within this process: a table here and the
JSON of the service never say different things.
"""

import typer

from app.cli.amending import amending
from app.cli.keys import keys
from app.cli.questions import questions
from app.cli.terminal import err
from app.cli.upkeep import upkeep
from app.cli.writing import writing
from app.client import ServiceError
from app.domain.errors import Fault, ProgramError

cli = typer.Typer(
    help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
cli.add_typer(upkeep)
cli.add_typer(writing)
cli.add_typer(amending)
cli.add_typer(questions)
cli.add_typer(keys)


def main() -> None:
    """Run one command; the exit status is 1 when it is refused or the record is not intact."""
    try:
        cli()
    except ProgramError as error:
        _fail(error.detail + "".join(_place(fault, error.detail) for fault in error.faults))
    except ServiceError as error:
        _fail(str(error))


def _place(fault: Fault, told: str) -> str:
    """Say where something is wrong, and what, unless that has been told."""
    row = f"row {fault.row}, column {fault.column or '-'}" if fault.row else fault.pointer
    if not row or row in told:
        return ""
    return f"\n  at {row}" if fault.detail in told else f"\n  at {row}: {fault.detail}"


def _fail(said: str) -> None:
    err.print(f"csec: {said}", markup=False, highlight=False, soft_wrap=True)
    raise SystemExit(1) from None
