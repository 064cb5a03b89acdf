"""csec: serve the record, load facts, and ask it from a terminal.

Questions go through the same routes as everybody's, within this process: a table here and the
JSON of the service never say different things.
"""

import typer

from app.cli.keys import keys
from app.cli.questions import questions
from app.cli.terminal import err
from app.cli.upkeep import upkeep
from app.domain.errors import ProgramError

cli = typer.Typer(
    help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
cli.add_typer(upkeep)
cli.add_typer(questions)
cli.add_typer(keys)


def main() -> None:
    """Run one command; the exit status is 1 when it is refused or the record is not intact."""
    try:
        cli()
    except ProgramError as error:
        where = [fault.pointer for fault in error.faults if fault.pointer]
        said = "".join(f"\n  at {pointer}" for pointer in where if pointer not in error.detail)
        err.print(f"csec: {error.detail}{said}", markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(1) from None
