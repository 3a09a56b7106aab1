"""The name that a sender gave a file, as a plain name and never a path."""

import re
import unicodedata

_LONGEST = 200
_LONGEST_ENDING = 20
_BEFORE_NAME = re.compile(r".*[/\\]|^[A-Za-z]:", re.DOTALL)
# NTFS reads `a.txt::$DATA` as a.txt.
_STREAM = re.compile(r"::\$\w{1,20}$")
_SPACE = re.compile(r"\s+")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def plain_name(given: str) -> str:
    """The last part of `given` without anything invisible, at most 200 characters; "" if none.

    Invisible characters go because they disguise names (a right-to-left mark hides an ending).
    """
    name = _SPACE.sub(" ", _BEFORE_NAME.sub("", given))
    if not name.isascii() or not name.isprintable():
        name = "".join(each for each in name if unicodedata.category(each) not in _HIDDEN)
    name = _STREAM.sub("", name.strip(" \"'"))
    if not name.strip(". "):
        return ""
    return name if len(name) <= _LONGEST else _shorten(name)


def message_name(given: str, subject: str) -> str:
    """The name of an enclosed message: the one it was given, else its subject, ending in .eml."""
    name = plain_name(given) or plain_name(re.sub(r"[/\\:]+", " ", subject)) or "mensaje"
    return name if name.lower().endswith(".eml") else f"{name[: _LONGEST - 4]}.eml"


def _shorten(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:_LONGEST]
    return f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
