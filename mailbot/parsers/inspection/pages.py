"""Pages and drawings that a browser opens: what runs, asks for a password or leads away."""

import re

from mailbot.parsers.inspection.values import Budget, Held

# Each begins with letters that are found fast, in text that is lower case already.
_RUNNING_TAG = re.compile(
    r"<(?:[\w.-]{1,20}:)?(?:script|iframe|frame|object|embed|applet|portal|foreignobject)[\s>/]"
)
_HANDLER = re.compile(r"on[a-z]{3,25}\s{0,9}=")
_BEFORE_HANDLER = frozenset(" \t\r\n\f/\"'")
_RUNNING_SCHEMES = ("javascript:", "vbscript:", "jscript:", "data:text/html")
_ASKS = re.compile(r"<(?:form|input|button|textarea)[\s>/]")
_LEADS_AWAY = re.compile(r"http-equiv\s{0,9}=\s{0,9}[\"']?\s{0,9}refresh")
_SCRIPT_TAG = re.compile(r"<(?:[\w.-]{1,20}:)?(?:script|bindata)[\s>/]")
_MACROS = re.compile(r"macrospresent\s{0,9}=\s{0,9}[\"']yes")
_OF_XML = ("<?xml-stylesheet", "<!entity", "<office:script")
_PROGRAMS = (
    "cmd powershell mshta rundll32 regsvr32 wscript cscript msexcel certutil bitsadmin".split()
)
_CELL_ENDS = re.compile(r"[\n,;\t]")
_LONGEST_CELL = 100
# Between a program and its quoted arguments (=cmd|'/C calc'!A0).
_PIPE = re.compile(r"\|\s{0,9}'")
_MOST_PIPES = 50_000
_FORMULA_BEGINS = frozenset("=+-@")
_MOST_ENTITIES = 200_000
_TIMES_SEARCHED = 4
_ENTITY = re.compile(r"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?|&(colon|tab|newline);", re.IGNORECASE)
_NAMED = {"colon": ":", "tab": "\t", "newline": "\n"}


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
        raise Held("Es un XML que ejecuta órdenes al abrirse.")


def check_table(content: bytes, budget: Budget) -> None:
    """Raise Held for a text table with a formula that starts a program (DDE)."""
    text = as_text(content, budget).lower()
    for place, pipe in enumerate(_PIPE.finditer(text)):
        if place == _MOST_PIPES:
            raise Held("Es una tabla demasiado enredada: no se puede revisar.")
        before = text[max(0, pipe.start() - _LONGEST_CELL) : pipe.start()]
        cell = _CELL_ENDS.split(before)[-1].lstrip(" \"'")
        if cell[:1] in _FORMULA_BEGINS and any(program in cell for program in _PROGRAMS):
            raise Held("Es una tabla con una fórmula que ejecuta programas.")


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
