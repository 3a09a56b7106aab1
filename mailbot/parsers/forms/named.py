"""Answers in places that have a name: content controls, named cells, the fields of a PDF."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms.labels import Labels
from mailbot.parsers.forms.people import from_cells, from_lines
from mailbot.parsers.forms.store import Answers
from mailbot.parsers.forms.values import Slot
from mailbot.parsers.forms.wording import ATTENDEE_COLUMNS, TAGS

_SLOTS: Mapping[str, Slot] = MappingProxyType({tag: slot for slot, tag in TAGS.items()})
_COLUMNS = {TAGS[column].removeprefix("siif_"): at for at, column in enumerate(ATTENDEE_COLUMNS)}
_ATTENDEE = re.compile(rf"siif_asistente_(\d{{1,3}})_({'|'.join(_COLUMNS)})")


def add_named(answers: Answers, named: Iterable[tuple[str, str]], labels: Labels) -> None:
    """Add to `answers` what stands in named places and was not found by its label."""
    rows: dict[int, list[str]] = {}
    for name, text in named:
        attendee = _ATTENDEE.fullmatch(name.lower())
        if attendee:
            row = rows.setdefault(int(attendee[1]), [""] * len(_COLUMNS))
            row[_COLUMNS[attendee[2]]] = text
            continue
        slot = _SLOTS.get(name.lower()) or labels.slot(name.replace("_", " "))
        if slot is Field.ATTENDEES:
            answers.attendees += from_lines(text.split("\n")) if not answers.attendees else []
        elif slot is not None and slot not in answers.found:
            answers.store(slot, text)
    if not answers.attendees:
        slots: dict[int, Slot] = dict(enumerate(ATTENDEE_COLUMNS))
        people = (from_cells(rows[number], slots) for number in sorted(rows))
        answers.attendees += [person for person in people if person]
