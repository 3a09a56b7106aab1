"""Well-formed mails are taken apart as the standard library's parser does, odd ones by it."""

import random
from collections.abc import Callable
from email.message import EmailMessage, Message
from email.policy import SMTP, compat32
from typing import Any
from unittest.mock import patch

import pytest

from mailbot.errors import UnreadableMail
from mailbot.parsers.limits import DEFAULT_LIMITS, ParseLimits
from mailbot.parsers.multipart import take_apart
from mailbot.parsers.source import Part, parse_header, parse_parts

SPLINTERS = (
    b"\n", b"\r\n", b"\r", b"\n--", b"\r--", b"--", b"\n\n", b"\r\n\r\n", b"From x\n", b"\0", b" ",
    b"\n--b--\n", b"Content-Type: multipart/mixed; boundary=b\n", b"\n--b\nContent-Type: x/y\n\n",
    b"Content-Type: message/rfc822\n\nSubject: x\n\n", b"Content-Type: multipart/digest\n", b"\xff",
)  # fmt: skip
FEW = ParseLimits(parts=4, depth=1)


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ana@x.test", "Órden de pago"
    mail.set_content("No abre.\n-- \nAna\n--b\nOtra línea.\n" * 3)
    mail.add_alternative("<p>No abre.</p>\n" * 9, subtype="html")
    mail.add_attachment(bytes(500), maintype="image", subtype="png", filename="a.png")
    inner = EmailMessage()
    inner["Subject"] = "Dentro"
    inner.set_content("Línea de dentro.\n" * 9)
    mail.add_attachment(inner)
    return mail.as_bytes(policy=SMTP)


def _tree(part: Part) -> tuple[Any, ...]:
    body = vars(part)["_payload"]
    return (
        list(part.raw_items()),
        part.get_content_type(),
        [type(defect).__name__ for defect in part.defects],
        [_tree(each) for each in body] if isinstance(body, list) else body,
    )


def _parsed(raw: bytes, limits: ParseLimits = DEFAULT_LIMITS) -> object:
    try:
        return _tree(parse_parts(raw, limits, lambda _fault: None))
    except UnreadableMail as reason:
        return str(reason)


def _by_the_parser(raw: bytes, limits: ParseLimits = DEFAULT_LIMITS) -> object:
    with patch("mailbot.parsers.source.take_apart", lambda *_: None):
        return _parsed(raw, limits)


def _apart(raw: bytes) -> Message | None:
    return take_apart(raw, lambda: Message(policy=compat32), compat32)


def _splintered(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 5)):
        place = chance.randrange(len(raw))
        match chance.randrange(5):
            case 0:
                raw = raw[:place] + chance.choice(SPLINTERS) + raw[place:]
            case 1:
                raw = raw[:place] + raw[place + chance.randrange(1, 200) :]
            case 2:
                other = chance.randrange(len(raw))
                raw = raw[:place] + raw[other : other + 300] + raw[place:]
            case 3:
                delimiter = chance.choice(raw.split(b"\n--")[1:] or [b""]).partition(b"\n")[0]
                raw = raw[:place] + b"\n--" + delimiter + b"\n" + raw[place:]
            case _:
                raw = raw.replace(b"\r\n", b"\n")
    return raw


def _parts(*texts: str, end: str = "\n--b--\n", fields: str = "boundary=b") -> bytes:
    head = f"From: ana@x.test\nContent-Type: multipart/mixed; {fields}\n\n"
    return (head + "".join(f"\n--b\n{text}" for text in texts) + end).encode()


@pytest.mark.parametrize("ends", [bytes, lambda raw: raw.replace(b"\r\n", b"\n")])
def test_a_well_formed_mail_needs_no_look_at_its_lines(ends: Callable[[bytes], bytes]):
    raw = ends(_mail())
    assert _apart(raw) is not None
    assert _parsed(raw) == _by_the_parser(raw)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(_parts("\nHola", "\nAdiós"), id="headers left out"),
        pytest.param(_parts("Subject: x"), id="nothing but a header"),
        pytest.param(_parts("\nHola\n--bb\n--b2--\n --b\n"), id="what only looks like a delimiter"),
        pytest.param(_parts("\nHola", end="\n--b-- \t\nAdiós\n--b\n\nNo"), id="an epilogue"),
        pytest.param(_parts("\nHola", end="\n--b--"), id="no end of the last line"),
        pytest.param(_parts("\n\n\n"), id="empty lines"),
        pytest.param(b"From: ana@x.test\nSubject:\n a\n \n\nHola", id="values over lines"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_unusual_but_allowed_is_read_the_same(raw: bytes):
    assert _apart(raw) is not None
    assert _parsed(raw) == _by_the_parser(raw)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(_parts("\nHola", end=""), id="no end"),
        pytest.param(_parts(), id="no part"),
        pytest.param(_parts("--b\n\nHola"), id="two delimiters in a row"),
        pytest.param(_parts("\nHola", fields="x=y"), id="no boundary"),
        pytest.param(_parts("\nHola", fields='boundary="b\n c"'), id="a boundary over two lines"),
        pytest.param(_parts("\nHola", fields="boundary=ñ"), id="a boundary beyond ASCII"),
        pytest.param(
            _parts("\nHola", fields="boundary=b\nContent-Transfer-Encoding: base64"), id="encoded"
        ),
        pytest.param(
            b"From: ana@x.test\nHola\n\nAna", id="a header that ends without a blank line"
        ),
        pytest.param(b"From: ana@x.test\rTo: luz@x.test\r\rHola", id="ends of lines of old"),
        pytest.param(b"From x\nFrom: ana@x.test\n\nHola", id="the line of an mbox"),
        pytest.param(b" a\nFrom: ana@x.test\n\nHola", id="a header that goes on from nothing"),
    ],
)
def test_an_odd_mail_is_left_to_the_parser(raw: bytes):
    assert _apart(raw) is None
    assert _parsed(raw) == _by_the_parser(raw)


def test_the_tree_is_the_same_whatever_is_broken():
    chance, whole, alone = random.Random(7), _mail(), 0
    for _ in range(400):
        raw = _splintered(whole, chance)
        alone += _apart(raw) is not None
        assert _parsed(raw) == _by_the_parser(raw), raw
        assert _parsed(raw, FEW) == _by_the_parser(raw, FEW), raw
    assert alone > 100


def _header(raw: bytes) -> object:
    try:
        header, body = parse_header(raw, DEFAULT_LIMITS)
    except UnreadableMail as reason:
        return str(reason)
    return list(header.raw_items()), body


def test_a_header_alone_is_the_same_whatever_is_broken():
    chance, whole = random.Random(8), _mail()[:600]
    for _ in range(300):
        raw = _splintered(whole, chance)
        with patch("mailbot.parsers.source.read_header", lambda *_: None):
            by_the_parser = _header(raw)
        assert _header(raw) == by_the_parser, raw
