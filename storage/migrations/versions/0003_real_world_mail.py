"""Real-world mail: the hash chain of histories, quarantine, dead addresses, alarms.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dead_addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("since", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_dead_addresses")),
    )
    op.create_table(
        "alarms",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_alarms")),
    )
    with op.batch_alter_table("case_files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("why", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("case_events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("salt", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("digest", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("chain", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("redacted", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    raise RuntimeError("Las migraciones no se deshacen: restaure la copia de seguridad.")
