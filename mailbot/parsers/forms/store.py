"""What was found so far: the first answer counts, and a second that differs is a doubt."""

from dataclasses import dataclass, field

from mailbot.parsers.forms.values import Attendee, Extra, Slot
from mailbot.parsers.forms.wording import CASE_LABEL, LABELS
from mailbot.parsers.forms.words import folded, is_empty

_TWICE = "«{}» aparece dos veces con valores distintos; se tomó el primero."
_LONGEST_SHORT = 600
_NAMES: dict[Slot, str] = {
    **dict[Slot, str](LABELS.items()),
    Extra.CASE: CASE_LABEL,
    Extra.MODULE: "Módulo",
    Extra.EXTENSION: "Extensión",
}


@dataclass(slots=True)
class Answers:
    """The answers by what was asked, the people who attend, and what is doubtful about them."""

    found: dict[Slot, str] = field(default_factory=dict)
    attendees: list[Attendee] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def store(self, slot: Slot, text: str) -> None:
        """Keep an answer, unless it is an empty place or another one is there."""
        text = text.strip()
        if is_empty(text) or slot in (Extra.HEADER, Extra.POSITION):
            return
        known = self.found.setdefault(slot, text)
        if folded(known[:_LONGEST_SHORT]) != folded(text[:_LONGEST_SHORT]):
            self.doubt(_TWICE.format(_NAMES.get(slot, slot)))

    def doubt(self, words: str) -> None:
        """Note a doubt once."""
        if words not in self.doubts:
            self.doubts.append(words)
