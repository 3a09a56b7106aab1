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

# A later migration that makes `case_events` anew (batch mode may) has to make these anew too. On
# PostgreSQL the same is a matter of rights: see docs/security.md.
_NEVER_DELETED = """
CREATE TRIGGER case_events_are_never_deleted BEFORE DELETE ON case_events
BEGIN SELECT RAISE(ABORT, 'la historia de un caso no se borra'); END
"""
_ONLY_REDACTED = """
CREATE TRIGGER case_events_are_only_redacted BEFORE UPDATE ON case_events
WHEN NOT (
  NEW.redacted AND NOT OLD.redacted AND NEW.salt = '' AND NEW.text = '' AND NEW.mail IS NULL
  AND NEW.id IS OLD.id AND NEW.source IS OLD.source AND NEW.target IS OLD.target
  AND NEW.rule IS OLD.rule AND NEW.activity IS OLD.activity
  AND NEW.case_id IS OLD.case_id AND NEW.seq IS OLD.seq AND NEW.at IS OLD.at
  AND NEW.recorded_at IS OLD.recorded_at AND NEW.event IS OLD.event AND NEW.role IS OLD.role
  AND NEW.digest IS OLD.digest AND NEW.chain IS OLD.chain
)
BEGIN SELECT RAISE(ABORT, 'la historia de un caso no se cambia'); END
"""


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
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_NEVER_DELETED)
        op.execute(_ONLY_REDACTED)


def downgrade() -> None:
    raise RuntimeError("Las migraciones no se deshacen: restaure la copia de seguridad.")
