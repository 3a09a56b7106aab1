"""Subjects of answers that absent people's mail programs send, in Spanish and other languages."""

import re

from mailbot.rules.intake.words import folded
from mailbot.rules.subjects import FOREIGN_TAGS, beginning
from mailbot.rules.whole_texts import has_a_need

_ABSENCE = (
    r"(?:respuesta autom[aá]tica|mensaje autom[aá]tico de ausencia|automatic reply|auto-?reply"
    r"|auto(?:matic)?[- ]?response|auto[- ]reply|out of (?:the )?office(?: (?:auto)?reply)?"
    r"|fuera de (?:la )?oficina|ausente de la oficina|vacation (?:auto)?reply|réponse automatique"
    r"|resposta autom[aá]tica|risposta automatica|automatische antwort|abwesenheitsnotiz"
    r"|automatyczna odpowiedź|absence du bureau|ausência temporária)"
)
# As mail programs write it, "Respuesta automática: <asunto>", or nothing beside it.
_ABSENCE_SUBJECT = re.compile(rf"{FOREIGN_TAGS}{_ABSENCE}\s*(?::|[.!]*\s*$)", re.IGNORECASE)
# Notes and Domino: "AUTO: Ana Díaz is out of the office (returning 05/01/2026)".
_NOTES_SUBJECT = re.compile(
    rf"{FOREIGN_TAGS}auto(?:\s*:|\s+-)\s.{{0,80}}(?:out of (?:the )?office|fuera de (?:la )?oficina"
    r"|ausente|on vacation|de vacaciones|\((?:returning|regres|retorn))",
    re.IGNORECASE,
)
# As people word the subject of their own absence; it counts only on the answer to a mail.
_ABSENCE_WORDS = re.compile(
    rf"{FOREIGN_TAGS}(?:{_ABSENCE}|(?:estoy |estaré |me encuentro |en )?(?:de |en )?vacaciones"
    r"|(?:estoy |estaré |me encuentro )?ausen(?:te|cia)|(?:i am |i'm |i will be )?"
    r"(?:out of (?:the )?office|on vacation|on leave|away)|no estoy disponible|no disponible"
    r"|(?:en |estoy en )?(?:licencia|incapacidad|comisión|permiso))\b",
    re.IGNORECASE,
)

_ABSENT_WORDS = re.compile(
    r"ausen|vacacion|fuera de|regres|retorn|reintegr|v(?:olver|uelv)|licencia|incapacidad|comision"
    r"|(?:de|con|en) permiso|no estare|no me encuentro|out of|away|return|back|leave|vacation"
    r"|urlaub|absen|ferias"
)


def is_absence_subject(subject: str) -> bool:
    """Whether a subject has the form that mail programs give it, whatever it answers."""
    start = beginning(subject)
    return bool(_ABSENCE_SUBJECT.match(start) or _NOTES_SUBJECT.match(start))


def says_absence_only(text: str) -> bool:
    """Whether a text speaks of somebody's absence, or says nothing, and wants nothing."""
    if not text.strip():
        return True
    return _ABSENT_WORDS.search(folded(text)) is not None and not has_a_need(text)


def words_an_absence(subject: str) -> bool:
    """Whether a subject begins as people word their absence; requests may begin so too."""
    return _ABSENCE_WORDS.match(beginning(subject)) is not None
