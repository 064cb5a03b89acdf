"""Engines whose writers take the write lock before they read.

Left to itself, the SQLite driver begins no transaction for a SELECT, and two posts at once can
pass the same check. A connection that says `writing` begins IMMEDIATE instead.
"""

import sqlite3

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

_WAIT_MS = 5_000


def journal_engine(url: str) -> Engine:
    """Return an engine for ``sqlite:///file.db`` or ``postgresql+psycopg://...``."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def snapshot(engine: Engine) -> Connection:
    """Return a connection on which all reads see one state of the journal.

    SQLite gives that to every transaction; PostgreSQL only to those that ask for it.
    """
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {_WAIT_MS}",
        f"journal_mode = {'WAL' if wal_is_safe(sqlite3.sqlite_version_info) else 'DELETE'}",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Else INSERT OR REPLACE walks past the trigger that refuses DELETE.
        "recursive_triggers = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Say whether this SQLite is free of the WAL-reset bug, which can corrupt a database.

    Fixed in 3.51.3 and later, and in 3.50.7 and 3.44.6 (https://sqlite.org/wal.html).
    """
    return version >= (3, 51, 3) or any(
        fixed <= version < (*fixed[:2], 99) for fixed in ((3, 44, 6), (3, 50, 7))
    )
