"""The state of the box in plain words: first that no mail was lost, then what was held up."""

from collections.abc import Iterator
from datetime import timedelta

from mailbot.compose import spanish
from mailbot.compose.digest.values import BoxLine
from mailbot.compose.letter import Draft
from mailbot.model.digest import Box, Digest

_DAY = timedelta(days=1)
_MOST_PARKED = 2


def box_lines(letter: Draft, digest: Digest) -> Iterator[BoxLine]:
    """The sentences on the box, in order."""
    box = digest.box
    yield _conserved(letter, box)
    yield from _compared(letter, box)
    yield from _parked(box)
    yield _brakes(box)
    if box.acknowledged:
        yield _acknowledged(box)
    for alarm in box.alarms:
        since = spanish.held_together(letter.short(alarm.since))
        yield BoxLine(strong=f"Alarma del {since}:", rest=alarm.text, tone="bad")
    yield from _dead(box)
    if digest.held:
        count = spanish.counted(digest.held, "cierre por silencio", "cierres por silencio")
        rest = "Quien administra la herramienta los deja seguir cuando usted los revise."
        yield BoxLine(strong=f"{count} en espera.", rest=rest, tone="warn")


def _conserved(letter: Draft, box: Box) -> BoxLine:
    when = _when(letter, box)
    if not box.arrived:
        return BoxLine(strong="Sin novedad.", rest=f"{when} no llegó ningún correo.", tone="ok")
    came = "llegó 1 correo" if box.arrived == 1 else f"llegaron {box.arrived} correos"
    if box.undecided:
        settled = box.arrived - box.undecided
        waits = "1 espera" if box.undecided == 1 else f"{box.undecided} esperan"
        rest = f"{when} {came}: {settled} con destino y {waits}."
        return BoxLine(strong="Por decidir.", rest=rest, tone="warn")
    all_of_them = "y tiene destino" if box.arrived == 1 else f"y los {box.arrived} tienen destino"
    aside = f" ({box.set_aside} apartados para revisión)" if box.set_aside > 1 else ""
    aside = " (1 apartado para revisión)" if box.set_aside == 1 else aside
    return BoxLine(strong="Conciliado.", rest=f"{when} {came} {all_of_them}{aside}.", tone="ok")


def _compared(letter: Draft, box: Box) -> Iterator[BoxLine]:
    if box.compared_at is None:
        return
    at = spanish.held_together(letter.short(box.compared_at))
    if box.unaccounted:
        count = spanish.counted(box.unaccounted, "correo", "correos")
        rest = f"El buzón del {at} los muestra y el registro no los conoce: pida la conciliación."
        yield BoxLine(strong=f"{count} sin cuenta.", rest=rest, tone="bad")
    else:
        rest = f"El {at} comparamos el buzón con el registro y no falta ninguno."
        yield BoxLine(strong="Buzón completo.", rest=rest, tone="ok")


def _when(letter: Draft, box: Box) -> str:
    if box.until - box.since <= _DAY:
        return "Ayer"
    return f"Desde el {spanish.day_and_month(box.since.astimezone(letter.zone))}"


def _parked(box: Box) -> Iterator[BoxLine]:
    if not box.parked_count:
        return
    one = box.parked_count == 1
    count = spanish.counted(box.parked_count, "correo apartado", "correos apartados")
    why = "; ".join(reason.rstrip(".") for reason in box.parked[:_MOST_PARKED])
    left = box.parked_count - min(len(box.parked), _MOST_PARKED)
    rest = f"{'espera' if one else 'esperan'} revisión: «{why}»{f' y {left} más' if left else ''}."
    yield BoxLine(strong=count, rest=rest, tone="warn")


def _brakes(box: Box) -> BoxLine:
    if not (box.held_answers or box.held_requests):
        rest = "Ningún freno de respuestas automáticas se activó."
        return BoxLine(strong="Frenos.", rest=rest)
    held = []
    if box.held_answers:
        held.append(spanish.counted(box.held_answers, "respuesta", "respuestas"))
    if box.held_requests:
        held.append(spanish.counted(box.held_requests, "solicitud", "solicitudes"))
    people = spanish.counted(box.people_held, "persona", "personas")
    rest = f"Retuvieron {' y '.join(held)} de {people}."
    return BoxLine(strong="Frenos.", rest=rest, tone="warn")


def _acknowledged(box: Box) -> BoxLine:
    limit = spanish.number(box.max_minutes)
    minutes = "minuto" if box.max_minutes == 1 else "minutos"
    count = spanish.counted(box.acknowledged, "acuse de recibo", "acuses de recibo")
    if not box.late:
        rest = f"{count} en {limit} {minutes} o menos."
        return BoxLine(strong="Acuses a tiempo.", rest=rest, tone="ok")
    late = "1 salió" if box.late == 1 else f"{box.late} salieron"
    slowest = f"; el más lento, a los {_minutes(box.slowest)}" if box.slowest else ""
    rest = f"De {count}, {late} después de {limit} {minutes}{slowest}."
    return BoxLine(strong="Acuses tardíos.", rest=rest, tone="warn")


def _minutes(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    if minutes < 120:
        return spanish.counted(minutes, "minuto", "minutos")
    return spanish.counted(minutes // 60, "hora", "horas")


def _dead(box: Box) -> Iterator[BoxLine]:
    if not box.dead_count:
        return
    count = spanish.counted(box.dead_count, "dirección", "direcciones")
    left = box.dead_count - len(box.dead)
    named = f"{', '.join(box.dead)}{f' y {left} más' if left else ''}"
    verb = "recibe" if box.dead_count == 1 else "reciben"
    yield BoxLine(strong=count, rest=f"no {verb} correo: «{named}».", tone="warn")
