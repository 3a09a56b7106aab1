"""An address in the form in which most mail programs write it, read at once.

An address alone, or a name before it: plain words, one quoted string, or encoded words (RFC 2047).
Whatever else RFC 5322 allows, or people write, is for mail-parser.
"""

import binascii
import re

from mailbot.parsers.charset import codec_for

_ATOMS = r"[a-zA-Z0-9!#$%&'*+/=^_`{|}~-]{1,64}(?:\.[a-zA-Z0-9!#$%&'*+/=^_`{|}~-]{1,64}){0,9}"
_ADDRESS = rf"{_ATOMS}@{_ATOMS}"
_WORDS = r'[^\x00-\x1f\x7f\ud800-\udfff()<>@,:;"\[\]\\]{0,200}'
_QUOTED = r'"([^\x00-\x1f\x7f\ud800-\udfff"\\]{1,200})"'
_MAILBOX = re.compile(rf" *+(?:({_ADDRESS})|(?:{_QUOTED} *+|({_WORDS}))<({_ADDRESS})>) *+")

_ENCODED_WORD = re.compile(r"=\?([a-zA-Z0-9-]{1,40})\?([bBqQ])\?([!->@-~]{1,200})\?= +")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_QUOTED_PRINTABLE = re.compile(r"(?:[!-<>-~]|=[0-9A-Fa-f]{2})*")


def read_plain_mailbox(value: str) -> tuple[str, str] | None:
    """The name and the address that mail-parser would read in a repaired value; None to ask it."""
    mailbox = _MAILBOX.fullmatch(value)
    if mailbox is None:
        return None
    alone, quoted, words, address = mailbox.groups()
    if alone:
        return "", alone
    if "=?" not in value:
        return quoted or words, address
    name = _decoded(words or "")
    return None if name is None else (name, address)


def _decoded(words: str) -> str | None:
    texts: list[str] = []
    end = 0
    while word := _ENCODED_WORD.match(words, end):
        text = _text(*word.groups())
        if text is None:
            return None
        texts.append(text)
        end = word.end()
    return "".join(texts) if texts and end == len(words) else None


def _text(charset: str, encoding: str, encoded: str) -> str | None:
    codec = codec_for(charset)
    well_formed = _BASE64 if encoding in "bB" else _QUOTED_PRINTABLE
    if codec not in ("utf-8", "cp1252") or not well_formed.fullmatch(encoded):
        return None
    if encoding in "bB":
        octets = binascii.a2b_base64(encoded)
    else:
        octets = binascii.a2b_qp(encoded, header=True)
    try:
        text = octets.decode(codec)
    except ValueError:
        return None
    return text if text.isprintable() else None
