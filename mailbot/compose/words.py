"""Words of others made safe to stand in our mails (design.md, identity and trust).

No tag in them can run however a mail program breaks lines, no invisible character steers what is
seen, and no identification number shows (domain.md §16.14).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from mailbot.model.masking import hidden

MOST_CHARACTERS = 6000
"""Longer texts are cut: a mail must stay below the size at which Gmail clips it."""

_LONG_NAME = 80
_WITH_LINES = frozenset({"text", "question", "description", "attendees"})

# Controls but line feed, invisible marks and letters, and what turns the direction of writing.
_UNSEEN_RANGES = (
    (0, 9), (11, 12), (14, 31), (127, 159), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
    (0x115F, 0x1160), (0x180E, 0x180E), (0x200B, 0x200B), (0x200E, 0x200F), (0x2028, 0x202E),
    (0x2060, 0x206F), (0x3164, 0x3164), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xD800, 0xDFFF),
    (0xE0000, 0xE007F),
)  # fmt: skip
_UNSEEN: dict[int, str | None] = {
    code: None for first, last in _UNSEEN_RANGES for code in range(first, last + 1)
}
_UNSEEN |= {ord("\t"): " ", 0x0B: " ", 0x2028: "\n", 0x2029: "\n", 0xFFFD: "?"}
_ANY_UNSEEN = re.compile(
    "[\ufffd" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSEEN_RANGES) + "]"
)

# Beside our own the brackets that programs turn into these when they write another charset
# (Windows' best fit) or fold what looks alike (NFKC).
_OPEN, _CLOSE = "\\[［﹇〚", "\\]］﹈〛"
_ANY_OPEN = re.compile(f"[{_OPEN}]")
_IN_BRACKETS = f"[{_OPEN}]{{1,8}}[^{_OPEN}{_CLOSE}]{{0,400}}[{_CLOSE}]{{1,8}}"
_BRACKETED = re.compile(f"(?<!«){_IN_BRACKETS}")
_CASE_TOKEN = re.compile(r"\[(?:SERV|INC)-20\d\d-C?\d{1,6}\]", re.IGNORECASE)
_QUOTED = re.compile(rf"(«{_IN_BRACKETS}»|\[(?:SERV|INC)-20\d\d-C?\d{{1,6}}\])", re.IGNORECASE)
_LEFT_OVER = re.compile(f"[{_OPEN}].*[{_CLOSE}]", re.DOTALL)
_IN_SUBJECT = str.maketrans("[]［］﹇﹈〚〛", "()()()()")
_EMPTY_LINES = re.compile(r"\n{3,}")


def paragraphs(text: str, identification: str = "") -> str:
    """Somebody's text with its lines kept, as it may stand in a mail of ours."""
    return _guarded(_tidy(text), identification)


def unmasked(text: str) -> str:
    """As `paragraphs`, with identification numbers: for the few who need them (§16.14)."""
    return _without_tags(_tidy(text))


def one_line(text: str, identification: str = "", most: int = MOST_CHARACTERS) -> str:
    """Somebody's words on a single line: a name, a subject, a file's name, a reason."""
    if not text:
        # As most facts of a mail are.
        return text
    return _guarded(_cut(" ".join(_seen(text).split()), most), identification)


@lru_cache(maxsize=256)
def person(name: str) -> str:
    """A person's name, of a length that a greeting and a header can hold."""
    return one_line(name, most=_LONG_NAME)


def for_subject(text: str, most: int) -> str:
    """Words for a subject line: round brackets, because a tag in a subject may stand anywhere."""
    return _cut(without_brackets(text), most)


def without_brackets(text: str) -> str:
    """`text` with every bracket that could make a tag as a round one."""
    return text.translate(_IN_SUBJECT)


def guarded_facts(facts: Mapping[str, Any], identification: str) -> dict[str, Any]:
    """The facts of a mail with every string in them made safe; texts alone keep their lines."""
    return {
        key: paragraphs(value, identification)
        if key in _WITH_LINES and type(value) is str
        else _guarded_value(value, identification)
        for key, value in facts.items()
    }


def _guarded_value(value: Any, identification: str) -> Any:
    # Strings are looked for inside tuples and frozen values: nothing slips past in a row.
    if type(value) is str:
        return one_line(value, identification)
    if isinstance(value, tuple):
        make = getattr(type(value), "_make", tuple)
        return make(_guarded_value(part, identification) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        # An identification number hides itself in the other words; it is never shown.
        names = (f.name for f in fields(value) if f.init and f.name != "identification")
        parts = ((name, getattr(value, name)) for name in names)
        return replace(
            value, **{name: _guarded_value(part, identification) for name, part in parts}
        )
    return value


def _tidy(text: str) -> str:
    seen = _seen(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = "\n".join(line.rstrip() for line in seen.split("\n")).strip("\n")
    return _cut(_EMPTY_LINES.sub("\n\n", lines), MOST_CHARACTERS)


def _seen(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    if _ANY_UNSEEN.search(text):
        # Looked for first: translating costs ten times as much, and most words have none.
        text = text.translate(_UNSEEN)
    return unicodedata.normalize("NFC", text)


def _guarded(text: str, identification: str) -> str:
    return _without_tags(hidden(text, identification))


def _without_tags(text: str) -> str:
    if _ANY_OPEN.search(text):
        text = _without_outer_brackets(_BRACKETED.sub(_in_quotes, text))
    return text


def _without_outer_brackets(text: str) -> str:
    """Brackets around brackets become round: only the inner ones were quoted."""
    parts = _QUOTED.split(text)
    if not _LEFT_OVER.search("".join(parts[::2])):
        return text
    return "".join(
        part if place % 2 else part.translate(_IN_SUBJECT) for place, part in enumerate(parts)
    )


def _in_quotes(match: re.Match[str]) -> str:
    # Glued to a quotation mark on both sides, it is not alone on a line wherever that is broken.
    found = match[0]
    return found if _CASE_TOKEN.fullmatch(found) else f"«{found}»"


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    whole_words = text[: most - 1].rpartition(" ")[0]
    return (whole_words if len(whole_words) > most // 2 else text[: most - 1]).rstrip(" ,;:.") + "…"
