"""Who works on a case: taking, escalating, reassigning, giving back, handing over (A12 to A19)."""

from dataclasses import replace

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Effect, Send
from mailbot.model.vocabulary import CaseType, Criticality, EventKind, Group, Level, Role, State
from mailbot.rules import dossier, mass, mass_family, moves, notices, offers, reasons
from mailbot.rules.assignment import group_of
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.handlers.choice import Chosen, chosen
from mailbot.rules.commands.handlers.rank import criticality
from mailbot.rules.commands.handlers.to_user import letter
from mailbot.rules.commands.rights import Refused
from mailbot.rules.intake.modules import module_of

_ESCALATED_TO = (Group.N2F, Group.N2T, Group.N3F, Group.N3T)


def take(act: Act) -> Done:
    """T2 for a service; for an incident the advisor says that he works on it (A15, A22)."""
    act.only()
    if act.case.state is State.ABIERTO:
        case = moves.taken(act.case, act.at, act.member.email, act.policy)
        events = (act.transition(case, "El asesor tomó el caso"),)
    else:
        case = replace(act.case, assignee=act.member.email, taken_at=act.case.taken_at or act.at)
        events = (act.entry(EventKind.ASSIGNED, "El asesor tomó el caso"),)
    files = act.enclosed(case, all_files=True)
    return Done(
        said="El caso queda a su cargo.",
        case=case,
        events=events,
        shown={"description": case.description, "history": dossier.told(_history(act))},
        enclosures=files.enclosures,
    )


def make_incident(act: Act) -> Done:
    """T4: the case needs a more specialised level; both numbers stay valid (A10, A12)."""
    act.only("modulo", "criticidad", words=1)
    rank = act.said("criticidad")
    module = _module(act) or act.case.module
    case = moves.moved(
        replace(act.case, incident_number=act.view.incidents[0], module=module), act.at, act.policy,
        state=State.ABIERTO, group=Group.BO, level=Level.N1, assignee=None, assigned_at=act.at,
        taken_at=None, running_before=None, wait_started_at=None, client_wait_until=None,
        **({"criticality": criticality(rank)} if rank else {}),
    )  # fmt: skip
    reason = f"Incidente {case.number}"
    events = [act.transition(case, reason, act.command.text), *act.facts_told(case)]
    effects: list[Effect] = [letter("M-06", act, case, {}, reason=reason)]
    said = f"El servicio {case.service_number} generó el incidente {case.number}."
    if case.governing_body and case.drafted_by in act.policy.staff:
        case, events, effects = _to_its_author(act, case, events, effects)
        return Done(
            said=f"{said} Queda a cargo de {case.assignee}.", case=case, events=tuple(events),
            effects=tuple(effects),
        )  # fmt: skip
    if Role.BO not in act.member.roles:
        effects += _tell_back_office(act, case, "Incidente nuevo en la cola", reason)
    if not module:
        said += " Falta el módulo: dígalo con «[COMPLETAR modulo=…]» para poder escalarlo."
    if parent := mass.running(case, act.view.similar, act.policy):
        said += f" Se parece al incidente masivo {parent}: únalo con «[MASIVO padre={parent}]»."
    effects += mass.seen_together(case, act.view.similar, act.policy, act.now, by=act.member.email)
    return Done(said=said, case=case, events=tuple(events), effects=tuple(effects))


def escalate(act: Act) -> Done:
    """T5: Back Office assigns the case to a person, or to the least busy one of a group (A14)."""
    act.only("a", "nivel", "grupo", "motivo", words=1)
    if not act.case.module:
        raise Refused("Falta el módulo: dígalo antes con «[COMPLETAR modulo=…]».")
    return _assign(act, chosen(act, _ESCALATED_TO))


def reassign(act: Act) -> Done:
    """T6: another person or level; inside a group the budget goes on (A19, §16.2)."""
    act.only("a", "nivel", "grupo", "motivo", words=1)
    choice = chosen(act, _ESCALATED_TO)
    if choice.advisor == act.case.assignee and choice.group is act.case.group:
        raise Refused(f"El caso ya está a cargo de {choice.advisor}.")
    return _assign(act, choice)


def give_back(act: Act) -> Done:
    """T27: it was assigned by mistake; back to Back Office's queue (A15)."""
    act.only("motivo")
    why = act.said("motivo") or act.command.text
    if not why:
        raise Refused('Falta el motivo: escriba [DEVOLVER motivo="…"].')
    case = moves.moved(
        act.case, act.at, act.policy, state=State.ABIERTO, group=Group.BO, level=Level.N1,
        assignee=None, assigned_at=act.at, taken_at=None, running_before=None,
    )  # fmt: skip
    reason = f"Devuelto a Back Office: {why}"
    entry = act.transition(case, reason)
    return Done(
        said="El caso volvió a la cola de Back Office.",
        case=case,
        events=(entry,),
        others=mass_family.followed(case, act.view.children, entry, act.at, act.policy),
        effects=tuple(_tell_back_office(act, case, "Caso devuelto a Back Office", reason)),
    )


def hand_over(act: Act) -> Done:
    """T5 to the Coordinación de Capacitación, whose own procedure begins (A14, A27)."""
    act.only("motivo")
    people = act.policy.in_group(Group.CAP)
    if not people:
        raise Refused("Nadie del directorio pertenece a Capacitación (rol CAP).")
    advisor = people[0] if len(people) == 1 else None
    kind = CaseType.CAPACITACION if act.case.type is CaseType.SOPORTE else act.case.type
    case = moves.assigned(replace(act.case, type=kind), act.at, act.policy, Group.CAP, advisor)
    files = act.enclosed(case, all_files=True)
    reason = "Traslado a la Coordinación de Capacitación"
    send = Send(
        template="M-09",
        to=people,
        cc=tuple(each for each in act.policy.in_group(Group.BO) if each not in people),
        case=case,
        facts={
            "text": act.command.text or act.said("motivo"),
            "files": files.named,
            "attendees": case.attendees,
            "history": dossier.told(_history(act)),
            **offers.to_first(case, people, act.policy),
        },
        enclosures=files.enclosures,
        to_staff=True,
        urgent=case.criticality is Criticality.CRITICA,
        brake=False,
        reason=reason,
    )
    return Done(
        said="El caso pasó a la Coordinación de Capacitación; su tiempo no corre.",
        case=case,
        events=(act.transition(case, reason, act.command.text),),
        effects=(send,),
    )


def _assign(act: Act, choice: Chosen) -> Done:
    case = moves.assigned(act.case, act.at, act.policy, choice.group, choice.advisor)
    why = act.said("motivo") or act.command.text
    reason = f"{reasons.ASSIGNED}{choice.advisor} ({choice.group})"
    event = (
        act.transition(case, reason, why)
        if case.state is not act.case.state
        else act.entry(EventKind.ASSIGNED, reason, why)
    )
    effects: list[Effect] = [
        dossier.assignment(
            case, act.told_at, act.enclosed(case, all_files=True), _history(act), act.policy,
            reason=why, solved=act.view.solved.get(case.row, ()),
        )
    ]  # fmt: skip
    if moves.is_escalation(act.case, case) and act.policy.config.notices.escalation:
        effects.append(letter("M-08", act, case, {}, reason=reason))
    return Done(
        said=f"El caso queda a cargo de {choice.name} ({choice.advisor}).", case=case,
        events=(event,), effects=tuple(effects),
        others=mass_family.followed(case, act.view.children, event, act.at, act.policy),
    )  # fmt: skip


def _to_its_author(
    act: Act, case: Case, events: list[CaseEvent], effects: list[Effect]
) -> tuple[Case, list[CaseEvent], list[Effect]]:
    """A draft of an organ's request goes back to the advisor who ordered it (§16.25, A22)."""
    advisor = case.drafted_by or ""
    group = group_of(act.policy.staff[advisor], None) or Group.N3F
    assigned = moves.assigned(case, act.at, act.policy, group, advisor)
    entry = act.transition(assigned, f"{reasons.ASSIGNED}quien lo pidió registrar: {advisor}")
    mail = dossier.assignment(
        assigned, act.told_at, act.enclosed(assigned, all_files=True), _history(act), act.policy,
        reason="Usted pidió registrarlo.",
    )  # fmt: skip
    return assigned, [*events, replace(entry, source=case.state)], [*effects, mail]


def _module(act: Act) -> str | None:
    """The module that was said: one of SIIF's, or one that somebody of the line owns."""
    said = act.said("modulo", place=0)
    if not said:
        return None
    owned = {module for member in act.policy.config.staff for module in member.modules}
    module = said.upper() if said.upper() in owned else module_of("", "", said)
    if module is None:
        raise Refused(f"No conozco el módulo «{said}»: use su sigla, por ejemplo EPG, PAG o CON.")
    return module


def _tell_back_office(act: Act, case: Case, title: str, why: str) -> list[Effect]:
    facts = {
        "title": title, "why": why, "sender": act.member.name, "text": act.command.text,
        "files": (), "expected": "Verifique los soportes y asigne el caso.",
    }  # fmt: skip
    notice = notices.to_people(
        "M-44", act.policy.in_group(Group.BO), act.policy, case=case, reason=title, facts=facts
    )
    return [notice] if notice else []


def _history(act: Act) -> tuple[CaseEvent, ...]:
    return act.view.histories.get(act.case.row, ())
