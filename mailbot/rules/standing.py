"""How a case stands, in sentences for the line's own people: state, who, by when, what waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from mailbot.model.case import Case
from mailbot.model.vocabulary import CloseReason, State
from mailbot.rules import reasons
from mailbot.rules.commands import fields
from mailbot.rules.commands.moments import shown
from mailbot.rules.policy import Policy

_CLOSED = {
    CloseReason.CONFIRMADO: "el usuario confirmó la solución",
    CloseReason.ACEPTACION_TACITA: "el usuario no respondió y la solución se dio por aceptada",
    CloseReason.SIN_RESPUESTA: "el usuario no envió lo que se le pidió",
    CloseReason.SOLUCION_N1: "el primer nivel dio la solución",
    CloseReason.AUTOSERVICIO: "el usuario encontró la solución",
    CloseReason.DUPLICADO: "se unió a otro caso",
    CloseReason.TRASLADO: "Capacitación terminó la atención",
    CloseReason.COORDINADOR: "lo decidió la coordinación",
}
_LONGEST = 300


def standing(case: Case, now: datetime, policy: Policy) -> str:
    """State and since when, who has it, its time, and what it waits for, as at `now`."""
    told = (_state(case, policy), _who(case, policy), _time(case, now, policy))
    return " ".join((*filter(None, told), *_waits(case, policy), *_ties(case, policy)))


def _state(case: Case, policy: Policy) -> str:
    since = case.opened_at
    for stint in reversed(case.stints):
        if stint.state is not case.state:
            break
        since = stint.start
    return f"Está en {case.state} desde el {_at(since, policy)}."


def _who(case: Case, policy: Policy) -> str:
    if case.state is State.CERRADO:
        by = case.resolved_by or case.assignee
        return f"Lo atendió {_person(by, policy)}." if by else ""
    since = f" desde el {_at(case.assigned_at, policy)}" if case.assigned_at else ""
    if case.assignee is None:
        return f"Está en la cola de {case.group}{since}; nadie lo tiene."
    taken = "" if case.taken_at else "; todavía no ha hecho nada en él"
    return f"Lo tiene {_person(case.assignee, policy)}, de {case.group}{since}{taken}."


def _time(case: Case, now: datetime, policy: Policy) -> str:
    if case.due_at is None:
        return "" if case.state in (State.RESUELTO, State.CERRADO) else "Su tiempo no corre."
    if case.due_at <= now:
        late = _hours(policy.calendar.between(case.due_at, now))
        return f"Venció el {_at(case.due_at, policy)}, hace {late} hábiles."
    left = _hours(policy.calendar.between(now, case.due_at))
    return f"Vence el {_at(case.due_at, policy)}; quedan {left} hábiles."


def _waits(case: Case, policy: Policy) -> Iterator[str]:
    if case.stopped:
        what = "Está detenido" if case.halted else "Sus plazos están suspendidos"
        yield f"{what} por {case.stopped.why} desde el {_at(case.stopped.since, policy)}."
    if case.halted:
        return
    match case.state:
        case State.PENDIENTE_CLIENTE:
            yield f"Espera al usuario{_until(case.client_wait_until, policy)}: {_asked(case)}."
        case State.PENDIENTE_PROVEEDOR if case.organ_answered_at:
            when = _at(case.organ_answered_at, policy)
            yield f"{case.governing_body} respondió el {when}; falta decidir cómo sigue."
        case State.PENDIENTE_PROVEEDOR:
            yield f"Espera la respuesta de {case.governing_body or 'un órgano rector'}."
        case State.PENDIENTE_HALLAZGO:
            yield f"Espera el hallazgo {case.finding_number or 'sin número'}."
        case State.PENDIENTE_AJUSTE:
            yield f"Espera el ajuste {case.adjustment_number or 'sin número'}."
        case State.RESUELTO if case.mass and case.wait_started_at:
            since = _at(case.wait_started_at, policy)
            yield f"Falta responder a usuarios del incidente masivo desde el {since}."
        case State.RESUELTO if case.mass:
            yield "Espera la confirmación de los usuarios del incidente masivo."
        case State.RESUELTO:
            yield f"Espera la confirmación del usuario{_until(case.confirmation_until, policy)}."
        case State.CERRADO if case.close_reason:
            yield f"Se cerró porque {_CLOSED[case.close_reason]}."
        case _ if case.missing:
            yield f"Faltan datos: {fields.listed(case.missing)}."
        case _:
            return


def _asked(case: Case) -> str:
    if case.question:
        question = " ".join(case.question.split())
        return f"«{question if len(question) <= _LONGEST else question[:_LONGEST] + '…'}»"
    return f"faltan {fields.listed(case.missing)}" if case.missing else "debe responder"


def _ties(case: Case, policy: Policy) -> Iterator[str]:
    if case.unreachable and case.state is not State.CERRADO:
        phone = case.requester.phone or "sin teléfono registrado"
        yield f"Nuestro último correo al usuario fue devuelto: llámelo ({phone})."
    if case.petition_until:
        day = policy.calendar.last_day(case.petition_until)
        yield f"Es un derecho de petición, con plazo legal hasta el {day:%d/%m/%Y}."
    if case.parent:
        yield f"{reasons.PART_OF}{case.parent}."
    if case.change_number:
        yield f"Tiene el control de cambios {case.change_number}."
    if case.related:
        yield f"Está relacionado con {', '.join(case.related)}."


def _at(moment: datetime, policy: Policy) -> str:
    return shown(moment, policy.calendar.zone)


def _until(limit: datetime | None, policy: Policy) -> str:
    return f" hasta el {_at(limit, policy)}" if limit else ""


def _person(address: str, policy: Policy) -> str:
    member = policy.staff.get(address)
    return f"{member.name} ({address})" if member else address


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    told = [f"{hours} h"] if hours else []
    if rest or not hours:
        told.append(f"{rest} min")
    return " ".join(told)
