"""[CERRADO] and [REABRIR] (T18, T24, T25 and T28)."""

from mailbot.model.decision import Send
from mailbot.model.vocabulary import CloseReason, Role, State
from mailbot.rules import moves, reasons, survey
from mailbot.rules.closed_case import reopening_notice, window_until
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.handlers.to_user import letter
from mailbot.rules.commands.rights import Refused


def close(act: Act) -> Done:
    """Close with the person's word, as handed over to Capacitación, or by the coordinator."""
    act.only("motivo")
    why = act.said("motivo") or act.command.text
    _refuse_open_children(act)
    ending = _ending(act, why)
    case = moves.closed(act.case, act.at, act.policy, ending, asked_at=act.told_at)
    reason = f"{_WORDS[ending]}: {why}" if why else _WORDS[ending]
    told: tuple[Send, ...] = ()
    if not case.mass:
        because = why if ending is CloseReason.COORDINADOR else ""
        facts = {"reason": because, "survey": survey.is_offered(case)}
        told = (letter("M-19", act, case, facts, reason=reason),)
    return Done(
        said="El incidente masivo quedó cerrado."
        if case.mass
        else "El caso quedó cerrado y se lo informamos al usuario.",
        case=case,
        events=(act.transition(case, reason),),
        effects=told,
    )


def reopen(act: Act) -> Done:
    """T24: open a closed case again, within the window."""
    act.only("motivo")
    case, closed_at = act.case, act.case.closed_at
    if closed_at is None or act.at >= (until := window_until(case, act.policy)):
        day = f" el {act.policy.calendar.last_day(until):%d/%m/%Y}" if closed_at else ""
        raise Refused(
            f"La ventana para abrirlo de nuevo terminó{day} (ventana vencida): cree un servicio "
            "nuevo con «[NUEVO]»."
        )
    opened = moves.reopened(case, act.at, act.policy)
    why = act.said("motivo") or act.command.text
    reason = f"Reapertura: {why}" if why else "Reapertura"
    return Done(
        said="El caso quedó abierto de nuevo, con su mismo número.",
        case=opened,
        events=(act.transition(opened, reason),),
        effects=(reopening_notice(opened, act.policy, reason=reason),),
    )


def _refuse_open_children(act: Act) -> None:
    """Raise Refused for a mass incident whose users still wait (§16.22)."""
    children = [each for each in act.view.children if each.parent == act.case.number]
    waiting = sum(each.state is not State.CERRADO for each in children)
    if waiting:
        cases = "1 caso" if waiting == 1 else f"{waiting} casos"
        raise Refused(
            f"El incidente masivo {act.case.number} tiene {cases} sin cerrar: responda a los "
            "usuarios con «[RESPONDER MASIVO]» o cierre antes los casos."
        )


def _ending(act: Act, why: str) -> CloseReason:
    if act.row.name == "T25":
        return CloseReason.TRASLADO
    if act.role is not Role.CL1:
        return CloseReason.CONFIRMADO
    if why:
        return CloseReason.COORDINADOR
    if act.case.state is not State.RESUELTO:
        raise Refused('Falta el motivo: escriba [CERRADO motivo="…"].')
    return CloseReason.CONFIRMADO


_WORDS = {
    CloseReason.CONFIRMADO: "El asesor confirmó la solución con el usuario",
    CloseReason.TRASLADO: "Capacitación terminó la atención",
    CloseReason.COORDINADOR: reasons.BY_COORDINATION,
}
