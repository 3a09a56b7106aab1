"""flufl.bounce behind a guard: it knows the reports of many servers, old and odd ones.

It walks every line some hundred times and fails on some mails, so it only sees short texts with
short lines, and its failure means "nothing found".
"""

import logging
from email.message import Message
from functools import cache
from typing import Any

_MAX_CHARACTERS = 64_000
_MAX_LINE = 2_000
_MAX_PARTS = 40

Addresses = frozenset[str]
_NONE: Addresses = frozenset()


def failures_by_known_forms(message: Message) -> tuple[Addresses, Addresses]:
    """Addresses that failed for good, and those that are only delayed."""
    if not _is_small(message):
        return _NONE, _NONE
    try:
        temporary, permanent = _detectors().all_failures(message)
    except Exception:
        # Detectors written for other mails fail in many ways; own patterns come after them.
        return _NONE, _NONE
    return _addresses(permanent), _addresses(temporary)


@cache
def _detectors() -> Any:
    import flufl.bounce  # costs 40 ms; most processes never see a report in words

    # It logs each detector, and its own failures with a traceback.
    logging.getLogger("flufl.bounce").disabled = True
    return flufl.bounce


def _addresses(found: frozenset[bytes]) -> Addresses:
    texts = (raw.decode("ascii", "replace").strip(" <>.,;:'\"").lower() for raw in found)
    return frozenset(text for text in texts if 0 < text.find("@") < len(text) - 1)


def _is_small(message: Message) -> bool:
    left = _MAX_CHARACTERS
    for count, part in enumerate(message.walk()):
        payload = part.get_payload()
        if isinstance(payload, str):
            left -= len(payload)
            if left < 0 or max(map(len, payload.split("\n")), default=0) > _MAX_LINE:
                return False
        if count > _MAX_PARTS:
            return False
    return True
