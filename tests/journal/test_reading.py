"""Reading the journal: by number, by program, by instant."""

from datetime import timedelta, timezone

import pytest

from app.domain.entries import Entry
from app.domain.errors import UnknownEntry
from app.journal.database import Database
from tests.conftest import NOW, Ticking
from tests.journal.facts import GENESIS, SAID, facts, letter

LAST = len(SAID)
MICROSECOND = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)


def numbers(entries: list[Entry]) -> list[int]:
    return [entry.seq for entry in entries]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, range(1, LAST + 1)),
        ({"after": 0}, range(1, LAST + 1)),
        ({"after": 4}, range(5, LAST + 1)),
        ({"after": LAST}, range(0)),
        ({"after": LAST + 5}, range(0)),
        ({"until": 0}, range(0)),
        ({"until": 3}, range(1, 4)),
        ({"until": LAST + 5}, range(1, LAST + 1)),
        ({"after": 3, "until": 6}, range(4, 7)),
        ({"after": 6, "until": 3}, range(0)),
        ({"after": 3, "until": 3}, range(0)),
        ({"limit": 2}, range(1, 3)),
        ({"limit": 0}, range(0)),
        ({"after": 3, "limit": 2}, range(4, 6)),
        ({"after": 3, "until": 4, "limit": 2}, range(4, 5)),
        ({"after": LAST - 1, "limit": 5}, range(LAST, LAST + 1)),
    ],
)
def test_entries_come_in_order_after_a_number_until_another_at_most_so_many(
    told: Database, asked: dict[str, int], expected: range
) -> None:
    with told.reading() as journal:
        found = journal.entries(**asked)
        whole = journal.entries()
    assert numbers(found) == list(expected)
    assert found == [entry for entry in whole if entry.seq in expected]
    assert [entry.fact for entry in whole] == facts()


def test_pages_joined_are_the_whole(told: Database) -> None:
    with told.reading() as journal:
        pages: list[Entry] = []
        while page := journal.entries(after=pages[-1].seq if pages else 0, limit=4):
            pages += page
        assert pages == journal.entries()


def test_one_entry_is_the_one_of_that_number(told: Database) -> None:
    with told.reading() as journal:
        assert [journal.entry(seq) for seq in range(1, LAST + 1)] == journal.entries()


@pytest.mark.parametrize("seq", [-1, 0, LAST + 1, 10**15])
def test_a_number_that_no_entry_has_is_unknown(told: Database, seq: int) -> None:
    with told.reading() as journal:
        with pytest.raises(UnknownEntry, match=f"no entry {seq}\\. Entries are numbered from 1"):
            journal.entry(seq)
        if seq:
            with pytest.raises(UnknownEntry, match=f"no entry {seq}\\."):
                journal.head_at(seq)


def test_an_earlier_head_is_what_the_head_was_then(empty: Database) -> None:
    heads = []
    for number in range(4):
        with empty.reading() as journal:
            heads.append(journal.head())
        with empty.writing(Ticking(NOW + number * SECOND)) as journal:
            journal.append([letter(number)], recorded_by="a", batch="b")
    with empty.reading() as journal:
        assert [journal.head_at(seq) for seq in range(4)] == heads
        assert journal.head_at(4) == journal.head()
    assert (heads[0].seq, heads[0].recorded_at, heads[0].hash) == (0, None, GENESIS)
    assert heads[1].recorded_at == "2026-11-24T10:00:01.000000Z"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (NOW - timedelta(days=4_000), 0),
        (NOW + SECOND - MICROSECOND, 0),
        (NOW + SECOND, 2),
        (NOW + SECOND + MICROSECOND, 2),
        (NOW + 2 * SECOND - MICROSECOND, 2),
        (NOW + 2 * SECOND, 8),
        (NOW + 3 * SECOND - MICROSECOND, 8),
        (NOW + 3 * SECOND, LAST),
        (NOW + timedelta(days=4_000), LAST),
        ((NOW + 2 * SECOND).astimezone(timezone(timedelta(hours=-8))), 8),
        ((NOW + 2 * SECOND - MICROSECOND).astimezone(timezone(timedelta(hours=9))), 2),
    ],
)
def test_the_last_entry_recorded_by_an_instant_includes_that_instant(
    told: Database, moment: object, expected: int
) -> None:
    with told.reading() as journal:
        assert journal.last_recorded_by(moment) == expected  # type: ignore[arg-type]


def test_in_an_empty_journal_nothing_has_been_recorded_by_any_instant(empty: Database) -> None:
    with empty.reading() as journal:
        assert journal.last_recorded_by(NOW) == 0
        assert journal.entries() == []
        assert journal.programs(after=0, until=10) == {}


def defined(program: str) -> dict[str, object]:
    return {
        **SAID[1],
        "program": program,
    }


@pytest.fixture
def three_programs(empty: Database) -> Database:
    """Seqs: 1 none, 2 zeta, 3 alpha, 4 zeta again, 5 pact, 6 of csec though never defined."""
    said = [SAID[0], defined("zeta"), defined("alpha"), defined("zeta"), defined("pact"), SAID[2]]
    with empty.writing(Ticking()) as journal:
        journal.append(facts(said), recorded_by="a", batch="b")
    return empty


def test_programs_come_in_order_of_their_first_definition(three_programs: Database) -> None:
    with three_programs.reading() as journal:
        assert list(journal.programs(after=0, until=6).items()) == [
            ("zeta", 2),
            ("alpha", 3),
            ("pact", 5),
        ]
        assert list(journal.programs(after=2, until=4).items()) == [("alpha", 3), ("zeta", 4)]
        assert journal.programs(after=0, until=1) == {}
        assert journal.programs(after=0, until=2) == {"zeta": 2}
        assert journal.programs(after=5, until=6) == {}


def test_the_entries_of_a_program_are_its_own_and_those_of_none(three_programs: Database) -> None:
    with three_programs.reading() as journal:
        assert numbers(journal.entries_of("zeta", after=0, until=6)) == [1, 2, 4]
        assert numbers(journal.entries_of("csec", after=0, until=6)) == [1, 6]
        assert numbers(journal.entries_of("nothing", after=0, until=6)) == [1]
        assert numbers(journal.entries_of(None, after=0, until=6)) == [1]
        assert numbers(journal.entries_of("zeta", after=1, until=3)) == [2]
        assert numbers(journal.entries_of("zeta", after=2, until=6)) == [4]
        assert numbers(journal.entries_of("zeta", after=6, until=6)) == []


def test_the_entries_of_a_program_are_whole_and_equal_to_those_read_alone(told: Database) -> None:
    with told.reading() as journal:
        mine = journal.entries_of("csec", after=0, until=LAST)
        assert mine == [journal.entry(entry.seq) for entry in mine]
        # The code in effect (10) and the document (1) are of no program.
        assert numbers(journal.entries_of(None, after=0, until=LAST)) == [1, 10]
        assert numbers(mine) == list(range(1, LAST + 1))
