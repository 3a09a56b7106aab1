"""The MIME body by hand: text first, then HTML, then enclosures (RFC 2045, 2046, 2231)."""

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from mailbot.compose.headers import encoded_words

_MEDIA_TYPE = re.compile(r"(?!message/|multipart/)[a-z0-9.+-]+/[a-z0-9.+-]+")
_PLAIN_NAME = re.compile(r"[ !#-\[\]-~]{1,150}")
_LINE = 76
_LONGEST_KEPT = 400
"""Characters of a line that is remembered: all of them take half a megabyte at most."""
_BLOCK = 20 * 57
"""Bytes of a document that are encoded together: so many lines, and no rest."""

_QUOTED = (
    b"Content-Type: text/%b; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file that goes with the mail; a fixed document goes with many, so its lines are kept.

    One with an `id` (its Content-ID, without brackets) is a picture that the HTML shows.
    """

    name: str
    type: str
    content: bytes
    fixed: bool = False
    id: str = ""


def body(text: str, html: str, parts: Sequence[Part], token: str) -> bytes:
    """Content headers and body from `Content-Type` on; boundaries come from `token`.

    No line of the parts can be a boundary: quoted-printable leaves no `=_`, base64 no `=` before
    the end of a line.
    """
    pictures = [_enclosed(part) for part in parts if part.id]
    files = [_enclosed(part) for part in parts if not part.id]
    shown = _text(b"html", html)
    if pictures:
        # The HTML and what it shows are one whole, which the text stands for (RFC 2387).
        shown = _multipart('related;\r\n type="text/html"', [shown, *pictures], f"=_{token}.r")
    alternative = _multipart("alternative", [_text(b"plain", text), shown], f"=_{token}.a")
    return _multipart("mixed", [alternative, *files], f"=_{token}.m") if files else alternative


def _multipart(kind: str, parts: Sequence[bytes], boundary: str) -> bytes:
    mark = boundary.encode()
    pieces = [f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n'.encode()]
    for part in parts:
        pieces += [b"\r\n--" + mark + b"\r\n", part]
    pieces.append(b"\r\n--" + mark + b"--\r\n")
    return b"".join(pieces)


def _text(kind: bytes, text: str) -> bytes:
    lines = text.split("\n")
    return _QUOTED % kind + b"\r\n".join(
        [(_kept_line if len(line) <= _LONGEST_KEPT else _quoted_printable)(line) for line in lines]
    )


@lru_cache(maxsize=1024)
def _kept_line(line: str) -> bytes:
    # Most lines of a mail stand so in its template: nine in ten were encoded before.
    return _quoted_printable(line)


def _quoted_printable(line: str) -> bytes:
    return binascii.b2a_qp(f"{line}\r\n".encode("utf-8", "replace")).removesuffix(b"\r\n")


def _enclosed(part: Part) -> bytes:
    media = part.type if _MEDIA_TYPE.fullmatch(part.type) else "application/octet-stream"
    shown, kept = _named(part.name or "archivo")
    head = (
        f"Content-Type: {media};\r\n name={shown}",
        "Content-Transfer-Encoding: base64",
        *((f"Content-ID: <{part.id}>",) if part.id else ()),
        f"Content-Disposition: {'inline' if part.id else 'attachment'};\r\n {kept}",
    )
    lines = _kept_base64(part.content) if part.fixed else _base64(part.content)
    return "\r\n".join((*head, "", "")).encode("ascii") + lines


def _named(name: str) -> tuple[str, str]:
    """A file's name as `name=` takes it, and as `filename=` or `filename*=` (RFC 2231)."""
    if _PLAIN_NAME.fullmatch(name):
        return f'"{name}"', f'filename="{name}"'
    # Programs that don't know RFC 2231 read an encoded word, against the letter of RFC 2047.
    words = "\r\n ".join(encoded_words(name))
    return f'"{words}"', f"filename*=utf-8''{quote(name, safe='', errors='replace')}"


def _base64(content: bytes) -> bytes:
    whole = binascii.b2a_base64(content, newline=False)
    return b"\r\n".join([whole[at : at + _LINE] for at in range(0, len(whole), _LINE)])


def _kept_base64(content: bytes) -> bytes:
    # The number changes few bytes of a document: the other blocks are the same in each mail.
    blocks = (content[at : at + _BLOCK] for at in range(0, len(content), _BLOCK))
    return b"\r\n".join(map(_kept_block, blocks))


@lru_cache(maxsize=256)
def _kept_block(content: bytes) -> bytes:
    return _base64(content)
