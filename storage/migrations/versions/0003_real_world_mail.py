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

# A later migration that makes `case_events` anew (batch mode may) has to make these anew too.
_ONLY_REDACTED = """
NEW.redacted AND NOT OLD.redacted AND NEW.salt = '' AND NEW.text = '' AND NEW.mail IS NULL
  AND NEW.id {is_} OLD.id AND NEW.source {is_} OLD.source AND NEW.target {is_} OLD.target
  AND NEW.rule {is_} OLD.rule AND NEW.activity {is_} OLD.activity
  AND NEW.case_id {is_} OLD.case_id AND NEW.seq {is_} OLD.seq AND NEW.at {is_} OLD.at
  AND NEW.recorded_at {is_} OLD.recorded_at AND NEW.event {is_} OLD.event
  AND NEW.role {is_} OLD.role AND NEW.digest {is_} OLD.digest AND NEW.chain {is_} OLD.chain
"""
_SQLITE = (
    """
CREATE TRIGGER case_events_are_never_deleted BEFORE DELETE ON case_events
BEGIN SELECT RAISE(ABORT, 'la historia de un caso no se borra'); END
""",
    f"""
CREATE TRIGGER case_events_are_only_redacted BEFORE UPDATE ON case_events
WHEN NOT ({_ONLY_REDACTED.format(is_="IS")})
BEGIN SELECT RAISE(ABORT, 'la historia de un caso no se cambia'); END
""",
)
_POSTGRESQL = (
    """
CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'la historia de un caso no se %', TG_ARGV[0]
    USING ERRCODE = 'integrity_constraint_violation';
END $$
""",
    """
CREATE TRIGGER case_events_are_never_deleted BEFORE DELETE ON case_events
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history('borra')
""",
    """
CREATE TRIGGER case_events_are_never_truncated BEFORE TRUNCATE ON case_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history('borra')
""",
    f"""
CREATE TRIGGER case_events_are_only_redacted BEFORE UPDATE ON case_events
FOR EACH ROW WHEN (NOT ({_ONLY_REDACTED.format(is_="IS NOT DISTINCT FROM")}))
EXECUTE FUNCTION refuse_to_change_history('cambia')
""",
)


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
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Las migraciones no se deshacen: restaure la copia de seguridad.")
