"""Any bytes give a `Mail` or `UnreadableMail` with its reason, in bounded time and memory."""

import tracemalloc
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.errors import UnreadableMail
from mailbot.model.mail import Mail
from mailbot.parsers import ParseLimits, identify, read_mail
from tests.mails import Enclosed, mail, multipart, odd_mail
from tests.parsers.sealed_mails import BODY, signed
from tests.parsers.tnef_files import attribute, winmail

quickly = settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

REALISTIC = [
    mail(),
    mail(subject="Señal de año", html="<p>Hola</p>", files=[Enclosed(name="año.pdf")]),
    mail(
        files=[Enclosed(name="f.png", type="image/png", content_id="f@x")], html="<img src=cid:f@x>"
    ),
    multipart("mixed", ["", "Hola"], ["Content-Type: message/rfc822", "", "Subject: x", "", "y"]),
    odd_mail("Content-Type: text/plain; charset=iso-2022-jp; format=flowed", body=["a ", "b"]),
    odd_mail("Content-Type: text/plain", "Content-Transfer-Encoding: base64", body=["SG9sYQ=="]),
]
TOKENS = [
    b"\r\n", b"\n", b"\r", b"\0", b"\xff", b"\xed\xa0\x80", b"<", b">", b'"', b"(", b";", b"%C3",
    b"=?utf-8?B?", b"?=", b"--limite", b"--limite--", b"From: x@y.co\r\n", b"filename*0*=",
    b"charset=utf-16", b"charset=undefined", b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: multipart/alternative; boundary=limite-0\r\n",
]  # fmt: skip


def texts(mail: Mail) -> Iterator[str]:
    people = [*mail.to, *mail.cc, *mail.reply_to, *([mail.sender] if mail.sender else [])]
    yield from (mail.subject, mail.body, mail.text, mail.quoted, mail.message_id or "")
    yield from (*mail.in_reply_to, *mail.references, *mail.content_types, *mail.faults)
    yield from (text for each in people for text in (each.name, each.address))
    yield from (text for name, value in mail.headers for text in (name, value))
    yield from (text for each in mail.attachments for text in (each.name, each.type))


def read_or_refuse(raw: bytes) -> Mail | UnreadableMail:
    try:
        return read_mail(raw)
    except UnreadableMail as reason:
        return reason


def check(raw: bytes) -> None:
    """The promises about every mail."""
    known = identify(raw)
    read = read_or_refuse(raw)
    if isinstance(read, UnreadableMail):
        assert str(read).endswith(".")
        return
    assert read.size == len(raw)
    assert (read.sender.address if read.sender else "") == known.sender
    assert (read.message_id, read.subject) == (known.message_id, known.subject)
    for text in texts(read):
        text.encode()  # No lone surrogate: databases refuse them.
        assert "\0" not in text
    # Asking costs the square of a run of combining marks: not of the long ones below.
    assert len(read.body) > 5000 or unicodedata.is_normalized("NFC", read.body)
    for each in read.attachments:
        assert not set(each.name) & set("/\\\r\n")
        assert each.name not in (".", "..")
    assert set(read.body.split()) <= set(f"{read.text} {read.quoted}".split())


@given(st.binary(max_size=400))
@quickly
def test_any_bytes(raw):
    check(raw)


@given(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=12), max_size=40).map(b"".join))
@quickly
def test_pieces_of_mails_in_any_order(raw):
    check(raw)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A realistic mail with a few pieces cut out, doubled or put in."""
    raw = draw(st.sampled_from(REALISTIC))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(raw)))
        end = start + draw(st.integers(0, 30))
        piece = draw(st.sampled_from(TOKENS) | st.binary(max_size=6) | st.just(raw[start:end] * 2))
        raw = raw[:start] + piece + raw[end:]
    return raw


@given(damaged())
@quickly
def test_damaged_mails(raw):
    check(raw)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@quickly
def test_a_subject_comes_back_as_it_was_written(subject):
    line = " ".join(unicodedata.normalize("NFC", subject).split())
    visible = "".join(each for each in line if unicodedata.category(each) != "Cc")
    raw = odd_mail("X-Asunto: 1").replace(b"Consulta", b"=?utf-8?q?" + quoted(visible) + b"?=")
    assert read_mail(raw).subject == " ".join(visible.replace("\ufeff", "").split())


def quoted(text: str) -> bytes:
    return "".join(f"={octet:02X}" for octet in text.encode()).encode()


def nested(levels: int, kind: str = "multipart/mixed; boundary=b") -> bytes:
    parts = (f"Content-Type: {kind}{n}\r\n\r\n--b{n}\r\n" for n in range(levels))
    return "".join(parts).encode() + b"\r\nHola"


HEAD = b"From: ana@x.co\r\nSubject: x\r\n"
MEGABYTE = 1024 * 1024
COSTLY = {
    "20,000 encoded words": HEAD + b"Subject: " + b"=?utf-8?B?w6E=?= " * 20_000 + b"\r\n\r\nHola",
    "words without an end": HEAD + b"X: " + b"=?a?q?" * 100_000 + b"\r\n\r\nHola",
    "100,000 header fields": HEAD + b"X-Y: z\r\n" * 100_000 + b"\r\nHola",
    "a header field of 20 MB": HEAD + b"X: " + b"a" * 20 * MEGABYTE + b"\r\n\r\nHola",
    "20 MB of line ends": b"\n" * 20 * MEGABYTE,
    "20 MB of one letter": b"a" * 20 * MEGABYTE,
    "20 MB of zeros": bytes(20 * MEGABYTE),
    "20 MB of text": HEAD + b"\r\n" + "línea con eñe y más letras\n".encode() * 500_000,
    "3,000 levels of parts": HEAD + nested(3_000),
    "3,000 messages within messages": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 3_000,
    "many lines within many levels": HEAD + nested(15) + b"\r\nuna linea como otra" * 500_000,
    "500,000 parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 200_000,
    "8,000 recipients": HEAD + b"To: " + b"a@x.co, " * 8_000 + b"\r\n\r\nHola",
    "unclosed quotes": HEAD + b'To: "' + b'\\"' * 30_000 + b"\r\n\r\nHola",
    "a type of nothing but semicolons": HEAD + b'Content-Type: multipart/mixed; a="'
    + b";" * 500_000 + b"\r\n\r\nHola",
    "runs of combining marks": HEAD + b"\r\na" + "\u0316\u0300".encode() * 200_000,
    "a separator that nearly shows": HEAD + b"Content-Type: multipart/mixed\r\n\r\n"
    + (b"--a" + b" " * 190 + b"\r\n") * 90_000,
    "levels of parts without their separators": HEAD
    + b"Content-Type: multipart/mixed\r\n\r\n--a\r\n" * 20_000,
    "rules drawn with underscores": HEAD + b"\r\n" + (b"_" * 70 + b"\r\n") * 20_000,
    "quotes in To that nothing closes": HEAD + b'To: "' + b'\\"' * 32_000 + b"\r\n\r\nHola",
    "a signed body in pieces of nothing": HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\n"
    + signed(BODY).replace(b"\x04", b"\x24", 1) + b"\x24\x80" * 2_000_000,
    "a winmail.dat of empty attributes": HEAD + b"Content-Type: application/ms-tnef\r\n\r\n"
    + winmail() + attribute(0x8007, b"") * 400_000,
    "armour that begins again and again": HEAD + b"\r\n"
    + b"-----BEGIN PGP MESSAGE-----\r\nx\r\n" * 100_000,
    "an invitation folded at every letter": HEAD + b"Content-Type: text/calendar\r\n\r\n"
    + b"METHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:" + b"a\r\n " * 1_000_000,
    "dirty base64": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUJD!\r\n" * 500_000,
}  # fmt: skip


@pytest.mark.parametrize("raw", COSTLY.values(), ids=COSTLY.keys())
def test_costly_mails_are_read_or_refused_like_any_other(raw):
    # What each costs: `make bench`. Unbounded they took minutes, which ends the run.
    check(raw)


def test_memory_stays_within_a_few_times_the_mail():
    raw = HEAD + b"Content-Type: application/pdf\r\n\r\n" + (b"A" * 76 + b"\r\n") * 130_000
    tracemalloc.start()
    try:
        read_mail(raw)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * len(raw)


@pytest.mark.parametrize(
    ("limits", "raw", "reason"),
    [
        (ParseLimits(head_bytes=2000), HEAD + b"X: y\r\n" * 500 + b"\r\n", "más de 2 kB"),
        (ParseLimits(lines=10), HEAD + b"\r\n" + b"a\r\n" * 20, "demasiadas líneas"),
        (ParseLimits(parts=3), multipart("mixed", *[["", "x"]] * 5), "más de 3 partes"),
        (ParseLimits(depth=3), HEAD + nested(5), "más de 3 niveles"),
    ],
)
def test_beyond_the_limits_a_mail_is_refused_with_the_reason(limits, raw, reason):
    with pytest.raises(UnreadableMail, match=reason):
        read_mail(raw, limits)


def test_a_long_text_is_cut_and_kept_whole_as_a_file():
    text = b"".join(b"linea %d\r\n" % number for number in range(1000))
    read = read_mail(HEAD + b"\r\n" + text, ParseLimits(text_bytes=1000))
    assert read.body.split("\n")[:2] == ["linea 0", "linea 1"]
    assert len(read.body) <= 1000
    assert [each.content for each in read.attachments] == [text]
    assert "El texto es muy largo: se leyó el comienzo y está entero en un adjunto." in read.faults


def test_texts_beyond_the_limit_are_kept_as_files():
    read = read_mail(
        multipart("mixed", ["", "uno"], ["", "dos"], ["", "tres"]), ParseLimits(texts=2)
    )
    assert read.body.split() == ["uno", "dos"]
    assert [each.content for each in read.attachments] == [b"tres"]


def test_header_fields_beyond_the_limit_are_told():
    read = read_mail(odd_mail(*(f"X-{n}: y" for n in range(50))), ParseLimits(fields=10))
    assert len(read.headers) == 10
    assert read.faults == ("La cabecera tiene más de 10 campos: se leyeron los primeros.",)
