"""One-time codes of orders on many cases, and how an authoriser says yes or no to one (M-30)."""

import re
from dataclasses import dataclass

from mailbot.rules.intake.words import folded

# Letters alone, and none that is taken for another: codes are read aloud and typed by hand, and
# no list of digits is mistaken for somebody's identification number.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_LENGTH = 8

_GREETING = re.compile(
    r"(?:hola|buen(?:os|as)? (?:dias?|tardes|noches)|(?:cordial|atento) saludo|saludos"
    r"|(?:respetad|estimad|apreciad)[oa]s?)\b[^\n]{0,60}"
)
_DECISION = re.compile(
    r"[\"'«*_\s]*(?P<word>si|no)\s*,?\s+autorizo\s*[:,]?\s*(?:(?:el|la)\s+)?(?:codigo\s*:?\s*)?"
    r"[\"'*_\s]*(?P<code>[a-z0-9]{6,12})[\"'»*_.!\s]*"
)
_CONDITION = re.compile(
    r"\b(?:pero|excepto|salvo|menos|solo|solamente|unicamente|siempre que|siempre y cuando|sin "
    r"incluir|condici\w+)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an authoriser says about the order with `code`; `beside` is the rest of his words."""

    code: str
    granted: bool
    beside: str = ""

    @property
    def written(self) -> str:
        """The phrase as receipts repeat it."""
        return f"{'SI' if self.granted else 'NO'} AUTORIZO {self.code}"

    @property
    def has_condition(self) -> bool:
        """Whether the words beside it sound like a yes to a part only."""
        return _CONDITION.search(folded(self.beside)) is not None


def code_from(token: str) -> str:
    """The code that a random token of hexadecimal digits gives: some 34 bits of it."""
    rest, letters = int(token, 16), ""
    for _place in range(_LENGTH):
        rest, place = divmod(rest, len(_LETTERS))
        letters += _LETTERS[place]
    return letters


def read_decision(text: str) -> Answer | None:
    """The answer that somebody's new words begin with, a greeting left aside; None for others."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and _GREETING.fullmatch(folded(lines[0]).strip()):
        lines = lines[1:]
    said = _DECISION.fullmatch(folded(lines[0])) if lines else None
    if said is None:
        return None
    return Answer(
        code=said["code"].upper(), granted=said["word"] == "si", beside="\n".join(lines[1:])
    )
