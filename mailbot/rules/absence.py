"""Subjects of answers that absent people's mail programs send, in Spanish and other languages."""

import re

from mailbot.rules.subjects import FOREIGN_TAGS, beginning

_ABSENCE = (
    r"(?:respuesta autom[aá]tica|mensaje autom[aá]tico de ausencia|automatic reply|auto-?reply"
    r"|auto(?:matic)?[- ]?response|auto[- ]reply|out of (?:the )?office(?: (?:auto)?reply)?"
    r"|fuera de (?:la )?oficina|ausente de la oficina|vacation (?:auto)?reply|réponse automatique"
    r"|resposta autom[aá]tica|risposta automatica|automatische antwort|abwesenheitsnotiz)"
)
# As mail programs write it, "Respuesta automática: <asunto>", or nothing beside it.
_ABSENCE_SUBJECT = re.compile(rf"{FOREIGN_TAGS}{_ABSENCE}\s*(?::|[.!]*\s*$)", re.IGNORECASE)
# As people word the subject of their own absence; it counts only on the answer to a mail.
_ABSENCE_WORDS = re.compile(
    rf"{FOREIGN_TAGS}(?:{_ABSENCE}|(?:estoy |estaré |me encuentro |en )?(?:de |en )?vacaciones"
    r"|(?:estoy |estaré |me encuentro )?ausen(?:te|cia)|(?:i am |i'm |i will be )?"
    r"(?:out of (?:the )?office|on vacation|on leave|away)|no estoy disponible|no disponible"
    r"|(?:en |estoy en )?(?:licencia|incapacidad|comisión|permiso))\b",
    re.IGNORECASE,
)


def is_absence_subject(subject: str) -> bool:
    """Whether a subject has the form that mail programs give it, whatever it answers."""
    return _ABSENCE_SUBJECT.match(beginning(subject)) is not None


def words_an_absence(subject: str) -> bool:
    """Whether a subject begins as people word their absence; requests may begin so too."""
    return _ABSENCE_WORDS.match(beginning(subject)) is not None
