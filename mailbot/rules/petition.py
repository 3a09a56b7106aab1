"""Whether a mail invokes the right of petition: Ley 1755 de 2015, article 23 (R82, domain.md Q30).

To invoke it is one thing, to speak of somebody else's petition another: "debo pagar lo que pide un
derecho de petición" asks for support. Between the two the writer's own verb decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mailbot.rules.intake.words import folded, tidy
from mailbot.rules.patterns import any_of
from mailbot.rules.subjects import FOREIGN_TAGS, beginning

LONGEST = 50_000
"""Characters of a text that are read."""

_MOST_SHOWN = 160


class PetitionKind(StrEnum):
    """The kinds of petition that the law gives a term of their own (article 14)."""

    GENERAL = "general"
    DOCUMENTS = "documentos o información"
    CONSULTATION = "consulta"


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """A petition: its kind, the working days to answer it, and the words that showed it."""

    kind: PetitionKind
    working_days: int
    words: str


_DAYS = {PetitionKind.GENERAL: 15, PetitionKind.DOCUMENTS: 10, PetitionKind.CONSULTATION: 30}

_RIGHT = r"derechos?(?: (?:fundamental|constitucional|legal))?(?: de)? peticion(?:es)?"
_TITLE = rf"(?:{_RIGHT}|peticion respetuosa)"
_PRESENT = any_of(
    "present interpon interpong elev formul radic ejerz ejerc invoc instaur promuev promov impetr"
)
_BETWEEN = any_of(
    """a ante ustedes usted su despacho entidad el la un una este esta mi nuestro presente siguiente
    formal respetuos[oa] respetuosamente de manera"""
)
_FORMAL = (
    r"peticion(?: (?:respetuosa|formal|escrita|de (?:informacion|documentos|consulta"
    r"|interes (?:general|particular)|caracter \w+))\b|(?= ?(?:[.,;:\n(]|$)))"
)
_LAW = r"ley(?: estatutaria)? (?:n[o°º.]{0,2} ?)?1\.?755"
_CHARTER = any_of(r"constitucion carta c\.?\s?p\b c\.?\s?n\b superior")
_ARTICLE = rf"art(?:iculos?|s?\.)? ?23(?: de)?(?: la)? ?{_CHARTER}"
_INFORMATION = any_of(r"informacion documentos? documentacion copias? certificaci\w+ expedientes?")
_MY = any_of("al? del? el un este mi nuestro")
_GROUNDS = any_of("conforme acuerdo fundamento base terminos segun virtud")
_HANDED = any_of("a del? el la los ustedes por competencia presente siguiente")

_INVOKES = tuple(
    re.compile(rf"\b(?:{row})")
    for row in (
        rf"(?:ejercicio|uso|virtud|desarrollo|amparo|ejerciendo)(?: {_MY})* {_RIGHT}",
        (
            rf"{_PRESENT}(?:o|amos|emos|imos|ar|er|ir|ando|iendo)(?: {_BETWEEN}){{0,7}} "
            rf"(?:{_RIGHT}|{_FORMAL})"
        ),
        (
            rf"(?:esta|este|presente)(?: \w+)? (?:es|constituye|corresponde a)(?: (?:un|una|el))? "
            rf"(?:{_RIGHT}|peticion\b)"
        ),
        rf"(?:entiend|teng|tramit|consider|atiend|entend)\w*(?: \w+){{0,3}} como(?: un)? {_RIGHT}",
        rf"{_RIGHT} (?:que (?:me|nos) asiste|consagrado|contemplado|establecido|previsto)",
        rf"(?:este|presente|mi|nuestro) {_RIGHT}",
        rf"(?:mediante|traves|medio|acud\w+|recurr\w+|fundamento en|base en)(?: {_MY})* {_RIGHT}",
        rf"(?:adjunt|anex|envi|remit|alleg)(?:o|amos|imos)(?: (?:el|un|mi|este))? {_RIGHT}",
        rf"informacion(?: publica)?(?: \w+){{0,8}} {_GROUNDS}(?: \w+){{0,5}} ley 1\.?712\b",
        (
            rf"(?:peticion|solicit\w+|requer\w+)(?: \w+){{0,4}} {_INFORMATION}(?: \w+){{0,12}} "
            r"en los terminos (?:de|del|que)\b(?: \w+){0,4}"
        ),
        (
            rf"(?:dar|damos|doy|corr\w+|traslad\w+|remit(?:ir|o|imos))(?: traslado)?"
            rf"(?: {_HANDED}){{0,6}} {_RIGHT}"
        ),
        _ARTICLE,
        rf"{_LAW}\b(?: de (?:20)?15)?",
    )
)
"""How a writer invokes the right, in folded words."""

_HEADING = re.compile(
    rf"^[ \t]*(?:(?:asunto|ref|referencia|tema)\.? ?[:.-] ?)?{_TITLE}(?P<after>[^\n]{{0,80}})",
    re.MULTILINE,
)
_NAMES_ITSELF = re.compile(
    r" ?[(:-]| ?,? ?(?:art|ley|en (?:la )?modalidad|de (?:informa|docum|consul))"
)
_COUNT = r"^[ \t]*(?:[ivx]+\.? ?|\d\.? ?)?"
_FACTS = re.compile(rf"{_COUNT}hechos ?[:.]?[ \t]*$", re.MULTILINE)
_ASKED = re.compile(rf"{_COUNT}(?:peticion(?:es)?|pretensiones) ?[:.]?[ \t]*$", re.MULTILINE)
_SUBJECT = re.compile(
    rf"(?:(?:rv|fw|fwd) ?: ?)*{FOREIGN_TAGS}(?:(?:presento|radico|radicacion|solicitud) (?:de )?)?"
    rf"{_TITLE}(?P<after>.*)"
)

# Those whom an entity pays seldom write of themselves as "el contratista"; others may.
_PAID = any_of(
    """contratistas? terceros? proveedor(?:es)? extrabajador(?:es)? exfuncionari[oa]s?
    acreedor(?:es)? clientes? demandantes?"""
)
_OTHERS = any_of(
    rf"""{_PAID} pensionad[oa]s? beneficiari[oa]s? peticionari[oa]s? docentes? empresas? sindicatos?
    juzgados? usuari[oa]s?"""
)
_ANSWERS = any_of(
    r"""respuesta respond\w+ atender atendiendo contestar contestacion resolver cumplir cumplimiento
    pagar pago tramite registrar recib\w+ llego tenemos tengo hay existe debido origen objeto por"""
)
_SOME = any_of("al? del? con un una unos el los varios dicho oportuna tiempo nuevo nos me")
_BY = any_of(r"del? presentad\w+ radicad\w+ interpuest\w+ por un una el la los")

_MATTER = tuple(
    re.compile(rf"\b(?:{row})")
    for row in (
        rf"{_ANSWERS}(?: {_SOME}){{1,4}} {_RIGHT}",
        rf"(?:responder|contestar|atender|resolver)(?: a)? este {_RIGHT}",
        (
            rf"(?:el|un|una|la|los|unos|varios) {_PAID}\b,?(?: [\w,]+){{0,8}} "
            rf"(?:{_PRESENT}\w*|en ejercicio|solicit\w+|pidio|mediante)(?: \w+){{0,8}} "
            rf"(?:{_RIGHT}|peticion)"
        ),
        rf"{_RIGHT}(?: {_BY}){{1,4}} {_OTHERS}\b",
        rf"no (?:es|se trata de|constituye|corresponde a|sea|presento)(?: \w+)?(?: un)? {_RIGHT}",
    )
)
"""How a writer speaks of somebody else's petition, which he must answer, pay or register."""

_THIRD_PERSON = re.compile(
    r"\b(?:present|elev|formul|radic|invoc|instaur|impetr)ó\b", re.IGNORECASE
)
_SPEAKS_OF = re.compile(
    rf"(?: (?:de|del|por|un|una|el|la|los|presentado|radicado|interpuesto))+ {_OTHERS}\b"
    r"|(?: que)? (?:debo|debemos|nos|recibimos|recibido|llego)\b"
)
_SENTENCES = re.compile(r"(?:[^.;?!\n]|\.(?=\S)|(?<=\bart)\.|\n(?!\n))+")
_BLANKS = re.compile(r"[^\S\n]+")
# One of these stands in all that invokes the right; most mails have none, and are read no further.
_MAY_INVOKE = re.compile(
    r"peticion|art(?:iculos?|s?\.)?\s*23|1\.?755|1\.?712|terminos|pretensiones"
)
_EMPTY_LINES = re.compile(r"\n\s*\n")

_CONSULTATION = re.compile(
    r"\bpeticion (?:de |en (?:la )?modalidad (?:de )?)consulta|modalidad (?:de )?consulta"
    r"|(?:elev|formul|present)\w+(?: (?:la|una|esta|siguiente|respetuosa)){0,3} consulta\b"
    r"|(?:emit\w+|solicit\w+|rind\w+)(?: (?:un|su|el)){0,2} concepto\b"
)
_DOCUMENTS = re.compile(
    rf"(?:solicit\w+|requer\w+|pid\w+|pedi\w+|exped\w+|expid\w+|suministr\w+|entreg\w+|remit\w+"
    rf"|envi\w+|peticion|obtener|acceso)(?: \w+){{0,6}} {_INFORMATION}\b"
)


def find_petition(text: str, subject: str) -> Petition | None:
    """The petition that the writer's own new words or his subject invoke, or None.

    The subject of a reply is not read: its words are an earlier mail's.
    """
    clean = tidy(text[:LONGEST])
    words = _words_of_text(clean) or _words_of_subject(subject)
    if not words:
        return None
    kind = _kind(f"{folded(subject)}\n{folded(_single_blanks(clean))}")
    return Petition(kind=kind, working_days=_DAYS[kind], words=words)


def _words_of_text(text: str) -> str:
    if not _MAY_INVOKE.search(folded(text)):
        return ""
    clean = _single_blanks(text)
    for start, end in _invocations(clean, folded(clean)):
        return _shown(clean[start:end])
    return ""


def _single_blanks(text: str) -> str:
    return _EMPTY_LINES.sub("\n\n", _BLANKS.sub(" ", text))


def _invocations(clean: str, plain: str) -> Iterator[tuple[int, int]]:
    for sentence in _SENTENCES.finditer(plain):
        line = sentence[0].replace("\n", " ")
        found = _first(_INVOKES, line)
        if found is None or _first(_MATTER, line):
            continue
        start, end = sentence.start() + found.start(), sentence.start() + found.end()
        if not _THIRD_PERSON.search(clean[start:end]):
            yield start, end
    for heading in _HEADING.finditer(plain):
        if not heading["after"].strip(" .:,-") or _NAMES_ITSELF.match(heading["after"]):
            yield heading.start(), heading.start("after")
    facts, asked = _FACTS.search(plain), _ASKED.search(plain)
    if facts and asked:
        yield asked.span()


def _first(patterns: Iterable[re.Pattern[str]], line: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(line))), None)


def _words_of_subject(subject: str) -> str:
    start = beginning(subject)
    match = _SUBJECT.match(folded(start))
    if match is None or _SPEAKS_OF.match(match["after"]):
        return ""
    return _shown(start)


def _kind(plain: str) -> PetitionKind:
    if _CONSULTATION.search(plain):
        return PetitionKind.CONSULTATION
    return PetitionKind.DOCUMENTS if _DOCUMENTS.search(plain) else PetitionKind.GENERAL


def _shown(words: str) -> str:
    return " ".join(words.split())[:_MOST_SHOWN]
