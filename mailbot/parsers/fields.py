"""Header values: raw text repaired, encoded words (RFC 2047) and parameters (RFC 2231) read."""

import binascii
import re
from collections.abc import Iterable, Sequence
from email.utils import unquote
from urllib.parse import unquote_to_bytes

from mailparser.utils import decode_base64_payload

from mailbot.parsers.charset import codec_for, decode_octets, decode_text, scrub

# The text of a word has a bound, so that many beginnings without an end stay cheap. RFC 2047
# says 75 characters; senders write whole subjects into one.
_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bBqQ])\?(.{0,2000}?)\?=", re.DOTALL)
_WORD_CHARSET = re.compile(r"(?<==\?)[^?*\s]{1,40}")
_SPACE = re.compile(r"\s+")
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_SECTION = re.compile(r"([^*]+)\*(?:(\d{1,3})(\*)?)?")


Fields = dict[str, list[str]]
"""Repaired values by header name in lower case, topmost first."""


def group_fields(pairs: Iterable[tuple[str, str]]) -> Fields:
    """`pairs` of names in lower case and repaired values, by name."""
    fields: Fields = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def repair(raw: str) -> str:
    """A raw value as the parser keeps it, unfolded, its 8-bit bytes read as text."""
    value = raw.replace("\r", "").replace("\n", "") if "\n" in raw or "\r" in raw else raw
    if value.isascii():
        return value
    return decode_octets(value.encode("utf-8", "surrogateescape"))


def decode_words(value: str) -> str:
    """The text of a repaired value: encoded words decoded, controls gone, one line.

    Neighbouring words of one charset are read as one run of bytes: senders split characters.
    """
    return printable(_without_words(value) if "=?" in value else value)


def printable(value: str) -> str:
    """A repaired value on one line, without controls, its encoded words as they stand."""
    if value.isascii() and value.isprintable():
        return value.strip()
    return scrub(value).replace("\n", " ").strip()


def one_line(value: str) -> str:
    """The text of a repaired value, every run of white space as one space."""
    return _SPACE.sub(" ", decode_words(value))


def widen_charsets(value: str) -> str:
    """The value with each encoded word's charset named as the superset that is really used."""
    if "=?" not in value:
        return value
    return _WORD_CHARSET.sub(lambda name: codec_for(name[0]) or name[0], value)


def _without_words(value: str) -> str:
    texts: list[str] = []
    run: list[re.Match[str]] = []
    end = 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        # White space between two encoded words is not part of the text (RFC 2047 §6.2).
        adjoining = bool(run) and (not between or between.isspace())
        if not adjoining or run[-1][1].lower() != word[1].lower():
            texts.append(_decode_run(run))
            run = []
        if not adjoining:
            texts.append(between)
        run.append(word)
        end = word.end()
    return "".join((*texts, _decode_run(run), value[end:]))


def _decode_run(run: Sequence[re.Match[str]]) -> str:
    if not run:
        return ""
    octets = b"".join(_octets(word[2], word[3]) for word in run)
    return decode_text(octets, run[0][1], lambda _fault: None)


def _octets(encoding: str, text: str) -> bytes:
    if encoding in "bB":
        octets: bytes = decode_base64_payload(text)
        return octets
    return binascii.a2b_qp(text.encode("utf-8", "replace"), header=True)


def read_parameters(value: str) -> tuple[str, dict[str, str]]:
    """What stands before the first ";" of a repaired value, and its parameters.

    Names are in lower case, the first of two equal ones counts; continuations and charsets of
    RFC 2231 are resolved, encoded words read although RFC 2047 forbids them here.
    """
    main, _, _ = value.partition(";")
    plain: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(value):
        name, text = match[1].lower(), unquote(match[2].strip())
        section = _SECTION.fullmatch(name)
        if section is None:
            plain.setdefault(name, decode_words(text))
        else:
            encoded = section[2] is None or section[3] is not None
            sections.setdefault(section[1], []).append((int(section[2] or 0), encoded, text))
    joined = {name: _join(each) for name, each in sections.items()}
    return main.strip().lower(), plain | joined


def _join(sections: list[tuple[int, bool, str]]) -> str:
    sections.sort(key=lambda section: section[0])
    charset = ""
    octets = bytearray()
    for position, encoded, text in sections:
        if encoded and position == 0 and text.count("'") >= 2:
            charset, _language, text = text.split("'", 2)
        octets += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return decode_words(decode_text(bytes(octets), charset, lambda _fault: None))
