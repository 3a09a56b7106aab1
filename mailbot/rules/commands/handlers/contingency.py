"""[CONTINGENCIA INICIO] and [CONTINGENCIA FIN]: the tool was down, and time stands still (R30)."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, tzinfo

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import SaveCase, SaveOnLine, Send
from mailbot.model.line import Contingency
from mailbot.model.listing import CaseLine, line_of
from mailbot.model.vocabulary import CloseReason, EventKind, Pause, Role, State
from mailbot.rules import history, windows
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.moments import read_moment, shown
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import Tag

_ACTIVITY = "4.2-1h"
_BY_SILENCE = (CloseReason.SIN_RESPUESTA, CloseReason.ACEPTACION_TACITA)


def begin(order: Order, _case: Case | None) -> Done:
    """T21: stop, from `desde` on, every case of before the failure; the persons' waits too."""
    order.only("desde", "motivo")
    running = order.view.contingency
    zone = order.policy.calendar.zone
    if running:
        raise Refused(
            f"Ya hay una contingencia desde {shown(running.since, zone)}: termínela antes con "
            f"«[CONTINGENCIA FIN hasta=…]»."
        )
    since = _moment(order, "desde")
    why = order.said("motivo") or order.command.text
    if not why:
        raise Refused('Falta el motivo, que queda en el informe: escriba motivo="…".')
    contingency = Contingency(since=since, until=None, reason=why, by=order.member.email)
    saved, rows = [], []
    for case in order.view.open:
        if case.opened_at >= since or case.stopped or case.state is State.CERRADO:
            continue
        stopped = windows.halted(case, Pause.CONTINGENCIA, since, order.policy)
        saved.append(SaveCase(case=stopped, events=_begins(order, case, stopped, contingency)))
        if stopped.halted:
            rows.append(line_of(stopped, f"Antes: {case.state}."))
    return Done(
        said=f"Contingencia desde {shown(since, zone)}. Casos detenidos: {len(rows)}. Para "
        "terminarla: «[CONTINGENCIA FIN hasta=…]».",
        others=tuple(saved),
        effects=(SaveOnLine(what=contingency), _told(order, "M-27", contingency, rows)),
    )


def end(order: Order, _case: Case | None) -> Done:
    """T22: every case goes on in its own state from `hasta` on; the window counts for nobody."""
    order.only("hasta", "motivo")
    running = order.view.contingency
    if running is None:
        raise Refused("No hay ninguna contingencia en curso.")
    zone = order.policy.calendar.zone
    until = _moment(order, "hasta")
    if until <= running.since:
        raise Refused(
            f"«hasta={order.said('hasta')}» no es posterior al comienzo de la contingencia "
            f"({shown(running.since, zone)})."
        )
    ended = replace(running, until=until)
    silent = _closed_by_silence(order.view.open, ended)
    saved, rows = [], []
    for case in order.view.open:
        if case.opened_at >= running.since:
            continue
        spared = windows.spared(case, running.since, until, order.policy)
        if spared == case:
            continue
        saved.append(SaveCase(case=spared, events=_ends(order, case, spared)))
        if case.halted and not spared.halted:
            rows.append(line_of(spared, f"Vuelve a {spared.state}."))
    return Done(
        said=f"Contingencia terminada: de {shown(running.since, zone)} a {shown(until, zone)}. "
        f"Casos de nuevo en curso: {len(rows)}.",
        others=tuple(saved),
        effects=(SaveOnLine(what=ended), _told(order, "M-28", ended, rows, silent)),
    )


def first_told(commands: Iterable[Command], at: datetime, zone: tzinfo) -> datetime:
    """The earliest beginning of a contingency that tags of a mail of `at` tell of, else `at`."""
    found = [at]
    for command in commands:
        if command.tag is Tag.CONTINGENCIA_INICIO and command.key("desde"):
            with suppress(Refused):
                found.append(read_moment(command.key("desde"), key="desde", today=at, zone=zone))
    return min(found)


def _closed_by_silence(cases: Iterable[Case], window: Contingency) -> tuple[CaseLine, ...]:
    """The cases of before that the person's silence closed while the tool was down.

    Nobody knew of the window then: whether one is reopened is for people to say.
    """
    return tuple(
        line_of(case, "Se cerró por silencio dentro de la ventana.")
        for case in cases
        if case.close_reason in _BY_SILENCE and case.opened_at < window.since
        and case.closed_at and window.until
        and window.since <= case.closed_at < window.until
    )  # fmt: skip


def _moment(order: Order, key: str) -> datetime:
    """When it began or ended: as it is said, else when the mail arrived. Raises Refused."""
    said = order.said(key)
    if not said:
        return order.at
    moment = read_moment(said, key=key, today=order.at, zone=order.policy.calendar.zone)
    if moment > order.at:
        raise Refused(f"«{key}={said}» todavía no ha pasado.")
    return moment


def _begins(order: Order, case: Case, stopped: Case, why: Contingency) -> tuple[CaseEvent, ...]:
    since = shown(why.since, order.policy.calendar.zone)
    if stopped.halted:
        reason = f"Contingencia desde {since}: {why.reason}"
        return (_entry(order, EventKind.TRANSITION, reason, "T21", case, stopped),)
    if case.client_wait_until or case.confirmation_until:
        reason = f"Contingencia desde {since}: el plazo del usuario queda suspendido"
        return (_entry(order, EventKind.TIMER, reason, "T21"),)
    return ()


def _ends(order: Order, case: Case, spared: Case) -> tuple[CaseEvent, ...]:
    if case.halted and not spared.halted:
        reason = "Terminó la contingencia: el caso sigue su curso"
        return (_entry(order, EventKind.TRANSITION, reason, "T22", case, spared),)
    if (case.client_wait_until, case.confirmation_until, case.stints) != (
        spared.client_wait_until, spared.confirmation_until, spared.stints
    ):  # fmt: skip
        reason = "Terminó la contingencia: su tiempo no cuenta en el caso"
        return (_entry(order, EventKind.TIMER, reason, "T22"),)
    return ()


def _entry(
    order: Order, kind: EventKind, reason: str, rule: str, before: Case | None = None,
    after: Case | None = None,
) -> CaseEvent:  # fmt: skip
    return history.by_staff(
        order.event, kind, order.role, reason,
        rule=rule, activity=_ACTIVITY,
        source=before.state if before else None, target=after.state if after else None,
    )  # fmt: skip


def _told(
    order: Order, template: str, what: Contingency, rows: Iterable[CaseLine],
    ended: Iterable[CaseLine] = (),
) -> Send:  # fmt: skip
    """M-27 and M-28 to who runs the tool and who coordinates, with the list of cases (R30)."""
    to = order.policy.with_role(Role.HERR, Role.CL1, Role.CL23)
    return Send(
        template=template,
        to=to,
        cc=tuple(each for each in order.policy.with_role(Role.ADM) if each not in to),
        facts={
            "since": what.since, "until": what.until, "reason": what.reason, "rows": tuple(rows),
            "ended": tuple(ended), "told_at": order.told_at, "commands": True,
        },
        to_staff=True,
        brake=False,
        reason=f"Contingencia: {what.reason}",
    )  # fmt: skip
