"""Every fault that an administrator may make or meet is found, named, and told with what to do.

Each row spoils a working line in one place. The finding has to be of that gravity, name the thing,
and say in Spanish what to do.
"""

import errno
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from mailbot.config import Config, load
from mailbot.config.secrets import PLACEHOLDER
from mailbot.doctor import CHECKS, Finding, Level
from mailbot.doctor.servers import look_at_mailbox, look_at_smtp
from mailbot.inbox import Facts
from mailbot.model.decision import OutgoingMail
from mailbot.model.vocabulary import MailStatus
from mailbot.parsers import identify
from mailbot.sender import Probe
from storage import arrivals, numbers, open_store, outbox
from storage.store import Store
from tests.doctor.house import FACTS, NOW, PROBE, change, examined, sound_folder
from tests.servers.account import Account
from tests.servers.clamd import Answer, FalseClamd
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_acts import RefuseSender

FAULT, WARNING = Level.FAULT, Level.WARNING

VERBS = re.compile(
    r"\b(agregue|ajuste|avise|chmod|confirme|copie|corrija|créela|cree|cámbielo|deje|diga|ejecute|"
    r"escriba|escríbala|guárdelo|haga|indique|instale|libere|ordene|pida|ponga|póngalo|quite|recupere|"
    r"reduzca|registre|renuévelo|restaure|revise|actualice|use)\b",
    re.IGNORECASE,
)


@dataclass(kw_only=True)
class House:
    """A working line: its folder, its servers, and the time."""

    config_file: Path
    now: datetime = NOW
    mailbox: Callable[[Config], Facts] = field(default=lambda _: FACTS)
    smtp: Callable[[Config], Probe] = field(default=lambda _: PROBE)

    @property
    def folder(self) -> Path:
        return self.config_file.parent

    def write(self, name: str, content: bytes | str) -> None:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(0o600)

    def change(self, old: str, new: str) -> None:
        change(self.config_file, old, new)

    def add(self, tables: str) -> None:
        self.change("[trust]", f"{tables}\n[trust]")

    def store(self) -> Store:
        return open_store(load(self.config_file, {}))

    def complaints(self, check: str = "") -> list[Finding]:
        """What `check` (all without one) finds to be done; a configuration loads before any."""
        checks = [each for each in CHECKS if check in ("", each.name)]
        said = examined(self.config_file, self.now, self.mailbox, self.smtp, checks=checks)
        return [finding for finding in said if finding.level != Level.OK]


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A line that has been at work: a pass a minute ago, and three mails decided and proved."""
    folder = tmp_path_factory.mktemp("linea")
    received(House(config_file=sound_folder(folder)), "mx.entidad.gov.co")
    return folder


@pytest.fixture
def house(at_work: Path, tmp_path: Path) -> House:
    """A copy of that line, to be spoiled."""
    shutil.copytree(at_work, tmp_path / "linea")
    return House(config_file=tmp_path / "linea" / "config.toml")


def received(house: House, receiver: str) -> None:
    """Three mails that the server `receiver` vouches for, and a pass."""
    store = house.store()
    for uid in range(1, 4):
        proof = f"Authentication-Results: {receiver};\r\n dmarc=pass\r\n" if receiver else ""
        raw = f"{proof}From: a@b.gov.co\r\nMessage-ID: <{receiver}{uid}@b>\r\n\r\nHola".encode()
        known = identify(raw)
        arrival = arrivals.Arrival(
            mailbox="b", uidvalidity=len(receiver), uid=uid, raw_sha256=store.files.put(raw),
            head_only=False, size=len(raw), arrived_at=NOW - timedelta(hours=3),
            message_id=known.message_id, content_hash=known.content_hash, sender=known.sender,
            subject=known.subject,
        )  # fmt: skip
        with store.write() as connection:
            arrivals.record(connection, arrival, NOW)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE inbound SET status = 'decided'")
        numbers.mark(connection, "pass", NOW - timedelta(minutes=1))
        numbers.mark(connection, "contingency-sheet", NOW - timedelta(minutes=1))
    (store.files.root / "contingencia.xlsx").write_bytes(b"PK")
    store.close()


def sql(house: House, statement: str) -> None:
    store = house.store()
    with store.write() as connection:
        connection.exec_driver_sql(statement)
    store.close()


# Seeds: the configuration.


def changed(old: str, new: str) -> Callable[[House], None]:
    return lambda house: house.change(old, new)


def added(tables: str) -> Callable[[House], None]:
    return lambda house: house.add(tables)


SETTINGS = [
    ("a key that is none", changed("password_file", "pasword_file"), FAULT, "configuration", "pasword_file"),
    ("a text without its quote", changed('"mx.entidad.gov.co"', '"mx'), FAULT, "configuration", "línea 10"),
    ("a table forgotten", changed("[identity]\naddress", "[links]\nfaq"), FAULT, "configuration", "identity"),
    ("a role that is none", changed('"N1", ', '"N7", '), FAULT, "configuration", "N7"),
    ("hours upside down", added('[calendar]\nopens = "19:00"\ncloses = "07:00"'), FAULT, "configuration", "calendar"),
    ("a zone that is none", added('[calendar]\ntimezone = "Bogota"'), FAULT, "configuration", "Bogota"),
    ("a staff address twice", changed("[[staff]]", '[[staff]]\nname = "Eva"\nemail = "ana@entidad.gov.co"\nroles = ["N1"]\n[[staff]]'), FAULT, "configuration", "ana@entidad.gov.co"),
    ("the line among its staff", changed('"ana@', '"soporte@'), FAULT, "configuration", "identity.address"),
    ("one folder for two things", changed("[smtp]", 'done_folder = "INBOX"\n[smtp]'), FAULT, "configuration", "done_folder"),
    ("values of the example", changed("imap.entidad", "imap.ejemplo"), FAULT, "configuration", "mailbox.host"),
    ("a form that is not there", added('[documents]\nfunctional_form = "falta.docx"'), FAULT, "configuration", "falta.docx"),
    ("a password file that is not there", changed('"clave"', '"calve"'), FAULT, "configuration", "calve"),
    ("an empty password file", lambda house: house.write("clave", ""), FAULT, "configuration", "clave"),
    ("the password of the example", lambda house: house.write("clave", PLACEHOLDER), FAULT, "secrets", "[mailbox]"),
    ("a password that others can read", lambda house: (house.folder / "clave").chmod(0o644), WARNING, "secrets", "clave"),
    ("a bare connection", changed("[smtp]", 'security = "none"\n[smtp]'), WARNING, "encryption", "imap.entidad.gov.co"),
    ("nobody of N1", changed('"N1", ', ""), WARNING, "staff", "N1"),
    ("nobody who is told", changed('"N1", "BO", "CL1", "CL23", "HERR", ', ""), FAULT, "staff", "CL1"),
    ("a module without coordinator", changed(', "N3F"', ""), WARNING, "staff", "EPG"),
    ("a coordinator without module", changed('modules = ["EPG"]', ""), WARNING, "staff", "Ana Prieto"),
    ("staff at a public provider", changed("ana@entidad.gov.co", "ana@gmail.com"), WARNING, "staff", "ana@gmail.com"),
    ("an organ at a public provider", added('[[governing_body]]\ncode = "CGN"\nemail = "a@cgn.gov.co"\ndomains = ["gmail.com"]'), FAULT, "staff", "gmail.com"),
    ("an organ among the staff", added('[[governing_body]]\ncode = "CGN"\nemail = "ana@entidad.gov.co"'), WARNING, "staff", "CGN"),
    ("staff among the boxes of others", added('[orientation]\naddresses = ["ana@entidad.gov.co"]'), WARNING, "staff", "orientation.addresses"),
    ("no proof asked for", changed("[trust]", '[trust]\ncommands_require = "directory"'), WARNING, "trust", "directory"),
    ("no receiver named", changed('authserv_id = "mx.entidad.gov.co"', ""), WARNING, "trust", "trust.authserv_id"),
    ("another account than the line's", changed('user = "soporte@', 'user = "buzon@'), WARNING, "identity", "buzon@entidad.gov.co"),
    ("a page without https", added('[links]\nfaq = "http://entidad.gov.co/faq"'), WARNING, "pages", "links.faq"),
    ("another office that is the line", added('[addresses]\npetitions = "soporte@entidad.gov.co"'), FAULT, "pages", "addresses.petitions"),
    ("an agreement that ended", added('[[agreement]]\nunits = ["12-08-01"]\nfrom = 2026-01-01\nuntil = 2026-06-30\nN1 = 2'), WARNING, "calendar", "12-08-01"),
    ("more time for what is graver", added("[sla.N1]\ncritica = 12"), WARNING, "calendar", "sla.N1"),
]  # fmt: skip


# Seeds: servers, tokens and certificates; what they answer is what the real ones do.


def looked_at(**facts: object) -> Callable[[House], None]:
    return lambda house: setattr(house, "mailbox", lambda _: replace(FACTS, **facts))


def offered(**probe: object) -> Callable[[House], None]:
    return lambda house: setattr(house, "smtp", lambda _: replace(PROBE, **probe))


SERVERS = [
    ("mail from the future", looked_at(newest=NOW + timedelta(hours=2)), WARNING, "mailbox", "en el futuro"),
    ("a certificate that ends", offered(certificate_until=NOW + timedelta(days=2)), WARNING, "smtp", "2026-11-26"),
    ("a server for small mails", offered(size_limit=1024 * 1024), WARNING, "smtp", "limits.outgoing_mb"),
    ("a sender whom the server refuses", offered(sender_refusal="550 5.7.60 no"), FAULT, "smtp", "soporte@entidad.gov.co"),
]  # fmt: skip


# Seeds: disk, database, documents and the machine.


def no_room(house: House, megabytes: int, patch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": megabytes * 1024 * 1024})
    patch.setattr("shutil.disk_usage", lambda _: usage)


def read_only(house: House, patch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> object:
        raise OSError(errno.EROFS, "Read-only file system")

    patch.setattr(tempfile, "NamedTemporaryFile", refused)


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
    ("a database behind", lambda house: sql(house, "UPDATE alembic_version SET version_num = '0001'"), FAULT, "database", "0001"),
    ("a database that is none", damaged, FAULT, "database", "base de datos"),
    ("a clock behind the latest pass", clock_behind, FAULT, "database", "en el futuro"),
    ("a clock that was never set", never_set, FAULT, "clock", "2024-12-31"),
    ("nobody looks at the mailbox", lambda house: setattr(house, "now", NOW + timedelta(hours=2)), WARNING, "work", "última pasada"),
    ("a mail that nobody decides", late, WARNING, "work", "espera su decisión"),
    ("a mail that does not leave", stuck_mail, WARNING, "work", "espera salir"),
    ("a contingency sheet that is lost", lambda house: (house.folder / "var/archivo/contingencia.xlsx").unlink(), WARNING, "contingency", "contingencia.xlsx"),
    ("a receiver of another name", strange_receiver, FAULT, "receiver", "otro.entidad.gov.co"),
    ("a receiver that proves nothing", silent_receiver, FAULT, "receiver", "mx.entidad.gov.co"),
    ("a form that is no document", own_form("f.docx", b"PK no"), FAULT, "documents", "documents.functional_form"),
    ("a form that nobody could read back", own_form("f.docx", word_file()), WARNING, "documents", "f.docx"),
    ("a form without the case number", own_form("f.pdf", pdf_file(), LABELS), WARNING, "documents", "f.pdf no guarda el número"),
    ("documents too heavy for a mail", heavy, WARNING, "documents", "limits.outgoing_mb"),
]  # fmt: skip

MACHINE = [
    ("a full disk", lambda house, patch: no_room(house, 50, patch), FAULT, "files", "quedan 50 MB"),
    ("a disk nearly full", lambda house, patch: no_room(house, 500, patch), WARNING, "files", "quedan 500 MB"),
    ("a read-only disk", read_only, FAULT, "files", "no se puede escribir"),
    ("a read-only database", read_only, FAULT, "database", "no se puede escribir"),
    ("holidays that end", lambda _, patch: patch.setattr("mailbot.doctor.working_time._FEWEST_HOLIDAYS", 99), WARNING, "calendar", "2027"),
    ("holidays before the law", lambda _, patch: patch.setattr("mailbot.doctor.working_time.national_holidays", lambda _: {}), FAULT, "calendar", "Ley 2578"),
    ("no libmagic", lambda _, patch: patch.setattr("mailbot.parsers.inspection.libmagic.detector", lambda: None), WARNING, "attachments", "libmagic"),
]  # fmt: skip


def explained(found: Finding, names: str) -> None:
    assert names in found.what
    assert VERBS.search(found.todo) or VERBS.search(found.what), found


def test_the_working_line_has_no_fault(house: House):
    assert house.complaints() == []


@pytest.mark.parametrize(
    ("seed", "level", "check", "names"),
    [pytest.param(*row[1:], id=row[0]) for row in (*SETTINGS, *SERVERS, *HOUSE)],
)
def test_a_seeded_fault_is_found_and_explained(
    house: House, seed: Callable[[House], object], level: Level, check: str, names: str
):
    seed(house)
    told = [each for each in house.complaints(check) if names in each.what]
    assert [each.level for each in told] == [level]
    explained(told[0], names)


@pytest.mark.parametrize(
    ("seed", "level", "check", "names"), [pytest.param(*row[1:], id=row[0]) for row in MACHINE]
)
def test_a_fault_of_the_machine_is_found_and_explained(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    seed: Callable[[House, pytest.MonkeyPatch], object],
    level: Level,
    check: str,
    names: str,
):
    seed(house, monkeypatch)
    told = house.complaints(check)
    assert [each.level for each in told] == [level]
    explained(told[0], names)


def test_a_broken_template_is_found_and_explained(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("mailbot.compose.check.check_templates", lambda _: ["La plantilla M-02 …"])
    (found,) = house.complaints("templates")
    assert found.level == FAULT
    explained(found, "M-02")


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ({"password": "otra"}, "cuenta"),
        ({"folder": "Entrada"}, "Entrada"),
        ({"port": 1}, ":1 "),
        ({"host": "no.such.invalid"}, "no.such.invalid"),
    ],
    ids=["a wrong password", "a wrong folder", "a wrong port", "a wrong name"],
)
def test_a_mailbox_that_does_not_open_is_explained(
    house: House, account: Account, keys: dict[str, object], names: str
):
    right = {"host": account.host, "port": account.port, "password": account.password}
    wanted = {"folder": "INBOX", **right, **keys}
    house.write("clave", str(wanted["password"]))
    house.change('user = "soporte@entidad.gov.co"', f'user = "{account.user}"')
    house.change(
        '"imap.entidad.gov.co"',
        f'"{wanted["host"]}"\nport = {wanted["port"]}\nfolder = "{wanted["folder"]}"\n'
        'security = "none"',
    )
    house.mailbox = look_at_mailbox
    told = house.complaints("mailbox")
    assert [each.level for each in told] == [FAULT]
    explained(told[0], names)


def test_a_server_that_refuses_our_address_is_asked_and_explained(
    house: House, smtp_server: SmtpServer
):
    smtp_server.script("soporte@entidad.gov.co", RefuseSender("550 5.7.60 Not allowed"))
    house.change(
        '"smtp.entidad.gov.co"', f'"127.0.0.1"\nport = {smtp_server.port}\nsecurity = "none"'
    )
    house.smtp = look_at_smtp
    (told,) = house.complaints("smtp")
    assert told.level == FAULT
    explained(told, "5.7.60 Not allowed")
    assert smtp_server.inbox == []


@pytest.mark.parametrize(("required", "level"), [("true", FAULT), ("false", WARNING)])
def test_an_antivirus_that_is_silent_is_explained(house: House, required: str, level: Level):
    with FalseClamd() as clamd:
        clamd.tell([Answer(hangs_up=True)])
        house.add(f'[antivirus]\nclamd = "{clamd.address}"\nrequired = {required}')
        (told,) = house.complaints("attachments")
    assert told.level == level
    explained(told, "clamd")
