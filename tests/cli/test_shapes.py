"""What queries show of subjects: never a number that may be somebody's (§16.14)."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mailbot.cli.shapes import Shapes
from mailbot.model.case import Case, Requester
from storage.ledger import Entry

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
SHAPES = Shapes(ZoneInfo("America/Bogota"))
ENTRY = Entry(
    id=7, mailbox="INBOX", uidvalidity=1, uid=7, raw_sha256="", head_only=False, size=1,
    arrived_at=NOW, received_at=NOW, message_id=None, sender="luz@gmail.com",
    subject="Clave 52987654 y orden de pago 184526", duplicate_of=None, attempts=3,
    status="parked", outcome="parked", rule="gave-up", reason="", case_id=None,
    other_content=False,
)  # fmt: skip


def test_the_subject_of_a_mail_set_aside_hides_it() -> None:
    assert SHAPES.parked(ENTRY)["subject"] == "Clave •••••• y orden de pago 184526"
    long = replace(ENTRY, subject=f"{'x' * 2_000} 52987654")
    assert "52987654" not in SHAPES.parked(long)["subject"]


def test_the_subject_of_a_case_hides_it() -> None:
    case = Case(
        service_number="SERV-2026-000001", requester=Requester(email="luz@gmail.com"),
        subject="Clave 52987654 y orden de pago 184526", opened_at=NOW,
    )  # fmt: skip
    told = SHAPES.case(case, consumed_minutes=0, children=(), files=(), history=(), mails=())
    assert told["subject"] == "Clave •••••• y orden de pago 184526"


def test_what_is_not_known_of_a_case_is_null() -> None:
    case = Case(
        service_number="SERV-2026-000001", requester=Requester(email=""), opened_at=NOW
    )  # fmt: skip
    told = SHAPES.case(case, consumed_minutes=0, children=(), files=(), history=(), mails=())
    assert set(told["requester"].values()) == {None}
    assert (told["subject"], told["description"]) == (None, None)
    assert SHAPES.case_row(case)["requester"] == {"name": None, "email": None}
    assert [name for name, value in told.items() if value == ""] == []


def test_what_is_not_known_of_a_mail_is_null() -> None:
    told = SHAPES.parked(replace(ENTRY, subject="", sender=""))
    assert (told["subject"], told["from"]) == (None, None)
