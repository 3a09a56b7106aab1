"""What stands between the brackets of a tag: its verb, its words, its `clave=valor` pairs."""

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from mailbot.rules.commands.tags import BY_NAME, Tag, compact
from mailbot.rules.intake.words import folded, tidy
from mailbot.rules.numbers import numbers_in

_MOST_VERB_WORDS = 4
_MOST_CHARACTERS = 1_000
_LONGEST_UNKNOWN = 60

_MAILTO = re.compile(r"<mailto:[^<>]{0,320}>", re.IGNORECASE)
_CURLY = str.maketrans("“”„‟″", '"""""')
_PIECE = re.compile(
    r"""(?P<key>[^\W\d]\w*)[ ]*=[ ]*(?:"(?P<said>[^"]*)(?:"|$)|(?P<plain>[^\s"]*))
    |"(?P<quoted>[^"]*)(?:"|$)
    |(?P<word>[^\s"]+)""",
    re.VERBOSE,
)
_VERB_LIKE = re.compile(r"[^\W\d_]{2,}[^\W\d_ _-]*(?:[ _-]+[^\W_]+)*[.:!]?")
_LEFTOVER = re.compile(
    r"(?:image|imagen|cid|logo|foto|picture|adjunto|attachment|archivo|inline|texto|text)\b"
)
_FOREIGN = frozenset(
    """externo externa external ext spam correo email mail remitente mensaje origen precaucion
    caution warning advertencia sospechoso suspicious posible possible probable phishing seguro
    secure encrypted cifrado confidencial confidential interno internal publico publica public
    privado private reservado clasificado bulk marketing newsletter urgente importante junk
    noreply""".split()
)
"""First words of what other programs put in brackets; none of them is a command of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A tag as it was written: which one, its words in order, its pairs with folded keys."""

    tag: Tag
    arguments: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]


@lru_cache(maxsize=256)
def read_order(content: str) -> Order | None:
    """The order between two brackets; None if it begins with no tag of ours."""
    if len(content) > _MOST_CHARACTERS:
        return None
    pieces = list(_PIECE.finditer(_plain(content)))
    verb = _verb(pieces)
    if verb is None:
        return None
    tag, length = verb
    arguments, keys = [], []
    for piece in pieces[length:]:
        if piece["key"]:
            said = piece["said"] if piece["said"] is not None else piece["plain"]
            keys.append((folded(piece["key"]), _value(said)))
        else:
            arguments.append(_value(piece["word"] or piece["quoted"] or ""))
    return Order(tag=tag, arguments=tuple(filter(None, arguments)), keys=tuple(keys))


def looks_like_tag(content: str) -> bool:
    """Whether something between brackets was meant as a tag, though none of ours has its name.

    Case numbers, marks that other programs leave, pictures and figures were not.
    """
    plain = _plain(content).strip()
    if not plain or len(plain) > _LONGEST_UNKNOWN or numbers_in(plain):
        return False
    words = folded(plain).replace("-", " ").replace("_", " ").split()
    if not words or words[0].strip(".:") in _FOREIGN or _LEFTOVER.match(words[0]):
        return False
    verb = plain.partition("=")[0].rsplit(" ", 1)[0] if "=" in plain else plain
    return _VERB_LIKE.fullmatch(verb) is not None


def _plain(content: str) -> str:
    if "&" in content:
        content = html.unescape(content)
    return " ".join(_MAILTO.sub("", tidy(content)).translate(_CURLY).split())


def _verb(pieces: list[re.Match[str]]) -> tuple[Tag, int] | None:
    words: list[str] = []
    for piece in pieces[:_MOST_VERB_WORDS]:
        if not piece["word"]:
            break
        words.append(piece["word"])
    for length in range(len(words), 0, -1):
        tag = BY_NAME.get(compact("".join(words[:length])))
        if tag:
            return tag, length
    return None


def _value(written: str) -> str:
    return written.strip().strip("<>").rstrip(",;").strip()
