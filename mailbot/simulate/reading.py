"""A mail of the line as its reader understands it: nothing else does anybody here know."""

import html
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from mailbot.model.vocabulary import State

_PANEL = re.compile(r"^Estado:\s+(.+)$", re.MULTILINE)
_OFFER = re.compile(r"^- «?\[([A-ZÁÉÍÓÚÑ ]+)[^\]\n]*\]»?:", re.MULTILINE)
_ROW = re.compile(r"^((?:SERV|INC)-\d{4}-C?\d+) · ([^·\n]+)", re.MULTILINE)
_SERVICE = re.compile(r"\(servicio (SERV-\d{4}-C?\d+)\)")
_CODE = re.compile(r"^Código:\s+(\w+)\s*$", re.MULTILINE)
_LINK = re.compile(r'href="(mailto:[^"]+)"')
_REFUSED = "no se ejecutó"
_INCOMPLETE = "QUÉ FALTA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """The mail that a one-click link opens ready-written."""

    subject: str
    body: str


class Letter:
    """One mail that lies in people's boxes."""

    def __init__(self, raw: bytes) -> None:
        self._mail: Message = message_from_bytes(raw)

    @cached_property
    def template(self) -> str:
        return str(self._mail["X-SIIF-Correo"] or "")

    @cached_property
    def number(self) -> str:
        """The number in force of its case, "" without a case."""
        return str(self._mail["X-SIIF-Caso"] or "")

    @cached_property
    def service(self) -> str:
        """The service's number: it names a case for ever."""
        found = _SERVICE.search(self.text)
        return found[1] if found else self.number

    @cached_property
    def subject(self) -> str:
        return " ".join(str(make_header(decode_header(str(self._mail["Subject"])))).split())

    @cached_property
    def message_id(self) -> str:
        return str(self._mail["Message-ID"])

    @cached_property
    def references(self) -> str:
        return " ".join(str(self._mail["References"] or "").split())

    @cached_property
    def addressed(self) -> str:
        return " ".join(str(self._mail["To"] or "").split())

    @property
    def readers(self) -> int:
        """How many people it is addressed to."""
        return len(getaddresses([self.addressed]))

    @cached_property
    def copies(self) -> str:
        return " ".join(str(self._mail["Cc"] or "").split())

    @cached_property
    def text(self) -> str:
        return self._part("text/plain")

    @cached_property
    def markup(self) -> str:
        return self._part("text/html")

    @cached_property
    def file_names(self) -> tuple[str, ...]:
        return tuple(name for part in self._mail.walk() if (name := part.get_filename()))

    @property
    def state(self) -> State | None:
        """The state that its panel shows."""
        found = _PANEL.search(self.text)
        words = found[1] if found else ""
        return next((state for state in State if words.startswith(state)), None)

    @property
    def offers(self) -> tuple[str, ...]:
        """The tags that it says its reader can use now."""
        return tuple(_OFFER.findall(self.text))

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """(number, state) of the cases that it lists."""
        return tuple((row[0], row[1].strip()) for row in _ROW.findall(self.text))

    @property
    def refused(self) -> bool:
        """Whether it is a receipt that says that something was not carried out."""
        return self.template == "M-31" and _REFUSED in " ".join(self.text.split())

    @property
    def incomplete(self) -> bool:
        """Whether it asks for facts that are missing."""
        return _INCOMPLETE in self.text

    @property
    def code(self) -> str:
        """The code of an order to be authorised."""
        found = _CODE.search(self.text)
        return found[1] if found else ""

    @property
    def clicks(self) -> tuple[Click, ...]:
        """Its one-click answers."""
        return tuple(_click(html.unescape(link)) for link in _LINK.findall(self.markup))

    def _part(self, kind: str) -> str:
        for part in self._mail.walk():
            if part.get_content_type() == kind and not part.get_filename():
                content = part.get_payload(decode=True)
                return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        return ""


def _click(link: str) -> Click:
    fields = parse_qs(urlsplit(link).query, keep_blank_values=True)
    return Click(subject=fields.get("subject", [""])[0], body=fields.get("body", [""])[0])
