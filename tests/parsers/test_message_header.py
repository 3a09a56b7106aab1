"""What the header of a mail says, however it is written: subject, people, date, ids."""

from datetime import UTC, datetime

import pytest

from mailbot.model.mail import Address, Mail
from mailbot.parsers import ParseLimits, identify, read_mail
from tests.mails import lines, mail, odd_mail

ANA = Address(address="ana@x.co")


def header(*fields: str | bytes) -> Mail:
    """A mail of just these header lines."""
    return read_mail(lines(*fields, "", "Hola"))


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("Subject: Orden de pago", "Orden de pago"),
        ("Subject: =?utf-8?Q?Se=C3=B1al_de_a=C3=B1o?=", "Señal de año"),
        ("Subject: =?UTF-8?B?U2XDsWFs?=", "Señal"),
        ("Subject: =?utf-8?Q?Se=C3?= =?utf-8?Q?=B1al?=", "Señal"),
        ("Subject: =?utf-8?B?U2XD?=\r\n =?utf-8?B?sWFs?=", "Señal"),
        ("Subject: Re: =?iso-8859-1?Q?Se=F1al?= vieja", "Re: Señal vieja"),
        ("Subject: =?iso-8859-1?Q?5_=80?=", "5 €"),
        ("Subject: =?gb2312?B?1tCSzg==?=", "中捨"),
        ("Subject: =?utf-8*es?Q?a=C3=B1o?=", "año"),
        ("Subject: =?utf-8?B?U2XDsWFs", "=?utf-8?B?U2XDsWFs"),
        ("Subject: =?utf-8?B?U2XDsWFs!?=", "Señal"),
        ("Subject: =?utf-8?B?U2XDsWE?=", "Seña"),
        ("Subject: =?x-nada?Q?a=C3=B1o?=", "año"),
        ("Subject: =?utf-8?Q?una_l=C3=ADnea=0D=0Ay otra?=", "una línea y otra"),
        ("Subject: Señal cruda", "Señal cruda"),
        ("Subject: Señal de €".encode("cp1252"), "Señal de €"),
        ("Subject: Orden de\r\n\tpago", "Orden de pago"),
        ("Subject: a\0b\x07", "ab"),
        ("Subject: an\u0303o", "año"),
        ("Subject : Orden de pago", "Orden de pago"),
        ("X-Otra: nada", ""),
    ],
)
def test_subject(line, subject):
    assert header("From: ana@x.co", line, "To: b@x.co").subject == subject


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        ("ana@x.co", ANA),
        ("<ana@x.co>", ANA),
        ("Ana Díaz <Ana@X.Co>", Address(address="ana@x.co", name="Ana Díaz")),
        ('"Díaz, Ana" <ana@x.co>', Address(address="ana@x.co", name="Díaz, Ana")),
        ("ana@x.co (Ana Díaz)", Address(address="ana@x.co", name="Ana Díaz")),
        ("ana@x.co <ana@x.co>", ANA),
        ("=?utf-8?Q?D=C3=ADaz=2C_Ana?= <ana@x.co>", Address(address="ana@x.co", name="Díaz, Ana")),
        ('"=?utf-8?Q?D=C3=ADaz?=" <ana@x.co>', Address(address="ana@x.co", name="Díaz")),
        ("=?iso-8859-1?Q?Ana_=80?= <ana@x.co>", Address(address="ana@x.co", name="Ana €")),
        ("Ana Díaz <ana@x.co>".encode("cp1252"), Address(address="ana@x.co", name="Ana Díaz")),
        ("ñandú@x.co", Address(address="ñandú@x.co")),
        ("Grupo: ana@x.co;", ANA),
        ("Ana Diaz ana@x.co", ANA),
        ("<ana@x.co", ANA),
        ("MAILER-DAEMON", None),
        ("<>", None),
        ("", None),
    ],
)
def test_sender(value, sender):
    line = b"From: " + value if isinstance(value, bytes) else f"From: {value}"
    assert header(line).sender == sender


@pytest.mark.parametrize(
    "value",
    [
        '"jefe@minhacienda.gov.co" <malo@x.co>',
        "jefe@minhacienda.gov.co <malo@x.co>",
        "<malo@x.co> (jefe@minhacienda.gov.co)",
        '"jefe@minhacienda.gov.co" malo@x.co',
        "=?utf-8?Q?jefe=40minhacienda=2Egov=2Eco_=3Cjefe=40minhacienda.gov.co=3E=2C?= <malo@x.co>",
        '"jefe@minhacienda.gov.co\\" <jefe@minhacienda.gov.co>" <malo@x.co>',
    ],
)
def test_a_display_name_is_never_taken_for_the_address(value):
    sender = header(f"From: {value}").sender
    assert sender is not None
    assert sender.address == "malo@x.co"


@pytest.mark.parametrize(
    "value",
    [
        '"jefe@minhacienda.gov.co"@x.co', 'Jefe <"jefe@minhacienda.gov.co"@x.co>',
        '"a b"@x.co', "malo@[10.0.0.1]",
    ],
)  # fmt: skip
def test_who_cannot_be_answered_is_no_sender(value):
    assert header(f"From: {value}").sender is None


@pytest.mark.parametrize(
    "value",
    [
        "jefe@minhacienda.gov.co malo@x.co",
        "<jefe@minhacienda.gov.co> <malo@x.co>",
        "<jefe@minhacienda.gov.co malo@x.co>",
    ],
)
def test_a_sender_who_could_be_either_of_two_is_none(value):
    assert header(f"From: {value}").sender is None


def test_the_first_of_several_authors_counts_and_it_is_told():
    several = header("From: ana@x.co, luis@x.co")
    repeated = header("From: ana@x.co", "From: luis@x.co")
    assert several.sender == repeated.sender == ANA
    assert several.faults == ("La cabecera From nombra a varias personas: vale la primera.",)
    assert repeated.faults == ("El mensaje trae varias cabeceras From: vale la primera.",)


@pytest.mark.parametrize(
    ("fields", "addresses"),
    [
        (["To: a@x.co, B <b@x.co>"], ["a@x.co", "b@x.co"]),
        (["To: a@x.co", "To: b@x.co"], ["a@x.co", "b@x.co"]),
        (["To: Mesa: a@x.co, b@x.co;, c@x.co"], ["a@x.co", "b@x.co", "c@x.co"]),
        (["To: undisclosed-recipients:;"], []),
        (["To: a@x.co, , b@x.co,"], ["a@x.co", "b@x.co"]),
        (["To: a@x.co; b@x.co"], ["a@x.co", "b@x.co"]),
        (["To: a@x.co, esto no es, b@x.co"], ["a@x.co", "b@x.co"]),
        (["To:"], []),
    ],
)
def test_recipients(fields, addresses):
    assert [each.address for each in header("From: ana@x.co", *fields).to] == addresses


def test_reply_to_is_kept_apart_from_the_sender():
    read = header("From: ana@x.co", "Reply-To: Otro <otro@y.co>", "Cc: jefe@x.co")
    assert read.sender == ANA
    assert read.reply_to == (Address(address="otro@y.co", name="Otro"),)
    assert read.cc == (Address(address="jefe@x.co"),)


MORNING = datetime(2026, 11, 24, 15, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Tue, 24 Nov 2026 10:11:12 -0500", MORNING),
        ("24 Nov 2026 15:11:12 GMT", MORNING),
        ("Tue, 24 Nov 2026 10:11:12 -0500 (COT)", MORNING),
        ("Mon, 24 Nov 2026 10:11:12 -0500", MORNING),
        ("Tue, 24 Nov 2026 15:11:12", MORNING),
        ("Tue Nov 24 15:11:12 2026", MORNING),
        ("Tue, 24 Nov 2026 25:11:12 -0500", None),
        ("ayer", None),
        ("", None),
    ],
)
def test_date(value, date):
    read = header("From: ana@x.co", f"Date: {value}").date
    assert read == date
    assert read is None or read.tzinfo is not None


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@x> <b@x>", ("a@x", "b@x")),
        ("<a@x><b@x>", ("a@x", "b@x")),
        ("<a@x>\r\n <b@x>", ("a@x", "b@x")),
        ("<a\r\n @x>", ("a@x",)),
        ("<a@x> <b@x> <a@x>", ("a@x", "b@x")),
        ("Su mensaje de ayer <a@x>", ("a@x",)),
        ("a@x b@x", ("a@x", "b@x")),
        ("<<a@x>>", ("a@x",)),
        ("<a@x> <b@x", ("a@x",)),
        ("<sin-arroba>", ("sin-arroba",)),
        ("<>", ()),
        ("nada", ()),
        ("", ()),
    ],
)
def test_ids_of_the_thread(value, ids):
    read = header(f"References: {value}", f"In-Reply-To: {value}", "From: ana@x.co")
    assert read.references == read.in_reply_to == ids


@pytest.mark.parametrize(
    ("value", "message_id"),
    [("<a@x>", "a@x"), ("a@x", "a@x"), ("<a b@x>", "ab@x"), ("raro", "raro"), ("<>", None)],
)
def test_message_id(value, message_id):
    assert header("From: ana@x.co", f"Message-ID: {value}").message_id == message_id


def test_of_too_many_references_the_ends_are_kept():
    thread = " ".join(f"<{number}@x>" for number in range(500))
    references = read_mail(odd_mail(f"References: {thread}")).references
    assert len(references) == ParseLimits().references
    assert (references[0], references[-1]) == ("0@x", "499@x")


def test_headers_are_all_there_in_order_unfolded_and_decoded():
    read = header(
        "Received: from a\r\n by b",
        "From: ana@x.co",
        "Received: from c",
        "X-Tema: =?utf-8?Q?a=C3=B1o?=",
        "Señal: cruda",
    )
    assert read.headers[:4] == (
        ("received", "from a by b"),
        ("from", "ana@x.co"),
        ("received", "from c"),
        ("x-tema", "año"),
    )
    assert read.header_all("Received") == ("from a by b", "from c")


def test_encoded_words_are_no_words_in_the_results_of_a_mail_server():
    forged = "mx.co; spf=fail smtp.mailfrom==?utf-8?Q?=3B_dmarc=3Dpass?="
    assert header(f"Authentication-Results: {forged}").headers == (
        ("authentication-results", forged),
    )


@pytest.mark.parametrize("name", ["Subject", "Message-ID"])
def test_the_first_of_a_repeated_header_counts_and_it_is_told(name):
    read = header("From: ana@x.co", f"{name}: uno", f"{name}: dos")
    assert "uno" in (read.subject, read.message_id)
    assert read.faults == (f"El mensaje trae varias cabeceras {name.title()}: vale la primera.",)


def test_broken_lines_in_the_header_do_not_end_it():
    read = read_mail(
        lines("From: ana@x.co", "Subject: Un asunto", "cortado en dos", "To: b@x.co", "", "Hola")
    )
    assert (read.subject, read.body.strip()) == ("Un asunto cortado en dos", "Hola")
    assert read.to == (Address(address="b@x.co"),)
    assert "Había líneas rotas en la cabecera: se unieron a la anterior." in read.faults


@pytest.mark.parametrize(
    "before",
    [b"\r\n\r\n", b"\xef\xbb\xbf", b"From ana@x.co Tue Nov 24 10:11:12 2026\r\n", b">From x\r\n"],
)
def test_what_stands_before_the_header_is_passed_over(before):
    read = read_mail(before + odd_mail())
    assert (read.subject, read.body.strip(), read.faults) == ("Consulta", "Hola", ())


def test_text_without_a_header_is_all_body():
    read = read_mail("Buenos días, no puedo entrar.\n\nGracias".encode())
    assert read.sender is None
    assert read.headers == ()
    assert read.body.split() == "Buenos días, no puedo entrar. Gracias".split()


class TestIdentify:
    def test_knows_what_reading_the_mail_would_know(self):
        raw = mail(subject="Señal de año", sender="Ana Díaz <Ana@X.co>")
        known, read = identify(raw), read_mail(raw)
        assert (known.message_id, known.subject) == (read.message_id, read.subject)
        assert known.sender == "ana@x.co"

    def test_two_deliveries_of_a_mail_have_the_same_content(self):
        raw = mail()
        again = b"Received: from otra by mx\r\nDelivered-To: x@y.co\r\n" + raw
        assert identify(again) == identify(raw)

    def test_folding_is_not_content(self):
        plain = odd_mail("Date: Tue, 24 Nov 2026 10:11:12 -0500")
        folded = odd_mail("Date: Tue,\r\n 24 Nov 2026 10:11:12 -0500")
        assert identify(plain).content_hash == identify(folded).content_hash

    @pytest.mark.parametrize(
        "other",
        [
            mail(text="Otro texto\n"),
            mail(subject="Otro asunto"),
            mail(sender="otra@x.co"),
            mail(date="Tue, 24 Nov 2026 10:11:13 -0500"),
        ],
        ids=["body", "subject", "sender", "date"],
    )
    def test_other_content_under_the_same_id_is_told_apart(self, other):
        assert identify(other).message_id == identify(mail()).message_id
        assert identify(other).content_hash != identify(mail()).content_hash

    @pytest.mark.parametrize(
        "raw", [b"", b"\n", b"\0\xff" * 50, b"x" * 2_000_000, b"A: b\r\n" * 300_000]
    )
    def test_takes_any_bytes(self, raw):
        known = identify(raw)
        assert (known.message_id, known.sender, known.subject) == (None, "", "")
        assert len(known.content_hash) == 64


def test_what_is_wrong_with_addresses_is_told_of_each_mail_that_has_them():
    value = "nadie; <luz@x.co>; ("
    first, again = (header("From: ana@x.co", f"To: {value}", f"Cc: {value}") for _ in range(2))
    assert first == again
    assert first.to == first.cc == (Address(address="luz@x.co"),)
    assert {fault.split()[1] for fault in first.faults if fault.startswith("En ")} == {"To", "Cc"}
