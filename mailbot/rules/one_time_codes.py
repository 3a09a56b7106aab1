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
_MARK = r"[\"'«»*_]{0,4}"
_DECISION = re.compile(
    rf"{_MARK} ?(?P<word>si|no),? autorizo[:,]? ?(?:(?:el|la) )?(?:codigo:? )?"
    rf"{_MARK}(?P<code>[a-z0-9]{{6,12}}) ?{_MARK}[.,!]?{_MARK}(?: (?:muchas )?gracias[.!]?)?"
)
_WITHOUT_CODE = re.compile(rf"{_MARK} ?(?P<word>si|no),? autorizo\b.*")
_LONGEST_LINE = 300
# What stands further below is a signature or the notice that an office puts under its mails.
_LINES_OF_A_CONDITION = 3
_CONDITION = re.compile(
    r"\b(?:pero|excepto|salvo|menos|solo|solamente|unicamente|siempre que|siempre y cuando|sin "
    r"incluir|condici\w+)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an authoriser says about the order with `code`, "" if he names none.

    `beside` is the rest of his words.
    """

    code: str
    granted: bool
    beside: str = ""

    @property
    def written(self) -> str:
        """The phrase as receipts repeat it."""
        return f"{'SI' if self.granted else 'NO'} AUTORIZO {self.code}".strip()

    @property
    def has_condition(self) -> bool:
        """Whether the words beside it sound like a yes to a part only."""
        near = "\n".join(self.beside.splitlines()[:_LINES_OF_A_CONDITION])
        return _CONDITION.search(folded(near)) is not None


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
    first = " ".join(folded(lines[0])[:_LONGEST_LINE].split()) if lines else ""
    beside = "\n".join(lines[1:])
    if said := _DECISION.fullmatch(first):
        return Answer(code=said["code"].upper(), granted=said["word"] == "si", beside=beside)
    if said := _WITHOUT_CODE.fullmatch(first):
        return Answer(code="", granted=said["word"] == "si", beside=beside)
    return None
