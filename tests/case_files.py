"""Case files: a history and questions about it, in TOML. `tests/cases/README.md` tells the form.

Reading is strict: a key nobody knows is an error, so that a slip of the pen never passes a case.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

FORMS = ("counts", "standing", "changes", "codes", "overlap", "possible", "totals", "expect")
"""Ways to say what an answer should be; see `tests/test_cases.py`."""
_OPTIONS = ("others",)


class MalformedCase(ValueError):
    """A case file that cannot be read."""


@dataclass(frozen=True)
class Step:
    """Something recorded at one instant: facts, a correction or a retraction."""

    at: datetime
    facts: tuple[dict[str, Any], ...]
    corrects: str | None = None
    retracts: str | None = None
    reason: str = ""
    refused: str | None = None
    """Name of the error with which the step has to be refused."""


@dataclass(frozen=True)
class Ask:
    """One request, and what is expected of the answer."""

    file: str
    get: str
    why: str
    http: int
    expected: Mapping[str, Any]

    @property
    def name(self) -> str:
        """File and request, short enough for a test id."""
        return f"{self.file}: {self.get.removeprefix('/v1/').removeprefix('programs/')}"

    @property
    def known_at(self) -> datetime | None:
        """The instant of knowledge asked about, if one is."""
        given = parse_qs(urlsplit(self.get).query).get("known_at", [""])[0]
        return datetime.fromisoformat(given) if "T" in given else None


@dataclass(frozen=True)
class Case:
    """A file: the history (None: the seed) and what is asked."""

    file: str
    steps: tuple[Step, ...] | None
    asks: tuple[Ask, ...] = field(repr=False)


def read_case(path: Path) -> Case:
    """Read one case file. Raises `MalformedCase`, naming the file."""
    try:
        return case_of(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (MalformedCase, tomllib.TOMLDecodeError) as error:
        raise MalformedCase(f"{path.name}: {error}") from None


def case_of(file: str, content: Mapping[str, Any]) -> Case:
    """Read the content of a case file."""
    _only(content, "the file", needs=("record",), takes=("ask", "table"))
    record = content["record"]
    if record != "seed" and not isinstance(record, list):
        raise MalformedCase('write record = "seed", or [[record]] steps')
    steps = None if record == "seed" else tuple(_steps(record))
    asks = [_ask(file, table, "[[ask]]") for table in content.get("ask", [])]
    asks += [ask for table in content.get("table", []) for ask in _asks_of_table(file, table)]
    if not asks:
        raise MalformedCase("nothing is asked")
    return Case(file, steps, tuple(asks))


def _steps(tables: list[dict[str, Any]]) -> Iterator[Step]:
    before = datetime.min.replace(tzinfo=UTC)
    for number, table in enumerate(tables, start=1):
        where = f"[[record]] {number}"
        _only(
            table,
            where,
            needs=("at",),
            takes=("facts", "fact", "common", "corrects", "retracts", "reason", "refused"),
        )
        at = table["at"]
        if not isinstance(at, datetime) or at.tzinfo is None or at <= before:
            raise MalformedCase(f"{where}: `at` is an instant, such as 2016-03-01T09:00:00Z, later")
        before = at
        given = [key for key in ("facts", "corrects", "retracts") if key in table]
        if len(given) != 1 or ("fact" in table) != (given == ["corrects"]):
            raise MalformedCase(f"{where}: give `facts`, or `corrects` and `fact`, or `retracts`")
        facts = table.get("facts", [table["fact"]] if "fact" in table else [])
        common = table.get("common", {})
        yield Step(
            at,
            tuple(fact if fact.get("kind") == "document" else common | fact for fact in facts),
            table.get("corrects"),
            table.get("retracts"),
            table.get("reason", ""),
            table.get("refused"),
        )


def _ask(file: str, table: Mapping[str, Any], where: str) -> Ask:
    where = f"{where} {table.get('get', '')}"
    _only(table, where, needs=("get",), takes=("why", "http", *FORMS, *_OPTIONS))
    expected = {key: table[key] for key in (*FORMS, *_OPTIONS) if key in table}
    if not set(expected) & set(FORMS):
        raise MalformedCase(f"{where}: say what is expected: one of {', '.join(FORMS)}")
    if "others" in expected and "standing" not in expected:
        raise MalformedCase(f"{where}: `others` goes with `standing`")
    return Ask(file, table["get"], table.get("why", ""), table.get("http", 200), expected)


def _asks_of_table(file: str, table: Mapping[str, Any]) -> Iterator[Ask]:
    """Yield an ask for each row, or, when a county is given, for each cell."""
    where = f"[[table]] {table.get('get', '')}"
    _only(table, where, needs=("get", "rows"), takes=("why", "cells", "county", "others"))
    if ("cells" in table) == ("county" in table):
        raise MalformedCase(f'{where}: give `county`, or `cells` = "counts" or "standing"')
    head, *rows = [_cells(line) for line in table["rows"].splitlines() if line.strip()]
    rest = {key: table[key] for key in ("why", "others") if key in table}
    for row in rows:
        if len(row) != len(head) or not all(row):
            raise MalformedCase(f"{where}: the row {row} does not fit the columns {head}")
        if "cells" in table:
            cells = {table["cells"]: dict(zip(head[1:], row[1:], strict=True))}
            get = _filled(table["get"], {head[0]: row[0]}, where)
            yield _ask(file, {"get": get, **cells, **rest}, "[[table]]")
            continue
        down, _, across = head[0].partition(" / ")
        for column, cell in zip(head[1:], row[1:], strict=True):
            get = _filled(table["get"], {down: row[0], across: column}, where)
            yield _ask(file, {"get": get, "standing": {table["county"]: cell}, **rest}, "[[table]]")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _filled(get: str, values: Mapping[str, str], where: str) -> str:
    for name in values:
        if f"{{{name}}}" not in get:
            raise MalformedCase(f"{where}: the request has no place for {{{name}}}")
    try:
        return get.format(**values)
    except KeyError as error:
        raise MalformedCase(f"{where}: the rows say nothing of {error}") from None


def _only(
    table: Mapping[str, Any], where: str, *, needs: Iterable[str], takes: Iterable[str]
) -> None:
    allowed = {*needs, *takes}
    if unknown := sorted(set(table) - allowed):
        raise MalformedCase(f"{where}: no such key: {', '.join(unknown)}. {sorted(allowed)}")
    if missing := sorted(set(needs) - set(table)):
        raise MalformedCase(f"{where}: missing: {', '.join(missing)}")
