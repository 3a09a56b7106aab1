"""Alarms about the line itself: each is told once when it begins, and once when it is over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailbot.config.limits import Alarms
from mailbot.model.decision import Decision, Effect, SaveOnLine
from mailbot.model.line import Alarm, ProcessRole, RoutineFailure
from mailbot.model.vocabulary import Outcome, Role
from mailbot.rules import notices
from mailbot.rules.alarm_words import WORDS, Kind, kind_of, lacking
from mailbot.rules.calendar import WorkingCalendar
from mailbot.rules.policy import Policy

RECENT = 40
"""How many of the latest arrivals tell what the usual pause between two mails is."""

_UNUSUAL = 8
_FAILURES = 3
"""How often in a row a routine fails before people are told: the next attempt may do."""
_MEGABYTE = 1024 * 1024
_DISK_MARGIN = 1.2
"""So much of the limit must be free before the disk counts as well again: no flapping at it."""
_UNSCANNED_HELD = "Los archivos que no puede revisar quedan retenidos."
_UNSCANNED_PASS = "Los archivos que no puede revisar pasan solo con la inspección de mailbot."


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore of a back-up `made` then still holds: mails of ours, and silent closings."""

    made: datetime
    mails: int
    closings: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What was seen of the line in one pass.

    `mailbox_trouble` says why the mailbox could not be used now, "" if it could; `reached_at` is
    when it last could. `arrivals` are the receptions of the latest mail and of the one `RECENT`
    before it, None while there are fewer. `stuck_since` is when the oldest mail was composed that
    was tried and not accepted.
    `clock_off` is by how much this machine's clock seems wrong, None where nothing told.
    `antivirus_trouble` says why files went unscanned since the last look, "" if none did.
    `restored` is what a restore still holds, None where nothing was restored or all is settled.
    `missing` are the roles that no process has had for long. `failing` are the routines that
    failed the last time.
    """

    mailbox_trouble: str = ""
    login_refused: bool = False
    reached_at: datetime | None = None
    arrivals: tuple[datetime, datetime] | None = None
    stuck_since: datetime | None = None
    accepted_at: datetime | None = None
    waiting: int = 0
    clock_off: timedelta | None = None
    free_bytes: int | None = None
    antivirus_trouble: str = ""
    restored: Restored | None = None
    missing: tuple[ProcessRole, ...] = ()
    failing: tuple[RoutineFailure, ...] = ()


def raised(signs: Signs, policy: Policy, now: datetime) -> dict[str, str]:
    """What is wrong with the line now: its Spanish sentence by the `kind` of its alarm."""
    return dict(_raised(signs, policy, now))


def decide_alarms(
    signs: Signs, standing: Sequence[Alarm], policy: Policy, now: datetime
) -> Decision | None:
    """Tell what began and what is over since the last look; None if nothing changed.

    Of what goes on the newest words are kept, and nobody is told again.
    """
    now_wrong = raised(signs, policy, now)
    known = {alarm.kind: alarm for alarm in standing}
    effects: list[Effect] = []
    for kind, text in now_wrong.items():
        if kind not in known:
            effects += _told(Alarm(kind=kind, since=now, text=text), policy)
        elif text != known[kind].text:
            effects.append(SaveOnLine(what=replace(known[kind], text=text, renewed=True)))
    for alarm in standing:
        if alarm.kind not in now_wrong and not _lasts(alarm, signs, policy.config.alarms):
            effects += _told_over(alarm, policy, now)
    if not effects:
        return None
    return Decision(
        outcome=Outcome.CASE_EVENT, rule="alarms", reason="Estado de la línea",
        effects=tuple(effects),
    )  # fmt: skip


def _raised(signs: Signs, policy: Policy, now: datetime) -> Iterator[tuple[str, str]]:
    limits = policy.config.alarms
    if signs.login_refused:
        yield Kind.LOGIN, f"{signs.mailbox_trouble} Los correos esperan allí y no se pierden."
    elif signs.mailbox_trouble and signs.reached_at:
        away = now - signs.reached_at
        if away >= timedelta(minutes=limits.unreachable_minutes):
            text = (
                f"No se puede leer el buzón desde hace {lasting(away)}. {signs.mailbox_trouble} "
                "Los correos esperan allí y no se pierden."
            )
            yield Kind.MAILBOX, text
    if not signs.mailbox_trouble and _too_quiet(signs, policy.calendar, limits.quiet_hours, now):
        yield Kind.QUIET, "No llega correo desde hace un tiempo que no es usual en horario hábil."
    if signs.stuck_since:
        # One recipient's server that says "later" is not ours that says nothing.
        silent = now - max(signs.stuck_since, signs.accepted_at or signs.stuck_since)
        if silent >= timedelta(minutes=limits.outbox_minutes):
            text = (
                f"Ningún correo ha salido desde hace {lasting(silent)} y {signs.waiting} esperan. "
                "Se sigue intentando y no se pierde ninguno."
            )
            yield Kind.OUTBOX, text
    if signs.clock_off and signs.clock_off >= timedelta(seconds=limits.clock_seconds):
        yield Kind.CLOCK, f"Parece haber una diferencia de {lasting(signs.clock_off)}."
    if signs.free_bytes is not None and signs.free_bytes < limits.disk_mb * _MEGABYTE:
        free = signs.free_bytes // _MEGABYTE
        yield Kind.DISK, f"Al disco de los archivos le quedan {free} MB libres."
    if signs.restored and (signs.restored.mails or signs.restored.closings):
        yield Kind.RESTORED, _held_words(signs.restored, policy)
    # That nobody reads the mailbox is told as what it means: the mailbox is not read.
    if lacked := [lacking(role) for role in signs.missing if role is not ProcessRole.RECEIVE]:
        yield Kind.ROLES, " ".join(lacked)
    for failure in signs.failing:
        if failure.times >= _FAILURES:
            # Each is an alarm of its own: one that begins while another lasts is told too.
            yield f"{Kind.ROUTINES}:{failure.name}", _failing_words(failure, policy)
    if signs.antivirus_trouble:
        unscanned = _UNSCANNED_HELD if policy.config.antivirus.required else _UNSCANNED_PASS
        yield Kind.ANTIVIRUS, f"{signs.antivirus_trouble} {unscanned}"


def _held_words(restored: Restored, policy: Policy) -> str:
    made = restored.made.astimezone(policy.calendar.zone)
    held = []
    if restored.mails == 1:
        held.append("un correo sin enviar, que pudo salir después de la copia")
    elif restored.mails:
        held.append(f"{restored.mails} correos sin enviar, que pudieron salir después de la copia")
    if restored.closings:
        held.append("los cierres por falta de respuesta que ya vencieron")
    return (
        f"Se restauró la copia del {made:%d/%m/%Y a las %H:%M}. Quedaron retenidos "
        f"{' y '.join(held)}: nada de eso sigue sin que usted lo diga."
    )


def _failing_words(failure: RoutineFailure, policy: Policy) -> str:
    last = failure.last.astimezone(policy.calendar.zone)
    why = failure.why.rstrip(".") or "una falla del programa, que está en el registro"
    return (
        f"No se ha podido hacer: {failure.title}. Falló {failure.times} veces seguidas, la última "
        f"el {last:%d/%m/%Y a las %H:%M}. Motivo: {why}. Se sigue intentando."
    )


def _too_quiet(signs: Signs, calendar: WorkingCalendar, quiet_hours: float, now: datetime) -> bool:
    """Whether nothing came for long, and for much longer than usual: a quiet line is no fault."""
    if not quiet_hours or signs.arrivals is None or not calendar.is_open(now):
        return False
    latest, earlier = signs.arrivals
    silence = calendar.between(latest, now)
    usual = calendar.between(earlier, latest) / RECENT
    return silence >= max(timedelta(hours=quiet_hours), usual * _UNUSUAL)


def _lasts(alarm: Alarm, signs: Signs, limits: Alarms) -> bool:
    """Whether an alarm goes on though nothing raises it now: until it is known to be over.

    An account that could not be asked may still be refused; silence ends with a mail, not with the
    working day; a disk just above its limit is about to be below it again.
    """
    away = bool(signs.mailbox_trouble)
    match alarm.kind:
        case Kind.LOGIN:
            return away
        case Kind.MAILBOX:
            return away and not signs.login_refused
        case Kind.QUIET:
            return away or signs.arrivals is None or signs.arrivals[0] <= alarm.since
        case Kind.CLOCK:
            return signs.clock_off is None
        case Kind.DISK:
            return signs.free_bytes is None or (
                signs.free_bytes < limits.disk_mb * _DISK_MARGIN * _MEGABYTE
            )
    return False


def _told(alarm: Alarm, policy: Policy) -> Iterator[Effect]:
    words = WORDS[kind_of(alarm)]
    yield SaveOnLine(what=alarm)
    facts = {
        "title": words.title, "what": alarm.text, "since": alarm.since, "actions": words.actions,
    }  # fmt: skip
    yield from _notice(alarm, facts, "began", policy)


def _told_over(alarm: Alarm, policy: Policy, now: datetime) -> Iterator[Effect]:
    words = WORDS[kind_of(alarm)]
    yield SaveOnLine(what=Alarm(kind=alarm.kind, since=alarm.since, text=alarm.text, over=True))
    lasted = lasting(now - alarm.since)
    what = f"Esta alarma duró {lasted} y ya terminó. Decía: {alarm.text}"
    facts = {"title": words.over, "what": what, "since": now, "actions": ()}
    yield from _notice(alarm, facts, "over", policy)


def _notice(alarm: Alarm, facts: dict[str, object], step: str, policy: Policy) -> Iterator[Effect]:
    people = policy.with_role(Role.HERR) or policy.with_role(Role.CL1)
    notice = notices.to_people(
        "M-46", people, policy, case=None, reason=str(facts["title"]), facts=facts,
        once=f"alarm:{alarm.kind}:{alarm.since.isoformat()}:{step}",
    )  # fmt: skip
    if notice:
        yield notice


def lasting(span: timedelta) -> str:
    """How long something lasts, for people: minutes, hours or days."""
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes < 120:
        return "un minuto" if minutes == 1 else f"{minutes} minutos"
    hours = minutes // 60
    return f"{hours} horas" if hours < 48 else f"{hours // 24} días"
