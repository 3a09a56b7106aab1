"""Whether the whole of a short text is one kind of automatic notice, clause by clause.

A notice is only known by everything that it says. One clause that no pattern knows, one word that
asks for something, and a person wrote it: what is taken for a machine's mail moves nothing.
"""

import re
from collections.abc import Iterator

from mailbot.rules.intake.words import folded, tidy

_MAX_CHARACTERS = 1_500
_MAX_SENTENCES = 30
_SIGNATURE_LINES = 8
_SIGNATURE_LINE = 90

# A line that goes on where the mail program broke it.
_BROKEN = re.compile(r"[ \t]*\n(?=[a-záéíóúñü(])")
_SENTENCE_END = re.compile(r"[.!;](?=\s|$)|\n+")
_JOINT = re.compile(
    r"[,:]\s+(?:y\s+)?|\s+y\s+(?=(?:tendre|no|regres|retorn|volver|le|les|respond|atend|por)\w*\b)"
    r"|\s*\b(?:por lo (?:que|cual|tanto)|asi que|and(?= (?:will|i)\b))\s+"
)
# What a person wants of us, or says of his case. Nothing of it stands in a machine's notice.
_WANTS = re.compile(
    r"[?¿]|\b(?:hoy|antes de|resuelv\w*|resolver\w*|solucion\w*|confirm\w*|acept\w*|rechaz\w*"
    r"|errore?s?|falla\w*|funcion(?:a|o|aba|aron|an)|necesit(?:o|amos)|solicit(?:o|amos)"
    r"|requ(?:iero|erimos)|adjunt\w*|anex\w*|conmigo|llam\w*me|envi\w*me|escri[bv]\w*me|cierr\w*"
    r"|cerrar|persiste|today|attach\w*|(?:i|we) need|solved|please (?:send|fix|solve|resolve))\b"
)
# What votes in few words: never taken for a line of a signature.
_SAYS = re.compile(r"\b(?:si|no|ok|ya|listo|quedo|bien|favor|please|yes)\b")
_REACHED_AT = re.compile(r"\S@\S|www\.|https?:|\d{5}|\b(?:tel|ext|cel|calle|carrera|cra)\b")

# What only somebody with a need of his own writes: absent people's programs do not.
_NEEDS = re.compile(
    r"[?¿]|\b(?:(?:solicit|necesit|adjunt)(?:o|amos)|requ(?:iero|erimos)|agradezc\w+ su"
    r"|no (?:puedo|podemos|pude|nos?|me|se|deja|carga|permite|aparece|sale|abre|funciona|ingresa)"
    r"|errore?s?|fallas?|suspender|inactivar|activar|crear|habilitar|ayuda(?:r|rme|rnos)?)\b"
)


def clauses(*forms: str, **named: str) -> re.Pattern[str]:
    """One pattern of several whole clauses; words in capitals stand for the patterns `named` so."""
    joined = "|".join(forms)
    for name, pattern in named.items():
        joined = joined.replace(name, pattern)
    return re.compile(joined)


_CLOSING = clauses(
    r"(?:muy |un |muchas )?(?:cordialmente|atentamente|atte?|saludos?(?: cordial(?:es)?)?|gracias)",
    r"(?:best |kind |with )?(?:regards|thanks|thank you|sincerely)",
    r"cordialement|merci|atenciosamente|obrigad[oa]",
)
_COURTESY = clauses(
    r"(?:hola|buen(?:os|as)? (?:dias?|tardes?|noches)|cordial(?:es)? saludos?|bonjour|ola|bom dia"
    r"|boa tarde|hello|hi|good (?:day|morning|afternoon)|(?:estimad|respetad|apreciad)\w{1,4}|dear"
    r"|prezad\w{1,2})(?: ANYONE){0,5}",
    r"(?:muchas )?gracias por (?:su|tu|el) (?:mensaje|correo(?: electronico)?|comunicacion"
    r"|contacto|e-?mail|solicitud)",
    r"(?:muchas )?gracias por (?:comunicar|contactar|escribir)\w{0,6}(?: con \w+| a \w+)?",
    r"thank(?:s| you)(?: very much)? for (?:your (?:e-?mail|message|request)|contacting (?:us|me))",
    r"merci (?:de|pour) votre (?:message|courriel|e-?mail)",
    r"(?:muito )?obrigad[oa] (?:pel[oa]|por) (?:seu |sua |o |a )?(?:mensagem|e-?mail|contato)",
    r"(?:est[ea] es una? )?(?:mensaje|respuesta|correo)[ \w]{0,20} automat\w+",
    r"this is an? automat\w+ (?:reply|message)",
    r"(?:ceci est un message|esta e uma mensagem) automat\w+",
    r"(?:por )?favor,? no (?:responda|responder|conteste|contestar)(?: a)?(?: este)?[ \w]{0,25}",
    r"(?:please )?do not reply(?: to this)?[ \w]{0,15}",
    ANYONE=r"(?:a|todos|tod[oa]s|usuari[oa]s?|funcionari[oa]s?|companer[oa]s?|colegas?|equipo"
    r"|senor(?:es|as|a)?|doctor(?:es|as|a)?|dra?|ing|amig[oa]s?|clientes?|customer|colleague|sender"
    r"|all|everyone|sir|madam|or|y|o|\(a\))",
)


def has_a_need(text: str) -> bool:
    """Whether somebody who writes wants something done, whatever else his text says."""
    return _NEEDS.search(folded(text[:_MAX_CHARACTERS])) is not None


def is_wholly(text: str, core: re.Pattern[str], beside: re.Pattern[str]) -> bool:
    """Whether every clause is of `core`, `beside` or courtesy, and at least one is of `core`.

    The patterns see folded text (lower case, no accents) and must match a whole clause. A closing
    and a signature may end it.
    """
    if len(text) > _MAX_CHARACTERS:
        return False
    sentences = _sentences(text)
    found = False
    for index, sentence in enumerate(sentences):
        plain = folded(sentence)
        if _CLOSING.fullmatch(plain):
            return found and _is_signature(sentences[index + 1 :])
        if _WANTS.search(plain) is None and _are_known(plain, core, beside):
            found = found or any(core.fullmatch(clause) for clause in _clauses(plain))
        else:
            return found and all(map(_is_name_or_reach, sentences[index:]))
    return found


def _are_known(sentence: str, core: re.Pattern[str], beside: re.Pattern[str]) -> bool:
    """A sentence is known as a whole ("in case of need, write to …") or by each of its clauses."""
    return beside.fullmatch(sentence) is not None or all(
        any(kind.fullmatch(clause) for kind in (core, beside, _COURTESY))
        for clause in _clauses(sentence)
    )


def _sentences(text: str) -> list[str]:
    whole = _BROKEN.sub(" ", tidy(text))
    parts = (part.strip(" \t*_-•>,:") for part in _SENTENCE_END.split(whole))
    return [" ".join(part.split()) for part in parts if part][: _MAX_SENTENCES + 1]


def _clauses(sentence: str) -> Iterator[str]:
    return (clause for part in _JOINT.split(sentence) if (clause := part.strip(" ,.:!")))


def _is_signature(lines: list[str]) -> bool:
    return len(lines) <= _SIGNATURE_LINES and all(
        len(line) <= _SIGNATURE_LINE and _votes_nothing(folded(line)) for line in lines
    )


def _is_name_or_reach(line: str) -> bool:
    """A signature's line without a closing above: a name, an office, a telephone, an address."""
    words = [word for word in line.split() if len(word) > 2]
    return (
        len(line) <= _SIGNATURE_LINE
        and _votes_nothing(folded(line))
        and (
            _REACHED_AT.search(folded(line)) is not None
            or (len(words) > 1 and all(word[0].isupper() for word in words))
        )
    )


def _votes_nothing(line: str) -> bool:
    return not (_WANTS.search(line) or _SAYS.search(line))
