"""An existing record moves in with its own instants, whole, or not at all."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.commands.kept_file import read_kept
from app.commands.move_in import Kept, move_in
from app.domain import errors
from app.domain.counties import Counties
from app.domain.reading import read_fact
from app.journal.database import Database
from tests.commands.conftest import LETTER, PROGRAM, moved
from tests.conftest import Ticking

START = datetime(2015, 6, 1, 9, tzinfo=UTC)


def line(day: int, fact: dict[str, Any], **more: str) -> dict[str, Any]:
    moment = START + timedelta(days=day)
    return {"recorded_at": moment.isoformat(), "recorded_by": "Ann", "batch": f"day {day}"} | {
        "fact": fact,
        **more,
    }


def written(folder: Path, lines: list[dict[str, Any]]) -> Path:
    path = folder / "record.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in lines), encoding="utf-8")
    return path


GOOD = [
    line(0, LETTER),
    line(0, PROGRAM),
    line(150, moved("Kern", "tier_1", "2015-10")),
    line(160, {"kind": "correction", "target": 3, "reason": "the day",
               "fact": moved("Kern", "tier_1", "2015-10-05")}),
    line(170, moved("Napa", "tier_2", "2015-11", after=4)),
]  # fmt: skip


def retracted(target: int) -> dict[str, Any]:
    return {"kind": "retraction", "target": target, "reason": "r"}


def run(database: Database, counties: Counties, path: Path) -> int:
    with database.writing(Ticking()) as journal:
        return len(move_in(journal, counties, read_kept(path)))


def test_a_record_kept_since_2015_answers_known_at_in_2015(
    empty: Database, counties: Counties, tmp_path: Path
) -> None:
    assert run(empty, counties, written(tmp_path, GOOD)) == 5
    assert empty.verify().intact
    with empty.reading() as journal:
        entries = journal.entries()
        assert [e.recorded_at for e in entries] == [
            START + timedelta(days=day) for day in (0, 0, 150, 160, 170)
        ]
        assert all(entry.backfilled for entry in entries)
        assert journal.last_recorded_by(START + timedelta(days=155)) == 3
    with empty.writing(Ticking()) as journal:
        (entry,) = journal.append(
            [read_fact({**LETTER, "document": "e"})], recorded_by="a", batch="b"
        )
        assert not entry.backfilled
    assert empty.verify().intact


def test_a_spreadsheet_says_the_same_with_codebooks_from_elsewhere(
    empty: Database, counties: Counties, tmp_path: Path
) -> None:
    path = tmp_path / "record.csv"
    path.write_text(
        "recorded_at,recorded_by,kind,program,county,fiscal_year,effective,to,document,counts,"
        "exhaustive,target,reason\n"
        "2015-10-31T09:00:00-07:00,Ann,status_changed,csec,Kern,2015-16,2015-10,tier_1,letter,,,,\n"
        "2015-11-30T09:00:00-08:00,Ann,control_total,csec,,2015-16,2015-11,,letter,"
        "tier_1=13;tier_2=22,true,,\n"
        "2015-12-01T09:00:00-08:00,Bob,retraction,csec,,,,,,,,1,it was Kings\n",
        encoding="utf-8",
    )
    with empty.writing(Ticking()) as journal:
        first = [read_fact(LETTER), read_fact(PROGRAM)]
        entries = move_in(journal, counties, read_kept(path), first)
    assert [e.fact.kind for e in entries][2:] == ["status_changed", "control_total", "retraction"]
    assert entries[-1].fact.target == 3  # type: ignore[attr-defined]
    assert entries[2].recorded_at == datetime(2015, 10, 31, 16, tzinfo=UTC)
    assert entries[1].recorded_at == entries[2].recorded_at - timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("lines", "row", "said"),
    [
        ([*GOOD, line(100, moved("Yolo", "tier_1", "2015-10"))], 6, "order the rows"),
        ([*GOOD, line(9000, moved("Yolo", "tier_1", "2015-10"))], 6, "in the future"),
        ([*GOOD, line(170, moved("Yolo", "tier_1", "2015-10"), batch="x")], 6, "one batch"),
        ([*GOOD, line(180, moved("Yolo", "tier_9", "2015-10"))], 6, "no status"),
        ([*GOOD, line(180, moved("Yoloo", "tier_1", "2015-10"))], 6, "Did you mean Yolo"),
        (
            [*GOOD, line(180, retracted(3))],
            6,
            "does not stand",
        ),
        (
            [*GOOD, line(180, retracted(9))],
            6,
            "does not stand",
        ),
        ([*GOOD, line(180, LETTER)], 6, "word for word"),
        ([*GOOD, line(180, retracted(1))], 6, "rest on"),
        ([*GOOD, line(180, retracted(4))], 6, "came after"),
        (
            [
                *GOOD,
                line(
                    180,
                    {
                        "kind": "correction",
                        "target": 1,
                        "reason": "r",
                        "fact": {**LETTER, "document": "other"},
                    },
                ),
            ],
            6,
            "keeps its id",
        ),
        (
            [*GOOD, line(180, {"kind": "correction", "target": 5, "reason": "r", "fact": LETTER})],
            6,
            "so must the fact be",
        ),
        ([*GOOD, line(180, {**PROGRAM, "term": "none"})], 6, "keeps the term"),
        (
            [
                *GOOD,
                line(180, moved("Yolo", "tier_1", "2015-10", document="later")),
                line(181, {**LETTER, "document": "later"}),
            ],
            6,
            "no document 'later'",
        ),
        ([*GOOD, line(180, moved("Yolo", "tier_1", "2015-10", resumes=3))], 6, "does not give"),
        (
            [
                *GOOD,
                line(
                    180,
                    {
                        "kind": "rule_overridden",
                        "program": "csec",
                        "county": "Kern",
                        "rule": "nope",
                        "entry": 4,
                        "reason": "r",
                    },
                ),
            ],
            6,
            "breaks no rule",
        ),
        ([*GOOD, line(180, moved("Yolo", "tier_1", "2015-13"))], 6, "2015-13"),
        ([*GOOD, {**line(180, LETTER), "recorded_at": "2015-12-01"}], 6, "an instant"),
        ([*GOOD, {**line(180, LETTER), "seq": 1}], 6, "no such field"),
    ],
)
def test_what_cannot_be_is_told_by_its_row_and_nothing_is_written(
    empty: Database,
    counties: Counties,
    tmp_path: Path,
    lines: list[dict[str, Any]],
    row: int,
    said: str,
) -> None:
    with pytest.raises(errors.MalformedFact) as caught:
        run(empty, counties, written(tmp_path, lines))
    assert {fault.row for fault in caught.value.faults} == {row}
    assert said in caught.value.detail
    with empty.reading() as journal:
        assert journal.head().seq == 0


def test_only_into_an_empty_journal(empty: Database, counties: Counties, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    run(empty, counties, path)
    with pytest.raises(errors.Refused, match="into an empty one only"):
        run(empty, counties, path)
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(errors.Malformed, match="holds no entries"):
        read_kept(tmp_path / "empty.jsonl")
    (tmp_path / "record.csv").write_text("kind,county\n")
    with pytest.raises(errors.Malformed, match="no column 'recorded_at'"):
        read_kept(tmp_path / "record.csv")
    (tmp_path / "record.jsonl").write_text("{")
    with pytest.raises(errors.Malformed, match="Line 1 is not JSON"):
        read_kept(tmp_path / "record.jsonl")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_ten_thousand_entries_move_in_at_once(empty: Database, counties: Counties) -> None:
    fips = [county.fips for county in counties]
    facts = [read_fact(LETTER), read_fact({**PROGRAM, "term": "none"})]
    kept = []
    for at in range(10_000):
        day = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(days=at // len(fips))
        fact = moved(
            fips[at % len(fips)], ("tier_1", "tier_2")[at // len(fips) % 2], str(day.date())
        )
        del fact["fiscal_year"]
        kept.append(Kept(at, read_fact(fact), START + timedelta(minutes=at), "Ann", f"row {at}"))
    with empty.writing(Ticking()) as journal:
        assert len(move_in(journal, counties, kept, facts)) == 10_002
    assert empty.verify().entries == 10_002
