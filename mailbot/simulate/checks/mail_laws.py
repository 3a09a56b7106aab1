"""What must hold for a mail that leaves: whom it goes to, what it says. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape

from mailbot.model.case import Case
from mailbot.rules.commands.brackets import read_order
from mailbot.simulate.reading import Letter

MAY_HOLD_IDENTIFICATION = ("M-09", "M-24")
"""The procedure asks for the identification of attendees there (§16.14)."""

_TO_STRANGERS = ("M-01", "M-49", "M-38", "M-39U")
_DIGITS = re.compile(r"(?<!\d)\d{7,11}(?!\d)")
_TAG_LINE = re.compile(r"^[>\s]*\[([^\]\n]{2,120})\]\s*$", re.MULTILINE)
_BLOCK = re.compile(r"<(?:br|/p|/div|/td|/tr|/li|/h\d|/pre)\b[^>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<style.*?</style>|<[^>]+>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who may get mail: `house` always (staff, governing bodies, configured boxes)."""

    house: frozenset[str]
    wrote: Collection[str]
    """Everyone who ever wrote to the line."""


def recipient_faults(
    letter: Letter, recipients: tuple[str, ...], case: Case | None, audience: Audience, *,
    ordered: bool = False,
) -> Iterator[str]:  # fmt: skip
    """Whether anybody gets this mail who has no part in it.

    `ordered`: an advisor's mail brought it about, and may orient whom he names (activity 4).
    """
    for address in recipients:
        if address in audience.house:
            continue
        if case and address == case.requester.email:
            continue
        if ordered and letter.template == "M-01":
            continue
        if address in audience.wrote and (case is None or letter.template in _TO_STRANGERS):
            continue
        yield f"{letter.template} va a {address}, que no tiene parte en el caso"


def word_faults(letter: Letter, *, outside: bool, known: Collection[str]) -> Iterator[str]:
    """What no mail may say: a person's identification, or a command tag alone on a line."""
    texts = (letter.text, plain(letter.markup))
    for text in texts:
        for found in _TAG_LINE.finditer(text):
            if read_order(found[1]):
                yield f"{letter.template} trae la etiqueta [{found[1]}] sola en una línea"
    if letter.template in MAY_HOLD_IDENTIFICATION and not outside:
        return
    for text in (*texts, letter.subject, *letter.file_names):
        for number in _DIGITS.findall(text):
            if number in known:
                yield f"{letter.template} muestra la cédula {number}"
                return


def plain(markup: str) -> str:
    """The lines that a reader of this HTML sees."""
    return unescape(_MARKUP.sub("", _BLOCK.sub("\n", markup)))
