"""A mail of somebody else as it can be read without danger: its words, and its HTML made inert."""

from dataclasses import dataclass
from html import escape

from mailbot.compose.inert import inert, inert_page
from mailbot.errors import UnreadableMail
from mailbot.parsers import ParseLimits, read_mail
from mailbot.parsers.source import parse_parts
from mailbot.parsers.structure import join_html, read_structure

_STYLE = """
body{margin:24px;font:15px/1.5 Arial,Helvetica,sans-serif;color:#1f2933}
.what{padding:8px 12px;background:#eef2f6;border-left:4px solid #004884}
table{border-collapse:collapse}
td,th{padding:2px 8px;vertical-align:top}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a mail says: `text` for a list of mails, `page` to be opened by itself."""

    text: str
    page: str


def read_copy(raw: bytes, name: str) -> Reading:
    """A copy for reading of the mail in `raw`, which the archive holds as `name`. Never raises.

    The copy is no evidence: links, pictures and styles are gone from it.
    """
    try:
        mail = read_mail(raw)
        html = _html(raw)
    except UnreadableMail as reason:
        text = f"No se pudo leer: {reason}"
        return Reading(text=text, page=_page(name, "", f"<p>{escape(text)}</p>"))
    body = inert(html) if html else f"<pre>{escape(mail.body)}</pre>"
    return Reading(text=mail.body, page=_page(name, mail.subject, body))


def _html(raw: bytes) -> str | None:
    limits = ParseLimits()
    return join_html(read_structure(parse_parts(raw, limits, _silently), limits, _silently).texts)


def _silently(_fault: str) -> None:
    """What is wrong with a mail was noted when it was read."""


def _page(name: str, subject: str, body: str) -> str:
    what = (
        f"Copia de lectura de {name}, sin imágenes, enlaces ni estilos. "
        f"El correo original es ese archivo: no lo abra si no confía en él."
    )
    title = subject or name
    return inert_page(
        title, f'<p class="what">{escape(what)}</p>\n<h1>{escape(title)}</h1>\n{body}', _STYLE
    )
