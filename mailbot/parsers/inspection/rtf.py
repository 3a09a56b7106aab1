"""RTF documents: objects within them, templates that are fetched, fields that run (RTF 1.9.1)."""

import re

from mailbot.parsers.inspection.fields import runs_programs
from mailbot.parsers.inspection.values import Budget, Held

_OBJECTS = re.compile(
    rb"\\(?:objdata|objupdate|objemb|objocx|objlink|objautlink|objhtml|objclass)(?![a-z])"
)
_TEMPLATE = re.compile(rb"\\template(?![a-z])")
_FIELD = re.compile(rb"\\fldinst(?![a-z])")
_ON_OWN_DISK = re.compile(r"\s*[A-Za-z]:[\\/]|[^:\\/]{0,200}$")
_TOKEN = re.compile(
    rb"\\(?P<control>[A-Za-z]++)(?P<number>-?\d{1,10})? ?|\\'(?P<code>[0-9A-Fa-f]{2})"
    rb"|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<words>[^\\{}\r\n]++)|.",
    re.DOTALL,
)
_PRINTED = range(32, 127)
# Reading a byte as syntax costs about as much as searching it so often.
_WEIGHT = 4


def check_rtf(content: bytes, budget: Budget) -> None:
    """Raise Held for an RTF with objects, a template of the network, or a field that runs."""
    if _OBJECTS.search(content):
        raise Held("Trae objetos incrustados, con los que se atacan equipos.")
    for found in _TEMPLATE.finditer(content):
        if not _ON_OWN_DISK.match(_words_behind(content, found.end(), budget)):
            raise Held("Carga al abrirse una plantilla de otro lugar de la red.")
    for found in _FIELD.finditer(content):
        if runs_programs(_words_behind(content, found.end(), budget)):
            raise Held("Trae un campo que ejecuta programas (DDE).")


def _words_behind(content: bytes, at: int, budget: Budget) -> str:
    """The words from `at` to the end of the group, put together from the groups within it."""
    begin, depth = at, 0
    words: list[str] = []
    while depth >= 0 and (token := _TOKEN.match(content, at)):
        at = token.end()
        if token["brace"]:
            depth += 1 if token["brace"] == b"{" else -1
        elif token["control"] == b"bin":
            # Bytes as they are: braces among them close nothing.
            at += max(0, int(token["number"] or 0))
        elif token["control"] == b"u":
            words.append(_letter(int(token["number"] or 0)))
        elif token["control"] in (b"par", b"line", b"tab"):
            words.append(" ")
        else:
            words.append(_told(token))
    budget.search(_WEIGHT * (at - begin))
    return "".join(words)


def _letter(code: int) -> str:
    if code % 0x10000 in _PRINTED:
        raise Held("Esconde sus palabras en números: no se puede revisar.")
    return chr(code % 0x10000)


def _told(token: re.Match[bytes]) -> str:
    if token["code"]:
        return chr(int(token["code"], 16))
    raw: bytes = token["words"] or token["symbol"] or b""
    return raw.decode("latin-1")
