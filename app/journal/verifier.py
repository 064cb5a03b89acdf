"""Checking that the record is what was written."""

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

    @property
    def intact(self) -> bool:
        """Whether the record is what was written."""
        return self.problem is None


def verify(connection: Connection, on_entry: Callable[[int, int], None]) -> Verdict:
    """Check every hash, link, number, searchable column and text, and the head row."""
    total = connection.execute(select(func.count()).select_from(journal_entry)).scalar_one()
    done, prev_hash = 0, GENESIS
    while rows := connection.execute(
        select(journal_entry)
        .where(journal_entry.c.seq > done)
        .order_by(journal_entry.c.seq)
        .limit(_PAGE)
    ).all():
        texts = _texts(connection, rows[0].seq, rows[-1].seq)
        for row in rows:
            problem = _problem(row, done + 1, prev_hash, texts.get(row.seq, {}))
            if problem:
                return Verdict(done, prev_hash, row.seq, problem)
            done, prev_hash = row.seq, row.hash
            on_entry(done, total)
    head = connection.execute(select(journal_head)).one()
    if (head.seq, head.hash) != (done, prev_hash):
        said = f"the head row says entry {head.seq}, the journal ends with {done}"
        return Verdict(done, prev_hash, done + 1, said)
    return Verdict(done, prev_hash, None, None)


def _problem(
    row: Row[Any], seq: int, prev_hash: str, texts: dict[str, tuple[str, str]]
) -> str | None:
    if row.seq != seq:
        return f"entry {seq} is missing"
    if sha256(row.canonical).hexdigest() != row.hash:
        return "its bytes do not give its hash"
    if row.prev_hash != prev_hash:
        return "it does not follow on the entry before"
    found = content(row.canonical)
    fact = found["fact"]
    repeated = (found["seq"], found["prev_hash"], found["recorded_at"], fact["kind"])
    searched = (fact.get("program"), fact.get("county"))
    if repeated + searched != (
        row.seq,
        row.prev_hash,
        row.recorded_at,
        row.kind,
        row.program,
        row.county,
    ):
        return "its searchable columns differ from what was hashed"
    commitments = commitments_of(fact)
    for pointer, (salt, text) in texts.items():
        if commitments.get(pointer) != commitment(salt, text):
            return f"its text at {pointer} is not the one that was hashed"
    return None


def _texts(connection: Connection, first: int, last: int) -> dict[int, dict[str, tuple[str, str]]]:
    texts: dict[int, dict[str, tuple[str, str]]] = {}
    for row in connection.execute(select(entry_text).where(entry_text.c.seq.between(first, last))):
        texts.setdefault(row.seq, {})[row.pointer] = (row.salt, row.text)
    return texts
