"""The files of a mail: content, names, and which are pictures in the text."""

from hashlib import sha256

import pytest

from mailbot.model.mail import Attachment
from mailbot.parsers import read_mail
from tests.mails import Enclosed, mail, multipart, odd_mail

TEXT = ("Content-Type: text/plain", "", "Hola")


def only_file(*part: str | bytes) -> Attachment:
    """The one attachment of a mail with a text and this part."""
    (attachment,) = read_mail(multipart("mixed", TEXT, part)).attachments
    return attachment


def test_a_file_comes_out_as_it_was_sent():
    content = bytes(range(256)) * 20
    (file,) = read_mail(mail(files=[Enclosed(name="año.pdf", content=content)])).attachments
    assert file == Attachment(
        name="año.pdf",
        type="application/pdf",
        content=content,
        sha256=sha256(content).hexdigest(),
    )


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ("filename=a.pdf", "a.pdf"),
        ('filename="un archivo.pdf"', "un archivo.pdf"),
        ("filename=un archivo.pdf", "un archivo.pdf"),
        ("filename*=UTF-8''a%C3%B1o.pdf", "año.pdf"),
        ("filename*=iso-8859-1'es'a%F1o.pdf", "año.pdf"),
        ("filename*0*=UTF-8''a%C3;\r\n filename*1*=%B1o;\r\n filename*2=.pdf", "año.pdf"),
        ("filename*1=o.pdf; filename*0=an", "ano.pdf"),
        ("filename=viejo.pdf; filename*=UTF-8''a%C3%B1o.pdf", "año.pdf"),
        ('filename="=?utf-8?Q?a=C3=B1o?=.pdf"', "año.pdf"),
        ('filename="=?utf-8?B?YcOx?=\r\n =?utf-8?B?by5wZGY=?="', "año.pdf"),
        ('filename="año.pdf"', "año.pdf"),
        ('filename="año.pdf"'.encode("cp1252"), "año.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\temp\\a.pdf"', "a.pdf"),
        ('filename="C:a.pdf"', "a.pdf"),
        ('filename="/"', ""),
        ('filename=".."', ""),
        ("filename*=UTF-8''a%00b%0D%0A.pdf", "ab .pdf"),
        ('filename="factura\u202efdp.exe"', "facturafdp.exe"),
        (f'filename="{"x" * 400}.pdf"', "x" * 196 + ".pdf"),
        ('filename="a\\"b.pdf"', 'a"b.pdf'),
        ("", ""),
    ],
)
def test_name(parameters, name):
    raw = parameters if isinstance(parameters, bytes) else parameters.encode()
    disposition = b"Content-Disposition: attachment; " + raw
    assert only_file("Content-Type: application/x-cosa", disposition, "", "x").name == name


def test_a_name_may_stand_in_the_type():
    assert only_file('Content-Type: application/pdf; name="a.pdf"', "", "x").name == "a.pdf"


@pytest.mark.parametrize(
    ("encoding", "text", "content"),
    [
        ("base64", "SG9s\r\nYQ==", b"Hola"),
        ("base64", "SG9sYQ", b"Hola"),
        ("base64", "SG9s<basura>YQ==", b"Hol\x05"),
        ("base64", "SG9s*YQ==", b"Hola"),
        ("base64", "SG9sYQ==\r\n\r\n-- \r\nPie de una lista", b"Hola"),
        ("quoted-printable", "Ho=6Ca", b"Hola"),
        ("8bit", "Hola", b"Hola"),
        ("binary", b"\x80\x00\xff", b"\x80\x00\xff"),
    ],
)
def test_content(encoding, text, content):
    part = ("Content-Type: application/pdf", f"Content-Transfer-Encoding: {encoding}", "", text)
    assert only_file(*part).content.startswith(content[:3])


def test_damaged_base64_is_told():
    part = (
        "Content-Type: application/pdf; name=a.pdf",
        "Content-Transfer-Encoding: base64",
        "",
        "SG9s*YQ==",
    )
    read = read_mail(multipart("mixed", TEXT, part))
    assert [each.content for each in read.attachments] == [b"Hola"]
    assert read.faults == (
        "El archivo «a.pdf» venía con el base64 dañado: se recuperó lo legible.",
    )


@pytest.mark.parametrize(
    ("part", "inline"),
    [
        (("Content-Type: image/png", "Content-ID: <foto@x>"), True),
        (("Content-Type: image/png", "Content-ID: <otra@x>"), False),
        (("Content-Type: image/png", "Content-Disposition: inline"), True),
        (("Content-Type: image/png", "Content-Disposition: attachment"), False),
        (("Content-Type: application/pdf; name=a.pdf", "Content-Disposition: inline"), False),
    ],
)
def test_inline_are_pictures_that_the_text_shows(part, inline):
    page = ("Content-Type: text/html", "", '<p>Vea <img src="cid:foto@x"></p>')
    (file,) = read_mail(multipart("related", page, (*part, "", "PNG"))).attachments
    assert file.inline is inline


def test_the_content_id_is_without_brackets():
    assert only_file("Content-Type: image/png", "Content-ID: <foto@x>", "", "x").content_id == (
        "foto@x"
    )


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (("Content-Type: message/rfc822",), "Caso año [INC-2026-000001].eml"),
        (("Content-Type: message/rfc822; name=reenvío.eml",), "reenvío.eml"),
        (("Content-Type: message/rfc822; name=Original",), "Original.eml"),
    ],
)
def test_an_enclosed_message_is_a_file_as_it_came(head, name):
    inner = [
        "Subject: =?utf-8?Q?Caso_a=C3=B1o?= [INC-2026-000001]",
        "X-Rara:   muy   rara",
        "",
        "From aquí",
    ]
    file = only_file(*head, "", *inner)
    assert (file.name, file.type) == (name, "message/rfc822")
    assert file.content == "\r\n".join(inner).encode()


def test_an_enclosed_message_may_be_encoded_and_nameless():
    part = ("Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "", "WDogeQ0KDQp6")
    file = only_file(*part)
    assert (file.name, file.content) == ("mensaje.eml", b"X: y\r\n\r\nz")


def test_parts_of_an_enclosed_message_are_not_this_mails_files():
    inner = multipart("mixed", TEXT, ("Content-Type: application/pdf; name=b.pdf", "", "x"))
    outer = multipart(
        "mixed", TEXT, ("Content-Type: message/rfc822", "", inner.replace(b"limite", b"dentro"))
    )
    read = read_mail(outer)
    assert [each.type for each in read.attachments] == ["message/rfc822"]
    assert read.content_types == ("multipart/mixed", "text/plain", "message/rfc822")


def test_a_mail_that_is_only_a_file():
    read = read_mail(odd_mail("Content-Type: application/pdf; name=a.pdf", body=["%PDF"]))
    assert (read.body, [each.name for each in read.attachments]) == ("", ["a.pdf"])


@pytest.mark.parametrize(
    "kind", ["text/calendar; method=REQUEST", "text/csv", "text/x-vcard", "message/external-body"]
)
def test_texts_for_programs_are_files(kind):
    file = only_file(f"Content-Type: {kind}", "", "x")
    assert file.type == kind.partition(";")[0]


def test_a_delivery_report_is_read():
    status = ("Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx", "",
              "Final-Recipient: rfc822; ana@x.co", "Action: failed", "Status: 5.1.1")  # fmt: skip
    raw = multipart("report; report-type=delivery-status", TEXT, status)
    report = read_mail(raw).report
    assert report is not None
    assert [(each.address, each.permanent) for each in report.recipients] == [("ana@x.co", True)]


def test_an_ordinary_mail_is_no_report():
    assert read_mail(mail(subject="Error en la entrega del certificado")).report is None
