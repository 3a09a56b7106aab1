"""What the people of the line are told when a time is over; mails wait for working time (R85)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.listing import line_of
from mailbot.model.vocabulary import Criticality, Group, Role, State
from mailbot.rules import notices, offers
from mailbot.rules.assignment import coordinators
from mailbot.rules.policy import Policy


def warning(case: Case, share: float, policy: Policy, now: datetime) -> Send | None:
    """M-41: a share of the level's time is used; all of it also to its coordinator (§16.8)."""
    if share < 1 and case.due_at and now >= case.due_at:
        # It came late, and what it warns of has come about: that is told by the other one.
        return None
    people = policy.handlers(case)
    copies = coordinators(case.group, policy) if share >= 1 else ()
    return _to("M-41", people, copies, case, policy, {"share": share},
               f"Pasó el {round(share * 100)} % del tiempo del nivel")  # fmt: skip


def not_taken(case: Case, policy: Policy) -> Send | None:
    """M-42: nobody took it in the time for that (A15, A22)."""
    people = policy.handlers(case)
    facts = {"since": case.assigned_at or case.opened_at}
    return _to("M-42", people, policy.in_group(Group.BO), case, policy, facts,
               "Nadie ha tomado el caso")  # fmt: skip


def organ(case: Case, policy: Policy) -> Send | None:
    """M-44: the organ wrote, and its advisor has not said what that means (§16.3)."""
    return _notice(
        case, policy.handlers(case), policy, title=f"{case.governing_body} respondió hace horas",
        why="El órgano rector escribió y el caso sigue detenido.",
        expected="Revise la respuesta y diga si continúa el caso o si ya hay solución.",
    )  # fmt: skip


def follow_up(case: Case, policy: Policy) -> Send | None:
    """M-44: the case stands where no clock moves it; somebody has to look."""
    whom = case.governing_body if case.state is State.PENDIENTE_PROVEEDOR else None
    waits = f"Espera a {whom}" if whom else f"Está en {case.state}"
    return _notice(
        case, policy.handlers(case), policy, title="El caso sigue en espera",
        why=f"{waits} desde el {policy.calendar.day(case.stints[-1].start):%d/%m/%Y}.",
        expected="Pregunte cómo va y diga qué sigue.",
    )  # fmt: skip


def petition(case: Case, policy: Policy) -> Send | None:
    """M-44: the legal limit of a petition comes near (R82)."""
    people = (*policy.handlers(case), *policy.with_role(Role.CL1))
    return _notice(
        case,
        people,
        policy,
        title="Vence pronto un derecho de petición",
        why=f"El término legal termina el {_last_day(case, policy)}.",
        expected="Responda la petición dentro del término.",
    )


def not_closed(case: Case, policy: Policy) -> Send | None:
    """M-44: the person was silent, and silence says nothing here: somebody has to act."""
    why = (
        "Es un derecho de petición: no se cierra por silencio."
        if case.petition_until
        else "Nuestro correo al usuario fue devuelto: su silencio no dice nada."
    )
    phone = case.requester.phone or "no lo tenemos"
    return _notice(
        case, policy.handlers(case), policy, title="Venció el plazo y el caso sigue abierto",
        why=why, expected=f"Llame al usuario (teléfono: {phone}) y decida qué sigue.",
    )  # fmt: skip


def queue(waiting: Sequence[Case], policy: Policy) -> tuple[Send, ...]:
    """M-44 with the requests that wait for the first level, in working order (§16.19)."""
    people = policy.in_group(Group.N1) or policy.with_role(Role.CL1)
    if not people:
        return ()
    order = {name: place for place, name in enumerate(Criticality)}
    ordered = sorted(waiting, key=lambda case: (order[case.criticality], case.opened_at))
    count = len(ordered)
    title = "Una solicitud nueva espera" if count == 1 else f"{count} solicitudes nuevas esperan"
    return (
        Send(
            template="M-44",
            to=people,
            facts={
                "title": title,
                "why": "Nadie las ha tomado todavía." if count > 1 else "Nadie la ha tomado.",
                "expected": "Tome la primera de la lista.",
                "rows": tuple(line_of(case) for case in ordered),
                "commands": True,
            },
            to_staff=True,
            urgent=any(case.criticality is Criticality.CRITICA for case in ordered),
            brake=False,
            reason=title,
        ),
    )


def _notice(
    case: Case, people: Sequence[str], policy: Policy, *, title: str, why: str, expected: str
) -> Send | None:
    facts = {"title": title, "why": why, "expected": expected, "sender": "", "text": "",
             "files": ()}  # fmt: skip
    return notices.to_people("M-44", people, policy, case=case, reason=title, facts=facts)


def _to(
    template: str, people: tuple[str, ...], copies: tuple[str, ...], case: Case, policy: Policy,
    facts: Mapping[str, object], reason: str,
) -> Send | None:  # fmt: skip
    if not people:
        return None
    return Send(
        template=template,
        to=people,
        cc=tuple(each for each in copies if each not in people),
        case=case,
        facts={**offers.to_first(case, people, policy), **facts},
        references=case.thread,
        to_staff=True,
        urgent=case.criticality is Criticality.CRITICA,
        brake=False,
        reason=reason,
    )


def _last_day(case: Case, policy: Policy) -> str:
    until = case.petition_until
    return f"{policy.calendar.last_day(until):%d/%m/%Y}" if until else ""
