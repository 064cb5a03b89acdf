"""${message}.

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}

Never rebuild a journal table (batch mode drops its triggers in silence), never lose a row on the
way down. The tests compare triggers and constraints after each revision, up and down, with data.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
