"""Delivery reports in words only, as servers of many makers and languages write them."""

import email
import email.policy
import json
from textwrap import dedent

import pytest

from mailbot.parsers import read_mail, report_prose
from tests.parsers.report_mails import ANA, OUR_ID, RETURNED, prose, read, recipients

PROSE = [
    (
        "qmail",
        "failure notice",
        """\
        Hi. This is the qmail-send program at correo.entidad.gov.co.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <ana@entidad.gov.co>:
        192.0.2.5 does not like recipient.
        Remote host said: 550 5.1.1 <ana@entidad.gov.co>: Recipient address rejected

        --- Below this line is a copy of the message.

        RETURNED
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "Gmail in Spanish",
        "Delivery Status Notification (Failure)",
        """\
        ** No se ha encontrado la dirección **

        No se ha podido entregar tu mensaje a ana@entidad.gov.co porque no se ha encontrado la
        dirección o esta no puede recibir correo.

        La respuesta fue:
        550 5.1.1 The email account that you tried to reach does not exist.

        ----- Original message -----

        RETURNED
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "Exchange in Spanish",
        "No se puede entregar: [SERV-2026-000123] Recibimos su solicitud",
        """\
        Error de entrega a estos destinatarios o grupos:

        ana@entidad.gov.co
        No se encontró la dirección de correo electrónico que escribió.

        Información de diagnóstico para los administradores:
        Servidor de generación: EX01.entidad.local
        ana@entidad.gov.co
        Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'

        Encabezados de mensajes originales:

        RETURNED
        """,
        [(ANA, "5.1.10", True)],
    ),
    (
        "a full mailbox in Spanish",
        "Error en la entrega del mensaje",
        """\
        Su mensaje no se pudo entregar al siguiente destinatario:

            ana@entidad.gov.co

        El buzón está lleno.

        Mensaje original:

        RETURNED
        """,
        [(ANA, None, True)],
    ),
    (
        "a delay in Spanish",
        "Entrega retrasada: [SERV-2026-000123] Recibimos su solicitud",
        """\
        La entrega a estos destinatarios se ha retrasado:

        ana@entidad.gov.co

        Este mensaje aún no se ha entregado. Se seguirá intentando. No tiene que reenviarlo.

        Mensaje original:

        RETURNED
        """,
        [(ANA, None, False)],
    ),
    (
        "a warning of sendmail",
        "Warning: could not send message for past 4 hours",
        """\
        ** THIS IS A WARNING MESSAGE ONLY **
        ** YOU DO NOT NEED TO RESEND YOUR MESSAGE **

           ----- The following addresses had transient non-fatal errors -----
        <ana@entidad.gov.co>

           ----- Transcript of session follows -----
        <ana@entidad.gov.co>... Deferred: Connection timed out
        Warning: message still undelivered after 4 hours. Will keep trying until 5 days old

           ----- Original message follows -----

        RETURNED
        """,
        [(ANA, None, False)],
    ),
    (
        "OpenSMTPD, two of them",
        "Delivery status notification: error",
        """\
        Hi!

        This is the MAILER-DAEMON, please DO NOT REPLY to this email.

        An error has occurred while attempting to deliver a message for the following recipients:

        zoe@entidad.gov.co: 550 5.2.2 Mailbox full
        ana@entidad.gov.co: 550 5.1.1 User unknown

        Below is a copy of the original message:

        RETURNED
        """,
        [("zoe@entidad.gov.co", "5.2.2", True), (ANA, "5.1.1", True)],
    ),
    (
        "fields of a report as text",
        "Delivery Status Notification (Failure)",
        """\
        An error occurred while trying to deliver the mail to the following recipients:
        ana@entidad.gov.co

        Reporting-MTA: dns; correo.entidad.gov.co

        Action: failed
        Final-Recipient: rfc822; ana@entidad.gov.co
        Diagnostic-Code: smtp; 550 5.2.1 disabled
        Status: 5.2.1

        RETURNED
        """,
        [(ANA, "5.2.1", True)],
    ),
    (
        "Postfix in Spanish",
        "Correo no entregado, devuelto al remitente",
        """\
        Este es el sistema de correo del servidor correo.entidad.gov.co.

        Lamentamos informarle que su mensaje no pudo ser entregado a uno o más destinatarios.

        <ana@entidad.gov.co>: host mx.entidad.gov.co[192.0.2.5] said: 550 5.1.1 User unknown

        RETURNED
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "Exchange 2003 in Spanish",
        "No se puede entregar: Recibimos su solicitud",
        """\
        Su mensaje no llegó a alguno o a ninguno de los destinatarios.

              Asunto: Recibimos su solicitud

        No se pudo contactar con los siguientes destinatarios:

              ana@entidad.gov.co el 24/11/2026 10:00
                    La cuenta de correo no existe en la organización. #5.1.1

        RETURNED
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "a delay of Postfix in Spanish",
        "Correo retrasado (se sigue intentando)",
        """\
        Su mensaje todavía no ha podido ser entregado. Se seguirá intentando por 5 días.

        <ana@entidad.gov.co>: connect to mx.entidad.gov.co: Connection timed out

        RETURNED
        """,
        [(ANA, None, False)],
    ),
    (
        "Gmail in Portuguese",
        "Falha na entrega da mensagem",
        """\
        Sua mensagem não foi entregue a ana@entidad.gov.co porque o endereço não foi encontrado.

        550 5.1.1 The email account that you tried to reach does not exist.

        RETURNED
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "Exchange in French",
        "Non remis : Recibimos su solicitud",
        """\
        Votre message n'a pas pu être remis aux destinataires suivants :

        ana@entidad.gov.co

        RETURNED
        """,
        [(ANA, None, True)],
    ),
    (
        "nobody but a postmaster whom we wrote to",
        "Mail delivery failed",
        """\
        There was an error delivering your mail to <postmaster@entidad.gov.co>.

        Message headers follow.

        Received: from x by y; Tue, 24 Nov 2026 10:00:00 -0500
        Message-ID: <0123456789abcdef0123456789abcdef@minhacienda.gov.co>
        To: <postmaster@entidad.gov.co>
        """,
        [("postmaster@entidad.gov.co", None, True)],
    ),
    (
        "nobody but those who ask and help",
        "Undeliverable mail",
        """\
        Your message from siifsoporte@minhacienda.gov.co could not be delivered.
        Write to postmaster@correo.entidad.gov.co for help. Recipient address: ana@entidad.gov.co

        Received: from x by y; Tue, 24 Nov 2026 10:00:00 -0500
        RETURNED
        """,
        [(ANA, None, True)],
    ),
    (
        "Zoho, which puts no blank after the names of the fields that came back",
        "Undelivered Mail Returned to Sender",
        """\
        This message was created automatically by mail delivery software.
        A message that you sent could not be delivered to one or more of its recipients. This is
        a permanent error.

        ana@entidad.gov.co Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 User Unknown


        Received:from mail.zoho.com by mx.zohomail.com
        Message-ID:<0123456789abcdef0123456789abcdef@minhacienda.gov.co>
        From:SIIF <otra@minhacienda.gov.co>
        To:<ana@entidad.gov.co>
        """,
        [(ANA, "5.1.1", True)],
    ),
]  # fmt: skip


@pytest.mark.parametrize("policy", [email.policy.compat32, email.policy.default])
@pytest.mark.parametrize(
    ("subject", "text", "named"), [r[1:] for r in PROSE], ids=[r[0] for r in PROSE]
)
def test_reports_in_words(
    subject: str, text: str, named: list[tuple[str, str | None, bool]], policy
) -> None:
    raw = prose(subject, dedent(text).replace("RETURNED", dedent(RETURNED)))
    report = read(raw, policy)
    assert recipients(report) == named
    assert report is not None
    assert report.original_message_id == OUR_ID


def test_the_mail_that_came_back_is_found_where_parts_are_not_told_apart() -> None:
    raw = prose(
        "Undelivered Mail Returned to Sender",
        f"""\
        --a
        Content-Type: text/plain

        <ana@entidad.gov.co>: host correo.entidad.gov.co said: 550 5.1.1 unknown

        --a
        Content-Type: message/rfc822

        Message-ID: <{OUR_ID}>

        --a--
        """,
    ).replace("text/plain; charset=utf-8", "multipart/report; boundary=b", 1)
    report = read_mail(raw.encode()).report
    assert recipients(report) == [(ANA, "5.1.1", True)]
    assert report is not None
    assert report.original_message_id == OUR_ID


ORDINARY = """\
    From: {sender}
    To: siifsoporte@minhacienda.gov.co
    """
ORDINARY_SENDERS = [
    (
        "a gateway of the Société générale, with an ordinary address",
        "Dsicspiibs.spi@entidad.gov.co",
        "RE: Recibimos su solicitud : non remis (delivery failed)",
        "***\nYour message could not be delivered to\nana@entidad.gov.co\n***\n",
    ),
    (
        "Exchange's own address without a multipart/report",
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@entidad.gov.co>",
        "No se puede entregar: Recibimos su solicitud",
        "El mensaje no se pudo entregar a ana@entidad.gov.co. El buzón está lleno.\n",
    ),
    (
        "a list server that turns our mail away",
        "lista-admin@entidad.gov.co",
        "Loop Alert: Duplicated Message-ID (lista)",
        f"Duplicated Message-ID in <ana@entidad.gov.co>.\n\nOriginal mail as follows:\n\n"
        f"   Received: from x by y\n   Message-ID: <{OUR_ID}>\n",
    ),
    (
        "a virus wall that words it as systems do",
        '"System Administrator" <ndr@entidad.gov.co>',
        "Delivery Failure",
        "Could not deliver message to the following recipient(s):\n\n"
        "Failed Recipient: ana@entidad.gov.co\nReason: 550 unknown user\n",
    ),
]


@pytest.mark.parametrize(
    ("sender", "subject", "text"), [r[1:] for r in ORDINARY_SENDERS],
    ids=[r[0] for r in ORDINARY_SENDERS],
)  # fmt: skip
def test_reports_from_ordinary_addresses(sender: str, subject: str, text: str) -> None:
    report = read(prose(subject, text, ORDINARY.format(sender=sender)))
    assert [address for address, _, _ in recipients(report)] == [ANA]


def sns(message: object, sender: str = "AWS <no-reply@sns.amazonaws.com>") -> str:
    told = json.dumps({"Type": "Notification", "Message": json.dumps(message)})
    return prose("AWS Notification Message", told, ORDINARY.format(sender=sender))


SES_MAIL = {"commonHeaders": {"messageId": f"<{OUR_ID}>"}}
SES_BOUNCE = {
    "notificationType": "Bounce",
    "bounce": {
        "bounceType": "Permanent",
        "bouncedRecipients": [{"emailAddress": ANA, "status": "5.1.1"}],
    },
    "mail": SES_MAIL,
}


def test_amazon_tells_a_bounce_through_sns() -> None:
    report = read(sns(SES_BOUNCE))
    assert recipients(report) == [(ANA, "5.1.1", True)]
    assert report is not None
    assert report.original_message_id == OUR_ID


@pytest.mark.parametrize(
    "raw",
    [
        sns({"notificationType": "Complaint", "mail": SES_MAIL}),
        sns("[" * 5_000),
        sns({**SES_BOUNCE, "bounce": "x"}),
        sns(SES_BOUNCE, sender="Ana <ana@entidad.gov.co>"),
        prose("AWS", "{no JSON", ORDINARY.format(sender="x@sns.amazonaws.com")),
    ],
    ids=["a complaint", "brackets without end", "another shape", "another sender", "no JSON"],
)
def test_what_sns_does_not_tell(raw: str) -> None:
    assert read(raw) is None


def test_who_does_not_stand_in_the_text_comes_in_one_order_whatever_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [f"p{number:02}@x.test" for number in range(12)]
    known = frozenset(names), frozenset[str]()
    monkeypatch.setattr(report_prose, "failures_by_known_forms", lambda _: known)
    read = report_prose.read_notice(email.message_from_string("To: a@x.test\n\n"), "No llegó.")
    assert [each.address for each in read] == names
