"""Checking that the record is what was written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, func, select

from app.domain.entries import GENESIS
from app.journal.chain import content
from app.journal.sealing import commitment, commitments_of
from app.journal.tables import entry_text, journal_entry, journal_head

_PAGE = 1_000
_SALT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole chain found."""

    entries: int
    """Entries checked."""
    head: str
    """Hash of the last entry that is right."""
    wrong: int | None
    """The first entry that is not what was written; None: all are."""
    problem: str | None
    """What is wrong with it."""
    erased: int = 0
    """Texts of the entries checked that are no longer kept; their hashes still are."""

    @property
    def intact(self) -> bool:
        """Whether the record is what was written."""
        return self.problem is None


def verify(connection: Connection, on_entry: Callable[[int, int], None]) -> Verdict:
    """Check every hash, link, number, searchable column and text, and the head row.

    Args:
        connection: on which all reads see one state of the journal.
        on_entry: told how far it is: entries done, of how many.
    """
    head = connection.execute(select(journal_head)).first()
    total = connection.execute(select(func.count()).select_from(journal_entry)).scalar_one()
    last = _Link(0, GENESIS, None)
    erased = 0
    while rows := connection.execute(
        select(journal_entry)
        .where(journal_entry.c.seq > last.seq)
        .order_by(journal_entry.c.seq)
        .limit(_PAGE)
    ).all():
        texts = _texts(connection, rows[0].seq, rows[-1].seq)
        for row in rows:
            if problem := _problem(row, last, texts.get(row.seq, {})):
                return Verdict(last.seq, last.hash, last.seq + 1, problem, erased)
            erased += len(commitments_of(content(row.canonical)["fact"])) - len(
                texts.get(row.seq, {})
            )
            last = _Link(row.seq, row.hash, row.recorded_at)
            on_entry(last.seq, total)
    problem = _head_problem(head, last) or _orphans(connection, last)
    return Verdict(last.seq, last.hash, last.seq + 1 if problem else None, problem, erased)


@dataclass(frozen=True, slots=True)
class _Link:
    """An entry that is right: what the next one, or the head row, must follow on."""

    seq: int
    hash: str
    recorded_at: str | None


def _problem(row: Row[Any], last: _Link, texts: dict[str, tuple[str, str]]) -> str | None:
    if row.seq != last.seq + 1:
        return f"entry {last.seq + 1} is missing"
    if not isinstance(row.canonical, bytes):
        return "it is not kept as bytes"
    if sha256(row.canonical).hexdigest() != row.hash:
        return "its bytes do not give its hash"
    if row.prev_hash != last.hash:
        return "it does not follow on the entry before"
    return _content_problem(row, texts)


def _content_problem(row: Row[Any], texts: dict[str, tuple[str, str]]) -> str | None:
    try:
        found = content(row.canonical)
        repeated = (found["seq"], found["prev_hash"], found["recorded_at"], found["fact"]["kind"])
        searched = (found["fact"].get("program"), found["fact"].get("county"))
        commitments = commitments_of(found["fact"])
    except (ValueError, LookupError, TypeError, AttributeError):
        return "its bytes are not an entry"
    columns = (row.seq, row.prev_hash, row.recorded_at, row.kind, row.program, row.county)
    if repeated + searched != columns:
        return "its searchable columns differ from what was hashed"
    for pointer, (salt, text) in texts.items():
        if not _committed(commitments.get(pointer), salt, text):
            return f"its text at {pointer} is not the one that was hashed"
    return None


def _committed(hashed: str | None, salt: object, text: object) -> bool:
    """Say whether a text is the one that was hashed. SQLite keeps what it is given, of any type."""
    if not (isinstance(salt, str) and isinstance(text, str) and _SALT.fullmatch(salt)):
        return False
    return hashed == commitment(salt, text)


def _head_problem(head: Row[Any] | None, last: _Link) -> str | None:
    if head is None:
        return "the head row is missing"
    if head.seq != last.seq:
        return f"the head row says entry {head.seq}, the journal ends with {last.seq}"
    if head.hash != last.hash:
        return "the head row says another hash than that of the last entry"
    if head.recorded_at != last.recorded_at:
        return "the head row says another instant than that of the last entry"
    return None


def _orphans(connection: Connection, last: _Link) -> str | None:
    """Find words of entries that do not exist."""
    beyond = ~entry_text.c.seq.between(1, last.seq)
    found = connection.execute(select(func.min(entry_text.c.seq)).where(beyond)).scalar()
    return None if found is None else f"there is a text of entry {found}, which does not exist"


def _texts(connection: Connection, first: int, last: int) -> dict[int, dict[str, tuple[str, str]]]:
    texts: dict[int, dict[str, tuple[str, str]]] = {}
    for row in connection.execute(select(entry_text).where(entry_text.c.seq.between(first, last))):
        texts.setdefault(row.seq, {})[row.pointer] = (row.salt, row.text)
    return texts
