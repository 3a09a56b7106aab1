"""Header fields written by hand: ASCII, folded, and never with an empty first line.

Python's own folding leaves `Subject:` and `Message-ID:` with an empty first line when the value is
long (mails.md §0.10), and costs more than all the rest of a mail.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

_LINE = 76
_WORD = 54
_TOO_MANY = 4096
_KEPT_AT_THE_END = 12

_PLAIN_IN_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_PLAIN_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>(),;:\\\"\[\]]")
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,250}")


def field(name: str, words: Sequence[str]) -> str:
    """`name: words` folded at the blanks between words; the first word stays on the first line."""
    line, lines = f"{name}: {words[0]}", []
    for word in words[1:]:
        if len(line) + 1 + len(word) > _LINE:
            lines.append(line)
            line = f" {word}"
        else:
            line += f" {word}"
    return "\r\n".join((*lines, line))


def unstructured(name: str, value: str) -> str:
    """A field of free text, with encoded words (RFC 2047) where it is not ASCII."""
    return field(name, _encoded(value) or [""])


def addresses(name: str, people: Sequence[tuple[str, str]]) -> str:
    """An address field of (display name, address) pairs."""
    words: list[str] = []
    for place, (display, address) in enumerate(people):
        comma = "," if place < len(people) - 1 else ""
        words += [*_phrase(display), f"<{_mailbox(address)}>{comma}"]
    return field(name, words)


def ids(name: str, message_ids: Sequence[str]) -> str:
    """A field of message ids, which come without brackets."""
    return field(name, [f"<{id_}>" for id_ in message_ids])


def thread(references: Sequence[str], answers: str | None) -> tuple[str, ...]:
    """The ids for References: each well-formed one once, `answers` last.

    Of a thread longer than 4096 characters the first id and the last few are kept.
    """
    every = dict.fromkeys((*references, *((answers,) if answers else ())))
    if answers in every:
        every[answers] = every.pop(answers)
    good = tuple(id_ for id_ in every if _MESSAGE_ID.fullmatch(id_))
    if sum(len(id_) + 3 for id_ in good) > _TOO_MANY:
        return (good[0], *good[-_KEPT_AT_THE_END:])
    return good


def _phrase(display: str) -> Sequence[str]:
    if not display:
        return ()
    if _PLAIN_IN_PHRASE.fullmatch(display) and "=?" not in display:
        return display.split(" ")
    if display.isascii() and display.isprintable() and "=?" not in display:
        escaped = display.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'.split(" ")
    return encoded_words(display)


def _mailbox(address: str) -> str:
    address = _NOT_IN_ADDRESS.sub("", address)
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return address
    return f"{local}@{domain}"


def _encoded(value: str) -> list[str]:
    """Words of free text: plain ones as they are, runs of others as encoded words."""
    if value.isascii() and "=?" not in value:
        return value.split()
    words: list[str] = []
    run: list[str] = []
    for word in value.split():
        if word.isascii() and "=?" not in word:
            words += encoded_words(" ".join(run)) if run else ()
            words.append(word)
            run = []
        else:
            run.append(word)
    return [*words, *(encoded_words(" ".join(run)) if run else ())]


@lru_cache(maxsize=256)
def encoded_words(text: str) -> tuple[str, ...]:
    """`text` as encoded words of at most 75 characters, cut between characters only."""
    words, current = [], ""
    for char in text:
        piece = "".join(_quoted(byte) for byte in char.encode("utf-8", "replace"))
        if len(current) + len(piece) > _WORD:
            words.append(current)
            current = ""
        current += piece
    return tuple(f"=?utf-8?q?{word}?=" for word in (*words, current))


def _quoted(byte: int) -> str:
    if byte in _PLAIN_BYTES:
        return chr(byte)
    return "_" if byte == 0x20 else f"={byte:02X}"
