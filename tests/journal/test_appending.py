"""Numbers without gaps, each entry chained to the one before, and a clock that never goes back."""

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from app.domain.entries import GENESIS
from app.journal.database import Database
from tests.conftest import NOW, Ticking
from tests.journal.facts import everything, letter, tell

MICROSECOND = timedelta(microseconds=1)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


class Hands:
    """A clock that shows what it is told to, one time after the other."""

    def __init__(self, *shown: datetime) -> None:
        self._shown = list(shown)

    def __call__(self) -> datetime:
        return self._shown.pop(0)


def append_each(database: Database, clock: Hands, batches: int, *, size: int = 1) -> list[datetime]:
    """Append batches, each in its own transaction; return the instant of each."""
    instants: list[datetime] = []
    for batch in range(batches):
        some = [letter(batch * size + i) for i in range(size)]
        with database.writing(clock) as journal:
            entries = journal.append(some, recorded_by="tester", batch=f"batch-{batch}")
        (moment,) = {entry.recorded_at for entry in entries}
        instants.append(moment)
    return instants


def test_an_empty_journal_has_entry_zero_and_the_genesis_hash(empty: Database) -> None:
    with empty.reading() as journal:
        head = journal.head()
    assert (head.seq, head.recorded_at, head.hash) == (0, None, "0" * 64)


def test_entries_are_numbered_from_one_without_a_gap(told_url: str) -> None:
    record = everything(told_url)["journal_entry"]
    assert [row["seq"] for row in record] == list(range(1, 15))


def test_each_entry_holds_the_hash_of_the_one_before(told_url: str) -> None:
    record = everything(told_url)["journal_entry"]
    assert record[0]["prev_hash"] == GENESIS == "0" * 64
    assert all(later["prev_hash"] == earlier["hash"] for earlier, later in pairwise(record))
    assert len({row["hash"] for row in record}) == len(record)


def test_the_head_row_is_the_last_entry(told_url: str) -> None:
    record = everything(told_url)
    (head,), last = record["journal_head"], record["journal_entry"][-1]
    assert {name: head[name] for name in ("seq", "recorded_at", "hash")} == {
        name: last[name] for name in ("seq", "recorded_at", "hash")
    }


def test_a_batch_has_one_instant_whatever_the_clock_does_meanwhile(empty: Database) -> None:
    with empty.writing(Ticking()) as journal:
        entries = journal.append([letter(i) for i in range(5)], recorded_by="a", batch="b")
    assert [entry.recorded_at for entry in entries] == [NOW + timedelta(seconds=1)] * 5


def test_two_batches_of_one_transaction_have_two_instants_and_one_chain(empty: Database) -> None:
    with empty.writing(Hands(NOW, NOW)) as journal:
        first = journal.append([letter(1), letter(2)], recorded_by="a", batch="b")
        second = journal.append([letter(3)], recorded_by="a", batch="c")
    assert [entry.seq for entry in first + second] == [1, 2, 3]
    assert second[0].prev_hash == first[-1].hash
    assert second[0].recorded_at == NOW + MICROSECOND
    assert empty.verify().intact


def test_a_clock_that_steps_back_or_stands_still_never_takes_the_record_back(
    empty: Database,
) -> None:
    hour = timedelta(hours=1)
    shown = (NOW, NOW - hour, NOW, NOW - 5_000 * hour, NOW + hour, NOW + hour, NOW)
    instants = append_each(empty, Hands(*shown), len(shown), size=2)
    assert instants == [
        NOW,
        NOW + MICROSECOND,
        NOW + 2 * MICROSECOND,
        NOW + 3 * MICROSECOND,
        NOW + hour,
        NOW + hour + MICROSECOND,
        NOW + hour + 2 * MICROSECOND,
    ]


def test_stored_instants_are_in_utc_with_six_decimals_and_z_and_sort_as_text(
    empty: Database, empty_url: str
) -> None:
    pacific = timezone(timedelta(hours=-8))
    shown = (NOW, NOW.astimezone(pacific) + timedelta(milliseconds=500), NOW + MICROSECOND)
    append_each(empty, Hands(*shown), len(shown))
    record = everything(empty_url)
    stored = [row["recorded_at"] for row in record["journal_entry"]]
    assert stored == [
        "2026-11-24T10:00:00.000000Z",
        "2026-11-24T10:00:00.500000Z",
        "2026-11-24T10:00:00.500001Z",
    ]
    assert all(INSTANT.fullmatch(each) for each in stored)
    assert record["journal_head"][0]["recorded_at"] == stored[-1]


def test_instants_are_read_back_as_utc_and_equal(told: Database) -> None:
    with told.reading() as journal:
        moments = [entry.recorded_at for entry in journal.entries()]
    assert all(moment.tzinfo == UTC for moment in moments)
    assert moments == [NOW + timedelta(seconds=n) for n in [1] * 2 + [2] * 6 + [3] * 6]


def test_appending_nothing_writes_nothing(told: Database, told_url: str) -> None:
    before = everything(told_url)
    with told.writing(Ticking()) as journal:
        assert journal.append([], recorded_by="a", batch="b") == []
    assert everything(told_url) == before


def test_what_append_returns_is_what_is_read_back(empty: Database) -> None:
    written = tell(empty)
    with empty.reading() as journal:
        assert journal.entries() == written
    assert [entry.batch for entry in written] == ["batch-1"] * 2 + ["batch-2"] * 6 + ["batch-3"] * 6
    assert {entry.recorded_by for entry in written} == {"tester"}


def test_a_writer_sees_what_it_has_just_written(empty: Database) -> None:
    with empty.writing(Ticking()) as journal:
        (entry,) = journal.append([letter(1)], recorded_by="a", batch="b")
        assert journal.head().hash == entry.hash
        assert journal.entries() == [entry]


class Lost(Exception):
    """What goes wrong in a block."""


def write_and_fail(database: Database) -> None:
    with database.writing(Ticking()) as journal:
        journal.append([letter(1, note="words")], recorded_by="a", batch="b")
        journal.append([letter(2, note="words")], recorded_by="a", batch="c")
        raise Lost


def test_a_block_that_fails_leaves_nothing_behind(told: Database, told_url: str) -> None:
    before = everything(told_url)
    with pytest.raises(Lost):
        write_and_fail(told)
    assert everything(told_url) == before
    with told.writing(Ticking()) as journal:
        (entry,) = journal.append([letter(1)], recorded_by="a", batch="b")
    assert entry.seq == 15
    assert told.verify().intact
