"""Writers come one after another, and what one decides on still holds when it writes."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Thread

import pytest

from app.journal.database import Database
from tests.conftest import NOW, Ticking
from tests.journal.facts import everything, letter

THREADS = 8
APPENDS = 25
PATIENCE = 60
"""Seconds after which a test gives up on a thread."""


def one_of(thread: int, number: int) -> int:
    return thread * APPENDS + number


def test_of_two_hundred_appends_by_eight_threads_none_is_lost(
    empty: Database, empty_url: str
) -> None:
    together = Barrier(THREADS)

    def write(thread: int) -> list[int]:
        together.wait(PATIENCE)
        seqs: list[int] = []
        for number in range(APPENDS):
            with empty.writing(Ticking()) as journal:
                # Every other one reads before it writes, as a command that checks first does.
                before = journal.head().seq if number % 2 else None
                some = [letter(one_of(thread, number), note=f"{thread}/{number}")]
                (entry,) = journal.append(some, recorded_by=f"thread-{thread}", batch=str(number))
            assert before is None or entry.seq == before + 1
            seqs.append(entry.seq)
        return seqs

    with ThreadPoolExecutor(THREADS) as pool:
        written = list(pool.map(write, range(THREADS)))
    assert all(seqs == sorted(seqs) for seqs in written)
    assert sorted(seq for seqs in written for seq in seqs) == list(range(1, 201))
    assert (empty.verify().entries, empty.verify().intact) == (200, True)
    with empty.reading() as journal:
        entries = journal.entries()
    by_number = {entry.seq: entry for entry in entries}
    for thread, seqs in enumerate(written):
        for number, seq in enumerate(seqs):
            assert by_number[seq].fact == letter(one_of(thread, number), note=f"{thread}/{number}")
            assert by_number[seq].recorded_by == f"thread-{thread}"
    instants = [row["recorded_at"] for row in everything(empty_url)["journal_entry"]]
    assert instants == sorted(set(instants))


def test_a_count_kept_by_many_writers_is_right(empty: Database) -> None:
    # Read, add one, write: each writer says the highest number it has seen, plus one.
    def count_on(_: int) -> None:
        for _each in range(10):
            with empty.writing(Ticking()) as journal:
                last = journal.entries(after=journal.head().seq - 1)
                number = 1 + (
                    int(str(last[0].fact.document).removeprefix("letter-")) if last else 0
                )
                journal.append([letter(number)], recorded_by="a", batch="b")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_on, range(4)))
    with empty.reading() as journal:
        documents = [entry.fact.document for entry in journal.entries()]
    assert documents == [f"letter-{n}" for n in range(1, 41)]


@pytest.fixture
def other(empty_url: str) -> Generator[Database]:
    """Another process, as far as the database can tell."""
    database = Database(empty_url)
    yield database
    database.dispose()


def test_a_second_writer_waits_until_the_first_has_done_and_then_sees_what_it_wrote(
    empty: Database, other: Database
) -> None:
    started, opened = Event(), Event()
    seen: list[int] = []

    def second() -> None:
        started.set()
        with other.writing(Ticking()) as journal:
            opened.set()
            seen.append(journal.head().seq)
            journal.append([letter(2)], recorded_by="second", batch="b")

    thread = Thread(target=second)
    with empty.writing(Ticking()) as journal:
        # Nothing written yet: the lock is taken by opening the journal, not by appending.
        thread.start()
        assert started.wait(PATIENCE)
        assert not opened.wait(0.5)
        journal.append([letter(1)], recorded_by="first", batch="a")
        assert not opened.is_set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert seen == [1]
    assert empty.verify().entries == 2


def test_a_second_writer_goes_on_when_the_first_fails(empty: Database, other: Database) -> None:
    released = Event()

    def fail() -> None:
        with empty.writing(Ticking()) as journal:
            journal.append([letter(1)], recorded_by="first", batch="a")
            released.set()
            raise LookupError

    def first() -> None:
        with pytest.raises(LookupError):
            fail()

    thread = Thread(target=first)
    thread.start()
    assert released.wait(PATIENCE)
    with other.writing(Ticking()) as journal:
        assert journal.head().seq == 0
        journal.append([letter(2)], recorded_by="second", batch="b")
    thread.join(PATIENCE)
    with other.reading() as after:
        assert [entry.recorded_by for entry in after.entries()] == ["second"]


def test_instants_follow_the_numbers_when_a_writer_had_to_wait(
    empty: Database, other: Database
) -> None:
    # The clock is read inside the lock: who waited is stamped later, though it came earlier.
    read: list[str] = []

    class Clock:
        def __init__(self, name: str, now: datetime) -> None:
            self._name, self._now = name, now

        def __call__(self) -> datetime:
            read.append(self._name)
            return self._now

    def second() -> None:
        with other.writing(Clock("second", NOW)) as journal:
            journal.append([letter(2)], recorded_by="second", batch="b")

    with empty.writing(Clock("first", NOW + timedelta(hours=1))) as journal:
        thread = Thread(target=second)
        thread.start()
        thread.join(0.3)
        assert read == []
        journal.append([letter(1)], recorded_by="first", batch="a")
    thread.join(PATIENCE)
    assert read == ["first", "second"]
    with other.reading() as after:
        instants = [entry.recorded_at for entry in after.entries()]
    assert instants == [NOW + timedelta(hours=1), NOW + timedelta(hours=1, microseconds=1)]


def test_a_reader_neither_sees_nor_waits_for_what_is_being_written(
    empty: Database, other: Database
) -> None:
    with empty.writing(Ticking()) as journal:
        journal.append([letter(1)], recorded_by="a", batch="b")
        with other.reading() as before:
            assert before.head().seq == 0
            assert before.entries() == []
    with other.reading() as after:
        assert after.head().seq == 1


def test_readers_never_see_half_a_batch(empty: Database) -> None:
    done = Event()
    seen: list[tuple[int, int]] = []

    def read() -> None:
        while not done.is_set():
            with empty.reading() as journal:
                entries = journal.entries()
                head = journal.head().seq
            seen.append((len(entries), head))

    reader = Thread(target=read)
    reader.start()
    for batch in range(20):
        with empty.writing(Ticking()) as journal:
            some = [letter(batch * 5 + i) for i in range(5)]
            journal.append(some, recorded_by="a", batch=str(batch))
    done.set()
    reader.join(PATIENCE)
    assert seen
    assert all(count % 5 == 0 and head % 5 == 0 for count, head in seen)


def reads_twice(database: Database, other: Database) -> tuple[int, int]:
    """Return how many entries a reader counts before and after another's append."""
    with database.reading() as journal:
        first = len(journal.entries())
        with other.writing(lambda: datetime(2026, 11, 24, tzinfo=UTC)) as writer:
            writer.append([letter(1)], recorded_by="a", batch="b")
        return first, len(journal.entries())


def test_a_reader_on_postgresql_sees_one_state_of_the_journal(
    new_url: Callable[[str, str | None], str], migrated: Callable[[str], str]
) -> None:
    url = new_url("postgresql", migrated("postgresql"))
    database, other = Database(url), Database(url)
    try:
        first, second = reads_twice(database, other)
    finally:
        database.dispose()
        other.dispose()
    assert first == second
