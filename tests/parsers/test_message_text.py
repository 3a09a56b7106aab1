"""The text of a mail: which parts are it, in which charset, and how it comes out clean."""

import pytest

from mailbot.parsers import read_mail
from tests.mails import Enclosed, mail, multipart, odd_mail

PLAIN = ("Content-Type: text/plain; charset=utf-8", "", "Texto plano")
HTML = ("Content-Type: text/html; charset=utf-8", "", "<p>Texto rico</p>")
PDF = ("Content-Type: application/pdf; name=a.pdf", "", "%PDF")
NAMED = ("Content-Type: text/plain; name=notas.txt", "", "Texto de un archivo")
FORWARD = ("Content-Type: message/rfc822", "", "Subject: Otro", "", "Palabras de otro")


def words(raw: bytes) -> str:
    return " ".join(read_mail(raw).body.split())


@pytest.mark.parametrize(
    ("kind", "parts", "body"),
    [
        ("mixed", [PLAIN, PDF], "Texto plano"),
        ("mixed", [PDF, PLAIN], "Texto plano"),
        ("mixed", [PLAIN, PLAIN], "Texto plano Texto plano"),
        ("mixed", [HTML], "Texto rico"),
        ("mixed", [PLAIN, HTML], "Texto plano Texto rico"),
        ("mixed", [PLAIN, NAMED], "Texto plano"),
        ("mixed", [NAMED], "Texto de un archivo"),
        ("mixed", [PDF], ""),
        ("mixed", [PLAIN, FORWARD], "Texto plano"),
        ("digest", [FORWARD], ""),
        ("digest", [("", "Subject: Otro", "", "Palabras de otro")], ""),
        ("report", [PLAIN, ("Content-Type: text/rfc822-headers", "", "Subject: X")], "Texto plano"),
        ("inventado", [PLAIN, PDF], "Texto plano"),
        ("related", [HTML, ("Content-Type: image/png", "Content-ID: <x>", "", "P")], "Texto rico"),
    ],
)
def test_which_parts_are_the_text(kind, parts, body):
    assert words(multipart(kind, *parts)) == body


def test_an_alternative_is_read_once():
    alternative = mail(text="Lo mismo\n", html="<p>Lo mismo</p>")
    assert words(alternative) == "Lo mismo"


def test_a_second_text_of_the_same_kind_in_an_alternative_is_kept_as_a_file():
    read = read_mail(multipart("alternative", PLAIN, ("Content-Type: text/plain", "", "Pie")))
    assert read.body.strip() == "Texto plano"
    assert [each.content for each in read.attachments] == [b"Pie"]


def test_an_alternative_for_single_programs_counts_only_alone():
    amp = ("Content-Type: text/x-amp-html", "", "<html amp4email>Texto amp</html>")
    assert "amp" not in words(multipart("alternative", PLAIN, amp, HTML))
    assert "Texto amp" in words(multipart("alternative", amp))


def test_words_of_an_enclosed_message_are_not_the_senders():
    inner = mail(subject="[INC-2026-000001] Otro caso", text="[SOLUCION] hecho\n")
    read = read_mail(
        multipart("mixed", PLAIN, ("Content-Type: message/rfc822", "", inner.decode()))
    )
    assert read.body.strip() == "Texto plano"
    assert "INC" not in read.text + read.quoted + read.subject
    assert read.message_id is None


def test_multiparts_within_multiparts():
    inner = ["Content-Type: multipart/alternative; boundary=dentro", ""]
    for part in (PLAIN, HTML):
        inner += ["--dentro", *part]
    read = read_mail(multipart("mixed", [*inner, "--dentro--"], PDF))
    assert "Texto" in read.body
    assert [each.name for each in read.attachments] == ["a.pdf"]
    assert read.content_types == (
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    )  # fmt: skip


SPANISH = "Señor: ¿cuánto cuesta el «año»? 5 €"


@pytest.mark.parametrize(
    ("declared", "content"),
    [
        ("utf-8", SPANISH.encode()),
        ("windows-1252", SPANISH.encode("cp1252")),
        ("iso-8859-1", SPANISH.encode("cp1252")),
        ("iso-8859-15", SPANISH.encode("iso8859-15")),
        ("utf-16", SPANISH.encode("utf-16")),
        ("utf-7", SPANISH.encode("utf-7")),
        ("ANSI", SPANISH.encode("cp1252")),
        ("", SPANISH.encode()),
        ("", SPANISH.encode("cp1252")),
        ("us-ascii", SPANISH.encode()),
        ("us-ascii", SPANISH.encode("cp1252")),
        ("utf-8", SPANISH.encode("cp1252")),
        ("iso-8859-1", SPANISH.encode()),
        ("no-existe", SPANISH.encode()),
        ("no-existe", SPANISH.encode("cp1252")),
        ("punycode", SPANISH.encode()),
        ("base64", SPANISH.encode()),
        ("undefined", SPANISH.encode()),
        ('"utf-8', SPANISH.encode()),
    ],
)
def test_charset(declared, content):
    kind = f"Content-Type: text/plain; charset={declared}" if declared else "X-Nada: 1"
    assert read_mail(odd_mail(kind, body=[content])).body.strip() == SPANISH


@pytest.mark.parametrize(
    ("declared", "content", "body"),
    [
        ("gb2312", "中捨".encode("gb18030"), "中捨"),
        ("ks_c_5601-1987", "스티해 똠".encode("cp949"), "스티해 똠"),
        ("iso-2022-jp", "テスト".encode("iso2022_jp"), "テスト"),
        ("utf-8", "Texto con eñes, ñandú y tilde cortad".encode() + b"\xc3", "eñes, ñandú"),
        ("cp850", "¿Cuánto año?".encode("cp850"), "¿Cuánto año?"),
    ],
)
def test_other_charsets(declared, content, body):
    read = read_mail(odd_mail(f"Content-Type: text/plain; charset={declared}", body=[content]))
    assert body in read.body


def test_html_may_say_its_charset_itself():
    page = '<html><head><meta charset="koi8-r"></head><body>Привет</body></html>'
    assert words(odd_mail("Content-Type: text/html", body=[page.encode("koi8-r")])) == "Привет"


def test_a_charset_that_does_not_fit_is_told():
    wrong = read_mail(
        odd_mail("Content-Type: text/plain; charset=utf-8", body=["añó".encode("cp1252")])
    )
    right = read_mail(odd_mail("Content-Type: text/plain; charset=utf-8", body=["añó"]))
    assert right.faults == ()
    assert wrong.faults == (
        "El texto no estaba en utf-8, como decía: el juego de caracteres se dedujo.",
    )


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"a\0b", "ab"),
        (b"uno\rdos\r\ntres\x0ccuatro", "uno\ndos\ntres\ncuatro"),
        (b"\xef\xbb\xbfHola", "Hola"),
        (b"caf\xc3\xa9 = cafe\xcc\x81", "café = café"),
        (b"a\xc2\x93b\xc2\x94", "a“b”"),
        (b"campana\x07", "campana"),
    ],
)
def test_text_comes_out_clean(content, body):
    kind = "Content-Type: text/plain; charset=utf-8"
    assert read_mail(odd_mail(kind, body=[content])).body.strip() == body


def test_lone_surrogates_never_come_out():
    kind = "Content-Type: text/plain; charset=utf-7"
    read = read_mail(odd_mail(kind, body=[b"a+2AA-b"]))
    read.body.encode()
    assert read.body.startswith("a")


@pytest.mark.parametrize(
    ("kind", "text", "body"),
    [
        ("flowed", ["uno ", "dos", "tres"], "uno dos\ntres"),
        ("flowed", [" From ayer ", "hoy"], "From ayer hoy"),
        ("flowed", ["> uno ", "> dos", ">> tres", "mio"], "> uno dos\n>> tres\nmio"),
        ("flowed", ["> uno ", "mio"], "> uno\nmio"),
        ("flowed", ["texto", "-- ", "Ana"], "texto\n--\nAna"),
        ("Flowed; DelSp=Yes", ["informa ", "ción"], "información"),
        ("fixed", ["uno ", "dos"], "uno\ndos"),
    ],
)
def test_format_flowed(kind, text, body):
    raw = odd_mail(f"Content-Type: text/plain; charset=utf-8; format={kind}", body=text)
    assert read_mail(raw).body.strip() == body


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("base64", "SG9sYSwgYcOxbw=="),
        ("BASE64 ", "SG9sYSwgYcOxbw=="),
        ("base64", "SG9s\r\nYSwg\r\nYcOxbw"),
        ("base64", "SG9s!YSwg*YcOxbw=="),
        ("base64", "Hola, año"),
        ("quoted-printable", "Hola, a=C3=B1o"),
        ("quoted-printable", "Hola, a=\r\n=c3=b1o"),
        ("8bit", "Hola, año"),
        ("7-bit", "Hola, año"),
        ("inventada", "Hola, año"),
        ("x-uuencode", "begin 644 a\r\n*2&]L82P@8<.Q;P  \r\n`\r\nend"),
    ],
)
def test_transfer_encoding(encoding, text):
    raw = odd_mail(
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Transfer-Encoding: {encoding}",
        body=[text],
    )
    assert read_mail(raw).body.strip() == "Hola, año"


def test_the_line_ends_of_an_old_mac_cost_no_words():
    raw = odd_mail(
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        body=["Hola, a=", "=C3=B1o", "No puedo registrar la =", "cuenta por pagar."],
    ).replace(b"\r\n", b"\r")
    assert read_mail(raw).body.strip() == "Hola, año\nNo puedo registrar la cuenta por pagar."


@pytest.mark.parametrize(
    "kind", ["multipart/mixed", "multipart/mixed; boundary=otra", "multipart/mixed; boundary="]
)
def test_parts_without_their_separator_are_found_all_the_same(kind):
    body = ["--limite", *PLAIN, "--limite", *PDF, "--limite--"]
    read = read_mail(odd_mail(f"Content-Type: {kind}", body=body))
    assert read.body.strip() == "Texto plano"
    assert [each.name for each in read.attachments] == ["a.pdf"]
    assert "El separador de las partes se dedujo del texto." in read.faults


def test_a_multipart_without_any_parts_is_text():
    read = read_mail(odd_mail("Content-Type: multipart/mixed; boundary=x", body=["Hola"]))
    assert read.body.strip() == "Hola"
    assert read.faults == ("El separador de partes que se anunciaba no aparece.",)


def test_a_cut_mail_is_read_as_far_as_it_came():
    whole = multipart("mixed", PLAIN, PDF)
    read = read_mail(whole[: whole.index(b"%PDF") + 2])
    assert read.body.strip() == "Texto plano"
    assert [each.content for each in read.attachments] == [b"%P"]
    assert read.faults == (
        "Al mensaje le falta el final (el último separador): se leyó lo que llegó.",
    )


@pytest.mark.parametrize(
    "kind",
    ["text", "text/plain charset=utf-8", "text/plain;charset = utf-8", "", "basura", "TEXT/PLAIN"],
)
def test_a_malformed_type_is_plain_text(kind):
    read = read_mail(odd_mail(f"Content-Type: {kind}", body=["Hola, año"]))
    assert (read.body.strip(), read.content_types) == ("Hola, año", ("text/plain",))


@pytest.mark.parametrize(
    ("kind", "told"),
    [("application/pkcs7-mime", "smime.p7m"), ("application/ms-tnef", "winmail.dat")],
)
def test_what_could_not_be_looked_into_is_told(kind, told):
    read = read_mail(odd_mail(f"Content-Type: {kind}; name=cerrado.bin", body=["x"]))
    assert [each.name for each in read.attachments] == ["cerrado.bin"]
    assert told in read.faults[0]


def test_nothing_of_the_body_is_lost_in_the_split():
    text = "Gracias, ya funciona.\n\nEl mar, 24 nov 2026, Soporte escribió:\n> ¿Ya funciona?\n"
    read = read_mail(mail(text=text, files=[Enclosed(name="a.pdf")]))
    assert set(text.split()) <= set(read.body.split())
    assert set(read.body.split()) <= set((read.text + " " + read.quoted).split())


@pytest.mark.parametrize(
    "written", ["a" + "\u0316\u0300" * 500, "a&#x316;&#x300;" + "&#x316;&#x300;" * 500]
)
def test_letters_buried_under_marks_keep_a_few(written):
    read = read_mail(mail(text=None, html=f"<p>{written} Señor, ñandú</p>"))
    assert len(read.text) < 60
    assert read.text.endswith(" Señor, ñandú")
