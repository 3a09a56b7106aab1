"""The FAQ with its full-text search, the sheet of an import, indexes for reports and erasure.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INDEXES = (
    ("cases", "opened_at"),
    ("case_events", "at"),
    ("inbound", "raw_sha256"),
    ("inbound", "sender"),
    ("inbound", "duplicate_of"),
    ("outbox", "inbound_id"),
    ("outbox", "raw_sha256"),
)

_FULL_TEXT = ("faq_words", "case_words")


def upgrade() -> None:
    op.create_table(
        "faq",
        sa.Column("id", _key(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("module", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", storage.types.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq")),
    )
    for column in ("state", "proposed_at", "decided_at"):
        op.create_index(op.f(f"ix_faq_{column}"), "faq", [column])
    op.create_table(
        "faq_shown",
        sa.Column("id", _key(), nullable=False),
        sa.Column("faq_id", _key(), nullable=False),
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("used_at", storage.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["faq_id"], ["faq.id"], name=op.f("fk_faq_shown_faq_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_faq_shown_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_shown")),
        sa.UniqueConstraint("faq_id", "case_id", name=op.f("uq_faq_shown_faq_id_case_id")),
    )
    for column in ("case_id", "at"):
        op.create_index(op.f(f"ix_faq_shown_{column}"), "faq_shown", [column])
    # Without batch mode: a table made anew would lose its triggers, and SQLite can add a column.
    op.add_column("authorisations", sa.Column("sheet_sha256", sa.Text(), nullable=True))
    for table, column in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    closed = sa.text("closed_at IS NOT NULL")
    op.create_index(
        "ix_cases_closed_at", "cases", ["closed_at"], sqlite_where=closed, postgresql_where=closed
    )
    for table in _FULL_TEXT:
        _create_full_text(table)


def _create_full_text(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(stems, tokenize = 'unicode61')")
        return
    op.execute(f"CREATE TABLE {table} (id BIGINT PRIMARY KEY, stems tsvector NOT NULL)")
    op.execute(f"CREATE INDEX ix_{table}_stems ON {table} USING gin (stems)")


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def downgrade() -> None:
    raise RuntimeError("Las migraciones no se deshacen: restaure la copia de seguridad.")
