"""What each way a server can answer, or not, means for a mail; every row against a real server."""

import pytest

from mailbot.errors import Failure, SendError
from mailbot.sender import Accepted, Refused
from tests.servers.smtp_acts import (
    DropAtData,
    DropAtRecipient,
    DropInContent,
    DropTaken,
    DropUntaken,
    Hold,
    RefuseContent,
    RefuseInContent,
    RefuseRecipient,
    RefuseSender,
    StallInContent,
)

LINE = "siifsoporte@minhacienda.example"
ANA = "ana@entidad.example"
LUIS = "luis@entidad.example"
MAIL = b"Subject: Su caso\r\nMessage-ID: <1@minhacienda.example>\r\n\r\nBuenos d=C3=ADas.\r\n"
LARGE = MAIL + b"x" * 78 + b"\r\n" + b"y" * 20_000_000 + b"\r\n"

FULL = "452 4.2.2 Buzón lleno"
UNKNOWN = "550 5.1.1 No existe"


@pytest.mark.parametrize(
    ("act", "failure", "code", "taken"),
    [
        (RefuseSender("451 4.7.1 Más tarde"), Failure.TEMPORARY, 451, 0),
        (RefuseSender("550 5.7.60 No puede enviar como este"), Failure.PERMANENT, 550, 0),
        (RefuseSender("421 4.3.2 Cerrando"), Failure.TEMPORARY, 421, 0),
        (RefuseSender("530 5.7.0 Autenticación"), Failure.TEMPORARY, 530, 0),
        (RefuseRecipient("451 4.3.0 Espere"), Failure.TEMPORARY, 451, 0),
        (RefuseRecipient(UNKNOWN), Failure.PERMANENT, 550, 0),
        (RefuseRecipient("552 Demasiados destinatarios"), Failure.TEMPORARY, 552, 0),
        (RefuseRecipient("421 4.3.2 Cerrando"), Failure.TEMPORARY, 421, 0),
        (DropAtRecipient(), Failure.TEMPORARY, None, 0),
        (DropAtData(), Failure.TEMPORARY, None, 0),
        (RefuseContent("452 4.3.1 Sin espacio"), Failure.TEMPORARY, 452, 0),
        (RefuseContent("554 5.6.0 No se admite"), Failure.PERMANENT, 554, 0),
        (RefuseContent("421 4.3.2 Cerrando"), Failure.TEMPORARY, 421, 0),
        (RefuseContent("9xx ¿qué?"), Failure.UNCERTAIN, None, 0),
        (RefuseInContent("552 5.3.4 Demasiado grande", size=10), Failure.PERMANENT, 552, 0),
        (DropInContent(size=10), Failure.UNCERTAIN, None, 0),
        (DropUntaken(), Failure.UNCERTAIN, None, 0),
        (DropTaken(), Failure.UNCERTAIN, None, 1),
    ],
)
def test_one_recipient(smtp_server, sender_for, act, failure, code, taken):
    smtp_server.script(LINE if isinstance(act, RefuseSender) else ANA, act)
    sender = sender_for(smtp_server)
    with pytest.raises(SendError) as raised:
        sender.send(LINE, [ANA], MAIL)
    assert (raised.value.failure, raised.value.code) == (failure, code)
    assert len(smtp_server.inbox) == taken
    assert isinstance(sender.send(LINE, [ANA], MAIL), Accepted), "the next mail goes out"
    assert len(smtp_server.wait_for(taken + 1)) == taken + 1


@pytest.mark.parametrize(
    ("act", "failure", "code"),
    [
        (DropInContent(), Failure.TEMPORARY, None),
        (StallInContent(), Failure.TEMPORARY, None),
        (RefuseInContent("552 5.3.4 Demasiado grande"), Failure.PERMANENT, 552),
    ],
)
def test_a_large_mail_that_surely_did_not_leave_whole_is_not_uncertain(
    smtp_server, sender_for, act, failure, code
):
    smtp_server.script(ANA, act)
    with pytest.raises(SendError) as raised:
        sender_for(smtp_server, timeout_seconds=0.5).send(LINE, [ANA], LARGE)
    assert (raised.value.failure, raised.value.code) == (failure, code)


def test_no_reply_after_the_content_in_ten_times_the_time_out_is_uncertain(smtp_server, sender_for):
    smtp_server.script(ANA, Hold())
    with pytest.raises(SendError, match="no se sabe si recibió el correo") as raised:
        sender_for(smtp_server, timeout_seconds=0.05).send(LINE, [ANA], MAIL)
    assert raised.value.failure is Failure.UNCERTAIN


@pytest.mark.parametrize(
    ("ana", "luis", "refused"),
    [
        (None, None, []),
        (UNKNOWN, None, [(ANA, 550, True)]),
        (None, FULL, [(LUIS, 452, False)]),
    ],
)
def test_a_mail_that_some_recipients_may_get_is_accepted(
    smtp_server, sender_for, ana, luis, refused
):
    for address, reply in ((ANA, ana), (LUIS, luis)):
        if reply:
            smtp_server.script(address, RefuseRecipient(reply))
    accepted = sender_for(smtp_server).send(LINE, [ANA, LUIS], MAIL)
    assert [(each.address, each.code, each.permanent) for each in accepted.refused] == refused
    (received,) = smtp_server.wait_for(1)
    assert set(received.recipients) == {ANA, LUIS} - {each.address for each in accepted.refused}


@pytest.mark.parametrize(
    ("ana", "luis", "failure", "code"),
    [
        (UNKNOWN, UNKNOWN, Failure.PERMANENT, 550),
        (UNKNOWN, FULL, Failure.TEMPORARY, 452),
        (FULL, FULL, Failure.TEMPORARY, 452),
    ],
)
def test_a_mail_that_nobody_may_get_is_final_only_if_every_refusal_is(
    smtp_server, sender_for, ana, luis, failure, code
):
    smtp_server.script(ANA, RefuseRecipient(ana))
    smtp_server.script(LUIS, RefuseRecipient(luis))
    with pytest.raises(SendError, match=ANA) as raised:
        sender_for(smtp_server).send(LINE, [ANA, LUIS], MAIL)
    assert (raised.value.failure, raised.value.code) == (failure, code)


def test_a_mail_without_recipients_is_final(smtp_server, sender_for):
    with pytest.raises(SendError, match="no tiene destinatarios") as raised:
        sender_for(smtp_server).send(LINE, [], MAIL)
    assert raised.value.failure is Failure.PERMANENT


def test_a_mail_larger_than_the_server_takes_is_refused_before_it_is_sent(smtp_server, sender_for):
    smtp_server.size_limit = 1000
    with pytest.raises(SendError, match="552") as raised:
        sender_for(smtp_server).send(LINE, [ANA], MAIL + b"x" * 2000)
    assert raised.value.failure is Failure.PERMANENT


@pytest.mark.parametrize(
    ("raw", "arrives"),
    [
        (b"Subject: a\r\n\r\n.\r\n..\r\n.fin\r\n", b"Subject: a\r\n\r\n.\r\n..\r\n.fin\r\n"),
        (b".Subject: a\r\n\r\nb\r\n", b".Subject: a\r\n\r\nb\r\n"),
        (b"Subject: a\n\nb\n.\nc", b"Subject: a\r\n\r\nb\r\n.\r\nc\r\n"),
        (b"Subject: a\r\r\n\nb", b"Subject: a\r\n\r\n\r\nb\r\n"),
    ],
)
def test_every_byte_arrives_and_lines_end_as_they_must(smtp_server, sender_for, raw, arrives):
    sender_for(smtp_server).send(LINE, [ANA], raw)
    assert smtp_server.wait_for(1)[0].raw == arrives


def test_eight_bit_content_is_announced(smtp_server, sender_for):
    sender = sender_for(smtp_server)
    sender.send(LINE, [ANA], MAIL)
    sender.send(LINE, [ANA], "Subject: a\r\n\r\nSeñal\r\n".encode())
    plain, eight_bit = smtp_server.wait_for(2)
    assert "BODY=8BITMIME" not in plain.options
    assert "BODY=8BITMIME" in eight_bit.options


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("ana@peñaflor.example", "ana@xn--peaflor-5za.example"),
        ("peña@entidad.example", "peña@entidad.example"),
    ],
)
def test_international_addresses_reach_a_server_that_knows_them(
    smtp_server, sender_for, address, wire
):
    sender_for(smtp_server).send(LINE, [address], MAIL)
    assert smtp_server.wait_for(1)[0].recipients == (wire,)


def test_an_international_address_is_refused_alone_where_the_server_does_not_know_them(
    smtp_server, sender_for
):
    smtp_server.smtputf8 = False
    accepted = sender_for(smtp_server).send(LINE, [ANA, "peña@entidad.example"], MAIL)
    assert accepted.refused == (
        Refused(
            address="peña@entidad.example",
            code=None,
            message="tiene letras que el servidor SMTP no admite (SMTPUTF8)",
            permanent=True,
        ),
    )
    assert smtp_server.wait_for(1)[0].recipients == (ANA,)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@entidad.example",
        "a b@x.example",
        "a@x.example\r\nRSET",
        "a@\udce9.co",
        '"a\x01"@x.example',
    ],
)
def test_what_is_no_address_never_reaches_the_wire(smtp_server, sender_for, address):
    with pytest.raises(SendError, match="no es una dirección de correo válida") as raised:
        sender_for(smtp_server).send(LINE, [address], MAIL)
    assert raised.value.failure is Failure.PERMANENT
    assert not smtp_server.inbox
