"""What passes the parser by is put back: the tree is the one that the parser makes of all."""

import random
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from unittest.mock import patch

import pytest

from mailbot.errors import UnreadableMail
from mailbot.parsers.bodies import Aside
from mailbot.parsers.limits import DEFAULT_LIMITS
from mailbot.parsers.source import Part, parse_parts

SPLINTERS = (
    b"\n", b"\r\n", b"\r", b"\n--", b"\r--", b"--", b"\n\n", b"\r\n\r\n", b"From x\n", b"\0",
    b"\n--b--\n", b"Content-Type: multipart/mixed; boundary=b\n", b"\n--b\nContent-Type: x/y\n\n",
    b"Content-Type: message/rfc822\n\nSubject: x\n\n",
)  # fmt: skip


class _Nothing:
    """Sets nothing aside."""

    def __init__(self, raw: bytes) -> None:
        self.rest = raw

    def put_back(self, body: str) -> str:
        return body


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ana@x.test", "Órden de pago"
    mail.set_content("No abre.\n-- \nAna\n--b\nOtra línea.\n" * 30)
    mail.add_alternative("<p>No abre.</p>\n" * 90, subtype="html")
    mail.add_attachment(bytes(5_000), maintype="image", subtype="png", filename="a.png")
    inner = EmailMessage()
    inner["Subject"] = "Dentro"
    inner.set_content("Línea de dentro.\n" * 90)
    mail.add_attachment(inner)
    return mail.as_bytes(policy=SMTP)


def _tree(part: Part) -> tuple[Any, ...]:
    body = vars(part)["_payload"]
    return (
        list(part.raw_items()),
        [type(defect).__name__ for defect in part.defects],
        [_tree(each) for each in body] if isinstance(body, list) else body,
    )


def _parsed(raw: bytes) -> object:
    try:
        return _tree(parse_parts(raw, DEFAULT_LIMITS, lambda _fault: None))
    except UnreadableMail as reason:
        return str(reason)


def _by_the_parser_alone(raw: bytes) -> object:
    with patch("mailbot.parsers.source.Aside", _Nothing):
        return _parsed(raw)


def _splintered(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 5)):
        place = chance.randrange(len(raw))
        match chance.randrange(4):
            case 0:
                raw = raw[:place] + chance.choice(SPLINTERS) + raw[place:]
            case 1:
                raw = raw[:place] + raw[place + chance.randrange(1, 200) :]
            case 2:
                other = chance.randrange(len(raw))
                raw = raw[:place] + raw[other : other + 300] + raw[place:]
            case _:
                raw = raw.replace(b"\r\n", b"\n")
    return raw


@pytest.mark.parametrize("ends", [bytes, lambda raw: raw.replace(b"\r\n", b"\n")])
def test_long_bodies_do_not_reach_the_parser_and_come_back_whole(ends: Callable[[bytes], bytes]):
    raw = ends(_mail())
    assert len(Aside(raw).rest) < len(raw) / 2
    assert _parsed(raw) == _by_the_parser_alone(raw)


def test_the_tree_is_the_same_whatever_is_broken():
    chance, whole = random.Random(7), _mail()
    with patch("mailbot.parsers.bodies._LEAST", 1):
        for _ in range(300):
            raw = _splintered(whole, chance)
            assert _parsed(raw) == _by_the_parser_alone(raw), raw


def test_a_mail_with_the_marks_letter_goes_to_the_parser_as_it_is():
    raw = b"From: ana@x.test\n\nHola\n" + b"\x000\x00\n" * 1_000
    assert Aside(raw).rest == raw
    assert _parsed(raw) == _by_the_parser_alone(raw)
