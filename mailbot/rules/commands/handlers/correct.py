"""What others have to do first: an Órgano Rector, a finding, an adjustment, a change (A20, A23)."""

from dataclasses import replace

from mailbot.config.people import GoverningBody
from mailbot.model.case import Case
from mailbot.model.decision import Effect, Send
from mailbot.model.vocabulary import EventKind, Role, State
from mailbot.rules import mass_family, moves, reasons
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.handlers.to_user import left_out, letter
from mailbot.rules.commands.rights import Refused


def ask_governing_body(act: Act) -> Done:
    """T10: the solution depends on an Órgano Rector; the clock stops (R18)."""
    act.only("organo", words=1)
    body = _body(act)
    question = act.wanted_text(f"qué se pide a {body.code}")
    case = moves.moved(
        act.case, act.at, act.policy, state=State.PENDIENTE_PROVEEDOR, governing_body=body.code
    )
    reason = f"{reasons.DEPENDS_ON}{body.code}"
    entry = act.transition(case, reason, question)
    files = act.enclosed(case, all_files=True)
    return Done(
        said=f"Pedimos respuesta a {body.code}; el tiempo se detiene.{left_out(files)}",
        case=case,
        events=(entry,),
        effects=(
            _to_office("M-14", body.email, act, case, organ=body.code),
            letter("M-15", act, case, {"organ": body.code}, reason=reason),
        ),
        others=mass_family.followed(case, act.view.children, entry, act.at, act.policy),
    )


def register_finding(act: Act) -> Done:
    """T13: a finding has to be solved first; its own procedure begins with our number (R8)."""
    act.only("nro", "numero", words=1)
    number = act.numbered("nro", "numero", what="el número del hallazgo")
    case = moves.moved(
        act.case, act.at, act.policy, state=State.PENDIENTE_HALLAZGO, finding_number=number
    )
    reason = f"{reasons.FINDING}{number}"
    entry = act.transition(case, reason, act.command.text)
    area = act.policy.config.addresses.findings
    effects: list[Effect] = [letter("M-17", act, case, {"number": number}, reason=reason)]
    if area:
        effects.append(_to_office("M-18", area, act, case, number=number))
    return Done(
        said=f"Registramos el hallazgo {number}{_informed(case, area)}.",
        case=case,
        events=(entry,),
        effects=tuple(effects),
        others=mass_family.followed(case, act.view.children, entry, act.at, act.policy),
    )


def register_adjustment(act: Act) -> Done:
    """T14: the solution is an adjustment of data (A23)."""
    act.only("nro", "numero", words=1)
    number = act.numbered("nro", "numero", what="el número del ajuste")
    case = moves.moved(
        act.case, act.at, act.policy, state=State.PENDIENTE_AJUSTE, adjustment_number=number
    )
    reason = f"{reasons.ADJUSTMENT}{number}"
    entry = act.transition(case, reason, act.command.text)
    return Done(
        said=f"Registramos el ajuste {number}{_informed(case)}.",
        case=case,
        events=(entry,),
        effects=(letter("M-17", act, case, {"number": number}, reason=reason),),
        others=mass_family.followed(case, act.view.children, entry, act.at, act.policy),
    )


def register_change(act: Act) -> Done:
    """Link the case with a change of the change control; its state stays (A23)."""
    act.only("nro", "numero", words=1)
    number = act.numbered("nro", "numero", what="el número del control de cambios")
    case = replace(act.case, change_number=number)
    area = act.policy.config.addresses.changes
    return Done(
        said=f"Anotamos el control de cambios {number}{_and_to(area)}.",
        case=case,
        events=(act.entry(EventKind.FIELD, f"{reasons.CHANGE}{number}", act.command.text),),
        effects=(_to_office("M-18", area, act, case, number=number),) if area else (),
    )


def _body(act: Act) -> GoverningBody:
    said = act.wanted("organo", place=0, what="el órgano rector (CGN, DGPPN o DGCPTN)").upper()
    bodies = {body.code: body for body in act.policy.config.governing_body}
    if said not in bodies:
        known = ", ".join(bodies) or "ninguno; pida que lo agreguen a la configuración"
        raise Refused(f"No conozco el órgano «{said}». Los configurados son: {known}.")
    return bodies[said]


def _to_office(template: str, to: str, act: Act, case: Case, **facts: str) -> Send:
    """M-14 or M-18, with the advisor and the leader of the procedure on copy (A20, R8)."""
    advisor = case.assignee or act.member.email
    copies = dict.fromkeys((advisor, *act.policy.with_role(Role.CL23)))
    return Send(
        template=template,
        to=(to,),
        cc=tuple(each for each in copies if each != to),
        case=case,
        facts={"advisor": act.member.name, "text": act.command.text, **facts},
        enclosures=act.enclosed(case, all_files=True).enclosures,
        brake=False,
        reason=f"Solicitud a {to}",
    )


def _informed(case: Case, area: str | None = None) -> str:
    """Who was told, for the receipt; a mass incident has no user of its own."""
    if case.mass:
        return f" y lo informamos a {area}" if area else ""
    return f" y lo informamos al usuario{_and_to(area)}"


def _and_to(area: str | None) -> str:
    return f" y a {area}" if area else ""
