"""The header of an earlier mail as programs write it above its text: "De: … Enviado: … Para: …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FIELDS = {
    "from": """de|from|von|van|da|od|från|fra|desde|remitente|expéditeur|mittente|от|lähettäjä
        |差出人|发件人|kimden|odesílatel|feladó|de la|寄件者|보낸 사람""",
    "sent": """enviado|enviado el|enviado a las|enviados|enviada|enviada el|enviada em|enviado em
        |fecha de envío|sent|sent at|envoyé|envoyé le|gesendet|verzonden|inviato|wysłano|skickat
        |sendt|message du|отправлено|lähetetty|发送时间|送信日時
        |gönderilme|odesláno|elküldve|trimis|enviat|寄件日期|보낸 날짜""",
    "date": "fecha|date|datum|data|dato|дата|日期|日付|fecha y hora|tarih|dátum",
    "to": """para|to|an|aan|a|à|do|till|til|кому|vastaanottaja|destinatario|收件人|宛先|kime|komu
        |címzett|către|per a|받는 사람""",
    "cc": """cc|cco|bcc|copia|copie à|kopie|con copia|con copia a|c.c.|responder a|reply-to
        |importancia|importance|prioridad|attachments|adjuntos|datos adjuntos|risposta""",
    "subject": """asunto|subject|betreff|onderwerp|oggetto|objet|sujet|assunto|temat|emne|ämne
        |тема|aihe|tema|主题|件名|konu|předmět|tárgy|subiect|assumpte|주제|제목""",
}
_KIND_OF = {label.strip(): kind for kind, row in _FIELDS.items() for label in row.split("|")}
_AROUND_LABEL = " \t\xa0*_>|•·-"
_LONGEST_LABEL = 30
_OPENING = frozenset({"from", "sent", "date", "to", "subject"})
_MOST_LINES = 30
_MOST_CONTINUED = 4
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}")
# "Mon, 23 Nov 2026 09:12:00 -0500": copied from the mail itself, as nobody writes.
_RAW_DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4},? \d\d?:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT)")
# All on one line, as some converters leave it.
_ONE_LINE = re.compile(
    r"[\s*_>|]{0,12}(?:De|From)\s?:.{3,200}?\b(?:Enviado(?: el)?|Sent|Fecha|Date)\s?:.{3,120}?"
    r"\b(?:Para|To|Asunto|Subject)\s?:"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The last line of a header; `certain` if only a program writes it so."""

    end: int
    certain: bool


def field_kind(look: str) -> str | None:
    """What field of a mail's header a line gives: from, sent, date, to, cc, subject, or None."""
    label, colon, _ = look[:_LONGEST_LABEL].partition(":")
    if not colon:
        label, colon, _ = label.partition("：")
    return _KIND_OF.get(label.strip(_AROUND_LABEL).lower()) if colon else None


def may_open_header(look: str) -> bool:
    """Whether a header can start in this line; cheap, asked of every line."""
    return field_kind(look) in _OPENING


def find_header(looks: Sequence[str], start: int, *, words_above: bool) -> Header | None:
    """The header that starts in line `start`: sender, date, and recipient or subject.

    `words_above` tells whether the mail says something before it. Where it does not, a heading
    that a person wrote ("De: … Para: … Asunto: …") must not pass for one.
    """
    if _ONE_LINE.match(looks[start]):
        return Header(start, certain=True)
    fields = _collect(looks, start)
    kinds = fields.keys()
    if not kinds & {"sent", "date"} or not kinds & {"from", "to"}:
        return None
    shown = " ".join(looks[start : max(fields.values()) + 1])
    if "from" not in kinds or not kinds & {"to", "subject"}:
        copied = words_above and "@" in shown and _RAW_DATE.search(shown)
        return Header(max(fields.values()), certain=True) if copied else None
    timed = _TIME.search(shown) is not None and (words_above or "@" in shown)
    exact = "sent" in kinds or timed
    # The address of who wrote it; a form that a person fills in names a box to write to at most.
    by_address = "@" in looks[fields["from"]]
    certain = exact or (by_address and words_above)
    if next(iter(kinds)) in ("to", "subject"):
        # Memos open so ("PARA: … DE: …"), and very few programs.
        certain = exact and "@" in shown and words_above
    return Header(max(fields.values()), certain=certain and ("to" in kinds or words_above))


def _collect(looks: Sequence[str], start: int) -> dict[str, int]:
    """The fields from line `start` on, each with its line; a value may go on in lines below."""
    fields: dict[str, int] = {}
    end = start
    for index in range(start, min(len(looks), start + _MOST_LINES)):
        look = looks[index]
        kind = field_kind(look) if look else None
        if kind is not None and (kind == "cc" or kind not in fields):
            fields[kind] = end = index
        elif kind is not None or not _continues(looks, index, end):
            break
    return fields


def _continues(looks: Sequence[str], index: int, end: int) -> bool:
    """Whether line `index`, no field itself, can stand in a header whose last field is at `end`."""
    if not looks[index]:
        # Converters put a blank line between the fields; two end the header.
        return index == end + 1
    return bool(looks[index - 1]) and index - end <= _MOST_CONTINUED
