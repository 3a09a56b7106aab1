"""Words without who they are about: a solution that everybody may read (§12, domain.md §16.14).

It hides rather than shows. What stands in the place of a name, a number or an address says what
was there, so that a person can still read the sentence.
"""

import re
from dataclasses import dataclass
from typing import Self

from mailbot.model.case import Case
from mailbot.model.masking import HIDDEN, hidden, identifications
from mailbot.rules import impersonal_names as names
from mailbot.rules.intake.entities import ENTITY, tidy_entity
from mailbot.rules.intake.labels import Key, label_key
from mailbot.rules.intake.words import folded, tidy
from mailbot.rules.public_mail import is_public_provider
from mailbot.rules.similar import error_codes

NUMBER, MAIL, PHONE, LINK = "(número)", "(correo)", "(teléfono)", "(enlace)"
SECRET = "(clave)"
CASE, UNIT, ENTITY_WORD, USER, CITY = "(caso)", "(unidad)", "(entidad)", "(usuario)", "(ciudad)"

_LONGEST_TEXT = 20_000
PLACES = re.compile(
    r"\((?:número|correo|teléfono|enlace|caso|unidad|entidad|usuario|ciudad|nombre|clave)\)"
)
"""What stands where something was hidden."""

_PERSONAL = frozenset(Key) - {Key.DESCRIPTION, Key.TOPICS, Key.SCREENS, Key.MODULE, Key.TYPE}
# A letter or sign of full width is the same to who reads it.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_ROUND = str.maketrans("[]【】〔〕〖〗〘〙〚〛⟦⟧❲❳⁅⁆", "()" * 9)

_LABELLED = re.compile(r"[ \t]{0,8}(?:[-*•·][ \t]{0,4})?([^\W\d][^\n:=]{0,59}?)[ \t]{0,4}[:=]")
_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:)?//[^\s<>«»\"/][^\s<>«»\"]{0,400}|\bjavascript:[^\s<>«»\"]{1,400}"
    r"|\b(?:www\.|(?:[\w-]{1,63}\.){1,5}(?:com|net|org|info|biz|edu|gob|gov|mil|io|ly|me|xyz|top|app"
    r"|link|site|online|test|co)\b(?![.@]\w))[^\s<>«»\"]{0,400}",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"(?:https?://)?(?:[\w-]+\.){1,5}gov\.co(?:/[\w./-]*)?", re.IGNORECASE)
_MAIL = re.compile(r"(?:mailto:)?[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}")
_CASE = re.compile(r"\(?\b(?:SERV|INC)[-_ #]?20\d\d[-_ ]?C?\d{1,6}\b\)?", re.IGNORECASE)
_UNIT = re.compile(r"(?<![\w-])\d{2}[-–‐‑]\d{2}[-–‐‑]\d{2}(?:[-–‐‑][0-9A-Za-z]{2,6}){0,3}\b")
_PHONE = re.compile(
    r"\b(?:tel[eé]fonos?|tels?|cel(?:ular)?(?:es)?|m[oó]vil|fijo|whatsapp|pbx|ext(?:ensi[oó]n)?)\b"
    r"[\s.:#-]{0,4}\(?\+?\d[\d\s().-]{0,18}\d",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?<![\w.,])[A-Za-z]{0,6}[-_]?\d(?:[\w.,'’-]*\w)?(?: \d[\d.,'’-]*)*")
_DATE = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-(?:19|20)?\d\d")
# What everybody may know by its number, and what is never a person's.
_COMMON = re.compile(
    r"\b(?:errores?|codigos?(?: de error)?|mensajes?|conceptos?|rubros?|transacci(?:on|ones)|"
    r"resoluci(?:on|ones)|decretos?|ley(?:es)?|circular(?:es)?|articulos?|formatos?|reportes?|"
    r"cuentas? contables?)\b[\s:#«\"'(-]{0,4}(?:(?:no|nro|numero|de|del|la)\b[\s.:°º]{0,3}){0,2}$"
)
_MOST_COMMON_FIGURES = 6
_LEAST_FIGURES = 5
_SHORTEST = 3
_LOOK_BACK = 40
_SECRET = re.compile(
    r"(\b(?:contraseñas?|claves?|passwords?|pin|token)\b"
    r"(?:\s{0,4}[:=]\s{0,4}|\s+(?:es\s+)?[\"'«“]?(?=[\w*.!#$-]{0,40}\d)))[^\s,;)»”]{3,60}",
    re.IGNORECASE,
)
_USER = re.compile(
    r"(\b(?:usuari[oa]s?|user|login)(?:\s+siif)?(?:\s+nacion)?\s*(?P<sign>[:=]?)\s*[\"'«“(]?)([\w.-]{3,40})",
    re.IGNORECASE,
)
# SIIF calls its users so: two letters of the entity in capitals, then a name.
_SIIF_USER = re.compile(r"\b[A-Z]{2}[a-z]{3,}[\w]*\b")
_PLACE = re.compile(
    r"\b(?:Alcald[ií]a|Gobernaci[oó]n|Municipio|Hospital|Colegio|Cl[ií]nica|Personer[ií]a|Concejo"
    r"|Batall[oó]n|Brigada|Seccional|Regional|Sede|Secretar[ií]a)\b"
    r"(?: (?:de|del|la|los|las|[A-ZÁÉÍÓÚÑ][\wáéíóúñü]*))*? [A-ZÁÉÍÓÚÑ][\wáéíóúñü]+"
)
_OURS = ("ministerio de hacienda", "contaduria general", "mhcp", "minhacienda", "cgn")
_TWICE = re.compile(r"(\([a-zéúó]+\))(?:[\s,;:/·-]{0,3}(?:(?:y|e|de|del)\s)?\1)+")
_IN_BRACKETS = re.compile(r"\((\([a-zéúó]+\))\)")
_EMPTY_LINES = re.compile(r"\n{3,}")
_ACCENTED = {"a": "[aáà]", "e": "[eéè]", "i": "[iíì]", "o": "[oóò]", "u": "[uúüù]", "n": "[nñ]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the people of a case: each of it is hidden wherever it stands."""

    names: tuple[str, ...] = ()
    of_line: tuple[str, ...] = ()
    """The names of the line's own people."""
    entity: str = ""
    city: str = ""
    siif_user: str = ""
    numbers: str = ""
    domain: str = ""

    @classmethod
    def of(cls, case: Case | None, of_line: tuple[str, ...] = ()) -> Self:
        if case is None:
            return cls(of_line=of_line)
        person = case.requester
        box, _at, domain = person.email.partition("@")
        return cls(
            of_line=of_line,
            names=(person.name, case.attendees, re.sub(r"[\W\d_]+", " ", box)),
            entity=person.entity,
            city=person.city,
            siif_user=person.siif_user,
            numbers=identifications(person.identification, case.attendees),
            domain="" if is_public_provider(domain) else domain.partition(".")[0],
        )


NOBODY = Known()


def impersonal(text: str, known: Known = NOBODY) -> str:
    """`text` without names, numbers of identification, telephones, addresses, units, entities and
    user names; no bracket in it can make a tag.
    """
    text = tidy(text[:_LONGEST_TEXT]).translate(_NARROW).translate(_ROUND)
    text = "\n".join(line for line in text.split("\n") if not _is_personal(line))
    text = _MAIL.sub(MAIL, text)
    text = _LINK.sub(lambda link: link[0] if _PUBLIC.fullmatch(link[0].rstrip(".,;)")) else LINK,
                     text)  # fmt: skip
    text = _SECRET.sub(rf"\1{SECRET}", text)
    text = _UNIT.sub(UNIT, _CASE.sub(CASE, text))
    text = _without_figures(_PHONE.sub(PHONE, text))
    text = hidden(text, known.numbers).replace(HIDDEN, NUMBER)
    text = _without_entities(_without_users(text, known), known)
    text = _IN_BRACKETS.sub(r"\1", names.without_names(text, known.names, known.of_line))
    return _EMPTY_LINES.sub("\n\n", _TWICE.sub(r"\1", text)).strip()


def _is_personal(line: str) -> bool:
    """Whether a line tells a fact of who asks: `Usuario SIIF: …`."""
    label = _LABELLED.match(line)
    return label is not None and label_key(label[1]) in _PERSONAL


def _without_figures(text: str) -> str:
    codes = error_codes(folded(text))

    def instead(found: re.Match[str]) -> str:
        word = found[0]
        figures = sum(char.isdigit() for char in word)
        if figures < _LEAST_FIGURES or _DATE.fullmatch(word):
            return word
        if "".join(char for char in word if char.isalnum()).upper() in codes:
            return word
        before = folded(text[max(0, found.start() - _LOOK_BACK) : found.start()])
        is_common = figures <= _MOST_COMMON_FIGURES and word.isdigit() and _COMMON.search(before)
        return word if is_common else NUMBER

    return _FIGURES.sub(instead, text)


def _without_users(text: str, known: Known) -> str:
    if len(known.siif_user) >= _SHORTEST:
        text = _phrase(known.siif_user).sub(USER, text)
    text = _USER.sub(_user_instead, text)
    return _SIIF_USER.sub(USER, text)


def _user_instead(found: re.Match[str]) -> str:
    name = found[3]
    shown = "siif" in folded(name) or name.startswith("(")
    odd = any(char.isdigit() for char in name) or any(char.isupper() for char in name[1:])
    return f"{found[1]}{USER}" if (odd or found["sign"]) and not shown else found[0]


def _without_entities(text: str, known: Known) -> str:
    for words in (known.entity, known.domain):
        if len(words) >= _SHORTEST:
            text = _phrase(words).sub(ENTITY_WORD, text)
    text = _PLACE.sub(ENTITY_WORD, ENTITY.sub(_entity_instead, text))
    return _phrase(known.city).sub(CITY, text) if len(known.city) >= _SHORTEST else text


def _entity_instead(found: re.Match[str]) -> str:
    name = tidy_entity(found[1])
    if not name or folded(name).startswith(_OURS):
        return found[0]
    before, _name, after = found[0].partition(name)
    return f"{before}{ENTITY_WORD}{after}"


def _phrase(words: str) -> re.Pattern[str]:
    """`words` however they are written: large or small, with accents or without."""
    parts = ("".join(_ACCENTED.get(c) or re.escape(c) for c in folded(w)) for w in words.split())
    between = r"\s+"
    return re.compile(rf"(?<!\w){between.join(parts)}(?!\w)", re.IGNORECASE)
