"""The wheel, installed away from the checkout with nothing but what it asks for, does its work."""

import json
import os
import re
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest

from mailbot import __version__
from mailbot.demo.mailbox import HOST, PASSWORD, EmbeddedMailbox
from mailbot.demo.people import LINE, LOGINS, MARIA, SERVER
from tests.package.needs import comes_with

pytestmark = pytest.mark.programs  # ten seconds; `make test` compares the files
NOW = "2026-11-24T09:12"


@dataclass(frozen=True, slots=True)
class Installed:
    """The program in an environment of its own, run from a folder that is empty at first."""

    python: Path
    folder: Path

    def run(self, *words: str, status: int = 0) -> str:
        """What it says on stdout; fails where it ends with another status."""
        done = subprocess.run(
            [self.python.parent / "mailbot", *words], cwd=self.folder, env=self.environment(),
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(self.folder)}


@pytest.fixture(scope="module")
def installed(wheel_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    place = tmp_path_factory.mktemp("elsewhere")
    folder = tmp_path_factory.mktemp("work")
    home = place / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    python = home / "bin/python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--python", python, "install", "--no-index",
         "--no-deps", wheel_file], check=True,
    )  # fmt: skip
    asked = Installed(python, folder)
    site = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True, capture_output=True, text=True, env=asked.environment(),
        ).stdout.strip()
    )  # fmt: skip
    # What it asks for comes from this environment, and nothing else does: no index is needed.
    (wheel,) = distributions(name="mailbot", path=[str(site)])
    for name in comes_with(wheel.requires or ()):
        _lend(distribution(name), site)
    return asked


def _lend(package: Distribution, site: Path) -> None:
    for top in {Path(file).parts[0] for file in package.files or ()} - {"..", "__pycache__"}:
        source = Path(str(package.locate_file(top)))
        if not (site / top).exists():
            (site / top).symlink_to(source)


@pytest.fixture
def mailbox() -> Iterator[EmbeddedMailbox]:
    at = datetime(2026, 11, 24, 14, 10, tzinfo=UTC)
    with EmbeddedMailbox(LOGINS, lambda: at) as server:
        yield server


def test_it_is_the_wheel_that_runs(installed: Installed) -> None:
    assert installed.run("--version") == f"mailbot {__version__}\n"
    assert "Órdenes:" in installed.run("--help")
    where = subprocess.run(
        [installed.python, "-c", "import mailbot, storage; print(mailbot.__file__)"],
        check=True, capture_output=True, text=True, cwd=installed.folder,
        env=installed.environment(),
    ).stdout  # fmt: skip
    assert where.startswith(str(installed.python.parents[1]))


def test_from_nothing_to_an_answered_mail(installed: Installed, mailbox: EmbeddedMailbox) -> None:
    installed.run("init", "linea")
    configure(installed.folder / "linea/config.toml", mailbox)
    line = ("-c", "linea/config.toml")

    assert " correos. Abra " in installed.run(*line, "preview", "--out", "vista")
    assert (installed.folder / "vista/index.html").stat().st_size > 100_000
    checked = installed.run(*line, "doctor")
    assert SERVER in checked
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = MARIA.address, LINE.address, "<uno@prueba.test>"
    mail["Subject"] = "No puedo autorizar una orden de pago"
    mail.set_content("Al autorizar la orden 184526 el sistema responde «No hay cupo PAC».\n")
    with smtplib.SMTP(HOST, mailbox.smtp_port) as connection:
        connection.send_message(mail)
    installed.run(*line, "once", "--at", NOW)

    case = json.loads(installed.run(*line, "case", "show", "SERV-2026-000001", "--json"))
    assert [each["status"] for each in case["mails"]] == ["sent"]
    assert case["mails"][0]["to"] == [MARIA.address]
    installed.run(*line, "contingency", "export", "hoja.xlsx", "--at", NOW)
    installed.run(*line, "report", "--month", "2026-11", "--out", "informe", "--at", "2026-12-02")
    assert sorted(path.suffix for path in (installed.folder / "informe").iterdir()) == [
        ".html",
        ".xlsx",
    ]
    installed.run(*line, "reconcile")
    installed.run(*line, "backup", "copia.tar.gz")
    installed.run(*line, "restore", "--replace", "copia.tar.gz")
    assert "SERV-2026-000001" in installed.run(*line, "case", "list", "--at", NOW)


def configure(file: Path, mailbox: EmbeddedMailbox) -> None:
    """Fill in the configuration that `init` made, as an administrator would."""
    text = file.read_text("utf-8").replace("ejemplo.gov.co", "linea.demo")
    for key, value in (
        ("host", f'"{HOST}"'),
        ("security", '"none"'),
        ("user", f'"{LINE.login}"'),
        ("authserv_id", f'"{SERVER}"'),
    ):
        text = re.sub(rf"(?m)^(# )?{key} = .*$", f"{key} = {value}", text)
    for section, port in (("mailbox", mailbox.imap_port), ("smtp", mailbox.smtp_port)):
        text = re.sub(rf"(\[{section}\](?:\n[^\[]*?)?\nport = )\d+", rf"\g<1>{port}", text)
    file.write_text(text, "utf-8")
    for name in ("buzon", "smtp"):
        (file.parent / "secretos" / name).write_text(PASSWORD + "\n")
