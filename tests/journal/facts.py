"""Facts of every kind, with every field, for the journal's tests; and raw access to its tables."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from app.domain.entries import Entry
from app.domain.facts import Fact
from app.domain.reading import read_fact
from app.journal.database import Database
from app.journal.engine import journal_engine
from tests.conftest import Ticking

SAID: list[dict[str, Any]] = [
    {
        "kind": "document",
        "document": "cfl-15-16-22",
        "type": "CFL",
        "title": "Allocations — “CSEC” Program, año 2015-16 \U0001f4b5",
        "number": "15/16-22",
        "issued": "2015-10-02",
        "announced": "2015-10",
        "url": "https://www.cdss.ca.gov/lettersnotices/entres/getinfo/cfl/2015-16/15-16_22.pdf",
        "publisher": "CDSS",
        "series": "cfl",
        "grade": "primary",
        "errata_to": "cfl-15-16-21",
        "supersedes": "cfl-15-16-20",
        "locator": "the whole letter",
        "also_cited": [
            {"document": "acl-14-62", "locator": "page 3"},
            {"document": "acin-1-23-15"},
        ],
        "note": "first line\n\tsecond line",
    },
    {
        "kind": "program_defined",
        "program": "csec",
        "name": "CSEC Program",
        "term": "fiscal_year",
        "document": "cfl-15-16-22",
        "statuses": [
            {
                "code": "participating",
                "label": "Participating",
                "participating": True,
                "covers": ["tier_1", "tier_2"],
            },
            {"code": "tier_1", "label": "Tier I", "participating": True},
            {"code": "tier_2", "label": "Tier II", "participating": True},
            {"code": "withdrawn", "label": "Withdrawn", "participating": False},
        ],
        "moves": [["tier_1", "tier_2"], ["tier_2", "withdrawn"]],
        "two_persons": True,
    },
    {
        "kind": "plan_submitted",
        "program": "csec",
        "county": "06099",
        "fiscal_year": "2015-16",
        "effective": "[..2015-06-30]",
        "document": "cfl-15-16-22",
    },
    {
        "kind": "protocol_submitted",
        "program": "csec",
        "county": "06097",
        "fiscal_year": "2015-16",
        "effective": "2015-23~",
        "document": "cfl-15-16-22",
        "locator": "table 2",
    },
    {
        "kind": "status_changed",
        "program": "csec",
        "county": "06099",
        "fiscal_year": "2015-16",
        "effective": "2015-11",
        "to": "tier_2",
        "from": "tier_1",
        "until": "unknown",
        "after": 3,
        "resumes": 4,
        "group": "november-moves",
        "document": "cfl-15-16-22",
        "evidence": "inferred",
        "reasoning": "The letter names it among the counties that moved.",
    },
    {
        "kind": "status_changed",
        "program": "csec",
        "county": "06001",
        "effective": "2015-10-03?",
        "to": "tier_1",
        "until": "[2016-05-01..2016-05-31]",
        "document": "cfl-15-16-22",
    },
    {
        "kind": "allocation",
        "program": "csec",
        "county": "06099",
        "fiscal_year": "2015-16",
        "effective": "2015-10-02",
        "amount": "277628.05",
        "tier": "tier_2",
        "joint_with": ["06097", "06001"],
        "document": "cfl-15-16-22",
        "locator": "Attachment I",
    },
    {
        "kind": "control_total",
        "program": "csec",
        "fiscal_year": "2015-16",
        "effective": "2015-10",
        "counts": {"tier_1": 15, "tier_2": 20},
        "amount": "14000000.00",
        "exhaustive": True,
        "document": "cfl-15-16-22",
    },
    {
        "kind": "milestone",
        "program": "csec",
        "milestone": "sb-855",
        "title": "SB 855 is chaptered",
        "category": "law",
        "state": "occurred",
        "effective": "2014-06-20",
        "until": "2014-09",
        "counties": ["06099", "06097"],
        "confirms": "sb-855-planned",
        "document": "cfl-15-16-22",
    },
    {
        "kind": "code_in_effect",
        "code": "s-csec-at-risk",
        "label": "S-CSEC At Risk",
        "state": "planned",
        "effective": "2016-23",
        "document": "cfl-15-16-22",
        "note": "expected",
    },
    {
        "kind": "source_checked",
        "program": "csec",
        "series": "cfl",
        "through": "2026-06-30",
        "document": "cfl-15-16-22",
    },
    {
        "kind": "correction",
        "program": "csec",
        "county": "06099",
        "target": 5,
        "reason": "The month was misread.",
        "fact": {
            "kind": "status_changed",
            "program": "csec",
            "county": "06099",
            "effective": "2015-11-15",
            "to": "tier_2",
            "document": "cfl-15-16-22",
            "locator": "page 2",
            "also_cited": [{"document": "acl-14-62", "locator": "page 4"}],
        },
    },
    {
        "kind": "retraction",
        "program": "csec",
        "county": "06001",
        "target": 6,
        "reason": "It was about another county.",
        "document": "cfl-15-16-22",
    },
    {
        "kind": "rule_overridden",
        "program": "csec",
        "county": "06099",
        "announced": "2015-12",
        "locator": "p. 1",
        "also_cited": [{"document": "acl-14-62"}],
        "note": "seen by two",
        "evidence": "inferred",
        "reasoning": "the letter is later",
        "rule": "move-not-allowed",
        "entry": 3,
        "reason": "the letter says so",
    },
]
"""At least one of every kind; together they hold every field there is."""

TABLES = ("journal_entry", "entry_text", "journal_head")
GENESIS = "0" * 64


def facts(said: Sequence[Mapping[str, Any]] = SAID) -> list[Fact]:
    return [read_fact(each) for each in said]


def letter(number: int, **more: object) -> Fact:
    """Return a document of a number, cheap and unlike any other."""
    name = f"letter-{number}"
    return read_fact({"kind": "document", "document": name, "type": "L", "title": name, **more})


def tell(database: Database, clock: Ticking | None = None) -> list[Entry]:
    """Write down facts of every kind, in three batches."""
    written: list[Entry] = []
    told, clock = facts(), clock or Ticking()
    for batch, some in enumerate((told[:2], told[2:8], told[8:]), start=1):
        with database.writing(clock) as journal:
            written += journal.append(some, recorded_by="tester", batch=f"batch-{batch}")
    return written


@contextmanager
def raw(url: str) -> Generator[Connection]:
    """A connection with the pragmas of the program, in a transaction rolled back at the end."""
    engine = journal_engine(url)
    try:
        with engine.connect().execution_options(writing=True) as connection:
            connection.begin()
            yield connection
            connection.rollback()
    finally:
        engine.dispose()


@contextmanager
def tampering(url: str) -> Generator[Connection]:
    """As `raw`, with the triggers out of the way (and, on PostgreSQL, foreign keys)."""
    with raw(url) as connection:
        if connection.dialect.name == "postgresql":
            for table in TABLES:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        else:
            found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in connection.execute(text(found)).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        yield connection


def rows(connection: Connection, table: str) -> Sequence[RowMapping]:
    """Return a table, whole and in order."""
    order = "seq, pointer" if table == "entry_text" else "seq"
    query = text(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608 - our own tables
    return connection.execute(query).mappings().all()


def everything(url: str) -> dict[str, Sequence[RowMapping]]:
    """Return every row of the record."""
    with raw(url) as connection:
        return {table: rows(connection, table) for table in TABLES}
