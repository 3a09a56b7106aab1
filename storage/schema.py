"""The tables. `storage/migrations` leads a database here; a test proves that both agree."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.types import Instant, Words

REVISION = "0007"
"""The migration that this program needs; a database with another one is refused."""


def told_mismatch(revision: str | None) -> str:
    """That the database has another schema than this program's, and what the operator does."""
    return (
        f"La base de datos tiene el esquema {revision} y este programa necesita {REVISION}. "
        f"{what_to_do(revision or '')}"
    )


def what_to_do(revision: str) -> str:
    """What the operator does about a database that has another schema, older or newer."""
    if revision > REVISION:
        return "La escribió un mailbot más nuevo: instale esa versión o restaure una copia"
    return "Haga una copia de seguridad y ejecute: mailbot db upgrade"


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

UNSENT = text("status <> 'sent'")
"""Mails of ours that are not simply sent; written out in queries too, so that its index serves."""

Key = BigInteger().with_variant(Integer, "sqlite")

cases = Table(
    "cases",
    metadata,
    Column("id", Key, primary_key=True),
    Column("service_number", Text, nullable=False, unique=True),
    Column("incident_number", Text, unique=True),
    Column("type", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("running_before", Text),
    Column("level", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("assignee", Text),
    Column("criticality", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("siif_user", Text, nullable=False),
    Column("executing_unit", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("identification", Text, nullable=False),
    Column("parties", Words, nullable=False),
    Column("subject", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("attendees", Text, nullable=False),
    Column("module", Text),
    Column("missing", Words, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("wait_started_at", Instant),
    Column("client_wait_until", Instant),
    Column("confirmation_until", Instant),
    Column("closed_at", Instant),
    Column("close_reason", Text),
    Column("finding_number", Text),
    Column("governing_body", Text),
    Column("parent", Text),
    # The columns below came with the second migration.
    Column("question", Text, nullable=False, server_default=""),
    Column("organ_answered_at", Instant),
    Column("solution", Text, nullable=False, server_default=""),
    Column("solution_type", Text, nullable=False, server_default=""),
    Column("cause", Text, nullable=False, server_default=""),
    Column("resolved_by", Text),
    Column("category", Text),
    Column("adjustment_number", Text),
    Column("change_number", Text),
    Column("mass", Boolean, nullable=False, server_default=false()),
    Column("mass_dismissed", Boolean, nullable=False, server_default=false()),
    Column("assigned_at", Instant),
    Column("taken_at", Instant),
    Column("drafted_by", Text),
    Column("stopped", Text),
    Column("survey", Text),
    Column("petition_until", Instant),
    Column("unreachable", Boolean, nullable=False, server_default=false()),
    Column("quality", Text, nullable=False, server_default=""),
    Column("related", Words, nullable=False),
    Column("thread_id", Text),
    Column("stints", Text, nullable=False),
    Column("handled", Words, nullable=False),
    Column("events", Integer, nullable=False),
    Index(None, "email", "opened_at"),
    Index(None, "parent"),
    # Looking for the same matter: a module's newest cases (mass incidents, recurrence).
    Index(None, "module", "opened_at"),
    # A month's cases, a day's numbers, and what is old enough to be retired.
    Index(None, "opened_at"),
    # Partial: a full one would draw the lists of open cases away from their own.
    Index(
        "ix_cases_closed_at",
        "closed_at",
        sqlite_where=text("closed_at IS NOT NULL"),
        postgresql_where=text("closed_at IS NOT NULL"),
    ),
    # Queues and counts look at what is open, never at the archive; counts at the index alone.
    Index(
        "ix_cases_open",
        "state",
        "assignee",
        "parent",
        "level",
        "closed_at",
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

case_events = Table(
    "case_events",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("cases.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("recorded_at", Instant, nullable=False),
    Column("event", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", Text),
    Column("target", Text),
    Column("mail", Text),
    Column("rule", Text, nullable=False),
    Column("activity", Text, nullable=False),
    # The hash chain (`storage/chain.py`): what was said can be erased, that it was said can't.
    Column("salt", Text, nullable=False, server_default=""),
    Column("digest", Text, nullable=False, server_default=""),
    Column("chain", Text, nullable=False, server_default=""),
    Column("redacted", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("case_id", "seq"),
)

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

case_files = Table(
    "case_files",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("cases.id"), nullable=False, index=True),
    Column("inbound_id", Key, ForeignKey("inbound.id")),
    Column("name", Text, nullable=False),
    Column("original_name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    # Why it is in quarantine.
    Column("why", Text, nullable=False, server_default=""),
    # The readable link is made after the commit; until then it is owed.
    Column("linked", Boolean, nullable=False),
    UniqueConstraint("case_id", "name"),
    Index(
        "ix_case_files_unlinked",
        "id",
        sqlite_where=text("NOT linked"),
        postgresql_where=text("NOT linked"),
    ),
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("cases.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    UniqueConstraint("case_id", "kind"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Key, primary_key=True),
    Column("email", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, index=True),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
)

contingencies = Table(
    "contingencies",
    metadata,
    Column("id", Key, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
)

authorisations = Table(
    "authorisations",
    metadata,
    Column("code", Text, primary_key=True),
    Column("order", Text, nullable=False),
    Column("numbers", Words, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("authoriser", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("granted", Boolean),
    # The sheet that an import is about: it is applied without being sent again.
    Column("sheet_sha256", Text),
)

records = Table(
    "records",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("until", Date),
    Column("public", Boolean, nullable=False),
    Index(None, "kind", "day"),
)

dead_addresses = Table(
    "dead_addresses",
    metadata,
    Column("address", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("status", Text, nullable=False),
    Column("message_id", Text, nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("text", Text, nullable=False),
)

numbers = Table(
    "numbers",
    metadata,
    Column("series", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
)

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
