"""From the mails of a decision to final bytes, with their enclosures, brakes and hours."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.compose import compose
from mailbot.documents import Document, numbered
from mailbot.documents.cells import XLSX
from mailbot.model.decision import Composed, Decision, Enclosure, Send
from mailbot.model.vocabulary import MailStatus
from mailbot.pipeline.lookups import Lookups
from mailbot.rules import brakes
from mailbot.rules.case_table import with_table
from mailbot.rules.policy import Policy
from mailbot.rules.stand_ins import leaves_at
from storage.files import Files


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What composing needs beside the mail itself."""

    policy: Policy
    documents: Mapping[str, Document]
    new_token: Callable[[], str]
    files: Files


def compose_all(
    decision: Decision, lookups: Lookups, press: Press, now: datetime, dead: Collection[str] = ()
) -> tuple[Composed, ...]:
    """The mails of a decision, in order; those that were told once already are left out.

    What a brake holds back, or what goes to `dead` addresses only, is composed and suppressed. The
    mails of the decision itself count: a sheet may tell one person hundreds of things at once.
    """
    sends = (effect for effect in decision.effects if isinstance(effect, Send))
    fresh = (send for send in sends if not (send.once and lookups.was_told(send.once)))
    posted: Counter[tuple[str, str]] = Counter()
    return tuple(_composed(send, lookups, press, now, dead, posted) for send in fresh)


def _composed(
    send: Send, lookups: Lookups, press: Press, now: datetime, dead: Collection[str],
    posted: Counter[tuple[str, str]],
) -> Composed:  # fmt: skip
    send, contents = _enclose(with_table(send, press.policy), press, now)
    mail = compose(
        send,
        press.policy.config,
        token=press.new_token(),
        now=now,
        not_before=leaves_at(send, press.policy, now),
        contents=contents,
    )
    why_not = _in_vain(send, dead) or _brake(send, lookups, press.policy, now, posted)
    status = MailStatus.SUPPRESSED if why_not else MailStatus.WAITING
    return Composed(mail=mail, status=status, note=why_not)


def _in_vain(send: Send, dead: Collection[str]) -> str:
    if not dead or any(address not in dead for address in send.to):
        return ""
    return f"Dirección sin servicio: {', '.join(send.to)} no recibe correo hasta que escriba."


def _enclose(send: Send, press: Press, now: datetime) -> tuple[Send, dict[str, bytes]]:
    if not send.enclosures:
        return send, {}
    number = send.case.number if send.case else ""
    enclosures, contents = [], {}
    for enclosure in send.enclosures:
        if enclosure.content is not None:
            contents[enclosure.name] = enclosure.content
            enclosures.append(enclosure)
            continue
        if enclosure.sheets:
            contents[enclosure.name] = _workbook(enclosure, press.policy, now)
            enclosures.append(replace(enclosure, type=XLSX))
            continue
        if enclosure.trend:
            contents[enclosure.name] = _picture(enclosure)
            enclosures.append(enclosure)
            continue
        if enclosure.sha256:
            contents[enclosure.name] = press.files.get(enclosure.sha256)
            enclosures.append(enclosure)
            continue
        document = press.documents[enclosure.document or ""]
        name = f"{number}_{document.file_name}" if number else document.file_name
        contents[name] = numbered(document, number) if number else document.content
        enclosures.append(Enclosure(name=name, document=enclosure.document, type=document.type))
    return replace(send, enclosures=tuple(enclosures)), contents


def _workbook(enclosure: Enclosure, policy: Policy, now: datetime) -> bytes:
    # Without these a mail without tables need not wait for openpyxl.
    from mailbot.documents.spreadsheet import workbook

    made = now.astimezone(policy.calendar.zone)
    return workbook(enclosure.sheets, title=enclosure.name.removesuffix(".xlsx"), made=made)


def _picture(enclosure: Enclosure) -> bytes:
    # Nor need it wait for Pillow.
    from mailbot.documents.trend_picture import trend_picture

    return trend_picture(enclosure.trend)


def _brake(
    send: Send, lookups: Lookups, policy: Policy, now: datetime, posted: Counter[tuple[str, str]]
) -> str:
    """Why a brake holds this mail back; "" if none does (domain.md §16.9).

    `posted` counts what the same decision told each person before, in all and on each case; a mail
    that goes out is added.
    """
    if not send.brake:
        return ""
    limits = policy.config.limits
    since = brakes.midnight(now, policy)
    row, number = (send.case.row, send.case.number) if send.case else (0, "")
    people = tuple(_outsiders(send.to, policy))
    for person in people:
        before = lookups.braked_since(person, since)
        today = before + posted[person, ""]
        on_case = lookups.braked_since(person, since, row) if row and before else 0
        on_case += posted[person, number] if number else 0
        if why := brakes.held_back(person, today, on_case, limits):
            return why
    for person in people:
        posted[person, ""] += 1
        if number:
            posted[person, number] += 1
    return ""


def _outsiders(addresses: Iterable[str], policy: Policy) -> Iterable[str]:
    return (address for address in addresses if address not in policy.staff)
