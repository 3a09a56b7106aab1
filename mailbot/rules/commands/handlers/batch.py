"""[LOTE PAUSAR], [LOTE REASIGNAR], [LOTE REANUDAR]: case 2 of the contingencies (§4.2-2, R31)."""

from dataclasses import replace
from datetime import timedelta

from mailbot.model.case import Case
from mailbot.model.decision import SaveCase, SaveOnLine, Send
from mailbot.model.line import Authorisation
from mailbot.model.listing import line_of
from mailbot.model.vocabulary import EventKind, Pause, Role
from mailbot.rules import history, windows
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.handlers import batch_cases, reassignment
from mailbot.rules.commands.handlers.batch_cases import BatchResult, Changed
from mailbot.rules.commands.handlers.choice import member
from mailbot.rules.commands.rights import Refused

ANSWERED_WITHIN = timedelta(hours=24)
"""Working time in which the Administrador's word is waited for."""

_MOST_TOLD = 5
_KEYS = ("asesor", "grupo", "casos", "motivo", "autoriza")


def ask_to_pause(order: Order, case: Case | None) -> Done:
    """Ask the Administrador whether running cases may stop (T23, Q20); nothing changes yet."""
    order.only(*_KEYS)
    selection = batch_cases.selected(order)
    cases = batch_cases.cases_of(selection, order, case)
    trial = paused(order, cases)
    return ask(order, trial, f"Detener {trial.counted()} {selection.whose}", batch_cases.RISK)


def ask_to_reassign(order: Order, case: Case | None) -> Done:
    """Ask the Administrador whether cases may pass to other advisors; nothing changes yet."""
    order.only(*_KEYS, "a", "nivel")
    selection = batch_cases.selected(order)
    cases = batch_cases.cases_of(selection, order, case)
    trial = reassigned(order, cases)
    to = order.said("a") and member(order, order.said("a")).name
    whom = to or f"el grupo {order.said('nivel').upper()}"
    return ask(order, trial, f"Reasignar {trial.counted()} {selection.whose} a {whom}", "")


def resume(order: Order, case: Case | None) -> Done:
    """T30: give paused cases their states back; the line's coordinator does it by himself."""
    order.only(*_KEYS)
    selection = batch_cases.selected(order)
    cases = batch_cases.cases_of(selection, order, case)
    result = batch_cases.carried_out(cases, lambda each: _resumed(each, order))
    if not result.changed:
        raise Refused(f"Ningún caso {selection.whose} está detenido por un lote.")
    why = order.said("motivo") or order.command.text
    reason = f"Reanudado por {order.member.email}{': ' + why if why else ''}"
    mail = batch_cases.result_mail(
        f"Reanudamos {result.counted()} {selection.whose}",
        "Cada caso volvió al estado que tenía y su tiempo corre de nuevo.",
        result.rows, order.policy, reason=why,
    )  # fmt: skip
    return Done(
        said=f"Casos reanudados: {len(result.changed)}.",
        others=tuple(saved(each, order, reason, "T30", order.role) for each in result.changed),
        effects=(mail,),
    )


def ask(order: Order, trial: BatchResult, what: str, risk: str) -> Done:
    """Ask the Administrador for his word on what `trial` would do; nothing changes yet (M-30)."""
    authoriser = _authoriser(order)
    if not trial.changed:
        raise Refused(f"Ningún caso cambiaría. {trial.left[0].number}: {trial.left[0].note}")
    why = order.said("motivo") or order.command.text
    waiting = Authorisation(
        code=order.view.codes[0],
        order=order.command.written,
        numbers=tuple(each.before.number for each in trial.changed),
        reason=why,
        asked_by=order.member.email,
        authoriser=authoriser,
        asked_at=order.at,
        expires_at=order.policy.calendar.advance(order.told_at, ANSWERED_WITHIN),
    )
    return Done(
        said=f"Pedimos a {authoriser} que autorice la orden sobre {trial.counted()}. Nada cambia "
        f"hasta que responda.{_left_out(trial)}",
        effects=(SaveOnLine(what=waiting), _question(order, waiting, trial, what, risk)),
    )


def paused(order: Order, cases: tuple[Case, ...]) -> BatchResult:
    """What a pause does to these cases, now."""
    return batch_cases.carried_out(
        cases, lambda each: batch_cases.pause(each, order.at, order.policy)
    )


def reassigned(order: Order, cases: tuple[Case, ...]) -> BatchResult:
    """What a reassignment does to these cases, now. Raises Refused if nobody can get them."""
    choose = reassignment.to_whom(order)
    return batch_cases.carried_out(cases, lambda each: reassignment.reassign(each, order, choose))


def saved(
    changed: Changed, order: Order, reason: str, rule: str, role: Role, text: str = ""
) -> SaveCase:
    """A case that an order changed, with the entry of its history."""
    before, after = changed.before, changed.after
    moved, given = before.state is not after.state, before.assignee != after.assignee
    kind = EventKind.ASSIGNED if given else EventKind.TRANSITION if moved else EventKind.FIELD
    entry = history.by_staff(
        order.event, kind, role, reason, rule=rule, activity="4.2-2b" if given else "4.2-2a",
        text=text, source=before.state if moved else None, target=after.state if moved else None,
    )  # fmt: skip
    return SaveCase(case=after, events=(entry,))


def _resumed(case: Case, order: Order) -> Changed:
    stopped = case.stopped
    if stopped is None or stopped.why is not Pause.MULTIPLICIDAD:
        why = stopped.why if stopped and case.halted else f"{case.state}, sin pausa de un lote"
        raise Refused(f"está en {why}.")
    contingency = order.view.contingency
    if contingency and case.opened_at < contingency.since:
        # The pause is over, but the tool is down: that stops it now, until the contingency ends.
        after = replace(case, stopped=replace(stopped, why=Pause.CONTINGENCIA, since=order.at))
        return Changed(before=case, after=after, note="Sigue detenido por la contingencia.")
    after = windows.released(case, order.at, order.policy)
    return Changed(before=case, after=after, note=f"Vuelve a {after.state}.")


def _left_out(trial: BatchResult) -> str:
    """What the receipt says of cases that would not change: the first ones, each with its why."""
    told = "; ".join(
        f"{row.number} {row.note.removeprefix(batch_cases.LEFT).rstrip('.')}"
        for row in trial.left[:_MOST_TOLD]
    )
    more = f"; y {len(trial.left) - _MOST_TOLD} más" if len(trial.left) > _MOST_TOLD else ""
    return f" Quedan por fuera: {told}{more}." if trial.left else ""


def _question(
    order: Order, waiting: Authorisation, trial: BatchResult, what: str, risk: str
) -> Send:
    """M-30; it goes at once, whatever the hour (§16.10)."""
    copies = dict.fromkeys((order.member.email, *order.policy.with_role(Role.CL1)))
    return Send(
        template="M-30",
        to=(waiting.authoriser,),
        cc=tuple(each for each in copies if each != waiting.authoriser),
        facts={
            "what": f"{what}.",
            "asked_by": order.member.email,
            "reason": waiting.reason,
            "risk": risk,
            "code": waiting.code,
            "expires": waiting.expires_at,
            "rows": tuple(line_of(each.before) for each in trial.changed),
        },
        to_staff=True,
        urgent=True,
        brake=False,
        reason=f"Autorización de {order.command.written}",
    )


def _authoriser(order: Order) -> str:
    """The Administrador whom `autoriza=` names, who is not the person that asks. Raises Refused."""
    administrators = ", ".join(order.policy.with_role(Role.ADM)) or "nadie en el directorio"
    named = order.said("autoriza")
    if not named:
        raise Refused(f"Falta quién autoriza: escriba autoriza=correo ({administrators}).")
    person = member(order, named)
    if Role.ADM not in person.roles:
        raise Refused(f"{person.email} no es Administrador SIIF: autorizan {administrators}.")
    if person.email == order.member.email:
        raise Refused("Quien pide la orden no puede autorizarla.")
    return person.email
