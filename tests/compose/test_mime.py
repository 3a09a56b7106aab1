"""The MIME body: what goes in comes out of an ordinary mail program."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.compose import compose, mime, renewed_date
from mailbot.model.decision import Enclosure
from tests.compose.desk import LINE, NOW, TOKEN, composed, message, send


def with_file(name: str, content: bytes, media_type: str = "application/pdf"):
    enclosure = Enclosure(name=name, type=media_type)
    mail = compose(
        send(enclosures=(enclosure,)), LINE, token=TOKEN, now=NOW, not_before=NOW,
        contents={name: content},
    )  # fmt: skip
    (part,) = message(mail).iter_attachments()
    return part


@pytest.mark.parametrize(
    "name",
    [
        "SERV-2026-000001_circular_050.pdf",
        "Captura de pantalla (1).PNG",
        "solicitud de adición ñ.docx",
        'comillas "dobles".txt',
        "📎.pdf",
    ],
)
def test_a_file_keeps_its_name_and_bytes(name: str) -> None:
    content = bytes(range(256)) * 9
    part = with_file(name, content)
    assert part.get_filename() == name
    assert part.get_payload(decode=True) == content


def test_old_programs_get_a_name_too() -> None:
    assert 'name="=?utf-8?q?adici=C3=B3n=2Epdf?="' in str(with_file("adición.pdf", b"x"))


@pytest.mark.parametrize(
    ("declared", "sent"),
    [
        ("application/pdf", "application/pdf"),
        ("message/rfc822", "application/octet-stream"),
        ("multipart/mixed", "application/octet-stream"),
        ("text/html; x=\r\nBcc: y", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_only_simple_media_types_are_declared(declared: str, sent: str) -> None:
    assert with_file("x", b"x", declared).get_content_type() == sent


def test_an_empty_file_is_a_file() -> None:
    assert with_file("vacío.txt", b"").get_payload(decode=True) == b""


@pytest.mark.parametrize("length", [0, 57, 1139, 1140, 1141, 20_000])
def test_a_document_that_many_mails_share_is_encoded_as_any_file(length: int) -> None:
    content = bytes(place * place % 251 for place in range(length))
    once, shared = (
        mime.body("", "", [mime.Part(name="x", type="", content=content, fixed=fixed)], TOKEN)
        for fixed in (False, True)
    )
    assert shared == once


@given(text=st.text(max_size=300), html=st.text(max_size=300), content=st.binary(max_size=300))
def test_whatever_goes_in_comes_out(text: str, html: str, content: bytes) -> None:
    text, html = ("\n".join(part.splitlines()) + "\n" for part in (text, html))
    part = mime.Part(name="x.bin", type="application/octet-stream", content=content)
    raw = b"MIME-Version: 1.0\r\n" + mime.body(text, html, [part], TOKEN)
    read = message(replace(composed(send()), raw=raw))
    bodies = [read.get_body((kind,)).get_content() for kind in ("plain", "html")]
    assert [body.replace("\r\n", "\n") for body in bodies] == [text, html]
    assert next(read.iter_attachments()).get_payload(decode=True) == content


def test_the_boundaries_come_from_the_token() -> None:
    first, second = composed(send(), token="a" * 32), composed(send(), token="b" * 32)
    assert first.raw.replace(b"a" * 32, b"b" * 32) == second.raw


def test_a_missing_enclosure_is_refused() -> None:
    with pytest.raises(KeyError, match=r"circular\.pdf"):
        compose(
            send(enclosures=(Enclosure(name="circular.pdf"),)), LINE, token=TOKEN, now=NOW,
            not_before=NOW, contents={},
        )  # fmt: skip


def test_renewing_the_date_changes_nothing_else() -> None:
    raw = composed(send()).raw
    later = renewed_date(raw, NOW + timedelta(days=1), LINE)
    assert b"Date: Tue, 24 Nov 2026 10:40:00 -0500\r\n" in later
    assert later.replace(b"Tue, 24 Nov", b"Mon, 23 Nov") == raw


def test_a_date_in_the_text_is_not_renewed() -> None:
    mail = composed(send("M-43", text="Date: hoy", why="Nuevo.", sender="Ana"))
    later = renewed_date(mail.raw, NOW + timedelta(days=1), LINE)
    assert later.count(b"Tue, 24 Nov") == 1
    assert b"Date: hoy" in later
