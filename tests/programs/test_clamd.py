"""A real clamd with a signature of our own: it is spoken to as it expects, and is believed."""

from collections.abc import Iterator

import pytest

from mailbot.antivirus import Scanner, version
from mailbot.config.antivirus import Antivirus
from mailbot.model.vocabulary import FileVerdict
from mailbot.parsers import read_mail
from tests.attacks.hostile_files import zipped
from tests.mails import Enclosed, mail
from tests.servers.clamd import EICAR, SIGNATURE, Clamd

pytestmark = pytest.mark.programs
WHY = f"El antivirus encontró {SIGNATURE}.UNOFFICIAL."


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    with Clamd() as server:
        yield server


def verdicts(address: str, *files: bytes, required: bool = False) -> list[tuple[str, str]]:
    enclosed = [Enclosed(name=f"{n}.txt", content=each) for n, each in enumerate(files)]
    config = Antivirus(clamd=address, required=required, timeout_seconds=30)
    scanned = Scanner(config).scan(read_mail(mail(files=enclosed)))
    return [(file.verdict, file.why) for file in scanned.attachments]


def test_it_finds_what_its_signature_describes(clamd: Clamd):
    found = verdicts(clamd.address, b"Un texto cualquiera.", EICAR, zipped({"a.txt": EICAR}))
    assert found == [
        (FileVerdict.OK, ""),
        (FileVerdict.QUARANTINED, WHY),
        (FileVerdict.QUARANTINED, WHY),
    ]


def test_it_answers_over_its_socket_too(clamd: Clamd):
    assert verdicts(clamd.socket, EICAR) == [(FileVerdict.QUARANTINED, WHY)]


def test_what_is_too_large_for_it_is_held_where_a_scan_is_required(clamd: Clamd):
    large = bytes(range(256)) * 8192
    assert verdicts(clamd.address, large) == [(FileVerdict.OK, "")]
    ((verdict, why),) = verdicts(clamd.address, large, required=True)
    assert verdict is FileVerdict.QUARANTINED
    assert "no se pudo revisar" in why


def test_it_tells_its_version(clamd: Clamd):
    assert version(clamd.address, 10).startswith("ClamAV ")
