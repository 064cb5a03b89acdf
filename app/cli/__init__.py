"""csec: serve the record, load facts, and ask it from a terminal.

Questions go through the same routes as everybody's, within this process: a table here and the
JSON of the service never say different things.
"""

import typer

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
cli.add_typer(questions)
cli.add_typer(keys)


def main() -> None:
    """Run one command; the exit status is 1 when it is refused or the record is not intact."""
    try:
        cli()
    except ProgramError as error:
        said = "".join(_place(fault) for fault in error.faults if fault.detail != error.detail)
        _fail(f"{error.detail}{said}")
    except ServiceError as error:
        _fail(str(error))


def _place(fault: Fault) -> str:
    """Say where something is wrong, and what."""
    row = f"row {fault.row}, column {fault.column or '-'}" if fault.row else fault.pointer
    return f"\n  at {row}: {fault.detail}" if row else ""


def _fail(said: str) -> None:
    err.print(f"csec: {said}", markup=False, highlight=False, soft_wrap=True)
    raise SystemExit(1) from None
