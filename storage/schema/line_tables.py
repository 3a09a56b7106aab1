"""What the line itself knows beside its cases."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text

from storage.schema.base import Key, metadata
from storage.types import Instant, Words

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
