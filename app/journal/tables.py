"""The tables of the record. Rows are added, never changed or removed, but for the one head row.

Triggers in the database refuse UPDATE, DELETE and TRUNCATE (migration 0001), so that neither a
bug nor a hurried hand can rewrite what was known.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

INSTANT = String(27)
"""An instant as it is hashed: ``2026-11-24T10:00:00.000000Z``. Its order is that of time."""
HASH = String(64)
"""SHA-256 in hexadecimal."""

journal_entry = Table(
    "journal_entry",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("recorded_at", INSTANT, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("program", String(80)),
    Column("county", String(5)),
    Column("canonical", LargeBinary, nullable=False),
    Column("prev_hash", HASH, nullable=False, unique=True),
    Column("hash", HASH, nullable=False, unique=True),
    CheckConstraint("seq >= 1", name="seq_counts_from_one"),
    CheckConstraint("length(hash) = 64 AND length(prev_hash) = 64", name="hashes_are_whole"),
    Index(None, "program", "seq"),
    Index(None, "recorded_at", "seq"),
)
"""One row an entry. `canonical` is what is hashed, byte for byte; `kind`, `program`, `county`
and `recorded_at` repeat it for searching, and `csec verify` compares them."""

entry_text = Table(
    "entry_text",
    metadata,
    Column("seq", BigInteger, ForeignKey("journal_entry.seq"), primary_key=True),
    Column("pointer", String(200), primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("text", Text, nullable=False),
)
"""A person's words, by JSON Pointer into the fact. The entry holds their salted hash, so that
words that should not be here can be erased lawfully while the chain still verifies."""

journal_head = Table(
    "journal_head",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("recorded_at", INSTANT),
    Column("hash", HASH, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
"""The last entry. Writers lock this row first, so appends come one after another."""

api_key = Table(
    "api_key",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("scopes", String(40), nullable=False),
    Column("mac", HASH, nullable=False),
    Column("created_at", INSTANT, nullable=False),
    Column("expires_at", INSTANT, nullable=False),
    Column("revoked_at", INSTANT),
    Column("last_used_at", INSTANT),
)
"""Who may write. `mac` is HMAC-SHA-256 of the secret under the pepper, which is kept elsewhere."""

kept_answer = Table(
    "kept_answer",
    metadata,
    Column("key_id", String(8), ForeignKey("api_key.id"), primary_key=True),
    Column("idempotency_key", String(255), primary_key=True),
    Column("fingerprint", HASH, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("recorded_at", INSTANT, nullable=False),
)
"""The first answer to a write, by Idempotency-Key, kept for ever in the transaction it tells of."""

draft = Table(
    "draft",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("program", String(80), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", INSTANT, nullable=False),
    Column("created_by", String(8), ForeignKey("api_key.id"), nullable=False),
    Column("state", String(10), nullable=False),
    Column("decided_at", INSTANT),
    Column("decided_by", String(8), ForeignKey("api_key.id")),
    CheckConstraint("state IN ('open', 'published', 'discarded')", name="state"),
)
"""Batches that wait for a second person. No read, count or feed sees them."""
