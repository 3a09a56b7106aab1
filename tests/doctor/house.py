"""A sound line on disk, to be spoiled in one place, and servers that answer without a network."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mailbot.config import Config
from mailbot.doctor import CHECKS, Finding, Level, examine
from mailbot.doctor.findings import Check
from mailbot.inbox import Facts
from mailbot.sender import Probe

NOW = datetime(2026, 11, 24, 14, 12, tzinfo=UTC)

FACTS = Facts(
    capabilities=frozenset({"IMAP4REV1", "IDLE", "MOVE"}),
    tls="TLSv1.3",
    messages=3,
    created=(),
    newest=NOW,
)
PROBE = Probe(
    server="smtp.entidad.gov.co",
    tls="TLSv1.3",
    certificate_until=datetime(2027, 11, 1, tzinfo=UTC),
    authenticated=True,
    size_limit=50 * 1024 * 1024,
    international=True,
)

SOUND = """\
[mailbox]
host = "imap.entidad.gov.co"
user = "soporte@entidad.gov.co"
password_file = "clave"
[smtp]
host = "smtp.entidad.gov.co"
[identity]
address = "soporte@entidad.gov.co"
[trust]
authserv_id = "mx.entidad.gov.co"
[[staff]]
name = "Ana Prieto"
email = "ana@entidad.gov.co"
roles = ["N1", "BO", "CL1", "CL23", "HERR", "N3F"]
modules = ["EPG"]
"""


# Composing every mail takes half a second: one test is enough for that.
QUICK = [check for check in CHECKS if check.name != "templates"]


def sound_folder(folder: Path) -> Path:
    """A folder whose configuration has nothing to complain about; returns that file."""
    config_file = folder / "config.toml"
    for path, text in ((config_file, SOUND), (folder / "clave", "s3cr3t0\n")):
        path.write_text(text, "utf-8")
        path.chmod(0o600)
    return config_file


def change(config_file: Path, old: str, new: str) -> None:
    text = config_file.read_text("utf-8")
    assert old in text
    config_file.write_text(text.replace(old, new, 1), "utf-8")


def examined(
    config_file: Path,
    now: datetime = NOW,
    mailbox: Callable[[Config], Facts] = lambda _: FACTS,
    smtp: Callable[[Config], Probe] = lambda _: PROBE,
    environ: dict[str, str] | None = None,
    checks: Sequence[Check] = QUICK,
) -> list[Finding]:
    return list(examine(config_file, environ or {}, now, mailbox, smtp, checks))


def of(findings: list[Finding], check: str) -> list[tuple[Level, str]]:
    """What one check said."""
    return [(finding.level, finding.what) for finding in findings if finding.check == check]
