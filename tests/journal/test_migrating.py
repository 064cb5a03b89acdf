"""The tables come to be, and go, whole or not at all; what guards them is listed exactly."""

import re
import subprocess
import sys
from collections.abc import Callable, Generator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from app.journal.database import Database
from app.journal.engine import journal_engine
from app.journal.schema import migrate
from app.journal.tables import metadata
from tests.conftest import Ticking
from tests.journal.facts import TABLES, everything, letter, tell

ROOT = Path(__file__).parents[2]
OF_WRITING = {"api_key", "kept_answer", "draft"}
TABLES_AND_VERSION = {*TABLES, *OF_WRITING, "alembic_version"}
KEPT = "an answer once given is kept as it is"
MESSAGE = "the journal is append-only: record a correction or a retraction instead"

SQLITE_TRIGGERS = {
    f"{table}_refuses_{verb.lower()}": (
        f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT if table == 'kept_answer' else MESSAGE}'); END"
    )
    for table, verb in (
        ("kept_answer", "UPDATE"),
        ("kept_answer", "DELETE"),
        ("journal_entry", "UPDATE"),
        ("journal_entry", "DELETE"),
        ("entry_text", "UPDATE"),
        ("entry_text", "DELETE"),
        ("journal_head", "DELETE"),
    )
}
POSTGRESQL_TRIGGERS = {
    f"{table}_refuses_{verb.lower()}": (
        f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON public.{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    for table, verb in (
        ("kept_answer", "UPDATE"),
        ("kept_answer", "DELETE"),
        ("kept_answer", "TRUNCATE"),
        ("journal_entry", "UPDATE"),
        ("journal_entry", "DELETE"),
        ("journal_entry", "TRUNCATE"),
        ("entry_text", "UPDATE"),
        ("entry_text", "DELETE"),
        ("entry_text", "TRUNCATE"),
        ("journal_head", "DELETE"),
        ("journal_head", "TRUNCATE"),
    )
}
TRIGGERS = {"sqlite": SQLITE_TRIGGERS, "postgresql": POSTGRESQL_TRIGGERS}
LISTED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    # `O`: enabled, as created.
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal AND tgenabled = 'O'",
}

CONSTRAINTS = {
    "journal_entry": {
        "pk_journal_entry": "PRIMARY KEY (seq)",
        "uq_journal_entry_prev_hash": "UNIQUE (prev_hash)",
        "uq_journal_entry_hash": "UNIQUE (hash)",
        "ck_journal_entry_seq_counts_from_one": "CHECK (seq >= 1)",
        "ck_journal_entry_hashes_are_whole": (
            "CHECK (length(hash) = 64 AND length(prev_hash) = 64)"
        ),
    },
    "entry_text": {
        "pk_entry_text": "PRIMARY KEY (seq, pointer)",
        "fk_entry_text_seq": "FOREIGN KEY (seq) REFERENCES journal_entry (seq)",
    },
    "journal_head": {
        "pk_journal_head": "PRIMARY KEY (id)",
        "ck_journal_head_one_row": "CHECK (id = 1)",
    },
}
INDEXES = {
    "journal_entry": {
        "ix_journal_entry_program_seq": ["program", "seq"],
        "ix_journal_entry_recorded_at_seq": ["recorded_at", "seq"],
    },
    "entry_text": {},
    "journal_head": {},
}
COLUMNS = {
    "journal_entry": {
        "seq": False,
        "recorded_at": False,
        "kind": False,
        "program": True,
        "county": True,
        "canonical": False,
        "prev_hash": False,
        "hash": False,
    },
    "entry_text": {"seq": False, "pointer": False, "salt": False, "text": False},
    "journal_head": {"id": False, "seq": False, "recorded_at": True, "hash": False},
}
"""Whether each may be NULL."""


@pytest.fixture
def unmigrated(unmigrated_url: str) -> Generator[Engine]:
    engine = journal_engine(unmigrated_url)
    yield engine
    engine.dispose()


@pytest.fixture
def told_engine(told_url: str) -> Generator[Engine]:
    engine = journal_engine(told_url)
    yield engine
    engine.dispose()


def triggers(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        found = connection.execute(text(LISTED[engine.dialect.name])).all()
    return {name: sql for name, sql in found}  # noqa: C416 - rows are no pairs to mypy


def constraints(engine: Engine, table: str) -> dict[str, str]:
    """Return constraints by name, however the database writes them down."""
    if engine.dialect.name == "postgresql":
        query = (
            "SELECT conname, pg_get_constraintdef(oid, true) FROM pg_constraint "
            "WHERE conrelid = CAST(:name AS regclass) AND contype <> 'n'"
        )
        with engine.connect() as connection:
            found = connection.execute(text(query), {"name": table}).all()
        plain = (r"::(text|bigint)|(?<=REFERENCES journal_entry)(?=\()", "")
        return {
            name: re.sub(r"entry\(seq\)", "entry (seq)", re.sub(*plain, sql)) for name, sql in found
        }
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"
    with engine.connect() as connection:
        sql = connection.execute(text(query), {"name": table}).scalar_one()
    listed = re.findall(r"CONSTRAINT (\w+) (.*?),?\s*\n", sql)
    return {name: said.replace("FOREIGN KEY(", "FOREIGN KEY (") for name, said in listed}


def assert_whole(engine: Engine) -> None:
    """Assert that tables, columns, constraints, indexes and triggers are exactly as listed."""
    found = inspect(engine)
    assert set(found.get_table_names()) == TABLES_AND_VERSION
    assert triggers(engine) == TRIGGERS[engine.dialect.name]
    for table in TABLES:
        assert constraints(engine, table) == CONSTRAINTS[table]
        indexes = found.get_indexes(table)
        assert {
            index["name"]: index["column_names"]
            for index in indexes
            if "duplicates_constraint" not in index
        } == INDEXES[table]
        columns = found.get_columns(table)
        assert {column["name"]: column["nullable"] for column in columns} == COLUMNS[table]


def nothing_but_the_version(engine: Engine) -> bool:
    return set(inspect(engine).get_table_names()) <= {"alembic_version"} and not triggers(engine)


def functions(engine: Engine) -> list[str]:
    if engine.dialect.name != "postgresql":
        return []
    query = "SELECT proname FROM pg_proc WHERE pronamespace = CAST('public' AS regnamespace)"
    with engine.connect() as connection:
        return list(connection.execute(text(query)).scalars())


def test_from_nothing_to_tables_guards_and_one_empty_head(unmigrated: Engine) -> None:
    assert nothing_but_the_version(unmigrated)
    migrate(unmigrated)
    assert_whole(unmigrated)
    with unmigrated.connect() as connection:
        head = connection.execute(text("SELECT * FROM journal_head")).all()
        assert [tuple(row) for row in head] == [(1, 0, None, "0" * 64)]
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [
            ("0002",)
        ]


def test_the_migrated_tables_are_those_the_program_speaks_of(unmigrated: Engine) -> None:
    migrate(unmigrated)
    with unmigrated.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_tables_made_from_the_program_have_the_constraints_of_the_migrated(
    unmigrated: Engine,
) -> None:
    # What compare_metadata does not look at: checks, and the names of everything.
    metadata.create_all(unmigrated)
    for table in TABLES:
        assert constraints(unmigrated, table) == CONSTRAINTS[table]


def test_migrating_again_changes_nothing(told_engine: Engine, told_url: str) -> None:
    before = everything(told_url)
    for _ in range(2):
        migrate(told_engine)
    assert_whole(told_engine)
    assert everything(told_url) == before


def test_down_on_an_empty_journal_and_up_again(unmigrated: Engine, unmigrated_url: str) -> None:
    migrate(unmigrated)
    migrate(unmigrated, "base")
    assert nothing_but_the_version(unmigrated)
    assert functions(unmigrated) == []
    migrate(unmigrated)
    assert_whole(unmigrated)
    database = Database(unmigrated_url)
    tell(database)
    assert (database.verify().entries, database.verify().intact) == (14, True)
    database.dispose()


def test_down_on_a_journal_that_holds_entries_is_refused_and_leaves_all_as_it_was(
    told_engine: Engine, told_url: str
) -> None:
    before = everything(told_url)
    with pytest.raises(RuntimeError, match="The journal holds entries; a downgrade"):
        migrate(told_engine, "base")
    assert_whole(told_engine)
    assert everything(told_url) == before
    migrate(told_engine)
    database = Database(told_url)
    with database.writing(Ticking()) as journal:
        journal.append([letter(1)], recorded_by="a", batch="b")
    assert (database.verify().entries, database.verify().intact) == (15, True)
    database.dispose()


def test_a_migration_that_fails_half_way_leaves_nothing_of_itself(unmigrated: Engine) -> None:
    with unmigrated.connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE journal_head (other INTEGER)"))
    with pytest.raises(DBAPIError, match="already exists"):
        migrate(unmigrated)
    assert set(inspect(unmigrated).get_table_names()) == {"journal_head"}
    with unmigrated.connect() as connection, connection.begin():
        connection.execute(text("DROP TABLE journal_head"))
    migrate(unmigrated)
    assert_whole(unmigrated)


def test_threads_that_migrate_at_once_make_one_journal(
    unmigrated: Engine, unmigrated_url: str
) -> None:
    together = Barrier(4)
    done: list[int] = []

    def start(number: int) -> None:
        database = Database(unmigrated_url)
        together.wait(30)
        database.migrate()
        database.dispose()
        done.append(number)

    # Daemons: where they wait for each other for ever, the test fails and does not hang.
    threads = [Thread(target=start, args=(number,), daemon=True) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert sorted(done) == [0, 1, 2, 3]
    assert_whole(unmigrated)


def test_processes_that_migrate_at_once_make_one_journal(
    unmigrated: Engine, unmigrated_url: str
) -> None:
    # Each says it is ready, then waits for a line, so that none has done before another starts.
    code = (
        "import sys\n"
        "from app.journal.database import Database\n"
        "database = Database(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "database.migrate()\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code, unmigrated_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    assert_whole(unmigrated)


def test_asking_whether_there_is_a_journal_creates_nothing(tmp_path: Path) -> None:
    file = tmp_path / "none.db"
    database = Database(f"sqlite:///{file}")
    assert not database.is_ready()
    assert not file.exists()
    database.migrate()
    assert database.is_ready()
    database.dispose()


def test_a_database_without_tables_is_not_ready_and_is_once_migrated(unmigrated_url: str) -> None:
    database = Database(unmigrated_url)
    assert not database.is_ready()
    database.migrate()
    assert database.is_ready()
    database.dispose()


def test_a_copy_is_guarded_as_its_original(
    engine: str, new_url: Callable[[str, str | None], str], told_original: Callable[[str], str]
) -> None:
    copy = journal_engine(new_url(engine, told_original(engine)))
    assert_whole(copy)
    copy.dispose()


def test_down_while_there_are_keys_is_refused(unmigrated: Engine, unmigrated_url: str) -> None:
    migrate(unmigrated)
    database = Database(unmigrated_url)
    with database.keys(b"pepper" * 6, Ticking()) as keys:
        keys.create("Ann", frozenset({"write"}), timedelta(days=1))
    database.dispose()
    with pytest.raises(RuntimeError, match="There are keys"):
        migrate(unmigrated, "0001")
    assert_whole(unmigrated)
