"""Add what writing over HTTP needs: keys, answers kept for repeats, drafts.

Revision ID: 0002
Revises: 0001

The downgrade is refused while there are keys.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

REFUSED = "an answer once given is kept as it is"


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(8), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("scopes", sa.String(40), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=False),
        sa.Column("revoked_at", sa.String(27)),
        sa.Column("last_used_at", sa.String(27)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
    )
    op.create_table(
        "kept_answer",
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("idempotency_key", sa.String(255), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("key_id", "idempotency_key", name=op.f("pk_kept_answer")),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_kept_answer_key_id")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("program", sa.String(80), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("created_by", sa.String(8), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decided_at", sa.String(27)),
        sa.Column("decided_by", sa.String(8)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.ForeignKeyConstraint(["created_by"], ["api_key.id"], name=op.f("fk_draft_created_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["api_key.id"], name=op.f("fk_draft_decided_by")),
        sa.CheckConstraint(
            "state IN ('open', 'published', 'discarded')", name=op.f("ck_draft_state")
        ),
    )
    if op.get_context().dialect.name == "postgresql":
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(
                f"CREATE TRIGGER kept_answer_refuses_{verb.lower()} BEFORE {verb} ON kept_answer "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER kept_answer_refuses_{verb.lower()} BEFORE {verb} ON kept_answer "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM api_key")).scalar():
        message = "There are keys; a downgrade would lose them, and the answers kept for repeats."
        raise RuntimeError(message)
    for table in ("draft", "kept_answer", "api_key"):
        op.drop_table(table)
