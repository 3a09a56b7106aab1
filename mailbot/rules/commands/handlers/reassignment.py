"""Give many cases to other advisors: to one, or to the least busy ones of a group (R31 b)."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.listing import line_of
from mailbot.model.vocabulary import Group, State
from mailbot.rules import clock, dossier, moves
from mailbot.rules.assignment import absence_of, available, coordinators, group_of
from mailbot.rules.case_files import enclosed
from mailbot.rules.commands.act import Order
from mailbot.rules.commands.handlers.batch_cases import MOST_LETTERS, Changed
from mailbot.rules.commands.handlers.choice import member
from mailbot.rules.commands.rights import Refused

_FIRST_LEVEL = (Group.N1, Group.BO)


def to_whom(order: Order) -> Callable[[Case], tuple[str, Group]]:
    """Who gets each case, by a= or nivel=; what it returns raises Refused case by case.

    Raises Refused for an order that names nobody, or somebody who can get no case now.
    """
    named, level = order.said("a"), order.said("nivel")
    if bool(named) == bool(level):
        raise Refused("Diga a quién con una de estas claves: a=correo o nivel=grupo.")
    if named:
        person = member(order, named)
        absence = absence_of(person.email, order.view.absences, order.at)
        if absence:
            raise Refused(f"{person.email} está ausente y no recibe casos.")
        if group_of(person, None) is None:
            raise Refused(f"{person.email} no es de ningún grupo que atienda casos.")
        return lambda case: (person.email, _group_for(case, person))
    group = next((each for each in Group if each.value == level.upper()), None)
    if group is None:
        raise Refused(f"«{level}» no es un grupo: use {', '.join(Group)}.")
    return _spread(order, group)


def reassign(case: Case, order: Order, choose: Callable[[Case], tuple[str, Group]]) -> Changed:
    """The case with another advisor, its state kept (R31 b). Raises Refused."""
    if case.state is State.CERRADO:
        raise Refused("está cerrado.")
    advisor, group = choose(case)
    if advisor == case.assignee and group is case.group:
        raise Refused(f"ya está a cargo de {advisor}.")
    if case.group is Group.CAP or group is Group.CAP:
        raise Refused("los casos de Capacitación se entregan con «[CAPACITACION]».")
    if (group in _FIRST_LEVEL) is not (case.group in _FIRST_LEVEL):
        raise Refused(f"está con {case.group} y no puede pasar a {group} en un lote.")
    after = moves.moved(
        case, order.at, order.policy, group=group, level=clock.budget_level(group),
        assignee=advisor, assigned_at=order.at, taken_at=None,
    )  # fmt: skip
    name = order.policy.staff[advisor].name
    tells = moves.is_escalation(case, after) and order.policy.config.notices.escalation
    return Changed(
        before=case, after=after, note=f"Ahora a cargo de {name}.",
        effects=(_to_user(after, name),) if tells else (),
    )  # fmt: skip


def letters(changed: Sequence[Changed], order: Order, why: str) -> tuple[Send, ...]:
    """What the new advisors are told: each case with its papers, or one list if there are many."""
    if len(changed) <= MOST_LETTERS:
        return tuple(_dossier(each.after, order, why) for each in changed)
    piles: dict[tuple[str, Group], list[Changed]] = defaultdict(list)
    for each in changed:
        piles[each.after.assignee or "", each.after.group].append(each)
    return tuple(_list(*key, pile, order, why) for key, pile in piles.items())


def _spread(order: Order, group: Group) -> Callable[[Case], tuple[str, Group]]:
    loads = dict(order.view.loads)

    def choose(case: Case) -> tuple[str, Group]:
        people = available(group, case.module, loads, order.view.absences, order.at, order.policy)
        others = [each for each in people if each != case.assignee]
        if not others:
            raise Refused(f"nadie más de {group} está disponible ahora.")
        # Each case that somebody gets counts for the next choice.
        loads[others[0]] = loads.get(others[0], 0) + 1
        return others[0], group

    if not available(group, None, loads, order.view.absences, order.at, order.policy):
        raise Refused(f"Nadie de {group} está disponible ahora.")
    return choose


def _group_for(case: Case, person: StaffMember) -> Group:
    group = group_of(person, case.group) or group_of(person, None)
    if group is None:
        raise Refused(f"{person.email} no es de ningún grupo que atienda casos.")
    return group


def _to_user(case: Case, advisor: str) -> Send:
    return Send(
        template="M-08",
        to=(case.requester.email,),
        case=case,
        facts={"advisor": advisor},
        references=case.thread,
        brake=False,
        reason=f"Reasignado a {case.group}",
    )


def _dossier(case: Case, order: Order, why: str) -> Send:
    view, policy = order.view, order.policy
    papers = enclosed(case, view.files.get(case.row, ()), policy)
    told = dossier.assignment(
        case, order.told_at, papers, view.histories.get(case.row, ()), policy, reason=why
    )
    return replace(told, reason=f"Reasignación en lote a {case.assignee}")


def _list(
    advisor: str, group: Group, pile: Sequence[Changed], order: Order, why: str
) -> Send:  # fmt: skip
    copies = coordinators(group, order.policy)
    return Send(
        template="M-44",
        to=(advisor,),
        cc=tuple(each for each in copies if each != advisor),
        facts={
            "title": f"Usted recibe {len(pile)} casos reasignados",
            "why": f"{why}.",
            "expected": "Tome cada caso; sigue en el estado que tenía.",
            "rows": tuple(line_of(each.after) for each in pile),
            "commands": True,
        },
        to_staff=True,
        brake=False,
        reason=f"Reasignación en lote a {advisor}",
    )
