"""Addresses that mail does not reach: when one counts as dead, and what that changes (R86, S51)."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.decision import Decision, Effect, SaveCase, SaveOnLine, Send
from mailbot.model.line import DeadAddress
from mailbot.model.vocabulary import EventKind, Group, Role, State
from mailbot.rules import hearing, history, notices
from mailbot.rules.event import MailArrived
from mailbot.rules.policy import Policy

REVIVED = "address-alive-again"

# RFC 3463: there is no such mailbox or system, it moved, or it is switched off. Everything else
# (full, too large, content, policy, a bare 5.0.0) speaks of that mail or that day.
_OF_THE_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
_NOBODY = re.compile(
    r"no such|unknown|does ?n[o']t exist|not exist|no existe|desconocid|not found|invalid"
    r"|(?:user|recipient|mailbox|address|account|usuario|buz[oó]n|destinatario|cuenta)"
    r".{0,40}(?:disabled|inactiv|unavailable|reject|deshabilitad|inv[aá]lid)",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_NO_SUCH_ADDRESS = frozenset({550, 551, 553})
"""Replies that refuse a recipient (RFC 5321, 4.2.3); 552 and 554 refuse what is sent."""


def is_of_address(status: str | None) -> bool:
    """Whether a final failure with this status is the address's own, not that of one mail."""
    return status in _OF_THE_ADDRESS


def refusal_status(words: str, code: int | None) -> str | None:
    """The status of an SMTP refusal that is the address's own; None for every other one.

    `code` is that of a final reply, None where nothing final was said.
    """
    if code is None:
        return None
    found = _STATUS.search(words)
    if found:
        return found[1] if is_of_address(found[1]) else None
    return "" if code in _NO_SUCH_ADDRESS and _NOBODY.search(words) else None


def is_outside(address: str, policy: Policy) -> bool:
    """Whether it is a person's, no address that the configuration names: those never die.

    Mail to the line's own people and offices goes on, and each failure is told of.
    """
    config = policy.config
    places = (config.addresses.findings, config.addresses.changes, config.addresses.petitions)
    bodies = (body.email for body in config.governing_body)
    house = {*policy.staff, *filter(None, places), *bodies}
    return address not in house and not policy.is_own(address)


def died(
    address: str, status: str, message_id: str, policy: Policy, at: datetime
) -> tuple[Effect, ...]:
    """What makes a person's address dead from now on; nothing for one of the line's own."""
    if not is_outside(address, policy):
        return ()
    what = DeadAddress(address=address, since=at, status=status, message_id=message_id)
    return (SaveOnLine(what=what),)


def lost(case: Case) -> Case:
    """The case whose person our mail did not reach; one that is closed waits for nobody."""
    return case if case.state is State.CERRADO else replace(case, unreachable=True)


def recipients(decision: Decision, policy: Policy) -> set[str]:
    """The people outside the line whom a decision writes to, but for whom it finds alive."""
    people, alive = set[str](), set[str]()
    for effect in decision.effects:
        if isinstance(effect, Send):
            people.update((*effect.to, *effect.cc))
        elif isinstance(effect, SaveOnLine) and isinstance(effect.what, DeadAddress):
            alive.update((effect.what.address,) if effect.what.alive else ())
    return {address for address in people - alive if is_outside(address, policy)}


def spared(decision: Decision, dead: Mapping[str, DeadAddress], policy: Policy) -> Decision:
    """The decision with nobody written to in vain.

    Dead addresses are left out beside others; a mail to nobody else stays, for the outbox to
    suppress it. Its case knows that its person is unreachable, and its people are told to phone,
    once a case and death.
    """
    if not dead:
        return decision
    effects = [_spared(effect, dead) for effect in decision.effects]
    unread = {
        effect.case.service_number: effect
        for effect in effects
        if isinstance(effect, Send) and effect.case and effect.case.requester.email in dead
        and effect.case.requester.email in effect.to
    }  # fmt: skip
    told = [each for send in unread.values() for each in _to_phone(send, dead, policy)]
    return replace(decision, effects=(*_unreachable(effects, unread), *told))


def revived(
    event: MailArrived, decision: Decision, unreachable: Collection[Case], policy: Policy,
    now: datetime,
) -> Decision:  # fmt: skip
    """The decision about a mail of a person whose address was dead: it is alive again.

    In `unreachable`, his open cases that our mails did not reach, his silence counts again.
    """
    alive = SaveOnLine(what=DeadAddress(address=event.sender, since=now, alive=True))
    effects, known = [], set[str]()
    for effect in decision.effects:
        if isinstance(effect, SaveCase):
            known.add(effect.case.service_number)
            if effect.case.requester.email == event.sender:
                case = hearing.reached(effect.case, event, policy, now)
                effect = replace(effect, case=case)
        effects.append(effect)
    note = history.entry(
        event, EventKind.NOTE, Role.USR, "El usuario volvió a escribir: sus plazos siguen", REVIVED
    )
    others = (each for each in unreachable if each.service_number not in known)
    saved = (
        SaveCase(case=hearing.reached(each, event, policy, now), events=(note,)) for each in others
    )
    return replace(decision, effects=(*effects, *saved, alive))


def _spared(effect: Effect, dead: Collection[str]) -> Effect:
    if not isinstance(effect, Send):
        return effect
    alive = tuple(each for each in effect.to if each not in dead)
    if not alive:
        return effect
    copies = tuple(each for each in effect.cc if each not in dead)
    return replace(effect, to=alive, cc=copies)


def _unreachable(effects: list[Effect], unread: Mapping[str, Send]) -> Iterator[Effect]:
    known = set()
    for effect in effects:
        if isinstance(effect, SaveCase) and effect.case.service_number in unread:
            known.add(effect.case.service_number)
            yield replace(effect, case=lost(effect.case))
        else:
            yield effect
    for number, send in unread.items():
        if number not in known and send.case and lost(send.case) != send.case:
            yield SaveCase(case=lost(send.case), events=())


def _to_phone(
    send: Send, dead: Mapping[str, DeadAddress], policy: Policy
) -> Iterator[Send]:  # fmt: skip
    case = send.case
    if case is None or case.state is State.CERRADO:
        return
    address = case.requester.email
    since = dead[address].since
    phone = case.requester.phone or "no lo tenemos"
    day = policy.calendar.day(since)
    facts = {
        "title": "Llame al usuario: su dirección no recibe correo",
        "why": f"El correo {send.template} no salió: desde el {day:%d/%m/%Y} el servidor de "
               f"{address} devuelve lo que le enviamos.",
        "expected": f"Llame al usuario (teléfono: {phone}). Cuando él escriba desde esa "
                    "dirección, volveremos a enviarle correos.",
        "sender": "",
        "text": "",
        "files": (),
    }  # fmt: skip
    people = policy.advisor(case) or policy.in_group(Group.N1)
    notice = notices.to_people(
        "M-44", people, policy, case=case, reason="Dirección sin servicio", facts=facts,
        once=f"dead:{case.service_number}:{address}:{since.isoformat()}",
    )  # fmt: skip
    if notice:
        yield notice
