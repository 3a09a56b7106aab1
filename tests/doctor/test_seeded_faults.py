"""Every fault that an administrator may make or meet is found, named, and told with what to do.

Each row spoils a working line in one place. The finding has to be of that gravity, name the thing,
and say in Spanish what to do.
"""

import re
import socket
import threading
from collections.abc import Callable

import pytest

from mailbot.daemon.endpoint import Endpoint, Look
from mailbot.doctor import Finding, Level
from mailbot.doctor.servers import look_at_mailbox, look_at_smtp
from mailbot.errors import StorageError
from tests.doctor.seeded_house import HOUSE, MACHINE, SERVERS
from tests.doctor.seeded_settings import SETTINGS
from tests.doctor.working import House
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


def test_a_port_of_metrics_that_is_taken_is_explained(house: House):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        # It takes the question and says nothing that mailbot would.
        answering = threading.Thread(target=lambda: other.accept()[0].close())
        answering.start()
        house.add(f"[metrics]\nport = {port}")
        (told,) = house.complaints("monitoring")
        answering.join()
    assert told.level == FAULT
    explained(told, f"puerto {port}")


def test_a_port_of_metrics_that_is_free_or_ours_is_no_fault(house: House):
    with socket.create_server(("127.0.0.1", 0)) as plug:
        port = plug.getsockname()[1]
    house.add(f"[metrics]\nport = {port}")
    assert house.complaints("monitoring") == []

    def look() -> Look:
        raise StorageError("no se mira")

    with Endpoint("127.0.0.1", port, look):
        assert house.complaints("monitoring") == []


@pytest.mark.parametrize(("required", "level"), [("true", FAULT), ("false", WARNING)])
def test_an_antivirus_that_is_silent_is_explained(house: House, required: str, level: Level):
    with FalseClamd() as clamd:
        clamd.tell([Answer(hangs_up=True)])
        house.add(f'[antivirus]\nclamd = "{clamd.address}"\nrequired = {required}')
        (told,) = house.complaints("attachments")
    assert told.level == level
    explained(told, "clamd")
