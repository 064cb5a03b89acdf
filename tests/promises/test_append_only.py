"""Nobody rewrites the record: the database itself refuses, whoever asks, and keeps every row."""

from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.journal.database import Database
from tests.journal.facts import SAID, everything, raw, tell

REFUSED = "the journal is append-only: record a correction or a retraction instead"
HEX = "f" * 64
ENTRY = "(seq, recorded_at, kind, canonical, prev_hash, hash)"
FORGED = f"(2, '2026-11-24T10:00:00.000000Z', 'document', 'x', '{HEX}', '{HEX}')"
FORGING = f"INSERT INTO journal_entry {ENTRY} VALUES {FORGED}"  # noqa: S608 - nobody's input
OTHER_WORDS = "INSERT INTO entry_text VALUES (1, '/title', '00', 'other words')"

EVERYWHERE = (
    "UPDATE journal_entry SET kind = 'milestone' WHERE seq = 2",
    "UPDATE journal_entry SET recorded_at = '2020-01-01T00:00:00.000000Z'",
    "UPDATE journal_entry SET seq = seq",
    "UPDATE journal_entry SET program = 'pact' WHERE program IS NULL",
    "UPDATE entry_text SET text = 'other words' WHERE seq = 1",
    "UPDATE entry_text SET salt = '00000000000000000000000000000000'",
    "DELETE FROM entry_text WHERE seq = 1",
    "DELETE FROM entry_text",
    "DELETE FROM journal_head",
    "DELETE FROM journal_head WHERE id = 1",
)
SQLITE = (
    # Without a row in entry_text, so that no foreign key refuses in the trigger's place.
    "DELETE FROM journal_entry WHERE seq = 3",
    "DELETE FROM journal_entry",
    FORGING.replace("INSERT", "INSERT OR REPLACE"),
    FORGING.replace("INSERT", "REPLACE"),
    OTHER_WORDS.replace("INSERT", "INSERT OR REPLACE"),
    f"INSERT OR REPLACE INTO journal_head VALUES (1, 0, NULL, '{HEX}')",  # noqa: S608
    "UPDATE OR REPLACE journal_entry SET seq = 1 WHERE seq = 2",
    f"{FORGING} ON CONFLICT (seq) DO UPDATE SET kind = excluded.kind",
)
POSTGRESQL = (
    "DELETE FROM journal_entry WHERE seq = 3",
    "DELETE FROM journal_entry",
    "TRUNCATE journal_entry CASCADE",
    "TRUNCATE entry_text",
    "TRUNCATE journal_head",
    "TRUNCATE journal_entry, entry_text, journal_head",
    f"{FORGING} ON CONFLICT (seq) DO UPDATE SET kind = excluded.kind",
    f"{OTHER_WORDS} ON CONFLICT (seq, pointer) DO UPDATE SET text = excluded.text",
    "MERGE INTO journal_entry USING (SELECT 2 AS n) AS one ON seq = n WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM entry_text RETURNING 1) SELECT count(*) FROM gone",
)
REWRITES = [("sqlite", each) for each in EVERYWHERE + SQLITE] + [
    ("postgresql", each) for each in EVERYWHERE + POSTGRESQL
]


@pytest.fixture(scope="module")
def kept(
    new_url: Callable[[str, str | None], str], migrated: Callable[[str], str]
) -> Callable[[str], str]:
    """Return a function that gives the address of a record that every rewrite here is tried on."""
    made: dict[str, str] = {}

    def of(engine: str) -> str:
        if engine not in made:
            made[engine] = new_url(engine, migrated(engine))
            database = Database(made[engine])
            tell(database)
            database.dispose()
        return made[engine]

    return of


@pytest.fixture
def kept_url(engine: str, kept: Callable[[str], str]) -> str:
    return kept(engine)


@pytest.mark.parametrize(("name", "sql"), REWRITES)
def test_a_rewrite_by_hand_is_refused_and_every_row_stays(
    kept: Callable[[str], str], name: str, sql: str
) -> None:
    url = kept(name)
    before = everything(url)
    with raw(url) as connection:
        with pytest.raises(DBAPIError, match=REFUSED):
            connection.execute(text(sql))
        connection.commit()  # whatever is left of it
    assert everything(url) == before


def test_what_a_rewrite_would_have_changed_is_there(kept_url: str) -> None:
    # A trigger for each row refuses nothing when no row is concerned: the examples must bite.
    record = everything(kept_url)
    assert [row["seq"] for row in record["journal_entry"]] == list(range(1, len(SAID) + 1))
    assert {row["seq"] for row in record["entry_text"]} >= {1, 5}
    assert 3 not in {row["seq"] for row in record["entry_text"]}
    assert any(row["program"] is None for row in record["journal_entry"])
    assert [row["id"] for row in record["journal_head"]] == [1]


def test_entries_may_still_be_added_after_a_refused_rewrite(
    empty: Database, empty_url: str
) -> None:
    tell(empty)
    with raw(empty_url) as connection, pytest.raises(DBAPIError):
        connection.execute(text("DELETE FROM entry_text"))
    tell(empty)
    assert empty.verify().intact
    assert len(everything(empty_url)["journal_entry"]) == 2 * len(SAID)


def test_postgresql_refuses_even_when_no_row_is_concerned(kept: Callable[[str], str]) -> None:
    for sql in (
        "DELETE FROM journal_entry WHERE seq = 0",
        "UPDATE entry_text SET text = '' WHERE false",
    ):
        with raw(kept("postgresql")) as connection, pytest.raises(DBAPIError, match=REFUSED):
            connection.execute(text(sql))


def test_a_superuser_with_another_driver_is_refused_too(kept: Callable[[str], str]) -> None:
    url = kept("postgresql").replace("postgresql+psycopg://", "postgresql://")
    with (
        psycopg.connect(url) as connection,
        pytest.raises(psycopg.errors.RaiseException, match=REFUSED),
    ):
        connection.execute("TRUNCATE entry_text")


@pytest.mark.parametrize(
    "row",
    [
        f"(0, '2026', 'document', 'x', '{HEX}', '{HEX}')",
        f"(-1, '2026', 'document', 'x', '{HEX}', '{HEX}')",
        f"(99, '2026', 'document', 'x', 'short', '{HEX}')",
        f"(99, '2026', 'document', 'x', '{HEX}', 'short')",
        f"(99, '2026', 'document', NULL, '{HEX}', '{HEX}')",
        f"(99, '2026', NULL, 'x', '{HEX}', '{HEX}')",
        # Two entries that follow on one: the first entry has this prev_hash already.
        f"(99, '2026', 'document', 'x', '{'0' * 64}', '{HEX}')",
        f"(1, '2026', 'document', 'x', '{HEX}', '{HEX}')",
    ],
)
def test_a_row_that_cannot_be_an_entry_is_refused(kept_url: str, row: str) -> None:
    with raw(kept_url) as connection, pytest.raises(DBAPIError, match=r"(?i)constraint"):
        connection.execute(text(f"INSERT INTO journal_entry {ENTRY} VALUES {row}"))  # noqa: S608


def test_words_belong_to_an_entry_that_exists(kept_url: str) -> None:
    with raw(kept_url) as connection, pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        connection.execute(text("INSERT INTO entry_text VALUES (99, '/note', '00', 'words')"))


def test_there_is_one_head_row(kept_url: str) -> None:
    with raw(kept_url) as connection, pytest.raises(DBAPIError, match=r"(?i)constraint"):
        connection.execute(text(f"INSERT INTO journal_head VALUES (2, 0, NULL, '{HEX}')"))  # noqa: S608
