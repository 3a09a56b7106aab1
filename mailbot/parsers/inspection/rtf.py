"""RTF documents: objects within them, and templates that are fetched (RTF 1.9.1)."""

import re

from mailbot.parsers.inspection.values import Held

_OBJECTS = re.compile(
    rb"\\(?:objdata|objupdate|objemb|objocx|objlink|objautlink|objhtml|objclass)(?![a-z])"
)
_TEMPLATE = re.compile(rb"\\\*\s{0,10}\\template\s{0,10}([^}]{0,300})")
_ON_OWN_DISK = re.compile(rb"\s*[A-Za-z]:(?:\\\\|[\\/])|[^:\\/]{0,200}$")
_DDE = re.compile(rb"\bddeauto\b|\\fldinst[^}]{0,100}\bdde\b", re.IGNORECASE)


def check_rtf(content: bytes) -> None:
    """Raise Held for an RTF with objects, a template of the network, or a field that runs."""
    if _OBJECTS.search(content):
        raise Held("Trae objetos incrustados, con los que se atacan equipos.")
    template = _TEMPLATE.search(content)
    if template and not _ON_OWN_DISK.match(template[1]):
        raise Held("Carga al abrirse una plantilla de otro lugar de la red.")
    if _DDE.search(content):
        raise Held("Trae un campo que ejecuta programas (DDE).")
