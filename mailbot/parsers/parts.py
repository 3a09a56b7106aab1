"""What the header of one part says of it, and its content with the transfer encoding undone."""

import re
from dataclasses import dataclass

from mailparser.utils import decode_base64_payload

from mailbot.parsers.fields import read_parameters, repair
from mailbot.parsers.ids import read_message_id
from mailbot.parsers.limits import Note
from mailbot.parsers.source import Part

_TYPE = re.compile(r"[a-z0-9][\w.+-]{0,99}/[\w.+*-]{1,99}")
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_ENCODINGS = {
    "quoted-printable": "quoted-printable",
    "base64": "base64",
    "x-uuencode": "x-uuencode",
    "uuencode": "x-uuencode",
    "x-uue": "x-uuencode",
    "uue": "x-uuencode",
}
_NO_ENCODING = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "8bits", "none"})
_ENCODING = "Content-Transfer-Encoding"
_NAMED_ALONE = {"text": "text/plain", "html": "text/html", "plain": "text/plain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHead:
    """The header of a part: `type` and `disposition` in lower case, "" for what it doesn't say."""

    type: str
    charset: str
    disposition: str
    filename: str
    content_id: str
    encoding: str
    parameters: dict[str, str]


def read_head(part: Part) -> PartHead:
    """What `part` says of itself; the first of repeated headers counts."""
    values: dict[str, str] = {}
    for name, raw in part.raw_items():
        if name[:8].lower() == "content-":
            values.setdefault(name[8:].lower(), repair(str(raw)))
    stated = values.get("type", "")
    main, parameters = read_parameters(stated)
    disposition, named = read_parameters(values.get("disposition", ""))
    charset = parameters.get("charset", "")
    if not charset and "charset" in stated.lower():
        # A missing ";" or quote is no reason to read the text as something else.
        found = _CHARSET.search(stated)
        charset = found[1] if found else ""
    return PartHead(
        type=_media_type(main, part.get_default_type()),
        charset=charset,
        disposition=disposition.partition(" ")[0],
        filename=named.get("filename") or named.get("name") or parameters.get("name", ""),
        content_id=read_message_id(values.get("id", "")) or "",
        encoding=(values.get("transfer-encoding", "").lower().split() or [""])[0].strip(";\"'"),
        parameters=parameters,
    )


def _media_type(main: str, default: str) -> str:
    found = _TYPE.match(main)
    return found[0] if found else _NAMED_ALONE.get(main.partition(" ")[0], default)


def read_content(part: Part, head: PartHead, note: Note) -> bytes:
    """The decoded bytes of a leaf; damaged encodings are read as far as they go, and noted."""
    encoding = _ENCODINGS.get(head.encoding, "8bit")
    if encoding == "8bit" and head.encoding not in _NO_ENCODING:
        note(f"No se conoce la codificación «{head.encoding[:40]}»: la parte se leyó tal cual.")
    if encoding != "8bit" and part[_ENCODING] != encoding:
        del part[_ENCODING]
        part[_ENCODING] = encoding
    before = len(part.defects)
    content = _payload(part)
    if encoding == "base64" and len(part.defects) > before:
        return _damaged_base64(part, head, note)
    return content


def _payload(part: Part) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _damaged_base64(part: Part, head: PartHead, note: Note) -> bytes:
    del part[_ENCODING]
    stated = _payload(part)
    if head.type.startswith("text/") and _reads_as_text(stated):
        note("Una parte decía estar en base64 y no lo estaba: se leyó tal cual.")
        return stated
    what = f"El archivo «{head.filename[:80]}»" if head.filename else "Una parte del mensaje"
    note(f"{what} venía con el base64 dañado: se recuperó lo legible.")
    rescued: bytes = decode_base64_payload(stated.decode("ascii", "ignore"))
    return rescued


def _reads_as_text(stated: bytes) -> bool:
    """Whether most lines have blanks within, as words have and base64 has not."""
    lines = [line.strip() for line in stated[:20_000].splitlines() if line.strip()]
    return 2 * sum(b" " in line for line in lines) > len(lines)
