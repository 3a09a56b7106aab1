"""Pages and drawings that a browser opens: what runs, asks for a password or leads away."""

import re

from mailbot.parsers.inspection.values import Budget, Held

# Each begins with letters that are found fast, in text that is lower case already.
_PREFIX = r"(?:[^\s<>/:=\"']++:)?"
_RUNNING_TAG = re.compile(
    rf"<{_PREFIX}(?:script|iframe|frame|object|embed|applet|portal|foreignobject)[\s>/]"
)
_HANDLER = re.compile(r"on[a-z]{3,40}\s*+=")
_BEFORE_HANDLER = frozenset(" \t\r\n\f/\"'")
_RUNNING_SCHEMES = ("javascript:", "vbscript:", "jscript:", "data:text/html")
# A field without a form around it sends nothing.
_ASKS = re.compile(rf"<{_PREFIX}(?:form|isindex)[\s>/]")
_LEADS_AWAY = re.compile(r"http-equiv\s*+=\s*+[\"']?\s*+refresh")
_SCRIPT_TAG = re.compile(rf"<{_PREFIX}(?:script|bindata|binarydata)[\s>/]")
_MACROS = re.compile(r"macrospresent\s*+=\s*+[\"']yes")
# Invoices name the style sheet of who made them, which stays where it is. One that lies in the file
# itself, or on a share, is another matter.
_STYLE = re.compile(r"<\?xml-stylesheet[^>]*+>?")
_STYLE_AT_HAND = re.compile(r"href\s*+=\s*+[\"']?\s*+(?:#|data:|[\\/]{2}|file:)")
_OF_XML = ("<!entity", "<office:script", "www.w3.org/1999/xsl/transform", "www.w3.org/tr/wd-xsl")
_OF_OFFICE = ("schemas-microsoft-com:office", "schemas.microsoft.com/office", "mso-application")
_XML_RUNS = "Es un XML que ejecuta órdenes al abrirse."
_HEAD = 64 * 1024
_MOST_ENTITIES = 200_000
_TIMES_SEARCHED = 4
_NAMED = {"colon": ":", "tab": "\t", "newline": "\n", "equals": "=", "vert": "|", "verbar": "|"}
_ENTITY = re.compile(
    rf"&#(?:x0*+([0-9a-f]{{1,6}})|0*+([0-9]{{1,7}}));?|&({'|'.join(_NAMED)});", re.IGNORECASE
)


def check_page(content: bytes, budget: Budget) -> None:
    """Raise Held for an HTML page or SVG drawing that does more than show."""
    text = as_text(content, budget, _TIMES_SEARCHED).lower()
    if _RUNNING_TAG.search(text) or _has_handler(text) or _has_scheme(text):
        raise Held("Es una página o dibujo que ejecuta órdenes al abrirse.")
    if _LEADS_AWAY.search(text):
        raise Held("Es una página que lleva a otra al abrirse.")
    if _ASKS.search(text):
        raise Held("Es una página con un formulario, como las que roban contraseñas.")


def _has_handler(text: str) -> bool:
    return any(
        text[found.start() - 1] in _BEFORE_HANDLER
        for found in _HANDLER.finditer(text)
        if found.start()
    )


def _has_scheme(text: str) -> bool:
    # Browsers pass over blanks within the name of a scheme.
    joined = "".join(text.split())
    return any(scheme in joined for scheme in _RUNNING_SCHEMES)


def check_xml(content: bytes, budget: Budget) -> None:
    """Raise Held for an XML file that brings a script, a macro or entities."""
    text = as_text(content, budget, _TIMES_SEARCHED).lower()
    if _SCRIPT_TAG.search(text) or _MACROS.search(text) or any(each in text for each in _OF_XML):
        raise Held(_XML_RUNS)
    if any(_STYLE_AT_HAND.search(found[0]) for found in _STYLE.finditer(text)):
        raise Held(_XML_RUNS)


def is_of_office(content: bytes) -> bool:
    """Whether an XML file is a document of Office kept in one file."""
    head = content[:_HEAD].replace(b"\0", b"").decode("latin-1").lower()
    return any(each in head for each in _OF_OFFICE)


def as_text(content: bytes, budget: Budget, weight: int = 1) -> str:
    """The characters of a page whatever its encoding, with numbered ones read as what they are.

    `weight` is how often it will be searched. Raises Held beyond what may be searched.
    """
    budget.search(weight * len(content))
    # In UTF-16 each letter of a tag comes with a zero byte; the others are not of interest.
    text = content.replace(b"\0", b"").decode("latin-1")
    text, entities = _ENTITY.subn(_letter, text, _MOST_ENTITIES)
    if entities == _MOST_ENTITIES:
        raise Held("Esconde sus palabras en números: no se puede revisar.")
    return text


def _letter(entity: re.Match[str]) -> str:
    if entity[3]:
        return _NAMED[entity[3].lower()]
    code = int(entity[1], 16) if entity[1] else int(entity[2])
    return chr(code) if code <= 0x10FFFF else ""
