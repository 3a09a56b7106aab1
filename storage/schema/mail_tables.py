"""Mails: the ledger of what came in, and the outbox of what goes out."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.schema.base import Key, metadata
from storage.types import Instant, Words

UNSENT = text("status <> 'sent'")
"""Mails of ours that are not simply sent; written out in queries too, so that its index serves."""

inbound = Table(
    "inbound",
    metadata,
    Column("id", Key, primary_key=True),
    Column("mailbox", Text, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("raw_sha256", Text, nullable=False, index=True),
    # Only the first part was fetched, because the mail is over the limit.
    Column("head_only", Boolean, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("message_id", Text, index=True),
    Column("content_hash", Text, nullable=False, index=True),
    Column("sender", Text, nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("duplicate_of", Key, ForeignKey("inbound.id"), index=True),
    Column("attempts", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("rule", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("case_id", Key, ForeignKey("cases.id"), index=True),
    Column("decided_at", Instant),
    Column("filed_at", Instant),
    # The columns below came with the fifth migration. Mails of one lane are decided in order.
    Column("lane", Text, nullable=False, server_default=""),
    Column("claimed_by", BigInteger),
    UniqueConstraint("mailbox", "uidvalidity", "uid"),
    # What `status` and the nightly comparison count. By status first, it would draw the look for
    # what is undecided away from its own index, which is in order of arrival.
    Index(None, "outcome", "status"),
    Index(
        "ix_inbound_undecided",
        "arrived_at",
        sqlite_where=text("status = 'received'"),
        postgresql_where=text("status = 'received'"),
    ),
    Index(
        "ix_inbound_lane",
        "lane",
        "arrived_at",
        sqlite_where=text("status = 'received'"),
        postgresql_where=text("status = 'received'"),
    ),
    Index(
        "ix_inbound_received",
        "id",
        sqlite_where=text("status = 'received'"),
        postgresql_where=text("status = 'received'"),
    ),
    Index(
        "ix_inbound_unfiled",
        "mailbox",
        "uidvalidity",
        sqlite_where=text("filed_at IS NULL"),
        postgresql_where=text("filed_at IS NULL"),
    ),
    Index(
        "ix_inbound_parked",
        "id",
        sqlite_where=text("status = 'parked'"),
        postgresql_where=text("status = 'parked'"),
    ),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("cases.id"), index=True),
    Column("inbound_id", Key, ForeignKey("inbound.id"), index=True),
    Column("template", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("to", Words, nullable=False),
    Column("cc", Words, nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", Text, nullable=False, unique=True),
    Column("token", Text, nullable=False, unique=True),
    # Small mails live in `outbox_contents`, large ones in the files, by hash.
    Column("raw_sha256", Text, index=True),
    # Recipients that the server did not accept yet.
    Column("pending", Words, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_attempt_at", Instant),
    Column("sent_at", Instant),
    Column("last_error", Text, nullable=False),
    Column("once_key", Text, unique=True),
    Column("brake", Boolean, nullable=False),
    Column("claimed_by", BigInteger),
    Index(None, "person", "created_at"),
    # What is not simply sent, for counting: the table itself holds every byte that was ever sent.
    Index("ix_outbox_unsent", "status", sqlite_where=UNSENT, postgresql_where=UNSENT),
    Index(
        "ix_outbox_sending",
        "id",
        sqlite_where=text("status = 'sending'"),
        postgresql_where=text("status = 'sending'"),
    ),
    Index(
        "ix_outbox_due",
        "next_attempt_at",
        sqlite_where=text("next_attempt_at IS NOT NULL"),
        postgresql_where=text("next_attempt_at IS NOT NULL"),
    ),
)

# Apart from `outbox`: SQLite writes all of a row at every change, and a mail changes twice when it
# is sent.
outbox_contents = Table(
    "outbox_contents",
    metadata,
    Column("id", Key, ForeignKey("outbox.id"), primary_key=True),
    Column("raw", LargeBinary, nullable=False),
)
