"""What has been changed behind the program's back is found, and the entry named."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.journal.database import Database
from app.journal.verifier import Verdict, verify
from tests.conftest import Ticking
from tests.journal.facts import SAID, facts, letter, rows, tampering

LAST = len(SAID)
ROW = 5  # has a program, a county and words; others come before and after
BYTES = "its bytes do not give its hash"
LINK = "it does not follow on the entry before"
COLUMNS = "its searchable columns differ from what was hashed"
OTHER_HEX = str.maketrans("0123456789abcdef", "1032547698badcfe")


def checked(connection: Connection) -> Verdict:
    return verify(connection, lambda _done, _of: None)


@contextmanager
def once(connection: Connection) -> Iterator[None]:
    """Undo what is done in the block."""
    point = connection.begin_nested()
    yield
    point.rollback()


def put(connection: Connection, table: str, name: str, value: object, where: str) -> None:
    found = connection.execute(
        text(f"UPDATE {table} SET {name} = :value WHERE {where}"),  # noqa: S608 - our own tables
        {"value": value},
    )
    assert found.rowcount >= 1


def flips(value: str) -> Iterator[str]:
    """Each character in turn replaced by the one whose lowest bit differs."""
    for i, character in enumerate(value):
        yield value[:i] + chr(ord(character) ^ 1) + value[i + 1 :]


def test_a_journal_as_it_was_written_is_intact(told: Database) -> None:
    seen: list[tuple[int, int]] = []
    verdict = told.verify(lambda done, of: seen.append((done, of)))
    with told.reading() as journal:
        head = journal.head()
    assert verdict == Verdict(LAST, head.hash, None, None)
    assert verdict.intact
    assert seen == [(n, LAST) for n in range(1, LAST + 1)]


def test_an_empty_journal_is_intact(empty: Database) -> None:
    assert empty.verify() == Verdict(0, "0" * 64, None, None)


def test_a_journal_of_more_than_one_page_is_checked_to_its_end(
    empty: Database, empty_url: str
) -> None:
    with empty.writing(Ticking()) as journal:
        journal.append([letter(n) for n in range(2_001)], recorded_by="a", batch="b")
    assert (empty.verify().entries, empty.verify().intact) == (2_001, True)
    with tampering(empty_url) as connection:
        put(connection, "journal_entry", "kind", "milestone", "seq = 2001")
        assert (checked(connection).wrong, checked(connection).problem) == (2_001, COLUMNS)
    with tampering(empty_url) as connection:
        put(connection, "entry_text", "text", "other", "seq = 1001")
        assert checked(connection).wrong == 1_001


def test_every_byte_of_an_entry_counts(told_url: str) -> None:
    with tampering(told_url) as connection:
        data = bytes(rows(connection, "journal_entry")[ROW - 1]["canonical"])
        for i in range(len(data)):
            changed = data[:i] + bytes([data[i] ^ 1]) + data[i + 1 :]
            with once(connection):
                put(connection, "journal_entry", "canonical", changed, f"seq = {ROW}")
                verdict = checked(connection)
            assert (verdict.wrong, verdict.problem, verdict.entries) == (ROW, BYTES, ROW - 1)
        assert checked(connection).intact


@pytest.mark.parametrize("seq", [1, ROW, LAST])
@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("hash", BYTES),
        ("prev_hash", LINK),
        ("recorded_at", COLUMNS),
        ("kind", COLUMNS),
        ("program", COLUMNS),
        ("county", COLUMNS),
    ],
)
def test_every_character_of_a_column_counts(
    told_url: str, name: str, problem: str, seq: int
) -> None:
    with tampering(told_url) as connection:
        value = rows(connection, "journal_entry")[seq - 1][name]
        for changed in flips(value) if value is not None else ("csec", "06099"[: len(name)]):
            with once(connection):
                put(connection, "journal_entry", name, changed, f"seq = {seq}")
                verdict = checked(connection)
            assert (verdict.wrong, verdict.problem, verdict.entries) == (seq, problem, seq - 1)


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", ["program", "county"])
def test_a_column_emptied_or_filled_is_found(told_url: str, name: str, value: str | None) -> None:
    with tampering(told_url) as connection:
        put(connection, "journal_entry", name, value, f"seq = {ROW}")
        assert (checked(connection).wrong, checked(connection).problem) == (ROW, COLUMNS)


def test_every_word_counts(told_url: str) -> None:
    with tampering(told_url) as connection:
        for row in rows(connection, "entry_text"):
            where = f"seq = {row['seq']} AND pointer = '{row['pointer']}'"
            for changed in (*flips(row["text"][:8]), row["text"] + " ", row["text"].upper(), ""):
                with once(connection):
                    put(connection, "entry_text", "text", changed, where)
                    verdict = checked(connection)
                said = f"its text at {row['pointer']} is not the one that was hashed"
                assert (verdict.wrong, verdict.problem) == (row["seq"], said)


def test_every_digit_of_a_salt_counts(told_url: str) -> None:
    with tampering(told_url) as connection:
        salt = rows(connection, "entry_text")[0]["salt"]
        for i, digit in enumerate(salt):
            changed = salt[:i] + digit.translate(OTHER_HEX) + salt[i + 1 :]
            with once(connection):
                put(connection, "entry_text", "salt", changed, f"salt = '{salt}'")
                verdict = checked(connection)
            assert verdict.wrong == 1
            assert verdict.problem is not None
            assert verdict.problem.startswith("its text at /")


def test_words_moved_to_another_place_are_found(told_url: str) -> None:
    with tampering(told_url) as connection:
        put(connection, "entry_text", "pointer", "/elsewhere", "seq = 5 AND pointer = '/reasoning'")
        assert checked(connection).problem == (
            "its text at /elsewhere is not the one that was hashed"
        )
    with tampering(told_url) as connection:
        put(connection, "entry_text", "seq", 6, "seq = 5")
        assert checked(connection).wrong == 6


def test_words_added_to_an_entry_are_found(told_url: str) -> None:
    with tampering(told_url) as connection:
        salt = "0" * 32
        added = f"INSERT INTO entry_text VALUES (3, '/note', '{salt}', 'never said')"  # noqa: S608
        connection.execute(text(added))
        assert (checked(connection).wrong, checked(connection).problem) == (
            3,
            "its text at /note is not the one that was hashed",
        )


def test_an_entry_that_is_gone_is_said_to_be_missing(told_url: str) -> None:
    for seq in range(1, LAST):
        with tampering(told_url) as connection:
            connection.execute(text(f"DELETE FROM entry_text WHERE seq = {seq}"))  # noqa: S608
            connection.execute(text(f"DELETE FROM journal_entry WHERE seq = {seq}"))  # noqa: S608
            verdict = checked(connection)
            assert verdict.problem == f"entry {seq} is missing"
            assert verdict.entries == seq - 1


def cut(connection: Connection, after: int) -> None:
    """Take the end of the journal away, and leave the head row as it was."""
    for table in ("entry_text", "journal_entry"):
        connection.execute(text(f"DELETE FROM {table} WHERE seq > {after}"))  # noqa: S608


@pytest.mark.parametrize("after", [0, 5, LAST - 1])
def test_a_journal_cut_short_is_found_by_its_head_row(told_url: str, after: int) -> None:
    with tampering(told_url) as connection:
        cut(connection, after)
        verdict = checked(connection)
        assert (verdict.entries, verdict.wrong) == (after, after + 1)
        assert verdict.problem == f"the head row says entry {LAST}, the journal ends with {after}"


def exchange(connection: Connection, one: int, other: int) -> None:
    """Give each of two entries the number of the other, words and all."""
    for table in ("journal_entry", "entry_text"):
        for before, after in ((one, 999), (other, one), (999, other)):
            connection.execute(
                text(f"UPDATE {table} SET seq = {after} WHERE seq = {before}")  # noqa: S608
            )


@pytest.mark.parametrize(("one", "other"), [(1, 2), (4, 5), (2, 9), (LAST - 1, LAST)])
def test_entries_that_changed_places_are_found(told_url: str, one: int, other: int) -> None:
    with tampering(told_url) as connection:
        exchange(connection, one, other)
        assert (checked(connection).wrong, checked(connection).problem) == (one, LINK)


def test_the_contents_of_two_rows_exchanged_are_found(told_url: str) -> None:
    with tampering(told_url) as connection:
        record = rows(connection, "journal_entry")
        for seq, taken in ((4, record[4]["canonical"]), (5, record[3]["canonical"])):
            put(connection, "journal_entry", "canonical", taken, f"seq = {seq}")
        assert (checked(connection).wrong, checked(connection).problem) == (4, BYTES)


def forged(connection: Connection, seq: int, change: Callable[[dict[str, Any]], None]) -> None:
    """Change an entry and its own hash, as a forger who knows what is hashed would."""
    row = rows(connection, "journal_entry")[seq - 1]
    content = json.loads(bytes(row["canonical"]))
    change(content)
    data = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    put(connection, "journal_entry", "canonical", data, f"seq = {seq}")
    put(connection, "journal_entry", "hash", sha256(data).hexdigest(), f"seq = {seq}")


def another_batch(content: dict[str, Any]) -> None:
    content["batch"] = "another"


@pytest.mark.parametrize("seq", [1, ROW, LAST - 1])
def test_an_entry_forged_with_its_hash_breaks_the_next_link(told_url: str, seq: int) -> None:
    with tampering(told_url) as connection:
        forged(connection, seq, another_batch)
        assert (checked(connection).wrong, checked(connection).problem) == (seq + 1, LINK)


def test_the_last_entry_forged_with_its_hash_is_found_by_the_head_row(told_url: str) -> None:
    with tampering(told_url) as connection:
        forged(connection, LAST, another_batch)
        assert not checked(connection).intact


@pytest.mark.parametrize(
    ("name", "value"),
    [("seq", LAST - 1), ("seq", LAST + 1), ("seq", 0), ("hash", "f" * 64), ("hash", "0" * 64)],
)
def test_a_head_row_that_is_not_the_last_entry_is_found(
    told_url: str, name: str, value: object
) -> None:
    with tampering(told_url) as connection:
        put(connection, "journal_head", name, value, "id = 1")
        verdict = checked(connection)
        assert not verdict.intact
        assert verdict.entries == LAST
        assert verdict.problem is not None
        assert verdict.problem.startswith("the head row says ")


def test_a_forged_number_or_link_inside_the_bytes_is_found(told_url: str) -> None:
    for name, value in (("seq", LAST + 1), ("prev_hash", "f" * 64), ("recorded_at", "2020")):
        with tampering(told_url) as connection:
            forged(connection, LAST, lambda content, n=name, v=value: content.update({n: v}))  # type: ignore[misc]
            assert (checked(connection).wrong, checked(connection).problem) == (LAST, COLUMNS)


def test_an_erased_text_leaves_the_chain_verifiable_and_says_that_it_is_erased(
    told: Database, told_url: str
) -> None:
    with tampering(told_url) as connection:
        connection.execute(text("DELETE FROM entry_text WHERE seq = 5"))
        connection.commit()
    assert (told.verify().intact, told.verify().erased) == (True, 1)
    with told.reading() as journal:
        assert journal.entry(5).fact.reasoning == "[erased]"
        assert [e.fact for e in journal.entries() if e.seq != 5] == [
            fact for seq, fact in enumerate(facts(), start=1) if seq != 5
        ]


def test_another_instant_in_the_head_row_is_found(told_url: str) -> None:
    with tampering(told_url) as connection:
        put(connection, "journal_head", "recorded_at", "2020-01-01T00:00:00.000000Z", "id = 1")
        assert not checked(connection).intact


def test_a_head_row_that_is_gone_is_found(told_url: str) -> None:
    with tampering(told_url) as connection:
        connection.execute(text("DELETE FROM journal_head"))
        assert not checked(connection).intact


def test_a_wrong_hash_in_the_head_row_is_said_to_be_that(told_url: str) -> None:
    with tampering(told_url) as connection:
        put(connection, "journal_head", "hash", "f" * 64, "id = 1")
        problem = checked(connection).problem
        assert problem is not None
        assert "hash" in problem


def test_a_missing_entry_is_the_one_named(told_url: str) -> None:
    with tampering(told_url) as connection:
        connection.execute(text("DELETE FROM entry_text WHERE seq = 5"))
        connection.execute(text("DELETE FROM journal_entry WHERE seq = 5"))
        assert checked(connection).wrong == 5


def test_a_salt_that_is_not_hexadecimal_is_found(told_url: str) -> None:
    with tampering(told_url) as connection:
        put(connection, "entry_text", "salt", "z" * 32, "seq = 5")
        assert checked(connection).wrong == 5


def test_a_salt_in_capitals_is_found(told_url: str) -> None:
    with tampering(told_url) as connection:
        connection.execute(text("UPDATE entry_text SET salt = upper(salt)"))
        assert not checked(connection).intact


@pytest.mark.parametrize("data", [b"not JSON", b"{}", b"[]", b"\xff"])
def test_bytes_that_are_no_entry_under_a_right_hash_are_found(told_url: str, data: bytes) -> None:
    with tampering(told_url) as connection:
        put(connection, "journal_entry", "canonical", data, f"seq = {LAST}")
        put(connection, "journal_entry", "hash", sha256(data).hexdigest(), f"seq = {LAST}")
        assert checked(connection).wrong == LAST


def test_on_sqlite_text_in_place_of_bytes_is_found(
    new_url: Callable[[str, str | None], str], told_original: Callable[[str], str]
) -> None:
    with tampering(new_url("sqlite", told_original("sqlite"))) as connection:
        connection.execute(
            text("UPDATE journal_entry SET canonical = CAST(canonical AS TEXT) WHERE seq = 5")
        )
        assert checked(connection).wrong == 5


def test_an_append_during_a_check_on_postgresql_is_no_false_alarm(
    new_url: Callable[[str, str | None], str], told_original: Callable[[str], str]
) -> None:
    database = Database(new_url("postgresql", told_original("postgresql")))

    def append_once(done: int, _of: int) -> None:
        if done == 1:
            with database.writing(Ticking()) as journal:
                journal.append([letter(1)], recorded_by="a", batch="b")

    during, after = database.verify(append_once), database.verify()
    database.dispose()
    assert (during.problem, during.entries) == (None, LAST)
    assert (after.problem, after.entries) == (None, LAST + 1)


def test_a_text_that_is_not_text_is_found(told_url: str) -> None:
    if told_url.startswith("postgresql"):
        return  # its columns keep their type
    with tampering(told_url) as connection:
        connection.execute(text("UPDATE entry_text SET text = x'ff' WHERE seq = 5"))
        assert checked(connection).wrong == 5


def test_words_of_an_entry_that_does_not_exist_are_found(told_url: str) -> None:
    if told_url.startswith("postgresql"):
        return  # its foreign keys hold for every connection
    with tampering(told_url) as connection:
        connection.commit()
        bare = connection.connection.driver_connection
        assert bare is not None
        bare.execute("PRAGMA foreign_keys = OFF")
        bare.execute("INSERT INTO entry_text VALUES (9999, '/note', '00', 'words')")
        assert "entry 9999" in str(checked(connection).problem)
