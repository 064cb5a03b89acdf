"""Create the journal, append-only.

Revision ID: 0001
Revises: nothing

The downgrade is refused while the journal holds entries: it would lose them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REFUSED = "the journal is append-only: record a correction or a retraction instead"
APPEND_ONLY = ("journal_entry", "entry_text")
GENESIS = "0" * 64


def upgrade() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("program", sa.String(80)),
        sa.Column("county", sa.String(5)),
        sa.Column("canonical", sa.LargeBinary, nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("prev_hash", name=op.f("uq_journal_entry_prev_hash")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_journal_entry_seq_counts_from_one")),
        sa.CheckConstraint(
            "length(hash) = 64 AND length(prev_hash) = 64",
            name=op.f("ck_journal_entry_hashes_are_whole"),
        ),
    )
    op.create_index(op.f("ix_journal_entry_program_seq"), "journal_entry", ["program", "seq"])
    op.create_index(
        op.f("ix_journal_entry_recorded_at_seq"), "journal_entry", ["recorded_at", "seq"]
    )
    op.create_table(
        "entry_text",
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("pointer", sa.String(200), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", "pointer", name=op.f("pk_entry_text")),
        sa.ForeignKeyConstraint(["seq"], ["journal_entry.seq"], name=op.f("fk_entry_text_seq")),
    )
    head = op.create_table(
        "journal_head",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", sa.String(27)),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_one_row")),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "recorded_at": None, "hash": GENESIS}])
    _guard_postgresql() if op.get_context().dialect.name == "postgresql" else _guard_sqlite()


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT seq FROM journal_head")).scalar():
        message = "The journal holds entries; a downgrade to nothing would lose them. Export first."
        raise RuntimeError(message)
    for table in ("journal_head", "entry_text", "journal_entry"):
        op.drop_table(table)  # its indexes and triggers go with it
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _guard_sqlite() -> None:
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
    op.execute(
        "CREATE TRIGGER journal_head_refuses_delete BEFORE DELETE ON journal_head "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
    for verb in ("DELETE", "TRUNCATE"):
        op.execute(
            f"CREATE TRIGGER journal_head_refuses_{verb.lower()} BEFORE {verb} ON journal_head "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
