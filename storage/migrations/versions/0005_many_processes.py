"""Claims of many processes, and the order in which what belongs together is decided about.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Without batch mode: a table made anew would lose its triggers, and SQLite can add a column.
    op.add_column("inbound", sa.Column("lane", sa.Text(), nullable=False, server_default=""))
    op.add_column("inbound", sa.Column("claimed_by", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("claimed_by", sa.BigInteger(), nullable=True))
    received = sa.text("status = 'received'")
    op.create_index(
        "ix_inbound_lane",
        "inbound",
        ["lane", "arrived_at"],
        sqlite_where=received,
        postgresql_where=received,
    )


def downgrade() -> None:
    raise RuntimeError("Las migraciones no se deshacen: restaure la copia de seguridad.")
