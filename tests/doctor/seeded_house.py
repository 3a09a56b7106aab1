"""Faults of servers, disk, database, documents and the machine, as rows of the same form."""

import errno
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import docx
import pytest
from imapclient.exceptions import IMAPClientError
from reportlab.pdfgen.canvas import Canvas

from mailbot.doctor.findings import Level
from mailbot.inbox import folders
from mailbot.model.decision import OutgoingMail
from mailbot.model.vocabulary import MailStatus
from storage import numbers, outbox
from tests.doctor.house import FACTS, NOW, PROBE
from tests.doctor.working import House, received, sql

FAULT, WARNING = Level.FAULT, Level.WARNING


def looked_at(**facts: object) -> Callable[[House], None]:
    return lambda house: setattr(house, "mailbox", lambda _: replace(FACTS, **facts))


def offered(**probe: object) -> Callable[[House], None]:
    return lambda house: setattr(house, "smtp", lambda _: replace(PROBE, **probe))


class _Forbidding:
    """An IMAP server that lets nobody make folders."""

    def create_folder(self, name: str) -> None:
        raise IMAPClientError("[NOPERM] Permission denied")

    def folder_exists(self, name: str) -> bool:
        return False


def folder_refused(house: House) -> None:
    house.mailbox = lambda _: folders.create(_Forbidding(), "Procesados")


SERVERS = [
    ("a folder that can not be made", folder_refused, FAULT, "mailbox", "Procesados"),
    (
        "mail from the future",
        looked_at(newest=NOW + timedelta(hours=2)),
        WARNING,
        "mailbox",
        "en el futuro",
    ),
    (
        "a certificate that ends",
        offered(certificate_until=NOW + timedelta(days=2)),
        WARNING,
        "smtp",
        "2026-11-26",
    ),
    (
        "a server for small mails",
        offered(size_limit=1024 * 1024),
        WARNING,
        "smtp",
        "limits.outgoing_mb",
    ),
    (
        "a sender whom the server refuses",
        offered(sender_refusal="550 5.7.60 no"),
        FAULT,
        "smtp",
        "soporte@entidad.gov.co",
    ),
]


def no_room(house: House, megabytes: int, patch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": megabytes * 1024 * 1024})
    patch.setattr("shutil.disk_usage", lambda _: usage)


def read_only(house: House, patch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> object:
        raise OSError(errno.EROFS, "Read-only file system")

    patch.setattr(tempfile, "NamedTemporaryFile", refused)


def full_disk(house: House, patch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    patch.setattr(tempfile, "NamedTemporaryFile", refused)


def closed_journal(house: House, patch: pytest.MonkeyPatch) -> None:
    # Root may write everything, so the tests' own rights can't show it.
    house.write("var/mailbot.db-shm", b"")
    patch.setattr("os.access", lambda path, _mode: not str(path).endswith("-shm"))


def damaged(house: House) -> None:
    for path in (house.folder / "var").glob("mailbot.db*"):
        path.unlink()
    house.write("var/mailbot.db", b"no es una base de datos" * 100)


def clock_behind(house: House) -> None:
    house.now = NOW - timedelta(hours=5)


def never_set(house: House) -> None:
    house.now = datetime(2025, 1, 1, tzinfo=UTC)


def strange_receiver(house: House) -> None:
    sql(house, "DELETE FROM inbound")
    received(house, "otro.entidad.gov.co")


def strange_receiver_beside_dkim(house: House) -> None:
    strange_receiver(house)
    house.change("[trust]", "[trust]\nverify_dkim = true")


def silent_receiver(house: House) -> None:
    sql(house, "DELETE FROM inbound")
    received(house, "")


def stuck_mail(house: House) -> None:
    store = house.store()
    mail = OutgoingMail(
        template="M-01", to=("a@b.gov.co",), cc=(), case=None, subject="s", message_id="<1@b>",
        token="0" * 32, raw=b"x", not_before=NOW - timedelta(hours=4),
    )  # fmt: skip
    with store.write() as connection:
        outbox.post(
            connection, mail, case_id=None, inbound_id=None, raw_sha256=None,
            status=MailStatus.WAITING, note="", now=NOW - timedelta(hours=4),
        )  # fmt: skip
    store.close()


def old_backup(house: House) -> None:
    store = house.store()
    with store.write() as connection:
        numbers.mark(connection, numbers.BACKED_UP, NOW - timedelta(days=7))
    store.close()


def never_backed_up(house: House) -> None:
    sql(house, "UPDATE inbound SET received_at = '2026-11-20 12:00:00.000000'")


def own_form(name: str, content: bytes, labels: str = "") -> Callable[[House], None]:
    def seed(house: House) -> None:
        house.write(name, content)
        house.add(f'[documents]\nfunctional_form = "{name}"\n{labels}')

    return seed


def word_file() -> bytes:
    with tempfile.SpooledTemporaryFile() as file:
        document = docx.Document()
        document.add_paragraph("Nada que preguntar")
        document.save(file)
        file.seek(0)
        return file.read()


def pdf_file() -> bytes:
    canvas = Canvas("")
    canvas.drawString(50, 700, "¿Qué pasa?")
    form = canvas.acroForm
    form.textfield(name="Qué pasa", tooltip="¿Qué pasa?", x=50, y=650)
    return canvas.getpdfdata()


def heavy(house: House) -> None:
    house.write("circular.pdf", b"%PDF-1.7\n" + bytes(2_000_000))
    house.add('[documents]\ncircular_050 = "circular.pdf"\n[limits]\noutgoing_mb = 2')


def late(house: House) -> None:
    sql(house, "UPDATE inbound SET status = 'received'")


LABELS = '[[form]]\nname = "Reporte"\nlabels = { "Qué pasa" = "descripcion" }'

HOUSE = [
    (
        "a database behind",
        lambda house: sql(house, "UPDATE alembic_version SET version_num = '0001'"),
        FAULT,
        "database",
        "0001",
    ),
    ("a database that is none", damaged, FAULT, "database", "base de datos"),
    ("a clock behind the latest pass", clock_behind, FAULT, "database", "en el futuro"),
    ("a clock that was never set", never_set, FAULT, "clock", "2024-12-31"),
    (
        "nobody looks at the mailbox",
        lambda house: setattr(house, "now", NOW + timedelta(hours=2)),
        WARNING,
        "work",
        "última pasada",
    ),
    ("a mail that nobody decides", late, WARNING, "work", "espera su decisión"),
    ("a back-up of last week", old_backup, WARNING, "backup", "hace 7 días"),
    ("no back-up ever", never_backed_up, WARNING, "backup", "nunca"),
    ("a mail that does not leave", stuck_mail, WARNING, "work", "espera salir"),
    (
        "a contingency sheet that is lost",
        lambda house: (house.folder / "var/archivo/contingencia.xlsx").unlink(),
        WARNING,
        "contingency",
        "contingencia.xlsx",
    ),
    ("a receiver of another name", strange_receiver, FAULT, "receiver", "otro.entidad.gov.co"),
    (
        "a receiver of another name beside DKIM",
        strange_receiver_beside_dkim,
        WARNING,
        "receiver",
        "otro.entidad.gov.co",
    ),
    ("a receiver that proves nothing", silent_receiver, FAULT, "receiver", "mx.entidad.gov.co"),
    (
        "a form that is no document",
        own_form("f.docx", b"PK no"),
        FAULT,
        "documents",
        "documents.functional_form",
    ),
    (
        "a form that nobody could read back",
        own_form("f.docx", word_file()),
        WARNING,
        "documents",
        "f.docx",
    ),
    (
        "a form without the case number",
        own_form("f.pdf", pdf_file(), LABELS),
        WARNING,
        "documents",
        "f.pdf no guarda el número",
    ),
    ("documents too heavy for a mail", heavy, WARNING, "documents", "limits.outgoing_mb"),
]

MACHINE = [
    ("a full disk", lambda house, patch: no_room(house, 50, patch), FAULT, "files", "quedan 50 MB"),
    (
        "a disk nearly full",
        lambda house, patch: no_room(house, 500, patch),
        WARNING,
        "files",
        "quedan 500 MB",
    ),
    ("a read-only disk", read_only, FAULT, "files", "no se puede escribir"),
    ("a read-only database", read_only, FAULT, "database", "no se puede escribir"),
    ("a disk that takes no file", full_disk, FAULT, "files", "no queda espacio en el disco"),
    ("a closed journal", closed_journal, FAULT, "database", "mailbot.db-shm"),
    (
        "holidays that end",
        lambda _, patch: patch.setattr("mailbot.doctor.working_time._FEWEST_HOLIDAYS", 99),
        WARNING,
        "calendar",
        "2027",
    ),
    (
        "holidays before the law",
        lambda _, patch: patch.setattr(
            "mailbot.doctor.working_time.national_holidays", lambda _: {}
        ),
        FAULT,
        "calendar",
        "Ley 2578",
    ),
    (
        "no libmagic",
        lambda _, patch: patch.setattr(
            "mailbot.parsers.inspection.libmagic.detector", lambda: None
        ),
        WARNING,
        "attachments",
        "libmagic",
    ),
]
