"""What a mail asks for: kind of help, right of petition, error code.

Texts come folded, on flat lines.
"""

import re

from mailbot.model.vocabulary import CaseType, Channel
from mailbot.rules.intake.words import folded, words_of

# Between "solicito" and the noun stand only words that ask; anything else is another matter.
_ASKED = (
    r"\b(?:solicit\w+|requer\w+|requier\w+|necesit\w+|agend\w+|program\w+|pedimos|pido|desea\w*)"
    r"(?: (?:una?|el|la|los|las|su|sus|de|del|nos|me|se|le|les|sea|apoyo|por favor|amablemente|muy"
    r"|cordialmente|atentamente|comedidamente|respetuosamente|y|o|con|en|sesion|jornada|servicio"
    r"|espacio|programar|agendar|realizar|brindar|recibir|tener|gestionar|inscribir|cita|para|a"
    r"|acompanamiento|capacitacion)){0,8} "
)
_ACCOMPANIMENT = re.compile(_ASKED + r"acompanamientos?\b")
_TRAINING = re.compile(_ASKED + r"(?:capacitacion(?:es)?|entrenamiento|induccion)\b")
_TRAINED = ("capacitacion", "entrenamiento", "induccion")
_TROUBLE = re.compile(
    r"\b(?:error(?:es)?|no (?:me )?(?:deja|permite|genera|abre|carga|funciona|puedo|podemos)|falla"
    r"|inconveniente|bloquead[oa])\b"
)
_PETITION = re.compile(
    r"derecho (?:fundamental |constitucional )?de peticion|ley (?:no\.? ?)?1755"
    r"|art(?:iculo|\.)? 23 (?:de la )?(?:constitucion|c\.? ?p|carta)"
)
_NO_PETITION = re.compile(r"\b(?:no (?:es|se trata de|constituye)|sin ser) (?:un )?$")
_ERROR_CODE = re.compile(
    r"\b(ora-\d{5}|0x[0-9a-f]{8})\b"
    r"|\b(?:error|mensaje)(?: ?(?:n[o°º]\.?|nro\.?|numero|codigo|cod\.?|id|de|siif|http"
    r"|[:#=])){0,4}[ -]?\b([a-z]{0,8}[-_]?\d{2,8}(?:[-_]\d{1,6})?)\b(?![/:.,]\d)"
)
_EMPTY_WORDS = frozenset(
    """re rv fw fwd soporte siif nacion ayuda urgente consulta solicitud caso error problema
    inconveniente favor por de la el en con para y a una un linea requerimiento apoyo incidente
    importante buenos dias tardes asunto sin mensaje correo serv inc no del""".split()
)


def case_type(subject: str, text: str, declared: str = "") -> CaseType:
    """Soporte unless the mail says `tipo`, names another kind in its subject, or asks for it."""
    named = type_named(declared)
    if named:
        return named
    if "acompanamiento" in subject:
        return CaseType.ACOMPANAMIENTO
    # Most mails ask for neither: these words are looked for before their sentences.
    accompaniment, training = ("acompanamiento" in text), any(word in text for word in _TRAINED)
    if not (accompaniment or training or "capacitacion" in subject):
        return CaseType.SOPORTE
    if _TROUBLE.search(subject) or _TROUBLE.search(text):
        return CaseType.SOPORTE
    if "capacitacion" in subject or (training and _TRAINING.search(text)):
        return CaseType.CAPACITACION
    asked = accompaniment and _ACCOMPANIMENT.search(text)
    return CaseType.ACOMPANAMIENTO if asked else CaseType.SOPORTE


def type_named(word: str) -> CaseType | None:
    """The type that a word names ("acompañamiento", "Soporte técnico"), None if none."""
    plain = folded(word)
    return next((kind for kind in CaseType if kind.value in plain), None)


def channel_named(word: str) -> Channel | None:
    """The channel that a word names ("llamada", "visita"), None if none."""
    plain = folded(word)
    for channel, names in (
        (Channel.LLAMADA, ("llamada", "telefon")),
        (Channel.PRESENCIAL, ("presencial", "visita")),
        (Channel.BUZON, ("buzon",)),
        (Channel.CORREO, ("correo", "mail")),
    ):
        if any(name in plain for name in names):
            return channel
    return None


def is_petition(text: str) -> bool:
    """Whether a mail invokes the right of petition (R82: Ley 1755, article 23)."""
    return any(
        not _NO_PETITION.search(text[max(0, found.start() - 30) : found.start()])
        for found in _PETITION.finditer(text)
    )


def error_code(text: str) -> str:
    """The code of the error that a mail names ("ORA-01722", "4523"), "" if none."""
    if not any(word in text for word in ("error", "mensaje", "ora-", "0x")):
        return ""
    found = _ERROR_CODE.search(text)
    return (found[1] or found[2]).upper() if found else ""


def adds_words(subject: str) -> bool:
    """Whether a subject says what is the matter: more than "Soporte" or "Ayuda urgente SIIF"."""
    return len([word for word in words_of(subject) if word not in _EMPTY_WORDS]) >= 2
