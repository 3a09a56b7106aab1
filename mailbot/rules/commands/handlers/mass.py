"""[MASIVO], [NO MASIVO], [RESPONDER MASIVO]: one solution for all who report it (A13, A21)."""

from collections.abc import Sequence
from dataclasses import replace

from mailbot.model.case import Case, Requester
from mailbot.model.decision import SaveCase, Send
from mailbot.model.masking import hidden, identifications
from mailbot.model.vocabulary import Criticality, EventKind, Group, Level, Role, State
from mailbot.rules import clock, dossier, mass, mass_family, moves, reasons, similar
from mailbot.rules.assignment import available, coordinators
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.handlers.solution import documented
from mailbot.rules.commands.handlers.to_user import letter
from mailbot.rules.commands.rights import Refused

_MOST_NAMED = 60
"""More numbers than this in one sentence are not read; the parent has them all."""


def gather(act: Act) -> Done:
    """T5: the case and its like become children of a new parent, or this one of an existing one."""
    act.only("padre", "forzar", "motivo", words=1)
    if act.case.parent:
        raise Refused(f"El caso {act.case.number} ya hace parte del masivo {act.case.parent}.")
    if act.case.mass:
        raise Refused(f"{act.case.number} ya es un incidente masivo.")
    if act.said("padre", place=0):
        return _join(act, _parent_named(act))
    return _begin(act)


def dismiss(act: Act) -> Done:
    """It is no mass incident: neither this case nor those like it are suggested again (A13)."""
    act.only("motivo")
    if act.case.parent or act.case.mass:
        raise Refused(f"El caso {act.case.number} ya está reunido en un incidente masivo.")
    why = act.said("motivo") or act.command.text
    reason = "No es un incidente masivo" + (f": {why}" if why else "")
    entry = act.entry(EventKind.FIELD, reason)
    alike = [each for each in _affected(act) if each.row != act.case.row]
    said = "La sugerencia de incidente masivo queda descartada"
    return Done(
        said=f"{said} para este caso y {_counted(len(alike))} más." if alike else f"{said}.",
        case=replace(act.case, mass_dismissed=True),
        events=(entry,),
        others=tuple(
            SaveCase(case=replace(each, mass_dismissed=True), events=(entry,)) for each in alike
        ),
    )


def solved(act: Act, told: Case) -> Done:
    """The parent with its solution: CL1 answers the people who reported it (M-36, A21).

    `told` is the parent as it knows the solution. It waits for nobody's word; the time of its
    children ends with its own. A parent whose children are all closed is over with that.
    """
    children = _children(act)
    waiting = tuple(each for each in children if mass_family.awaits_answer(each))
    case = moves.moved(
        told, act.at, act.policy, state=State.RESUELTO, confirmation_until=None,
        wait_started_at=act.told_at if waiting else None, organ_answered_at=None,
    )  # fmt: skip
    entry = act.transition(case, "Solución del incidente masivo", case.solution)
    if all(each.state is State.CERRADO for each in children):
        end = mass_family.closed_with(case, children, act.at, act.policy)
        return Done(
            said="Todos los casos del masivo están cerrados: el masivo queda cerrado.",
            case=end.case, events=(entry, *end.events),
        )  # fmt: skip
    return Done(
        said="La Coordinación de la Línea recibió la solución para responder a los usuarios de "
        f"{_counted(len(waiting))}.",
        case=case,
        events=(entry,),
        effects=_to_coordinator(act, case, waiting),
        others=mass_family.followed(case, children, entry, act.at, act.policy),
    )  # fmt: skip


def answer(act: Act) -> Done:
    """Each child gets its own M-12 and its own confirmation; nobody sees another's address."""
    act.only()
    solution = documented(act, act.command.text or act.case.solution)
    unanswered = [each for each in _children(act) if mass_family.awaits_answer(each)]
    waiting = [each for each in unanswered if not each.halted]
    stopped = _stopped([each for each in unanswered if each.halted])
    if not waiting:
        raise Refused(f"No quedan casos del masivo {act.case.number} por responder.{stopped}")
    left = act.case.wait_started_at if len(waiting) < len(unanswered) else None
    parent = replace(act.case, solution=solution, wait_started_at=left)
    answered = [_answered(act, each, parent) for each in waiting]
    reason = f"Solución enviada a los usuarios de {_counted(len(waiting))}"
    return Done(
        said=f"Enviamos la solución a los usuarios de {_counted(len(waiting))}, a cada uno en su "
        f"propio correo. Cada caso espera su confirmación.{stopped}",
        case=parent,
        events=(act.entry(EventKind.COMMAND, reason, solution),),
        effects=tuple(send for _saved, send in answered),
        others=tuple(saved for saved, _send in answered),
    )


def _stopped(cases: Sequence[Case]) -> str:
    """What the receipt says of those whose users can't be answered yet."""
    if not cases:
        return ""
    numbers = ", ".join(each.number for each in cases[:_MOST_NAMED])
    return (
        f" Sin responder, pues su tiempo está detenido: {_counted(len(cases))} ({numbers}). Use la "
        "etiqueta de nuevo cuando se reanuden."
    )


def _begin(act: Act) -> Done:
    """A new parent with the case and those like it as its children. Raises Refused."""
    if not act.case.module:
        raise Refused(
            f"Falta el módulo del caso {act.case.number}: dígalo antes con «[COMPLETAR modulo=…]»."
        )
    alike = _affected(act)
    sections = similar.sections_of(alike, act.policy.config.mass.section_groups)
    why = _forced(act, len(sections))
    parent = _parent(act, _advisor(act))
    taken = [act.case, *(e for e in alike if e.row != act.case.row and mass.may_join(e))]
    children = [mass_family.joined(each, parent, act.at, act.policy) for each in taken]
    numbers = ", ".join(each.number for each in children[:_MOST_NAMED])
    reason = (
        f"Incidente masivo de {_counted(len(children))} en {_sections(len(sections))}: {numbers}"
        + (f". {why}" if why else "")
    )
    created = act.entry(EventKind.CREATED, reason, target=parent.state)
    joined = f"{reasons.PART_OF}{parent.number}"
    return Done(
        said=f"Creamos el incidente masivo {parent.number} con {_counted(len(children))}, a cargo "
        f"de {act.policy.staff[parent.assignee or ''].name}.",
        case=children[0],
        events=(act.transition(children[0], joined),),
        effects=(_assignment(act, parent, reason),),
        others=(
            SaveCase(case=parent, events=(created,)),
            *(_saved(act, *pair, joined) for pair in zip(taken[1:], children[1:], strict=True)),
        ),
    )


def _join(act: Act, parent: Case) -> Done:
    child = mass_family.joined(act.case, parent, act.at, act.policy)
    reason = f"{reasons.PART_OF}{parent.number}"
    note = act.entry(EventKind.NOTE, f"Se agregó al masivo el caso {child.number}")
    said = f"El caso queda en el incidente masivo {parent.number}."
    asked: tuple[Send, ...] = ()
    if parent.state is State.RESUELTO:
        parent = replace(parent, wait_started_at=parent.wait_started_at or act.told_at)
        asked = tuple(filter(None, (mass.to_answer(parent, (child,), act.policy),)))
        said += (
            " El masivo ya tiene solución: pedimos a la Coordinación de la Línea que responda "
            "también a este usuario."
        )
    return Done(
        said=said,
        case=child,
        events=(act.transition(child, reason), *act.facts_told(child)),
        effects=asked,
        others=(SaveCase(case=parent, events=(note,)),),
    )


def _parent_named(act: Act) -> Case:
    parent = act.case_named(act.said("padre", place=0))
    if not parent.mass:
        raise Refused(f"{parent.number} no es un incidente masivo.")
    if parent.state is State.CERRADO:
        raise Refused(f"El incidente masivo {parent.number} ya está cerrado.")
    return parent


def _forced(act: Act, sections: int) -> str:
    """Why it is one all the same, with too few sections; "" where there are enough (Q9)."""
    why = act.said("motivo")
    least = act.policy.config.mass.min_sections
    if sections >= least:
        return why
    if not why or not act.says_yes("forzar"):
        raise Refused(
            f"{act.case.number} y los casos iguales afectan {_sections(sections)} y un masivo "
            f'son {least} o más. Si lo es, escriba [MASIVO forzar=si motivo="…"].'
        )
    return why


def _advisor(act: Act) -> str:
    """The coordinator of the module with the fewest running cases (A21). Raises Refused."""
    view = act.view
    people = available(Group.N3F, act.case.module, view.loads, view.absences, act.at, act.policy)
    if not people:
        raise Refused(f"Nadie de {Group.N3F} está disponible ahora para el caso {act.case.number}.")
    return people[0]


def _parent(act: Act, advisor: str) -> Case:
    """The new incident: nobody asked for it, and no personal number is in its words."""
    case = act.case
    known = identifications(case.requester.identification, case.attendees)
    words = act.command.text or case.description
    new = Case(
        service_number=act.view.services[0], incident_number=act.view.incidents[0],
        channel=case.channel, state=State.EN_PROGRESO, level=Level.N3, group=Group.N3F,
        assignee=advisor, criticality=Criticality.CRITICA, requester=Requester(email=""),
        subject=hidden(case.subject, known), description=hidden(words, known),
        module=case.module, opened_at=act.at, assigned_at=act.at, mass=True,
    )  # fmt: skip
    return moves.opened(new, act.policy)


def _assignment(act: Act, parent: Case, reason: str) -> Send:
    """M-07 to the coordinator of the module, with the supports of the case that began it."""
    return dossier.assignment(
        parent, act.told_at, act.enclosed(act.case, all_files=True), (), act.policy, reason=reason
    )


def _to_coordinator(act: Act, parent: Case, waiting: Sequence[Case]) -> tuple[Send, ...]:
    """M-36 with the files of this mail; nothing where nobody is left to be answered."""
    if not waiting:
        return ()
    files = act.enclosed(parent)
    notice = mass.to_answer(parent, waiting, act.policy, files=files.left_out)
    return (replace(notice, enclosures=files.enclosures),) if notice else ()


def _answered(act: Act, child: Case, parent: Case) -> tuple[SaveCase, Send]:
    """A child with the solution told, and the mail that tells it (A21, §4.2-1d)."""
    by = parent.resolved_by or parent.assignee or act.member.email
    told = moves.told(child, parent.solution, parent.solution_type, parent.cause, by=by)
    until = clock.confirmation_wait(
        Level.N3, unit=child.requester.executing_unit, config=act.policy.config,
        calendar=act.policy.calendar, start=act.told_at,
    )  # fmt: skip
    case = moves.moved(
        told, act.at, act.policy, state=State.RESUELTO, wait_started_at=act.told_at,
        confirmation_until=until, organ_answered_at=None, client_wait_until=None,
    )  # fmt: skip
    reason = f"Solución del incidente masivo {parent.number} informada al usuario"
    copies = (*coordinators(case.group, act.policy), *act.policy.with_role(Role.CL1))
    author = act.policy.staff.get(by, act.member).name
    facts = {"text": case.solution, "kind": case.solution_type, "advisor": author}
    send = letter("M-12", act, case, facts, cc=copies, files=act.enclosed(act.case), reason=reason)
    return _saved(act, child, case, reasons.with_cause(reason, case), case.solution), send


def _saved(act: Act, before: Case, after: Case, reason: str, text: str = "") -> SaveCase:
    entry = act.entry(EventKind.TRANSITION, reason, text, source=before.state, target=after.state)
    if before.state is after.state:
        entry = replace(entry, event=EventKind.ASSIGNED)
    return SaveCase(case=after, events=(entry,))


def _affected(act: Act) -> tuple[Case, ...]:
    return mass.affected(act.case, act.view.similar, act.policy)


def _children(act: Act) -> tuple[Case, ...]:
    return tuple(each for each in act.view.children if each.parent == act.case.number)


def _counted(count: int) -> str:
    return f"{count} caso" if count == 1 else f"{count} casos"


def _sections(count: int) -> str:
    return "1 sección presupuestal" if count == 1 else f"{count} secciones presupuestales"
