"""What must hold for a mail that leaves: whom it goes to, what it says. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email.utils import getaddresses
from html import unescape

from mailbot.model.case import Case
from mailbot.model.vocabulary import Role
from mailbot.rules.commands.brackets import read_tag
from mailbot.rules.policy import Policy
from mailbot.simulate.reading import Letter

MAY_HOLD_IDENTIFICATION = ("M-09", "M-24")
"""The procedure asks for the identification of attendees there (§16.14)."""

_COPIED = {"M-05": (Role.CL1,), "M-07": (Role.CL23, Role.CDT), "M-12": (Role.CL1,)}
_ALONE = ("M-02", "M-03", "M-23")
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


def copy_faults(letter: Letter, policy: Policy) -> Iterator[str]:
    """Whether those get a copy who must, and nobody where the person is told alone (§4.2 c, d)."""
    reached = {address for _name, address in getaddresses([letter.addressed, letter.copies])}
    leaders = policy.with_role(*_COPIED.get(letter.template, ()))
    if leaders and reached.isdisjoint(leaders):
        yield f"{letter.template} no lleva copia a la coordinación"
    if letter.template in _ALONE and letter.copies:
        yield f"{letter.template} lleva copia a {letter.copies}"


def word_faults(letter: Letter, *, outside: bool, known: Collection[str]) -> Iterator[str]:
    """What no mail may say: a person's identification, or a command tag alone on a line."""
    texts = (letter.text, plain(letter.markup))
    for text in texts:
        for found in _TAG_LINE.finditer(text):
            if read_tag(found[1]):
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
