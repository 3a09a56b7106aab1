"""Answers that other systems give by themselves: receipts of tickets, challenges, notes of reading.

They often bear no header that says so. Each is known by all that it says, never by one word: people
write about tickets, captchas and mails that were read.
"""

import re

from mailbot.rules.intake.words import folded
from mailbot.rules.patterns import any_of
from mailbot.rules.subjects import beginning
from mailbot.rules.whole_texts import clauses, is_wholly

_MAX_CHARACTERS = 4_000

_THING = (
    r"(?:solicitud|peticion|comunicacion|mensaje|correo(?: electronico)?|caso|requerimiento|ticket"
    r"|incidente|reporte|radicado|consulta|oficio|request|e-?mail|message|case|inquiry)"
)
_NUMBER = (
    r"(?:[ ,:]*"
    + any_of(
        """con bajo y el la su es se le asignad[oa] radicad[oa] registrad[oa] identificad[oa] numero
        nro no id de codigo ticket caso radicado consecutivo seguimiento referencia with under the
        number reference is and assigned"""
    )
    + r"\b\.?){0,8}[ ,:]*[\[(#]*[a-z]{0,6}[-#]?\d[\w./-]{1,30}[\])]*"
)
_RECEIVED = clauses(
    r"(?:hemos|se ha) recibido (?:su|tu|la|una) THING(?:NUMBER)?",
    r"(?:su|tu|la|el) THING(?:NUMBER)? (?:ha sido|fue|quedo|se ha) (?:recibid|registrad|radicad"
    r"|cread|asignad|abiert)[oa](?: exitosamente| correctamente)?(?: en (?:el|nuestro) sistema)?"
    r"(?:NUMBER)?",
    r"se (?:ha )?(?:cre|registr|gener|radic|abri)(?:o|ado|erto) (?:un|una|el|la|su)"
    r"(?: nuev[oa])? THING(?:NUMBER)?",
    r"we (?:have )?received your THING(?:NUMBER)?",
    r"(?:your|a|the)(?: new)?(?: support)? THING(?:NUMBER)? (?:has been|was) (?:received|created"
    r"|registered|opened|logged)(?:NUMBER)?",
    THING=_THING, NUMBER=_NUMBER,
)  # fmt: skip
_OF_RECEIPT = clauses(
    r"(?:el|su|tu|your|the)?NUMBER",
    r"(?:muy )?(?:pronto|en breve)|a la (?:mayor )?brevedad(?: posible)?",
    r"(?:(?:muy )?(?:pronto|en breve) )?(?:nuestro equipo|un[oa] de nuestros \w+|le|lo|nos|sera"
    r"|un (?:agente|asesor|funcionario)|a member of our team|our team|we)[ \w]{0,30}(?:atend"
    r"|respond|respuesta|contact|revis|gestion|in touch|get back|reply|review)[ \w]{0,60}",
    r"(?:por favor )?(?:conserve|guarde|utilice|cite|use|keep|quote)[ \w]{0,20}(?:numero|codigo"
    r"|number|id)[ \w]{0,50}",
    r"(?:puede|podra|you can) (?:consultar|hacer seguimiento|ver|track|view)[ \w]{0,60}"
    r"(?:https?:\S{1,300})?",
    r"https?:\S{1,300}",
    NUMBER=_NUMBER,
)
_ANY_TICKET = re.compile(
    r"#\s?\d{3}|\[[\w :#-]{0,30}\d{3}|\b(?:ticket|caso|radicad[oa]|numero|case|id)\b[^\n]{0,20}\d"
)

_LINK = re.compile(r"https?://\S")
_HELD = re.compile(
    r"(?:su|tu|your) (?:correo|mensaje|e-?mail|message)\b.{0,80}\b(?:retenid|en espera|pendiente"
    r"|en cuarentena|no (?:ha sido|sera) entregad|held|waiting|pending|quarantin|was received at"
    r"|not (?:yet )?(?:been )?delivered)"
    r"|(?:para que|to complete|to ensure|to have)\b.{0,40}\b(?:su|tu|your|the)\b.{0,20}"
    r"(?:correo|mensaje|e-?mail|message|delivery|entrega)",
    re.DOTALL,
)
_PROVE = re.compile(
    r"(?:confirm|verif|demuestr|demostr|prove|valid)\w{0,6}\b.{0,60}\b(?:human|persona real"
    r"|real person|no es (?:un )?(?:robot|spam)|not (?:a )?(?:robot|spam|machine)|remitente|sender"
    r"|your address|su direccion)"
    r"|(?:lista|list) (?:de )?(?:remitentes )?(?:permitid|autorizad|blanca)"
    r"|(?:allowed|white|approved)[-\s]?(?:senders?\s)?list"
    r"|spam ?arrest|boxbe|sender (?:address )?verification",
    re.DOTALL,
)
# Who tells of a filter himself speaks of his own mail, account or trouble.
_OF_HIS_OWN = re.compile(
    r"\bmi (?:cuenta|correo|usuario|clave|direccion)\b|\b(?:solicit|necesit)(?:o|amos)\b"
    r"|\bme (?:pide|sale|aparece)\b|\bno puedo\b|\breenviar\b|\bsiif\b|\bayuda\b"
)
_READ_SUBJECT = re.compile(
    r"\s*(?:le[ií]do|read|no le[ií]do|not read|lu|lido|eliminado(?: sin leer)?|deleted)\s*:",
    re.IGNORECASE,
)
_WAS_READ = re.compile(
    r"\s*(?:su mensaje|your message|votre message|a sua mensagem)\b.{0,500}\b(?:se ha leido"
    r"|fue (?:leido|eliminado)|was (?:read|deleted)|a ete lu|foi lida)\b.{0,120}$",
    re.DOTALL,
)


def is_ticket_receipt(subject: str, text: str) -> bool:
    """Whether the new words are only the receipt of another system, with the number it gave."""
    if not is_wholly(text, _RECEIVED, _OF_RECEIPT):
        return False
    return _ANY_TICKET.search(folded(f"{beginning(subject)} {text}")) is not None


def is_challenge(body: str) -> bool:
    """Whether a filter holds our mail until somebody proves by a link that he is no machine."""
    start = folded(body[:_MAX_CHARACTERS])
    if _LINK.search(start) is None or _OF_HIS_OWN.search(start):
        return False
    return all(sign.search(start) is not None for sign in (_PROVE, _HELD))


def is_note_of_reading(subject: str, text: str) -> bool:
    """Whether a mail program says in words only that a mail was read or deleted."""
    if _READ_SUBJECT.match(beginning(subject)) is None or "?" in text:
        return False
    return _WAS_READ.match(folded(text[:_MAX_CHARACTERS]).rstrip()) is not None
