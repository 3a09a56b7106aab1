"""What stands between the brackets of a tag: its verb, its words, its `clave=valor` pairs."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailbot.model.masking import hidden, without_bare_numbers
from mailbot.rules.commands.tags import BY_NAME, Tag, compact, nearest
from mailbot.rules.intake.words import folded, tidy
from mailbot.rules.numbers import numbers_in

MOST_CHARACTERS = 1_000
"""No tag is longer; it bounds what is looked at for one."""

_MOST_VERB_WORDS = 4
_LONGEST_UNKNOWN = 60

# Marks of direction, joiners and other characters that show nothing; `tidy` drops the rest.
_UNSEEN = re.compile("[\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f]")
_BRACKETS = str.maketrans("［］", "[]")
_QUOTES = str.maketrans("“”„‟″«»＂‘’‚‛", '""""""""\'\'\'\'')

_LINK = re.compile(
    r"\s?<(?:mailto:([^<>?]{0,320})|https?://)[^<>]{0,320}>|\bmailto:", re.IGNORECASE
)
_PIECE = re.compile(
    r"""(?P<key>[^\W\d]\w*)[ ]*=
        (?:[ ]*"(?P<said>[^"]*)(?:"|$)
          |[ ]*'(?P<told>[^']*)'(?=[ ]|$)
          |(?:[ ]+(?![^\W\d]\w*[ ]*=))?(?P<plain>[^\s"]*))
    |"(?P<quoted>[^"]*)(?:"|$)
    |'(?P<cited>[^']*)'(?=[ ]|$)
    |(?P<word>[^\s"]+)""",
    re.VERBOSE,
)
_IDENTIFICATION = re.compile(
    r"""\b((?:identificaci[oó]n|c[eé]dula|cc|documento)[^\W\d]*[ ]{0,3}=[ ]{0,3})
        (?:["“”][^"“”]*["“”]?|'[^']*'?|\d+(?:[., ]{1,2}\d+)*[^\s"]*|[^\s"]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERED = re.compile(r"\b(?:hallazgo|ajuste|cambio)\b", re.IGNORECASE)
_BRACKET = re.compile(rf"\[([^\[\]]{{1,{MOST_CHARACTERS}}})\]")
_VERB_LIKE = re.compile(r"[^\W\d_]{2,}(?:[ _-]+[^\W_]+)*[.:!]?")
_VERB_WORD = re.compile(r"[^\W\d_]{2,}(?:[_-][^\W\d_]+)*[.:]?")
_LEFTOVER = re.compile(
    r"(?:image|imagen|cid|logo|logotipo|logosimbolo|escudo|membrete|banner|sello|captura|pantallazo"
    r"|icono?|foto|picture|adjunto|attachment|archivo|inline"
    r"|texto|text|quoted|cita|citado|firma|signature|descripcion|description)\b"
)
_PICTURE_IN_WORDS = "generada automaticamente"
_FOREIGN = frozenset(
    """externo externa external ext spam correo email mail remitente mensaje origen precaucion
    caution warning advertencia sospechoso suspicious posible possible probable phishing seguro
    secure encrypted cifrado confidencial confidential interno internal publico publica public
    privado private reservado clasificado bulk marketing newsletter urgente importante junk
    noreply""".split()
)
"""First words of what other programs put in brackets; none of them is a command of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTag:
    """A tag as it was written: which one, its words in order, its pairs with folded keys."""

    tag: Tag
    arguments: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]


# An upper-case verb with a pair behind it is an order, whatever it is called.
_PAIR = re.compile(r"\s[a-z_]{2,20}=", re.IGNORECASE)


def seen(text: str) -> str:
    """`text` as a reader of tags sees it: nothing invisible, brackets of one width.

    Every line stays a line.
    """
    return text if text.isascii() else _UNSEEN.sub("", tidy(text)).translate(_BRACKETS)


def written(content: str) -> str:
    """A tag as receipts and the history show it: on one line, no identification in it (§16.14)."""
    shown = _IDENTIFICATION.sub(r"\1…", " ".join(content.split()))
    # The number of a finding, an adjustment or a change may stand there by itself.
    return f"[{hidden(shown) if _NUMBERED.search(shown) else without_bare_numbers(shown)}]"


def with_masked_tags(text: str) -> str:
    """The words of a mail of staff with its tags as the history shows them."""
    return _BRACKET.sub(lambda found: written(found[1]), text) if "[" in text else text


@lru_cache(maxsize=256)
def read_tag(content: str) -> WrittenTag | None:
    """The order between two brackets; None if it begins with no tag of ours."""
    if len(content) > MOST_CHARACTERS:
        return None
    pieces = list(_PIECE.finditer(_plain(content)))
    verb = _verb(pieces)
    if verb is None:
        return None
    tag, length = verb
    arguments, keys = _said(pieces[length:])
    return WrittenTag(tag=tag, arguments=tuple(arguments), keys=tuple(keys))


def looks_like_tag(content: str) -> bool:
    """Whether something between brackets was meant as a tag, though none of ours has its name.

    Case numbers, marks that other programs leave, pictures and figures were not.
    """
    if len(content) > MOST_CHARACTERS:
        return False
    plain = _plain(content)
    words = folded(plain).replace("-", " ").replace("_", " ").split()
    if not words or words[0].strip(".:") in _FOREIGN or _LEFTOVER.match(words[0]):
        return False
    if _VERB_LIKE.fullmatch(plain):
        prose = len(plain) > _LONGEST_UNKNOWN or _PICTURE_IN_WORDS in folded(plain)
        return not prose and not numbers_in(plain)
    # Prose in brackets is no tag; a misspelt verb with an address, a pair or quotes behind it is.
    rest = plain[len(" ".join(_verb_words(plain))) :]
    if _PAIR.search(rest) and plain[: len(plain) - len(rest)].isupper():
        return True
    return any(sign in rest for sign in '@="') and nearest_to(content) is not None


def nearest_to(content: str) -> Tag | None:
    """The tag that the first words between two brackets are most like; None if none is."""
    words = _verb_words(_plain(content))
    found = (nearest(" ".join(words[:length])) for length in range(len(words), 0, -1))
    return next((tag for tag in found if tag), None)


def _plain(content: str) -> str:
    if "&" in content:
        content = html.unescape(content)
    if "<" in content or ":" in content:
        content = _LINK.sub(_without_link, content)
    return " ".join(seen(content).translate(_QUOTES).split())


def _without_link(link: re.Match[str]) -> str:
    # Mail programs repeat behind an address or a page where it leads to.
    before = link.string[: link.start()].rpartition(" ")[2]
    shown = "@" in before or "." in before
    return "" if shown else f" {link[1] or ''}"


def _verb(pieces: Sequence[re.Match[str]]) -> tuple[Tag, int] | None:
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


def _verb_words(plain: str) -> list[str]:
    words: list[str] = []
    for piece in _leading_words(plain):
        if len(words) == _MOST_VERB_WORDS or not _VERB_WORD.fullmatch(piece):
            break
        words.append(piece)
    return words


def _leading_words(plain: str) -> Iterator[str]:
    for piece in _PIECE.finditer(plain):
        if not piece["word"]:
            return
        yield piece["word"]


def _said(pieces: Sequence[re.Match[str]]) -> tuple[list[str], list[tuple[str, str]]]:
    """The words and the pairs behind a verb."""
    arguments: list[str] = []
    keys: list[tuple[str, str]] = []
    listing = False
    for piece in pieces:
        if piece["key"]:
            value = next((v for v in piece.group("said", "told", "plain") if v is not None), "")
            keys.append((folded(piece["key"]), _value(value)))
            listing = value.endswith(",")
        elif listing and numbers_in(piece["word"] or ""):
            # `casos=INC-2026-000001, INC-2026-000002` is one list, blanks or not.
            key, value = keys[-1]
            keys[-1] = (key, f"{value},{_value(piece['word'])}")
            listing = piece["word"].endswith(",")
        else:
            listing = False
            word = _value(piece["word"] or piece["quoted"] or piece["cited"] or "")
            arguments += [word] if word else []
    return arguments, keys


def _value(written: str) -> str:
    value = written.strip().strip("<>").rstrip(",;").strip()
    return value.rstrip(".") if "@" in value else value
