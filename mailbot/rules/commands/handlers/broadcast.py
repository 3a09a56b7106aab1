"""[NOVEDAD], [ALERTA] and [ACTA]: what the line is told, and what it puts on record (R6, R43)."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from mailbot.model.case import Case
from mailbot.model.decision import SaveOnLine, Send
from mailbot.model.line import Record, RecordKind
from mailbot.model.listing import line_of
from mailbot.model.vocabulary import EventKind, Role
from mailbot.rules import history, notices
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.moments import read_moment
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import compact
from mailbot.rules.numbers import numbers_in

_LONGEST_TITLE = 80
_UNSENT_FILES = " Los archivos adjuntos no se envían con ella."


def tell_news(order: Order, _case: Case | None) -> Done:
    """M-47 to N1 and Back Office; with `publica=si` new requests are told it too (R35, R43)."""
    order.only("publica", "hasta")
    text = order.wanted_text("la novedad")
    public = _is_public(order)
    today = order.policy.calendar.day(order.at)
    until = _day(order, "hasta") or _end_of_month(today)
    if until < today:
        raise Refused(f"hasta={until:%d/%m/%Y} ya pasó: escriba una fecha desde hoy.")
    record = Record(
        kind=RecordKind.NOVEDAD, at=order.at, by=order.member.email, day=today, text=text,
        until=until, public=public,
    )  # fmt: skip
    people = order.policy.with_role(Role.N1, Role.BO)
    people = tuple(each for each in people if each != order.member.email)
    facts = {"text": text, "author": order.member.email, "until": until, "public": public}
    told = _notice("M-47", people, order, facts) if people else ()
    readers = f"La recibirán {len(people)} personas de N1 y Back Office" if people else "Se guardó"
    users = "; también saldrá en los correos que registran solicitudes" if public else ""
    files = _UNSENT_FILES if order.event.mail.attachments else ""
    return Done(
        said=f"{readers}{users}. Vigente hasta el {until:%d/%m/%Y}.{files}",
        effects=(SaveOnLine(what=record), *told),
    )


def alert(order: Order, case: Case | None) -> Done:
    """M-48 to the line's coordinator, with the case or the cases that it is about (R46)."""
    order.only("casos")
    text = order.wanted_text("qué debe saber la coordinación")
    cases = _named(order)
    facts = {
        "title": _title(text),
        "text": text,
        "author": order.member.email,
        "rows": tuple(map(line_of, cases)),
        "commands": True,
    }
    coordinators = order.policy.with_role(Role.CL1)
    told = _notice("M-48", coordinators, order, facts, case)
    done = Done(said="La Coordinación de la Línea recibirá su alerta.", effects=told)
    if case is None:
        return done
    entry = history.by_staff(
        order.event, EventKind.NOTE, order.role, "Alerta a la Coordinación de la Línea",
        rule=order.command.tag, activity="4.3e", text=text,
    )  # fmt: skip
    return replace(done, case=case, events=(entry,))


def record_minutes(order: Order, case: Case | None) -> Done:
    """Put a meeting on record; its file stays with the mail, or with the case of its thread."""
    order.only("fecha", "tipo")
    order.wanted("fecha", what="la fecha de la reunión")
    day = _day(order, "fecha")
    if day is None or day > order.policy.calendar.day(order.at):
        raise Refused("La fecha de la reunión no puede ser posterior a hoy.")
    files = tuple(file.name or "sin nombre" for file in order.event.mail.attachments)
    text = order.command.text
    if not (text or files):
        raise Refused("Falta el acta: adjúntela o escriba las conclusiones debajo.")
    kind = order.said("tipo")
    where = f"en el caso {case.number}" if case else "con este correo, en el archivo de la línea"
    names = f"Archivos: {', '.join(files)} ({where})" if files else ""
    mail = f"Correo: {order.event.mail.message_id}" if order.event.mail.message_id else ""
    told = (f"Tipo: {kind}" if kind else "", text, names, mail)
    record = Record(
        kind=RecordKind.ACTA, at=order.at, by=order.member.email, day=day,
        text="\n".join(filter(None, told)),
    )  # fmt: skip
    kept = f" Lo adjunto ({', '.join(files)}) se conserva {where}." if files else ""
    return Done(
        said=f"Quedó registrada la reunión del {day:%d/%m/%Y}.{kept}",
        effects=(SaveOnLine(what=record),),
    )


def _notice(
    template: str, people: tuple[str, ...], order: Order, facts: Mapping[str, object],
    case: Case | None = None,
) -> tuple[Send, ...]:  # fmt: skip
    reason = f"[{order.command.tag}] de {order.member.email}"
    notice = notices.to_people(
        template, people, order.policy, case=case, reason=reason, facts=facts
    )
    return (notice,) if notice else ()


def _is_public(order: Order) -> bool:
    said = compact(order.said("publica") or "no")
    if said not in ("si", "no"):
        raise Refused(f"publica= es si o no, y dice «{order.said('publica')}».")
    return said == "si"


def _day(order: Order, key: str) -> date | None:
    said = order.said(key)
    if not said:
        return None
    zone = order.policy.calendar.zone
    return read_moment(said, key=key, today=order.at, zone=zone).date()


def _end_of_month(day: date) -> date:
    """Until when a notice without an end is in force: it is kept for the month (R43)."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _named(order: Order) -> tuple[Case, ...]:
    """The cases of `casos=`, each once. Raises Refused for one that does not exist."""
    numbers = numbers_in(order.said("casos"))
    if order.said("casos") and not numbers:
        raise Refused("No leo ningún número en casos=: escriba casos=INC-2026-000001,…")
    unknown = [number for number in numbers if number not in order.view.others]
    if unknown:
        raise Refused(f"No conozco {', '.join(unknown)}.")
    named = (order.view.others[number] for number in numbers)
    return tuple({case.row: case for case in named}.values())


def _title(text: str) -> str:
    """The first line of the text, at a length that a subject can begin with."""
    line = text.strip().splitlines()[0].strip()
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
