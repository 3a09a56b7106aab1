"""Delivery reports in the form of RFC 3464, and near misses of it that servers really send.

Near misses: fields of one recipient spread over blocks, several recipients in one block, an
encoded or mislabelled report part, a boundary that no part has, comments after values, no address
type, no status.
"""

import re
from collections.abc import Iterable, Iterator
from email.message import Message

from mailbot.model.mail import ReportedRecipient
from mailbot.parsers.report_parts import MAX_CHARACTERS, clean, own_parts, part_text

REPORT_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})

_FIELD = re.compile(r"([A-Za-z][A-Za-z-]*)[ \t]*:(.*)")
_RECIPIENT = ("original-recipient", "final-recipient", "x-actual-recipient")
_OF_RECIPIENT = frozenset({*_RECIPIENT, "action", "status", "diagnostic-code"})
_ADDRESS = re.compile(r"""(?!')[^\s<>()\[\]",;:@]{1,128}@[\w.-]{1,250}\w""")
# An enhanced status code (RFC 3463) that is not a piece of an IP address or a version.
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_SMTP_CODE = re.compile(r"(?<![\d.])([245])\d\d(?=[\s-])")

Fields = dict[str, str]


def read_standard(message: Message) -> tuple[ReportedRecipient, ...]:
    """The recipients that the report parts of a message name."""
    texts = (part_text(part) for part in own_parts(message) if is_report_part(part))
    return recipients_in("\n\n".join(texts)[:MAX_CHARACTERS])


def is_report_part(part: Message) -> bool:
    """Whether a part is the machine-readable half of a delivery report, or all of it in one."""
    kind = part.get_content_type()
    return kind in REPORT_TYPES or (kind == "multipart/report" and not part.is_multipart())


def recipients_in(text: str) -> tuple[ReportedRecipient, ...]:
    """The recipients in report fields (also when these stand in a text for people), each once."""
    found: dict[str, ReportedRecipient] = {}
    for group in _groups(_lines(text)):
        address = _address(group)
        if address and ("action" in group or "status" in group or "diagnostic-code" in group):
            found.setdefault(address, _recipient(address, group))
    return tuple(found.values())


def status_in(text: str) -> str | None:
    """The first enhanced status code in a text that says why something failed."""
    match = _STATUS.search(text)
    return match[1] if match else None


def failure_class(text: str) -> str | None:
    """ "2", "4" or "5": the class of the first status or SMTP reply code in a text."""
    match = _STATUS.search(text) or _SMTP_CODE.search(text)
    return match[1][0] if match else None


def _recipient(address: str, group: Fields) -> ReportedRecipient:
    diagnosis = group.get("diagnostic-code", "")
    status = _closer(status_in(group.get("status", "")), status_in(diagnosis))
    return ReportedRecipient(
        address=address,
        status=status,
        permanent=_permanent(group.get("action", "").lower(), status, diagnosis),
    )


def _closer(status: str | None, diagnosed: str | None) -> str | None:
    """The status field, unless it says no more than "failed" where the diagnosis tells why."""
    if diagnosed and (status is None or (status[1:] == ".0.0" and diagnosed[0] == status[0])):
        return diagnosed
    return status


def _permanent(action: str, status: str | None, diagnosis: str) -> bool:
    if action.startswith(("fail", "error", "expired")):
        return True
    if action.startswith(("delay", "deliver", "relay", "expand")):
        return False
    return (status[0] if status else failure_class(diagnosis)) == "5"


def _address(group: Fields) -> str | None:
    # The address that we wrote to is the original one; the final one may be behind an alias.
    for name in _RECIPIENT:
        kind, separator, rest = group.get(name, "").partition(";")
        match = _ADDRESS.search(rest if separator else kind)
        if match:
            return match[0].lower()
    return None


def _groups(lines: Iterable[tuple[str, str] | None]) -> Iterator[Fields]:
    """Fields of one recipient each. A block without a recipient belongs to the one before."""
    group: Fields = {}
    for line in lines:
        if line is None:
            if _is_complete(group):
                yield group
                group = {}
            continue
        name, value = line
        if name in group and name in _RECIPIENT:
            yield group
            group = {}
        group.setdefault(name, value)
    yield group


def _is_complete(group: Fields) -> bool:
    return any(name in group for name in _RECIPIENT) and ("action" in group or "status" in group)


def _lines(text: str) -> Iterator[tuple[str, str] | None]:
    """The (name, value) of each report field; None where a block ends."""
    name, value = "", ""
    for line in text.splitlines():
        if name and line[:1] in (" ", "\t") and line.strip():
            value += " " + line
            continue
        if name in _OF_RECIPIENT:
            yield name, clean(value)
        match = _FIELD.match(line.lstrip("> "))
        name, value = (match[1].lower(), match[2]) if match else ("", "")
        if not line.strip():
            yield None
    if name in _OF_RECIPIENT:
        yield name, clean(value)
