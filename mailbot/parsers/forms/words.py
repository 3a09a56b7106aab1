"""Words made comparable, and the empty places of a form told from answers."""

import re
import unicodedata
from functools import lru_cache

_BLANKS = dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " ") | dict.fromkeys(
    "\u200b\u200c\u200d\u2060\ufeff\xad\u200e\u200f", ""
)
_ODD_BLANK = re.compile(f"[{''.join(_BLANKS)}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ENDING = re.compile(r"\((?:s|es|n|en|a|as|os)\)")
_BRACKETS = re.compile(r"\([^()]{0,120}\)|\[[^\[\]]{0,120}\]")
_NUMBERING = re.compile(r"^\s*(?:[•·●▪*-]+|\(?\d{1,2}[.)°-]+|[a-z][.)])\s*")
_NUMBER_SIGN = re.compile(r"\b(?:no|nro|num|n)[.°º]+\s*|\b(?:nro|num)\b\s*|#\s*|(?<!\w)n[°º]\s*")
_WORD = re.compile(r"[^\W_]+")
_OPTIONAL = re.compile(r"\b(?:opcional|obligatori[oa]|requerid[oa])\b")
_EMPTY = re.compile(r"[\W_]*|[xX]{2,}|<[^<>@]{0,80}>|\[[^\[\]@]{0,80}\]")
_CLOSING = re.compile(
    r"(?:cordialmente|atentamente|att?e?[.,]|(?:muchas |mil )?gracias\b|saludos\b|un saludo"
    r"|cordial saludo|quedo (?:muy )?atent|quedamos (?:muy )?atent|feliz (?:dia|tarde)|--\s*$)"
)
_PLACEHOLDER = re.compile(
    r"(?:escriba aqui|haga clic (?:o pulse |aqui|en )|pulse aqui para|click (?:or tap )?here to|"
    r"elija un|seleccione un|choose an item|diligencie (?:este|aqui)|"
    r"lo asigna la linea de soporte)"
)


def tidy(text: str) -> str:
    """`text` composed (NFC), with ordinary blanks and line ends and nothing invisible."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    if not text.isascii():
        text = _ODD_BLANK.sub(lambda odd: _BLANKS[odd[0]], text)
        text = unicodedata.normalize("NFC", text)
    return _CONTROL.sub("", text)


def squeezed(text: str) -> str:
    """`text` with single blanks within its lines, and none around them; blank lines go."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` in small letters without accents, with single blanks."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())


@lru_cache(maxsize=4096)
def label_words(label: str) -> str:
    """A label reduced to its words: no accents, capitals, punctuation, numbering or brackets.

    "3. N.º de cédula (obligatorio):" gives "numero de cedula".
    """
    plain = _NUMBERING.sub("", folded(label))
    plain = _BRACKETS.sub(" ", _ENDING.sub("", plain))
    plain = _OPTIONAL.sub(" ", _NUMBER_SIGN.sub("numero ", plain))
    return " ".join(_WORD.findall(plain))


def closes_letter(line: str) -> bool:
    """Whether a line of a mail begins its end ("Cordialmente,", "Quedo atenta.", "--")."""
    return len(line) <= 60 and _CLOSING.match(folded(line)) is not None


def is_empty(text: str) -> bool:
    """Whether `text` is the empty place of a form: nothing, "____", "<nombre>", a prompt."""
    text = text.strip()
    if len(text) > 200:
        return False
    return _EMPTY.fullmatch(text) is not None or _PLACEHOLDER.match(folded(text)) is not None
