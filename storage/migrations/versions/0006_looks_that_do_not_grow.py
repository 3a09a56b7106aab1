"""Indexes for what each pass and each order asks, whatever the archive holds.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INDEXES = (
    (
        "ix_cases_open",
        "cases",
        ["state", "assignee", "parent", "level", "closed_at"],
        "closed_at IS NULL",
    ),
    ("ix_outbox_unsent", "outbox", ["status"], "status <> 'sent'"),
    ("ix_inbound_received", "inbound", ["id"], "status = 'received'"),
)


def upgrade() -> None:
    op.drop_index("ix_cases_open", "cases")
    for name, table, columns, where in _INDEXES:
        part = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=part, postgresql_where=part)
    op.create_index("ix_inbound_outcome_status", "inbound", ["outcome", "status"])


def downgrade() -> None:
    raise RuntimeError("Las migraciones no se deshacen: restaure la copia de seguridad.")
