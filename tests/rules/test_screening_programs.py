"""What the programs of the world send, and the rule that answers: whole mails, as they arrive."""

import pytest

from mailbot.model.vocabulary import Machine
from mailbot.parsers import read_mail
from mailbot.rules.screening import TABLE, screen
from tests.rules.mails import OWN, STAFF, line_config

OUR_ID = "<0123456789abcdef0123456789abcdef@minhacienda.gov.co>"
CONFIG = line_config(
    trust={"authserv_id": "mx.minhacienda.gov.co", "own_lists": ["soporte.minhacienda.gov.co"]},
    governing_body=[{"code": "CGN", "email": "siif@cgn.gov.co", "domains": ["cgn.gov.co"]}],
)
ANSWER = f"In-Reply-To: {OUR_ID}"
NOTE = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"


def mail(*header: str, text: str = "No puedo pagar.", subject: str = "Error al pagar",
         sender: str = "Ana Díaz <ana@entidad.gov.co>") -> bytes:  # fmt: skip
    own = [f"From: {sender}", f"To: {OWN}", f"Subject: {subject}", "Message-ID: <1@entidad.gov.co>"]
    typed = any(line.lower().startswith("content-type") for line in header)
    head = [*header, *own, "MIME-Version: 1.0", *([] if typed else [NOTE])]
    return ("\n".join(head) + f"\n\n{text}\n").encode()


def answer(text: str, *header: str, subject: str = "RE: [SERV-2026-000123] Su solicitud",
           sender: str = "Ana Díaz <ana@entidad.gov.co>") -> bytes:  # fmt: skip
    return mail(ANSWER, *header, text=text, subject=subject, sender=sender)


def parts(kind: str, *bodies: tuple[str, str]) -> tuple[str, str]:
    """The Content-Type of a multipart, and its body."""
    inner = "".join(f"--b\nContent-Type: {type_}\n\n{body}\n" for type_, body in bodies)
    return f"Content-Type: {kind}; boundary=b", f"{inner}--b--"


def multipart(kind: str, *bodies: tuple[str, str], subject: str = "Aviso", header: str = "X-A: b",
              sender: str = "ana@entidad.gov.co") -> bytes:  # fmt: skip
    type_, body = parts(kind, *bodies)
    return mail(header, type_, text=body, subject=subject, sender=sender)


FAILED = "Final-Recipient: rfc822; ana@entidad.gov.co\nAction: failed\nStatus: 5.1.1\n"
DELAYED = "Final-Recipient: rfc822; ana@entidad.gov.co\nAction: delayed\nStatus: 4.4.1\n"
ABSENT = (
    "Cordial saludo.\n\nMe encuentro fuera de la oficina desde el 3 hasta el 14 de mayo de 2027,"
    " con acceso limitado al correo. Para asuntos urgentes por favor comunicarse con Luz Marina"
    " Roa, lroa@entidad.gov.co.\n\nCordialmente,\n\nAna Díaz\nProfesional Especializada\n"
    "Tel. 3811700\n"
)
RECEIPT = (
    "Cordial saludo. Hemos recibido su solicitud. Su solicitud ha sido registrada con el número"
    " 2026-004512. Muy pronto uno de nuestros agentes le contactará."
)
HELD = (
    "Su mensaje a ana@entidad.gov.co está retenido. Para confirmar que es una persona real y que su"
    " correo sea entregado, abra https://filtro.example/v/123\n"
)

PROGRAMS = [
    # Reports on our mail
    ("Postfix returns a mail for good", "delivery-report",
     multipart("multipart/report; report-type=delivery-status", ("text/plain", "failed"),
               ("message/delivery-status", FAILED))),
    ("a server says that it goes on trying", "delivery-report",
     multipart("multipart/report; report-type=delivery-status", ("text/plain", "delayed"),
               ("message/delivery-status", DELAYED))),
    ("qmail returns a mail in words only", "delivery-report",
     mail("Return-Path: <>", sender="MAILER-DAEMON@x.co", subject="failure notice",
          text="I wasn't able to deliver your message.\n\n<ana@entidad.gov.co>:\nno such user")),
    # Our own mail
    ("a forward of the mailbox to itself", "own-address", mail(sender=OWN)),
    ("a rule of Outlook that redirects our mail to us", "own-headers",
     mail("X-SIIF-Caso: SERV-2026-000123")),
    ("a list that sends our mail back under another sender", "own-message-id",
     mail().replace(b"<1@entidad.gov.co>", OUR_ID.encode())),
    # Reports on anything else
    ("AOL's feedback loop reports a complaint", "feedback-report",
     multipart("multipart/report; report-type=feedback-report", ("text/plain", "abuse"),
               ("message/feedback-report", "Feedback-Type: abuse"))),
    ("Hotmail's feedback loop reports a complaint", "feedback-report",
     mail(sender="staff@hotmail.com", subject="complaint about message from 192.0.2.7")),
    ("Google sends its DMARC report", "feedback-report",
     mail(subject="Report domain: minhacienda.gov.co Submitter: google.com Report-ID: 1")),
    ("Microsoft sends its DMARC report as a preview", "feedback-report",
     mail(subject="[Preview] Report Domain: minhacienda.gov.co Submitter: protection.outlook.com")),
    ("a DMARC report that only its file's name shows", "feedback-report",
     multipart("multipart/mixed", ("text/plain", "x"), (
         'application/gzip; name="yahoo.com!minhacienda.gov.co!1764115200!1764201599.xml.gz"',
         "x"))),
    ("a TLS report (RFC 8460)", "feedback-report",
     multipart('multipart/report; report-type="tlsrpt"', ("application/tlsrpt+gzip", "x"))),
    ("Outlook says that a mail was read", "read-receipt",
     multipart("multipart/report; report-type=disposition-notification",
               ("text/plain", "leído"), ("message/disposition-notification", "Disposition: x"))),
    ("a gateway leaves only the words of a note of reading", "read-note",
     mail(subject="Leído: [SERV-2026-000123] Su solicitud",
          text="Su mensaje\n\nPara: Ana\nAsunto: Su solicitud\n\nfue leído el lunes 4 de mayo.")),
    # Calendars
    ("Outlook accepts an invitation", "calendar",
     mail("Content-Type: text/calendar; method=REPLY", text="BEGIN:VCALENDAR\nMETHOD:REPLY")),
    ("Google invites", "calendar",
     multipart("multipart/alternative", ("text/plain", "Reunión"),
               ("text/calendar; method=REQUEST", "BEGIN:VCALENDAR\nMETHOD:REQUEST\n"))),
    # Auto-Submitted
    ("Exchange's absence assistant", "auto-submitted", mail("Auto-Submitted: auto-generated")),
    ("Sieve's vacation (RFC 5230)", "auto-submitted",
     mail("Auto-Submitted: auto-replied (vacation)")),
    ("a program that shouts the word", "auto-submitted", mail("AUTO-SUBMITTED: AUTO-REPLIED")),
    ("a program that folds the header", "auto-submitted", mail("Auto-Submitted:\n auto-replied")),
    ("a program that folds it by a tab", "auto-submitted", mail("Auto-Submitted:\n\tauto-replied")),
    ("a forger who puts a `no` above the truth", "auto-submitted",
     mail("Auto-Submitted: no", "Auto-Submitted: auto-replied")),
    ("a forger who puts a `no` below the truth", "auto-submitted",
     mail("Auto-Submitted: auto-replied", "Auto-Submitted: no")),
    ("a program with parameters of its own", "auto-submitted",
     mail('Auto-Submitted: auto-notified; owner-email="x@y.co"')),
    ("a program with a word that no standard knows", "auto-submitted", mail("Auto-Submitted: sí")),
    ("a program that hides the header under 900 kB of another", "auto-submitted",
     mail(f"X-Relleno: {'a' * 900_000}", "Auto-Submitted: auto-replied")),
    # Other autoresponders
    ("cPanel's autoresponder", "autoresponder", mail("X-Autorespond: Su solicitud")),
    ("cPanel's older autoresponder", "autoresponder", mail("Precedence: auto_reply")),
    ("osTicket, in capitals where its own check fails", "autoresponder", mail("X-AUTOREPLY: YES")),
    ("FirstClass", "autoresponder", mail("X-FC-MachineGenerated: true")),
    ("a responder behind the alias `autoresponder`", "autoresponder",
     mail("Delivered-To: Autoresponder")),
    ("CommuniGate's answering rule", "autoresponder", mail("X-Autogenerated: Reply")),
    # Absent people
    ("Outlook on the phone, without any header", "absence-subject",
     mail(text=ABSENT, subject="Respuesta automática: [SERV-2026-000123] Su solicitud")),
    ("Roundup's trap: the word stands at the very beginning", "absence-subject",
     mail(text=ABSENT, subject="autoreply: Su solicitud")),
    ("an encoded word as subject", "absence-subject",
     mail(text=ABSENT, subject="=?utf-8?q?Respuesta_autom=C3=A1tica=3A_Su_solicitud?=")),
    ("Notes and Domino", "absence-subject",
     mail(text=ABSENT,
          subject="AUTO: Ana Díaz is out of the office (returning 14/05/2027)")),
    ("Notes in Spanish", "absence-subject",
     mail(text=ABSENT,
          subject="AUTO: Ana Díaz está fuera de la oficina (regreso 14/05/2027)")),
    ("Roundcube's vacation, with the absence as its subject", "absence-answer",
     answer("Vuelvo el lunes.", subject="Estoy de vacaciones hasta el 14 de mayo")),
    ("a responder that says it in the text only", "absence-text", answer(ABSENT)),
    ("a responder of few words", "absence-text",
     answer("Gracias por su mensaje, estaré de vacaciones hasta el lunes 17 de mayo.")),
    ("a responder in English", "absence-text",
     answer("I am out of the office until Monday, May 17th. For urgent matters please contact Juan"
            " at juan@entidad.gov.co. I will respond to your email as soon as possible.")),
    ("a responder in French", "absence-text",
     answer("Bonjour,\nMerci de votre message. Je suis absente jusqu'au 17 mai.\nCordialement")),
    ("a responder in Portuguese", "absence-text",
     answer("Obrigada pela mensagem. Estarei de férias até 17 de maio.\nAtenciosamente,\nAna")),
    # Other systems
    ("Orfeo acknowledges with its number", "ticket-receipt", answer(RECEIPT)),
    ("a help desk opens a new thread for its ticket", "ticket-receipt",
     mail(subject="[#12345] Su solicitud", text="Your request has been received.")),
    ("a help desk that acknowledges in few words", "ticket-receipt",
     answer("Su solicitud ha sido recibida, ticket #48213.")),
    ("a filter that wants to know whether we are human", "challenge", answer(HELD)),
    ("Bluebottle's challenge", "challenge",
     answer("Your message was received at Thu, 20 May 2027. Please click on the following link to"
            " have your address added to the recipient's allowed\nlist and to ensure delivery of"
            " your email.\n\nhttps://filtro.example/verification/1234")),
    # Mail systems and mass mail
    ("a mail system says something that is no report", "mailer-daemon",
     mail(sender="MAILER-DAEMON@entidad.gov.co", subject="Estadísticas", text="12 mensajes")),
    ("qmail's vacation, with an empty envelope", "null-return-path", mail("Return-Path: <>")),
    ("Mailman passes a discussion on", "list",
     mail("List-Id: <x.entidad.gov.co>", "List-Unsubscribe: <mailto:x@y.co>", "Precedence: list")),
    ("a newsletter", "list", mail("List-Unsubscribe: <https://boletin.example/baja>")),
    ("an old mass mailer", "list", mail("PRECEDENCE: Bulk")),
    # People whom nobody answers automatically
    ("a forger whom our receiver has found out", "forged-sender",
     mail("Authentication-Results: mx.minhacienda.gov.co; dmarc=fail header.from=entidad.gov.co")),
    ("a program that forgets the author", "no-sender",
     mail().replace("From: Ana Díaz <ana@entidad.gov.co>\n".encode(), b"")),
    ("the list that feeds our box", "own-list", mail("List-Id: <soporte.minhacienda.gov.co>")),
    ("a Google group that a person writes through", "group-box",
     mail("List-Id: <m.entidad.gov.co>")),
    ("Exchange keeps what was said on the telephone", "phone-gateway",
     mail("X-VoiceMessageDuration: 24", subject="Correo de voz de 3101234567")),
    ("a fax gateway (RFC 3458)", "phone-gateway", mail("Message-Context: fax-message")),
    ("a short message of a mobile telephone", "phone-gateway",
     mail(sender="573101234567@sms.operador.com.co")),
    ("a system that reads no answers", "unattended-sender", mail(sender="no-reply@entidad.gov.co")),
    # People
    ("Exchange wishes no answers to a person's mail", "person",
     mail("X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply")),
    ("a person's program says that it is none", "person", mail("Auto-Submitted: no")),
    ("the same with a comment", "person", mail("Auto-Submitted: no (Ana, a person)")),
    ("the same with a parameter", "person", mail("Auto-Submitted: no; comentario")),
    ("the same without a value", "person", mail("Auto-Submitted:")),
    ("a person's program says an ordinary precedence", "person", mail("Precedence: normal")),
    ("a person's mail went round a forwarding loop check", "person",
     mail("X-Loop: ana@entidad.gov.co")),
    ("a gateway that mirrors a person's mail", "person", mail("X-Autogenerated: Mirror")),
    ("a person of the line who is absent commands all the same", "staff",
     answer(ABSENT, sender=STAFF)),
    ("an órgano rector acknowledges", "person", answer(RECEIPT, sender="siif@cgn.gov.co")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "raw"), [row[1:] for row in PROGRAMS], ids=[row[0] for row in PROGRAMS]
)
def test_programs(rule: str, raw: bytes) -> None:
    assert screen(read_mail(raw), CONFIG).rule == rule


def test_every_rule_of_the_table_has_a_program() -> None:
    assert {rule for _, rule, _ in PROGRAMS} == {rule.name for rule in TABLE}


PEOPLE = {
    "asks for an answer before he leaves":
        "Estaré fuera la próxima semana, por favor resuelvan hoy: el pago 123 sigue rechazado.",
    "says that it works, and leaves": "Estaré ausente hasta el lunes. Ya quedó, gracias.",
    "confirms in one word": "Estaré de vacaciones desde el lunes.\nSí",
    "confirms in a postscript":
        "Estaré ausente hasta el lunes.\nCordialmente,\nAna Díaz\nPD: confirmo la solución",
    "says in his signature that it works": "Estaré ausente hasta el lunes.\nSaludos\nYa funciona",
    "says no, and leaves": "No. Estaré de vacaciones hasta el lunes.",
    "asks for time": "Estoy de vacaciones hasta el lunes, ¿pueden ampliar el plazo?",
    "could not try": "No he podido probar, estoy de vacaciones hasta el lunes.",
    "can't get in from home": "Me encuentro fuera de la oficina y no puedo entrar al SIIF.",
    "wants somebody else to have his profile":
        "Estoy en licencia de maternidad, necesito que asignen mi perfil a Juan Pérez.",
    "writes of another who is absent": "El pagador está de vacaciones.",
    "wants to be called": "Estoy fuera de la oficina, llámenme al 3101234567",
    "says hello and that nothing has changed":
        "Hola sigue igual. Estaré ausente hasta el lunes.",
    "sends us to a colleague with work":
        "Estaré de vacaciones hasta el lunes. Enviar la respuesta a Juan Pérez",
    "only thanks": "Gracias por su mensaje.",
    "asks about the number that another system gave":
        "Su solicitud ha sido registrada con el número 4512. ¿Qué debo hacer con ella?",
    "tells what another system answered":
        "El ministerio me dijo: hemos recibido su solicitud con el número 4512. No ha pasado nada.",
    "can't pass a captcha":
        "No puedo entrar: la página pide confirmar que soy humano, https://siif.example/login",
    "thanks for a receipt": "Recibido, gracias. Queda registrado con el número 123.",
}  # fmt: skip


@pytest.mark.parametrize("text", PEOPLE.values(), ids=PEOPLE.keys())
def test_a_person_who(text: str) -> None:
    screening = screen(read_mail(answer(text)), CONFIG)
    assert (screening.rule, screening.machine) == ("person", Machine.NONE)


UNDER_A_NEW_SUBJECT = {
    "Vacaciones funcionario - suspender usuario SIIF":
        "Solicito suspender el usuario de Pedro Ruiz mientras dura su ausencia.",
    "Licencia de maternidad - inactivar usuario": "Por favor inactivar el usuario desde el lunes.",
    "Ausencia de firma digital en el token": "El token no deja firmar la orden de pago.",
    "No disponible el reporte de saldos": "El reporte de saldos sale en blanco desde ayer.",
    "Permiso denegado al ingresar a SIIF": "Al ingresar con mi usuario dice permiso denegado.",
    "Comisión de servicios: no carga la legalización": "No carga la legalización de la comisión.",
    "Incapacidad: no puedo registrar la nómina": "No puedo registrar la nómina de una incapacidad.",
}  # fmt: skip


@pytest.mark.parametrize(("subject", "text"), UNDER_A_NEW_SUBJECT.items())
def test_a_person_who_answers_an_old_mail_with_a_new_matter(subject: str, text: str) -> None:
    assert screen(read_mail(answer(text, subject=subject)), CONFIG).rule == "person"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Fuera de la oficina: no puedo ingresar al SIIF", "Desde la casa no puedo ingresar."),
        ("Respuesta automática: error SIIF al aprobar", "Me sale un error al aprobar el CDP."),
        ("AUTO: Juzgado ordena embargo, funcionario ausente", "Adjunto el auto del juzgado."),
        ("Listas blancas", "Solicito incluir mi cuenta en la lista de remitentes autorizados; su "
         "correo fue retenido por el filtro https://filtro.example/x"),
        ("Leído: CDP", "Su mensaje fue leído el lunes. ¿Cuándo me responden?"),
    ],
)  # fmt: skip
def test_a_person_whose_words_look_like_a_programs(subject: str, text: str) -> None:
    assert screen(read_mail(mail(text=text, subject=subject)), CONFIG).rule == "person"


def test_a_person_who_is_absent_and_sends_a_file() -> None:
    files = (("text/plain; charset=utf-8", ABSENT), ('text/csv; name="pagos.csv"', "1;2"))
    type_, body = parts("multipart/mixed", *files)
    assert screen(read_mail(mail(ANSWER, type_, text=body)), CONFIG).rule == "person"


def test_a_person_who_writes_first_that_he_is_absent() -> None:
    assert screen(read_mail(mail(text=ABSENT)), CONFIG).rule == "person"


def test_an_endless_text_is_no_notice() -> None:
    text = "Estoy de vacaciones hasta el lunes. " * 20_000
    assert screen(read_mail(answer(text)), CONFIG).rule == "person"
