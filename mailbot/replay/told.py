"""What a replay tells: in Spanish for people, as JSON for programs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any

from mailbot.compose.spanish import counted
from mailbot.model.vocabulary import EventKind, Outcome
from mailbot.replay.comparing import ASPECTS, Compared, Tally, Verdict
from mailbot.rules.directory import staff_member
from mailbot.rules.policy import Policy
from storage.recorded import Undecided
from storage.timed import TimedDifference

_NAMES = {
    "outcome": "Destino", "rule": "Regla", "case": "Caso", "state": "Pasa a",
    "events": "Historia", "mails": "Correos",
}  # fmt: skip
_KINDS = {
    "outcome": "con otro destino",
    "case": "en otro caso, o sin él",
    "state": "con otro cambio de estado",
    "mails": "con otros correos de respuesta o aviso",
    "events": "con otra anotación en la historia",
    "rule": "decididos por otra regla",
}
_OUTCOMES = {
    Outcome.NEW_CASE: "caso nuevo",
    Outcome.CASE_EVENT: "mensaje en un caso",
    Outcome.ORIENTATION: "orientación, sin caso",
    Outcome.COMMAND: "orden de un asesor",
    Outcome.SURVEY: "respuesta a la encuesta",
    Outcome.DELIVERY_REPORT: "informe de entrega",
    Outcome.IGNORED: "ignorado",
    Outcome.PARKED: "apartado para que lo vea una persona",
}

_EVENTS: dict[str, str] = {
    EventKind.CREATED: "apertura",
    EventKind.MAIL: "correo",
    EventKind.COMMAND: "orden",
    EventKind.TRANSITION: "paso",
    EventKind.ASSIGNED: "asignación",
    EventKind.FIELD: "dato",
    EventKind.NOTE: "nota",
    EventKind.TIMER: "plazo",
    EventKind.SURVEY: "encuesta",
}


def lines_of(compared: Compared, policy: Policy) -> Iterator[str]:
    """A mail that is not as it was, or could not be compared, as lines."""
    entry, verdict = compared.entry, compared.verdict
    day = f"{entry.arrived_at.astimezone(policy.calendar.zone):%Y-%m-%d %H:%M}"
    yield f"Correo {entry.id} · {day} · {_author(compared, policy)}"
    yield f"  Asunto: {entry.subject or '(sin asunto)'}"
    if compared.numbers:
        yield f"  Caso: {' = '.join(compared.numbers)}"
    if verdict is Verdict.SAME:
        yield "  Igual que entonces."
    elif verdict is Verdict.ERASED:
        yield "  No se puede decidir otra vez: su contenido ya no se conserva."
    elif verdict is Verdict.CUT_OFF:
        yield "  No se puede comparar: su caso no nació de un correo que se conserve."
    else:
        for name in compared.differences:
            yield from _difference(name, compared)
        if compared.after is not None:
            yield f"  Puede venir de la diferencia del correo {compared.after}, del mismo caso."


def lines_of_case(
    differences: Sequence[TimedDifference], after: int | None, zone: tzinfo
) -> Iterator[str]:
    """What the deadlines of a case did otherwise, as lines."""
    yield f"Plazos del caso {' = '.join(differences[0].numbers)}"
    for each in differences:
        day = f"{each.at.astimezone(zone):%Y-%m-%d}"
        times = f"antes {_times(each.then)}; ahora {_times(each.now)}"
        yield f"  {_in_spanish(each.words)}: {times} ({day})"
    if after is not None:
        yield f"  Puede venir de la diferencia del correo {after}, del mismo caso."


def record_of_case(
    differences: Sequence[TimedDifference], after: int | None, zone: tzinfo
) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "numbers": differences[0].numbers,
        "after": after,
        "differences": [
            {"what": each.words, "then": each.then, "now": each.now,
             "first_at": each.at.astimezone(zone)}
            for each in differences
        ],
    }  # fmt: skip


def _in_spanish(words: str) -> str:
    """An entry of a history as `Deed` words it, with its kind in Spanish."""
    kind, _, rest = words.partition(" ")
    return f"{_EVENTS[kind]} {rest}".rstrip() if kind in _EVENTS else words


def _times(count: int) -> str:
    return counted(count, "vez", "veces") if count else "ninguna"


def summary(
    tally: Tally, undecided: Undecided | None, changed: Sequence[datetime], zone: tzinfo
) -> Iterator[tuple[str, str]]:
    """The result in rows of two cells; `changed` is when the configuration did."""
    verdicts = tally.verdicts
    yield "Iguales", str(verdicts[Verdict.SAME])
    yield "Distintos", _different(tally)
    for name in ASPECTS:
        if tally.aspects[name]:
            yield "", f"{tally.aspects[name]} {_KINDS[name]}"
    yield (
        "Plazos",
        (f"distintos en {counted(tally.timed, 'caso', 'casos')}" if tally.timed else "iguales"),
    )
    missing = _missing(verdicts, undecided)
    yield "Sin comparar", str(sum(count for count, _why in missing))
    yield from (("", f"{count} {why}") for count, why in missing if count)
    if changed:
        days = [f"{at.astimezone(zone):%Y-%m-%d}" for at in changed]
        told = ", ".join(dict.fromkeys(days[-5:]))
        times = counted(len(changed), "vez", "veces")
        why = "algunas diferencias pueden venir de ahí: mailbot config history"
        words = f"se decidió con la de hoy, que desde entonces cambió {times} (lo último: {told})"
        yield "Configuración", f"{words}; {why}"


def record_of(compared: Compared, zone: tzinfo) -> dict[str, Any]:
    """A mail as JSON."""
    entry = compared.entry
    return {
        "id": entry.id,
        "arrived_at": entry.arrived_at.astimezone(zone),
        "from": entry.sender or None,
        "subject": entry.subject or None,
        "message_id": entry.message_id,
        "numbers": compared.numbers,
        "result": compared.verdict,
        "differences": compared.differences,
        "after": compared.after,
        "then": _deed(compared.then),
        "now": _deed(compared.now) if compared.now else None,
    }


def counts_of(tally: Tally, undecided: Undecided | None) -> dict[str, Any]:
    """The figures as JSON."""
    verdicts = tally.verdicts
    return {
        "same": verdicts[Verdict.SAME],
        "different": verdicts[Verdict.DIFFERENT],
        "follow_ups": tally.follow_ups,
        "differences": {name: tally.aspects[name] for name in ASPECTS},
        "cases_timed_otherwise": tally.timed,
        "not_compared": {
            "erased": verdicts[Verdict.ERASED],
            "cut_off": verdicts[Verdict.CUT_OFF],
            "decided_by_person": undecided.by_person if undecided else 0,
            "waiting": undecided.waiting if undecided else 0,
        },
    }


def _author(compared: Compared, policy: Policy) -> str:
    sender = compared.entry.sender or "nadie"
    member = staff_member(sender, policy.config)
    return f"{sender} ({', '.join(member.roles)})" if member else sender


def _difference(name: str, compared: Compared) -> Iterator[str]:
    assert compared.now is not None
    then, now = getattr(compared.then, name), getattr(compared.now, name)
    title = f"  {_NAMES[name]}: "
    if isinstance(then, str):
        yield f"{title}antes {_words(name, then)}; ahora {_words(name, now)}"
        return
    yield title.rstrip()
    for word, lost, found in (("antes", then, now), ("ahora", now, then)):
        only = Counter(lost) - Counter(found)
        shown = list(only.elements()) or (["lo demás, igual"] if lost else ["nada"])
        # The same ones in another order: only the order can be told.
        if not only and Counter(then) == Counter(now):
            shown = list(lost)
        yield f"    {word}: {'; '.join(map(_in_spanish, shown))}"


def _words(name: str, value: str) -> str:
    if name == "outcome":
        return _OUTCOMES[Outcome(value)] if value else "ninguno"
    nothing = {"case": "ninguno", "state": "no cambia de estado", "rule": "ninguna"}
    return value or nothing[name]


def _different(tally: Tally) -> str:
    count = tally.verdicts[Verdict.DIFFERENT]
    if not tally.follow_ups:
        return str(count)
    return f"{count}, de ellos {tally.follow_ups} después de otra diferencia del mismo caso"


def _missing(verdicts: Counter[Verdict], undecided: Undecided | None) -> list[tuple[int, str]]:
    return [
        (verdicts[Verdict.ERASED], "con contenido que ya no se conserva"),
        (verdicts[Verdict.CUT_OFF], "de casos que no nacieron de un correo que se conserve"),
        (undecided.by_person if undecided else 0, "descartados por una persona"),
        (undecided.waiting if undecided else 0, "sin decidir todavía"),
    ]


def _deed(deed: Any) -> dict[str, Any]:
    return {name: getattr(deed, name) for name in ASPECTS}
