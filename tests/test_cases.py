"""Every case file, asked over HTTP on both databases: worked answers, textbook histories.

An answer pinned by `known_at` is taken twice: when no more than that had been recorded, and when
all had. It must be the same.
"""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.commands.correct_entry import correct_entry, retract_entry
from app.commands.record_entries import record_entries
from app.domain import errors
from app.domain.counties import Counties
from app.domain.errors import ProgramError
from app.domain.reading import read_fact
from app.journal.database import Database
from app.journal.writer import Journal
from app.main import create_app
from app.settings import Settings
from tests.case_files import Ask, Case, MalformedCase, Step, case_of, read_case

CASES = [read_case(path) for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))]
NOW = datetime(2026, 11, 25, tzinfo=UTC)
Body = Mapping[str, Any]


# --- Playing: recording the steps, and asking ------------------------------------------------


@dataclass
class Stage:
    """A case on a database of its own, all of it recorded."""

    app: FastAPI
    then: dict[str, tuple[int, Body]] = field(default_factory=dict)
    """Answers to pinned questions, taken before anything later was recorded."""

    async def ask(self, get: str) -> tuple[int, Body]:
        transport = ASGITransport(self.app)
        async with AsyncClient(transport=transport, base_url="http://csec.test") as client:
            response = await client.get(get)
        return response.status_code, response.json()


@dataclass
class Recorder:
    """Records steps, and remembers the entries that the case file has a name for."""

    database: Database
    counties: Counties
    called: dict[str, int] = field(default_factory=dict)

    def record(self, step: Step) -> None:
        with self.database.writing(lambda: step.at) as journal:
            if step.refused is None:
                self._write(journal, step)
                return
        with (
            pytest.raises(getattr(errors, step.refused)),
            self.database.writing(lambda: step.at) as journal,
        ):
            self._write(journal, step)

    def _write(self, journal: Journal, step: Step) -> None:
        names = [fact.get("called") for fact in step.facts]
        facts = [read_fact(self._plain(fact)) for fact in step.facts]
        by = {"recorded_by": "case", "batch": step.at.isoformat()}
        if step.corrects:
            written = [
                correct_entry(
                    journal,
                    self.counties,
                    self.called[step.corrects],
                    facts[0],
                    reason=step.reason,
                    **by,
                )
            ]
        elif step.retracts:
            target = self.called[step.retracts]
            written = [retract_entry(journal, self.counties, target, reason=step.reason, **by)]
        else:
            written = record_entries(journal, self.counties, facts, **by)
        if facts:
            named = zip(names, written, strict=True)
            self.called |= {name: entry.seq for name, entry in named if name}

    def _plain(self, fact: dict[str, Any]) -> dict[str, Any]:
        """Return a fact as a writer sends it: entries by number, no name of its own."""
        after = fact.get("after")
        numbered = {"after": self.called[after]} if isinstance(after, str) else {}
        return {key: value for key, value in (fact | numbered).items() if key != "called"}


@dataclass
class Theatre:
    """Where cases are played: each once on each engine."""

    new_url: Callable[[str, str | None], str]
    migrated: Callable[[str], str]
    loaded: Callable[[str], str]
    counties: Counties
    stages: dict[tuple[str, str], Stage] = field(default_factory=dict)

    async def play(self, engine: str, case: Case) -> Stage:
        if (engine, case.file) not in self.stages:
            self.stages[engine, case.file] = await self._played(engine, case)
        return self.stages[engine, case.file]

    async def _played(self, engine: str, case: Case) -> Stage:
        original = self.loaded if case.steps is None else self.migrated
        url = self.new_url(engine, original(engine))
        stage = Stage(create_app(Settings(database_url=url), lambda: NOW))
        database = Database(url)
        recorder = Recorder(database, self.counties)
        waiting = [] if case.steps is None else [ask for ask in case.asks if ask.known_at]
        try:
            for number, step in enumerate(case.steps or (), start=1):
                due = [ask for ask in waiting if ask.known_at and ask.known_at < step.at]
                waiting = [ask for ask in waiting if ask not in due]
                stage.then |= {ask.get: await stage.ask(ask.get) for ask in due}
                try:
                    recorder.record(step)
                except (ProgramError, KeyError) as error:
                    pytest.fail(f"{case.file}.toml, [[record]] {number}: {error!r}", pytrace=False)
        finally:
            database.dispose()
        return stage

    def close(self) -> None:
        for stage in self.stages.values():
            stage.app.state.database.dispose()


@pytest.fixture(scope="session")
def theatre(
    new_url: Callable[[str, str | None], str],
    migrated: Callable[[str], str],
    loaded: Callable[[str], str],
    counties: Counties,
) -> Generator[Theatre]:
    theatre = Theatre(new_url, migrated, loaded, counties)
    yield theatre
    theatre.close()


# --- Comparing: one line for each thing expected ----------------------------------------------


@dataclass(frozen=True)
class Line:
    """One thing expected, and what came instead."""

    what: str
    expected: object
    got: object


@dataclass(frozen=True)
class Tally:
    """A count as a case file writes it: `15 (13..15), 2 named, 13 unnamed`."""

    count: int
    least: int
    most: int
    named: int | None
    unnamed: int | None

    @classmethod
    def read(cls, text: str) -> Self:
        pattern = r"(\d+)(?: \((\d+)\.\.(\d+)\))?(?:, (\d+) named)?(?:, (\d+) unnamed)?"
        found = re.fullmatch(pattern, text)
        if found is None:
            raise MalformedCase(f"not a count: {text!r}. Such as: 15 (13..15), 2 named")
        count, least, most, named, unnamed = found.groups()
        return cls(
            int(count),
            int(least or count),
            int(most or count),
            None if named is None else int(named),
            None if unnamed is None else int(unnamed),
        )

    def __str__(self) -> str:
        definite = self.least == self.count == self.most
        parts = [f"{self.count}" if definite else f"{self.count} ({self.least}..{self.most})"]
        parts += [] if self.named is None else [f"{self.named} named"]
        parts += [] if self.unnamed is None else [f"{self.unnamed} unnamed"]
        return ", ".join(parts)


@dataclass(frozen=True)
class Stand:
    """Where a county stands, as a case file writes it: the certain reading first.

    `tier_1 or tier_2 since 2015-10 until 2015-11 by cfl-15-16-22`; and `participating: tier_1 or
    tier_2` when the reading is not among what is possible.
    """

    reading: str
    possible: frozenset[str]
    since: str | None
    until: str | None
    by: str | None

    @classmethod
    def read(cls, text: str) -> Self:
        pattern = r"(?:(\w+): )?(\w+(?: or \w+)*)(?: since (\S+))?(?: until (\S+))?(?: by (\S+))?"
        found = re.fullmatch(pattern, text)
        if found is None:
            raise MalformedCase(f"not a standing: {text!r}. Such as: tier_1 or tier_2 since 2015")
        reading, possible, since, until, by = found.groups()
        options = possible.split(" or ")
        return cls(reading or options[0], frozenset(options), since, until, by)

    @classmethod
    def of(cls, row: Body) -> Self:
        since, until = (row[key] and row[key]["edtf"] for key in ("since", "until"))
        return cls(row["status"], frozenset(row["possible"]), since, until, row["document"])

    def saying_as_much_as(self, other: "Stand") -> "Stand":
        """Return this without what the other leaves open."""
        return replace(
            self,
            since=self.since if other.since else None,
            until=self.until if other.until else None,
            by=self.by if other.by else None,
        )

    def __str__(self) -> str:
        words = " or ".join(sorted(self.possible, key=lambda one: (one != self.reading, one)))
        words = words if self.reading in self.possible else f"{self.reading}: {words}"
        for key in ("since", "until", "by"):
            words += f" {key} {getattr(self, key)}" if getattr(self, key) else ""
        return words


def compare(expected: Mapping[str, Any], body: Body) -> list[Line]:
    """Return a line for each thing expected."""
    forms: dict[str, Callable[[Any, Body], Iterable[Line]]] = {
        "counts": _counts,
        "standing": lambda said, body: _standing(said, expected.get("others"), body),
        "changes": _changes,
        "codes": _codes,
        "overlap": lambda said, body: _names("meets all", said, body["counties"]),
        "possible": lambda said, body: _names("may meet all", said, body["possible"]),
        "totals": _totals,
        "expect": _paths,
    }
    return [line for key in expected if key in forms for line in forms[key](expected[key], body)]


def _counts(said: Mapping[str, str], body: Body) -> Iterator[Line]:
    rows = {row["status"]: row for row in body["counts"]}
    for status in dict.fromkeys((*rows, *said)):
        wanted = Tally.read(said.get(status, "0"))
        if status not in rows:
            yield Line(status, wanted, "no such status")
            continue
        row = rows[status]
        yield Line(
            status,
            wanted,
            Tally(
                row["count"],
                row["min"],
                row["max"],
                None if wanted.named is None else row["named"],
                None if wanted.unnamed is None else row["unnamed"],
            ),
        )
        yield Line(f"{status}: named + unnamed", row["count"], row["named"] + row["unnamed"])
    yield Line("sum", body["total"], sum(row["count"] for row in rows.values()))


def _standing(said: Mapping[str, str], others: str | None, body: Body) -> Iterator[Line]:
    rows = {row["county"]: row for row in body["counties"]}
    for county, text in said.items():
        wanted = Stand.read(text)
        if county in rows:
            yield Line(county, wanted, Stand.of(rows[county]).saying_as_much_as(wanted))
        else:
            yield Line(county, wanted, "no row")
    for county in rows if others else ():
        if county not in said:
            wanted = Stand.read(others or "")
            yield Line(county, wanted, Stand.of(rows[county]).saying_as_much_as(wanted))


def _changes(said: list[str], body: Body) -> Iterator[Line]:
    wanted = dict(text.split(": ", 1) for text in said)
    got = {row["county"]: f"{row['from']} -> {row['to']}" for row in body["changes"]}
    for county in sorted({*wanted, *got}):
        yield Line(county, wanted.get(county, "no change"), got.get(county, "no change"))
    for row in body["balance"]:
        moved = row["moved_in"] - row["moved_out"] + row["unnamed_change"]
        yield Line(f"balance of {row['status']}", row["before"] + moved, row["after"])


def _codes(said: Mapping[str, str], body: Body) -> Iterator[Line]:
    got = {row["code"]: row["standing"] for row in body["codes"]}
    for code in dict.fromkeys((*said, *got)):
        yield Line(code, said.get(code, "not there"), got.get(code, "not there"))
    in_effect = sum(standing == "in_effect" for standing in said.values())
    yield Line("in effect", in_effect, body["count"])


def _names(what: str, said: list[str], rows: list[Body]) -> Iterator[Line]:
    yield Line(what, sorted(said), sorted(row["county"] for row in rows))


def _totals(said: Mapping[str, str], body: Body) -> Iterator[Line]:
    """Compare printed totals: `printed 22, named 2, predicted 22, agrees`."""
    for key, text in said.items():
        effective, status = key.split(" ")
        rows = [
            row
            for row in body["totals"]
            if (row["effective"], row["status"]) == (effective, status)
        ]
        if len(rows) != 1:
            yield Line(key, text, f"{len(rows)} such totals")
            continue
        row = rows[0]
        words = {
            f"printed {row['printed']}",
            f"named {row['named']}",
            f"unnamed {row['unnamed']}",
            f"predicted {'nothing' if row['predicted'] is None else row['predicted']}",
            {True: "agrees", False: "disagrees", None: "nothing to compare"}[row["agrees"]],
            f"differs by {row['difference']}",
            f"{row['discrepancy']} too many named",
        }
        for part in text.split(", "):
            near = [word for word in words if word.split()[0] == part.split()[0]]
            yield Line(key, part, part if part in words else ", ".join(near or sorted(words)))


def _paths(said: Mapping[str, Any], body: Body) -> Iterator[Line]:
    for path, wanted in said.items():
        yield Line(path, wanted, _at(path, body))


def _at(path: str, body: Any) -> object:  # noqa: ANN401 - any JSON value
    """Follow `counts[status=tier_1].min`, `totals[0].printed`, `changes.length`."""
    found = body
    for name, key, value, index in re.findall(r"(\w+)|\[(\w+)=([^\]]*)\]|\[(\d+)\]", path):
        try:
            if name == "length":
                found = len(found)
            elif name:
                found = found[name]
            elif key:
                (found,) = (one for one in found if str(one[key]) == value)
            else:
                found = found[int(index)]
        except (KeyError, IndexError, TypeError, ValueError):
            return f"nothing at {name or key or index}"
    return found


def _report(case: Case, ask: Ask, lines: list[Line]) -> str:
    """Say file, question, expected and got, with a mark at what differs."""
    shown = [(line.what, str(line.expected), str(line.got)) for line in lines]
    shown = [("", "expected", "got"), *shown]
    wide = [max(len(row[i]) for row in shown) for i in (0, 1)]
    marks = ["  ", *("  " if line.expected == line.got else "! " for line in lines)]
    table = [
        f"  {mark}{what:<{wide[0]}}  {expected:<{wide[1]}}  {got}"
        for mark, (what, expected, got) in zip(marks, shown, strict=True)
    ]
    asked = [f"tests/cases/{case.file}.toml", f"  GET {ask.get}", f"  {ask.why}".rstrip()]
    return "\n".join(["", *(line for line in asked if line), *table])


# --- The tests --------------------------------------------------------------------------------


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("case", "ask"),
    [pytest.param(case, ask, id=ask.name) for case in CASES for ask in case.asks],
)
async def test_case(theatre: Theatre, engine: str, case: Case, ask: Ask) -> None:
    stage = await theatre.play(engine, case)
    code, body = await stage.ask(ask.get)
    lines = [Line("HTTP", ask.http, code if code == ask.http else f"{code} {body.get('detail')}")]
    if code == ask.http:
        lines += compare(ask.expected, body)
    if ask.get in stage.then and stage.then[ask.get] != (code, body):
        before = stage.then[ask.get][1]
        lines += [
            Line(f"then: {key}", before.get(key), body.get(key))
            for key in dict.fromkeys((*before, *body))
            if before.get(key) != body.get(key)
        ]
    if any(line.expected != line.got for line in lines):
        told = [line for line in lines if line.expected != line.got or ": named +" not in line.what]
        pytest.fail(_report(case, ask, told), pytrace=False)


ASK = {"get": "/v1/programs/csec/counts?as_of=2015-11-15", "counts": {"tier_1": "15"}}


@pytest.mark.parametrize(
    "content",
    [
        {"record": "sead", "ask": [ASK]},
        {"record": "seed"},
        {"record": "seed", "asks": [ASK]},
        {"record": "seed", "ask": [ASK | {"count": {"tier_1": "15"}}]},
        {"record": "seed", "ask": [{"get": ASK["get"]}]},
        {"record": [{"at": NOW, "fact": {}}], "ask": [ASK]},
        {"record": [{"at": NOW, "facts": [], "byy": "x"}], "ask": [ASK]},
        {"record": "seed", "table": [{"get": "?a={a}", "cells": "counts", "rows": "b|c\n1|2"}]},
        {"record": "seed", "table": [{"get": "?a={a}", "cells": "counts", "rows": "a|c\n1"}]},
    ],
)
def test_a_slip_of_the_pen_is_an_error(content: dict[str, Any]) -> None:
    with pytest.raises(MalformedCase):
        case_of("slip", content)


@pytest.mark.parametrize("text", ["15 (13.15)", "15 2 named", "fifteen", ""])
def test_a_count_is_read_strictly(text: str) -> None:
    with pytest.raises(MalformedCase):
        Tally.read(text)


@pytest.mark.parametrize("text", ["tier_1 tier_2", "tier_1 or", "tier_1 sinse 2015", ""])
def test_a_standing_is_read_strictly(text: str) -> None:
    with pytest.raises(MalformedCase):
        Stand.read(text)


def test_what_differs_is_marked() -> None:
    body = {
        "total": 58,
        "counts": [
            {"status": "tier_1", "count": 15, "min": 13, "max": 15, "named": 2, "unnamed": 13},
            {
                "status": "not_recorded",
                "count": 43,
                "min": 43,
                "max": 43,
                "named": 43,
                "unnamed": 0,
            },
        ],
    }
    case = case_of("cases", {"record": "seed", "ask": [ASK]})
    report = _report(
        case, case.asks[0], compare({"counts": {"tier_1": "15", "teir_2": "20"}}, body)
    )
    assert re.search(r"tests/cases/cases\.toml\n  GET /v1/programs/csec/counts\?as_of", report)
    assert re.search(r"! tier_1 +15 +15 \(13\.\.15\)\n", report)
    assert re.search(r"! not_recorded +0 +43\n", report)
    assert re.search(r"! teir_2 +20 +no such status\n", report)
