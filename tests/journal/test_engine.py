"""SQLite is set up for a record on every connection, new or from the pool."""

import sqlite3
from collections.abc import Callable, Generator

import pytest
from sqlalchemy import Engine, text

from app.journal.engine import journal_engine, wal_is_safe

EXPECTED = {
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "busy_timeout": 5_000,
}


@pytest.fixture
def sqlite_engine(
    new_url: Callable[[str, str | None], str], migrated: Callable[[str], str]
) -> Generator[Engine]:
    engine = journal_engine(new_url("sqlite", migrated("sqlite")))
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("pragma", "value"), EXPECTED.items())
def test_a_pragma_is_read_back_from_every_connection_of_the_pool(
    sqlite_engine: Engine, pragma: str, value: int
) -> None:
    connections = [sqlite_engine.connect() for _ in range(4)]
    found = [each.exec_driver_sql(f"PRAGMA {pragma}").scalar() for each in connections]
    for each in connections:
        each.close()
    with sqlite_engine.connect() as used_again:
        found.append(used_again.exec_driver_sql(f"PRAGMA {pragma}").scalar())
    assert found == [value] * 5


def test_the_journal_mode_is_the_one_that_is_safe_on_this_version(sqlite_engine: Engine) -> None:
    mode = "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete"
    with sqlite_engine.connect() as one, sqlite_engine.connect() as two:
        for each in (one, two):
            assert each.exec_driver_sql("PRAGMA journal_mode").scalar() == mode


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 7, 0), False),
        ((3, 40, 1), False),  # Debian 12
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 7), True),
        ((3, 45, 0), False),
        ((3, 45, 6), False),
        ((3, 46, 1), False),  # Debian 13
        ((3, 49, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 50, 8), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_where_the_reset_bug_is_fixed(
    version: tuple[int, int, int], *, safe: bool
) -> None:
    assert wal_is_safe(version) is safe


def locked_out(engine: Engine) -> bool:
    """Say whether another connection may not take the write lock now."""
    file = str(engine.url.database)
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        assert "locked" in str(error)  # noqa: PT017 - the question is whether it is raised
        return True
    finally:
        other.close()
    return False


def test_only_a_connection_that_says_writing_takes_the_write_lock(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection, connection.begin():
        connection.execute(text("SELECT count(*) FROM journal_entry"))
        assert not locked_out(sqlite_engine)
    writer = sqlite_engine.connect().execution_options(writing=True)
    with writer, writer.begin():
        assert locked_out(sqlite_engine)
    assert not locked_out(sqlite_engine)


def test_a_connection_that_wrote_goes_back_to_the_pool_as_a_reader(sqlite_engine: Engine) -> None:
    writer = sqlite_engine.connect().execution_options(writing=True)
    with writer, writer.begin():
        pass
    with sqlite_engine.connect() as connection, connection.begin():
        assert not locked_out(sqlite_engine)


def test_a_reader_stays_at_one_state_of_the_file(sqlite_engine: Engine) -> None:
    # Left to itself the driver begins no transaction for a SELECT, and each would see another.
    with sqlite_engine.connect() as reader:
        reader.execute(text("SELECT count(*) FROM journal_entry"))
        assert reader.connection.dbapi_connection is not None
        assert reader.connection.dbapi_connection.in_transaction
