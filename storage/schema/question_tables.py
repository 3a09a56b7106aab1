"""Frequent questions, and the tables that words are looked for in."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, UniqueConstraint

from storage.schema.base import Key, metadata
from storage.types import Instant

faq = Table(
    "faq",
    metadata,
    Column("id", Key, primary_key=True),
    Column("state", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("module", Text),
    Column("cause", Text, nullable=False),
    # The solved case that it was drawn from.
    Column("case_number", Text),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", Instant, nullable=False, index=True),
    Column("decided_by", Text),
    Column("decided_at", Instant, index=True),
    Index(None, "state"),
)

faq_shown = Table(
    "faq_shown",
    metadata,
    Column("id", Key, primary_key=True),
    Column("faq_id", Key, ForeignKey("faq.id"), nullable=False),
    Column("case_id", Key, ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False, index=True),
    # When the person solved it alone after having read it.
    Column("used_at", Instant),
    UniqueConstraint("faq_id", "case_id"),
)

FULL_TEXT = ("faq_words", "case_words")
"""Full-text tables of stems, by `faq.id` and `cases.id`; each database has its own kind.

SQLite: FTS5 with the column `stems`, the key is `rowid`. PostgreSQL: `id` and `stems` (tsvector).
"""
