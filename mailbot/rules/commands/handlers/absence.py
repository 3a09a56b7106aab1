"""[AUSENTE] and [DISPONIBLE]: who gets no cases for a time (§4.2-2, R32)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.decision import Effect, SaveOnLine, Send
from mailbot.model.line import Absence
from mailbot.model.listing import line_of
from mailbot.model.vocabulary import Role, State
from mailbot.rules.assignment import absence_of
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.handlers.choice import member
from mailbot.rules.commands.moments import read_moment, shown, shown_end, shown_start
from mailbot.rules.commands.rights import Refused

_WHO = "el correo del asesor"


def leave(order: Order, _case: Case | None) -> Done:
    """Note that an advisor is away; at the end he is available again without another word."""
    order.only("asesor", "a", "desde", "hasta", "motivo", words=1)
    person = member(order, order.wanted("asesor", "a", place=0, what=_WHO))
    since = _moment(order, "desde") or order.at
    until = _moment(order, "hasta", whole_day=True)
    if until and until <= max(since, order.at):
        what = "anterior al comienzo" if until <= since else "pasado"
        raise Refused(f"«hasta={order.said('hasta')}» es un momento {what}.")
    absence = Absence(
        email=person.email, since=since, until=until, by=order.member.email,
        reason=order.said("motivo") or order.command.text,
    )  # fmt: skip
    kept, effects = _merged(absence, order)
    facts = {"available": False, "since": kept.since, "until": kept.until, "reason": kept.reason}
    return Done(
        said=f"{person.name} ({person.email}) no recibe casos {_span(kept, order)}."
        + (" Se unió a la ausencia que ya estaba registrada." if kept.row else ""),
        effects=(*effects, _told(order, person, facts)),
    )


def come_back(order: Order, _case: Case | None) -> Done:
    """End an absence now; if none lasts, those that were announced are called off."""
    order.only("asesor", "a", "motivo", words=1)
    person = member(order, order.wanted("asesor", "a", place=0, what=_WHO))
    absences = _of(person, order)
    lasting = absence_of(person.email, absences, order.at)
    if not absences:
        raise Refused(f"{person.email} no tiene ausencias registradas: ya recibe casos.")
    if lasting:
        ended: tuple[Absence, ...] = (replace(lasting, until=order.at),)
        later = [each for each in absences if each.since > order.at]
        more = f" Sigue registrada su ausencia {_span(later[0], order)}." if later else ""
        said = f"{person.name} ({person.email}) recibe casos desde ahora.{more}"
    else:
        ended = tuple(replace(each, until=each.since) for each in absences)
        said = f"Se anuló la ausencia anunciada de {person.name} ({person.email})."
    reason = order.said("motivo") or order.command.text
    facts = {"available": True, "since": order.at, "until": None, "reason": reason}
    effects: list[Effect] = [SaveOnLine(what=each) for each in ended]
    return Done(said=said, effects=(*effects, _told(order, person, facts)))


def _merged(absence: Absence, order: Order) -> tuple[Absence, list[Effect]]:
    """The absence with those of the same person that it touches: one remains of them."""
    touching = [
        each for each in order.view.absences
        if each.email == absence.email and _meet(each, absence)
    ]  # fmt: skip
    if not touching:
        return absence, [SaveOnLine(what=absence)]
    every = [absence, *touching]
    ends = [each.until for each in every]
    kept = replace(
        absence, row=touching[0].row, since=min(each.since for each in every),
        until=None if None in ends else max(end for end in ends if end),
        reason=absence.reason or touching[0].reason,
    )  # fmt: skip
    rest = [replace(each, until=each.since) for each in touching[1:]]
    return kept, [SaveOnLine(what=each) for each in (kept, *rest)]


def _meet(one: Absence, other: Absence) -> bool:
    begins_before_end = other.until is None or one.since <= other.until
    return begins_before_end and (one.until is None or other.since <= one.until)


def _of(person: StaffMember, order: Order) -> list[Absence]:
    """What is still to come of his absences, the part that lasts included."""
    mine = (each for each in order.view.absences if each.email == person.email)
    return [each for each in mine if each.until is None or each.until > max(each.since, order.at)]


def _told(order: Order, person: StaffMember, facts: dict[str, Any]) -> Send:
    """M-33 to those who assign cases, with the open cases that the person has (R32)."""
    policy, zone = order.policy, order.policy.calendar.zone
    to = tuple(dict.fromkeys(policy.with_role(Role.CL1, Role.BO))) or (order.member.email,)
    # Those that wait for their user count too: the answer may come while he is away.
    theirs = (
        case for case in order.view.open
        if case.assignee == person.email and case.state is not State.CERRADO
    )  # fmt: skip
    until: datetime | None = facts["until"]
    return Send(
        template="M-33",
        to=to,
        cc=tuple(each for each in policy.with_role(Role.CL23) if each not in to),
        facts={
            **facts,
            "person": person.email,
            "since": shown_start(facts["since"], zone),
            "until": shown_end(until, zone) if until else None,
            "rows": tuple(line_of(case) for case in theirs),
        },
        to_staff=True,
        brake=False,
        reason=f"Disponibilidad de {person.email}",
    )


def _span(absence: Absence, order: Order) -> str:
    zone = order.policy.calendar.zone
    since = f"desde {shown(absence.since, zone)}"
    if absence.until is None:
        return f"{since} hasta nuevo aviso"
    # Who is away until the end of a day reads 23:59 better than the midnight of the next one.
    return f"{since} hasta {shown(absence.until - timedelta(minutes=1), zone)}"


def _moment(order: Order, key: str, *, whole_day: bool = False) -> datetime | None:
    said = order.said(key)
    if not said:
        return None
    return read_moment(
        said, key=key, today=order.at, zone=order.policy.calendar.zone, whole_day=whole_day
    )
