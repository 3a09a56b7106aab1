"""Screening: did a person write this mail, and may it be answered automatically?

One table, asked from top to bottom; the first rule that applies answers, and its name is kept with
the mail. Sources: contract.md (the values of `machine`), RFC 3834, RFC 3464, RFC 2919, RFC 5965,
RFC 6047, RFC 8098, RFC 3458. Machine mail is recorded, and never answered.
"""

from collections.abc import Callable
from typing import NamedTuple

from mailbot.config import Config
from mailbot.model.mail import Mail, Screening
from mailbot.model.vocabulary import Machine
from mailbot.rules import machine_mail as signs
from mailbot.rules import silent_machines as silent
from mailbot.rules.machine_mail import Signs


class Rule(NamedTuple):
    """One line of the table. `reason` is what people read about it."""

    name: str
    machine: Machine
    answerable: bool
    applies: Callable[[Signs], bool]
    reason: str


# fmt: off
TABLE: tuple[Rule, ...] = (
    # What mail systems report about mail of ours. First: reports carry Auto-Submitted too.
    Rule("delivery-report", Machine.DELIVERY_REPORT, False, signs.is_delivery_report,
         "Es un informe de entrega de un servidor de correo."),
    # Our own words coming back would be answered for ever.
    Rule("own-address", Machine.LOOP, False, signs.is_from_ourselves,
         "Viene de nuestra propia dirección."),
    Rule("own-headers", Machine.LOOP, False, signs.carries_our_headers,
         "Es un correo nuestro que vuelve: trae nuestros encabezados X-SIIF."),
    Rule("own-message-id", Machine.LOOP, False, signs.carries_our_message_id,
         "Es un correo nuestro que vuelve: su Message-ID es nuestro."),
    # Machines that say what they are.
    Rule("feedback-report", Machine.FEEDBACK_REPORT, False, signs.is_complaint,
         "Es un informe automático de quejas o de autenticación."),
    Rule("read-receipt", Machine.AUTO_REPLY, False, signs.is_read_receipt,
         "Es una confirmación de lectura."),
    Rule("read-note", Machine.AUTO_REPLY, False, silent.is_reading_in_words,
         "Dice solamente que un correo nuestro fue leído o eliminado."),
    Rule("calendar", Machine.CALENDAR, False, signs.is_calendar_message,
         "Es una invitación de calendario o la respuesta a una."),
    Rule("auto-submitted", Machine.AUTO_REPLY, False, signs.says_auto_submitted,
         "Dice que se envió automáticamente (Auto-Submitted)."),
    Rule("autoresponder", Machine.AUTO_REPLY, False, signs.has_autoresponder_headers,
         "Trae los encabezados de un contestador automático."),
    # Absent people whose program says it in the subject only.
    Rule("absence-subject", Machine.AUTO_REPLY, False, signs.has_absence_subject,
         "Su asunto es el de una respuesta automática de ausencia."),
    Rule("absence-answer", Machine.AUTO_REPLY, False, signs.answers_with_absence,
         "Responde a otro correo y su asunto dice que la persona está ausente."),
    # Answers that nothing marks, known by all that they say.
    Rule("absence-text", Machine.AUTO_REPLY, False, silent.is_absence_in_words,
         "Responde a otro correo y solo dice que la persona está ausente."),
    Rule("ticket-receipt", Machine.AUTO_REPLY, False, silent.is_receipt_of_ticket,
         "Es el acuse de recibo de otro sistema de solicitudes."),
    Rule("challenge", Machine.AUTO_REPLY, False, silent.asks_to_be_human,
         "Es un filtro que retiene nuestro correo y pide confirmar que lo escribió una persona."),
    # Mail systems and mass senders. Nobody of the directory is one.
    Rule("mailer-daemon", Machine.AUTO_REPLY, False, signs.is_from_daemon,
         "Lo escribió un servidor de correo."),
    Rule("null-return-path", Machine.AUTO_REPLY, False, signs.has_null_path,
         "No tiene remitente de devolución (Return-Path vacío): no admite respuesta."),
    Rule("list", Machine.LIST, False, signs.is_list_mail,
         "Es de una lista o un envío masivo."),
    # People, but nobody may be answered automatically.
    Rule("forged-sender", Machine.NONE, False, signs.is_forged,
         "Nuestro servidor dice que el remitente es falso (DMARC): no se responde."),
    Rule("no-sender", Machine.NONE, False, signs.has_no_sender,
         "No dice quién lo escribió: no hay a quién responder."),
    Rule("staff", Machine.NONE, True, signs.is_from_staff,
         "Lo escribe una persona de la línea."),
    Rule("own-list", Machine.NONE, False, signs.is_through_own_list,
         "Lo escribe una persona por una lista que alimenta nuestro buzón: no se responde."),
    Rule("group-box", Machine.NONE, False, signs.is_through_group_box,
         "Lo escribe una persona por un buzón de grupo: no se responde automáticamente."),
    Rule("phone-gateway", Machine.NONE, False, silent.is_through_phone,
         "Es un mensaje de voz, un fax o un mensaje de texto: no se responde por correo."),
    Rule("unattended-sender", Machine.NONE, False, signs.is_from_unattended_box,
         "Su dirección no recibe respuestas (no-reply): no se responde automáticamente."),
    Rule("person", Machine.NONE, True, lambda _: True,
         "Lo escribe una persona."),
)
# fmt: on


def screen(mail: Mail, config: Config) -> Screening:
    """The verdict of the first rule of the table that applies to `mail`."""
    found = signs.signs_of(mail, config)
    rule = next(rule for rule in TABLE if rule.applies(found))
    return Screening(
        rule=rule.name, reason=rule.reason, machine=rule.machine, answerable=rule.answerable
    )
