"""The bytes of small outgoing mails in a table of their own, which sending a mail does not touch.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_contents",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("outbox.id"),
            primary_key=True,
        ),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
    )
    op.execute(
        "INSERT INTO outbox_contents (id, raw) SELECT id, raw FROM outbox WHERE raw IS NOT NULL"
    )
    # Without batch mode, which would copy the table: SQLite can drop a column.
    op.drop_column("outbox", "raw")


def downgrade() -> None:
    raise RuntimeError("Las migraciones no se deshacen: restaure la copia de seguridad.")
