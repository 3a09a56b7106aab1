"""The tables, by area. `storage/migrations` leads a database here; a test proves they agree."""

from storage.schema.base import metadata
from storage.schema.case_tables import case_events, case_files, cases, deadlines
from storage.schema.line_tables import (
    absences,
    alarms,
    authorisations,
    contingencies,
    dead_addresses,
    marks,
    numbers,
    records,
)
from storage.schema.mail_tables import UNSENT, inbound, outbox, outbox_contents
from storage.schema.question_tables import FULL_TEXT, faq, faq_shown
from storage.schema.revision import REVISION, told_mismatch, what_to_do

__all__ = [
    "FULL_TEXT",
    "REVISION",
    "UNSENT",
    "absences",
    "alarms",
    "authorisations",
    "case_events",
    "case_files",
    "cases",
    "contingencies",
    "dead_addresses",
    "deadlines",
    "faq",
    "faq_shown",
    "inbound",
    "marks",
    "metadata",
    "numbers",
    "outbox",
    "outbox_contents",
    "records",
    "told_mismatch",
    "what_to_do",
]
