"""Bringing the tables up to this version: one Alembic history for both databases."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

_ROOT = Path(__file__).parents[2]
_LOCK = 855_2014
"""Key of PostgreSQL's advisory lock: one migration at a time, however many workers start."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade (or downgrade) to a revision, whole or not at all."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _run(connection, revision)


def _run(connection: Connection, revision: str) -> None:
    config = Config(_ROOT / "alembic.ini", attributes={"connection": connection})
    if revision == "head":
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)
