"""flufl.bounce behind a guard: it knows the reports of many servers, old and odd ones.

It walks every line some hundred times, takes time with the square of a line's length, and fails on
some mails. So it never sees a mail itself but a copy of its beginning: few parts, few lines, short
lines, short fields. Its failure means "nothing found".
"""

import logging
from email.message import Message
from functools import cache
from typing import Any

from mailbot.parsers.report_parts import first_field

MAX_LINES = 600
MAX_LINE = 500
MAX_CHARACTERS = 32_000
_MAX_PARTS = 20
_MAX_DEPTH = 6
_MAX_FIELD = 500
_FIELDS = (
    "content-type content-transfer-encoding content-description x-failed-recipients x-mailer"
    " final-recipient original-recipient action status diagnostic-code"
).split()
_NOBODY = "nobody@invalid"

Addresses = frozenset[str]
_NONE: Addresses = frozenset()


def failures_by_known_forms(message: Message) -> tuple[Addresses, Addresses]:
    """Addresses that failed for good, and those that are only delayed."""
    try:
        temporary, permanent = _detectors().all_failures(beginning_of(message))
    except Exception:
        # Detectors written for other mails fail in many ways; own patterns come after them.
        return _NONE, _NONE
    return _addresses(permanent), _addresses(temporary)


def beginning_of(message: Message) -> Message:
    """A copy with what detectors look at, within the limits above whatever the mail's size."""
    copy = _Copier().copy(message)
    # Some detectors fail where From names nobody, and take the others' findings with them.
    sender = first_field(message, "from") or ""
    copy["From"] = sender[:_MAX_FIELD] if "@" in sender[:_MAX_FIELD] else _NOBODY
    return copy


class _Copier:
    """Copies a mail part by part until its room is used up."""

    def __init__(self) -> None:
        self.parts = _MAX_PARTS
        self.lines = MAX_LINES
        self.characters = MAX_CHARACTERS

    def copy(self, part: Message, depth: int = 0) -> Message:
        """A part with its own text or its own parts; empty past the limits."""
        self.parts -= 1
        copy = Message()
        for name in _FIELDS:
            value = first_field(part, name)
            if value is not None:
                copy[name] = value[:_MAX_FIELD]
        payload = part.get_payload()
        if isinstance(payload, list):
            copy.set_payload(self._children(payload, depth + 1))
        else:
            copy.set_payload(self._text(payload) if isinstance(payload, str) else "")
        return copy

    def _children(self, parts: list[Any], depth: int) -> list[Message | str]:
        copies: list[Message | str] = []
        for part in parts:
            if self.parts <= 0 or depth > _MAX_DEPTH:
                break
            if isinstance(part, Message):
                copies.append(self.copy(part, depth))
        return copies

    def _text(self, payload: str) -> str:
        lines = payload[: self.characters].splitlines()[: self.lines]
        text = "\n".join(line[:MAX_LINE] for line in lines)
        self.lines -= len(lines)
        self.characters -= len(text)
        return text


@cache
def _detectors() -> Any:
    import flufl.bounce  # costs 40 ms; most processes never see a report in words

    # It logs each detector, and its own failures with a traceback.
    logging.getLogger("flufl.bounce").disabled = True
    return flufl.bounce


def _addresses(found: frozenset[bytes]) -> Addresses:
    texts = (raw.decode("ascii", "replace").strip(" <>.,;:'\"").lower() for raw in found)
    return frozenset(text for text in texts if 0 < text.find("@") < len(text) - 1)
