"""The Administrador's yes or no to an order on many cases, by its one-time code (M-30, §16.7)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.decision import Decision, Effect, SaveCase, SaveOnLine, Send
from mailbot.model.line import Authorisation
from mailbot.model.listing import line_of
from mailbot.model.vocabulary import EventKind, Outcome, Role
from mailbot.rules import case_files, history, waiting_mails
from mailbot.rules.commands import receipt
from mailbot.rules.commands.act import Order
from mailbot.rules.commands.brackets import read_tag
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.handlers import batch, batch_cases, personal_data, reassignment
from mailbot.rules.commands.handlers.batch_cases import BatchResult
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import Tag
from mailbot.rules.event import MailArrived, View
from mailbot.rules.one_time_codes import Answer, read_decision
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A batch order: what it does, the words for its result, its rule, and the risk it takes."""

    act: Callable[[Order, tuple[Case, ...]], BatchResult]
    done: str
    what: str
    reason: str
    rule: str
    risk: str = ""


_KINDS = {
    Tag.LOTE_PAUSAR: _Kind(
        act=batch.paused, done="Detuvimos", rule="T23", risk=batch_cases.RISK,
        what="El Administrador autorizó la orden. El tiempo de estos casos está detenido hasta "
        "que los reanude.",
        reason="Pausa por multiplicidad de funciones",
    ),
    Tag.LOTE_REASIGNAR: _Kind(
        act=batch.reassigned, done="Reasignamos", rule="LOTE REASIGNAR",
        what="El Administrador autorizó la orden. Los casos tienen nuevo asesor y siguen en el "
        "estado que tenían.",
        reason="Reasignación en lote",
    ),
}  # fmt: skip


def decide_authorisation(event: MailArrived, view: View, policy: Policy, now: datetime) -> Decision:
    """Carry an order out, or call it off; whatever is not as it must be changes nothing."""
    answer, member = read_decision(event.mail.text), event.identity.staff
    if answer is None or member is None:
        raise ValueError("a mail without a decision of staff was routed as one")
    if not event.identity.verified:
        reason = f"«{answer.written}» sin efecto; el remitente no está autenticado"
        return _kept(event, member, reason, receipt.unproven(event, _case(event), policy))
    try:
        waiting = _waiting(answer, member, event, view, now)
        if not answer.granted:
            return _called_off(waiting, answer, member, event, policy)
        return _carried_out(waiting, answer, member, event, view, policy, now)
    except Refused as refusal:
        result = receipt.TagResult(tag=answer.written, ok=False, text=str(refusal))
        told = receipt.done(event, member, _case(event), (result,))
        return _kept(event, member, f"«{answer.written}» sin efecto: {refusal}", told)


def _waiting(
    answer: Answer, member: StaffMember, event: MailArrived, view: View, now: datetime
) -> Authorisation:
    """The order that the answer is about, if he may decide it now. Raises Refused."""
    waiting = view.authorisation
    if not answer.code:
        raise Refused(
            f"Falta el código de la orden: responda {answer.written} y el código, sin más palabras."
        )
    if waiting is None:
        raise Refused(f"No existe una orden con el código {answer.code}. Nada cambió.")
    if member.email != waiting.authoriser or Role.ADM not in member.roles:
        raise Refused(f"Esta orden la autoriza {waiting.authoriser}. Nada cambió.")
    if waiting.decided_at is not None:
        word = "autorizada" if waiting.granted else "negada"
        raise Refused(f"El código sirve una sola vez y la orden ya fue {word}.")
    # A mail that was here in time counts as in time, whenever it is read.
    if min(event.arrived_at, now) > waiting.expires_at:
        raise Refused("El plazo de la orden venció y se anuló. Nada cambió; puede pedirse otra.")
    if not event.mail.commands_safe:
        raise Refused(
            "No se distingue con certeza su texto del citado. Nada cambió: envíe la frase en un "
            "correo nuevo."
        )
    if answer.granted and answer.has_condition:
        raise Refused(
            "Su respuesta parece tener una condición, y la orden se ejecuta completa o no se "
            "ejecuta. Nada cambió: responda solo con la frase."
        )
    return waiting


def _carried_out(
    waiting: Authorisation, answer: Answer, member: StaffMember, event: MailArrived, view: View,
    policy: Policy, now: datetime,
) -> Decision:  # fmt: skip
    order = _order(waiting, member, event, view, policy, now)
    if order.command.tag is Tag.DATOS_ANONIMIZAR:
        return _anonymised(order, waiting, answer)
    kind = _KINDS[order.command.tag]
    selection = batch_cases.selected(order)
    present = {each.row: each for each in view.others.values()}.values()
    result = kind.act(order, tuple(each for each in present if selection.has(each)))
    result.left += [
        line_of(each, f"{batch_cases.LEFT}ya no es {selection.whose}.")
        for each in present
        if not selection.has(each)
    ]
    why = f"{kind.reason}, pedida por {waiting.asked_by} y autorizada por {member.email}"
    if waiting.reason:
        why = f"{why}: {waiting.reason}"
    text = f"Riesgo que se asume: {kind.risk}" if kind.risk else ""
    effects: list[Effect] = [_decided(waiting, event, granted=True)]
    for each in result.changed:
        effects.append(batch.saved(each, order, why, kind.rule, Role.ADM, text))
        effects += (*waiting_mails.after_change(each.before, each.after), *each.effects)
    if order.command.tag is Tag.LOTE_REASIGNAR:
        effects += reassignment.letters(result.changed, order, why)
    effects.append(
        batch_cases.result_mail(
            f"{kind.done} {result.counted()} {selection.whose}", kind.what, result.rows, policy,
            reason=waiting.reason, risk=kind.risk,
        )
    )  # fmt: skip
    done = receipt.TagResult(
        tag=answer.written, ok=True, text=f"{kind.done} {result.counted()} {selection.whose}."
    )
    effects.append(receipt.done(event, member, None, (done,)))
    reason = f"{answer.written}: {waiting.order}, {result.counted()}"
    return _decision(reason, tuple(effects))


def _anonymised(order: Order, waiting: Authorisation, answer: Answer) -> Decision:
    said, effects = personal_data.anonymise(order, waiting)
    done = receipt.TagResult(tag=answer.written, ok=True, text=said)
    told = receipt.done(order.event, order.member, None, (done,))
    decided = _decided(waiting, order.event, granted=True)
    # The order itself names the person; the mail that it came with says whom it was about.
    reason = f"{answer.written}: {order.command.tag}. {said}"
    return _decision(reason, (decided, *effects, told))


def _called_off(
    waiting: Authorisation, answer: Answer, member: StaffMember, event: MailArrived, policy: Policy
) -> Decision:
    title = "El Administrador negó la orden sobre varios casos"
    what = f"{member.name} respondió NO AUTORIZO a «{_plain(waiting)}». La orden se anuló."
    told = batch_cases.result_mail(title, what, (), policy, reason=answer.beside[:300])
    done = receipt.TagResult(tag=answer.written, ok=True, text="La orden se anuló y nada cambió.")
    return _decision(
        f"{answer.written}: {waiting.order}",
        (
            _decided(waiting, event, granted=False),
            told,
            receipt.done(event, member, None, (done,)),
        ),
    )


def _order(
    waiting: Authorisation, member: StaffMember, event: MailArrived, view: View, policy: Policy,
    now: datetime,
) -> Order:  # fmt: skip
    """The order as it was written, to be carried out now. Raises Refused if it can't be read."""
    said = read_tag(waiting.order.strip("[]"))
    if said is None or said.tag not in (*_KINDS, Tag.DATOS_ANONIMIZAR):
        raise Refused("La orden ya no se entiende. Nada cambió; puede pedirse otra.")
    command = Command(tag=said.tag, written=waiting.order, arguments=said.arguments, keys=said.keys)
    return Order(
        command=command, member=member, role=Role.ADM, event=event, view=view, policy=policy,
        now=now,
    )  # fmt: skip


def _decided(waiting: Authorisation, event: MailArrived, *, granted: bool) -> SaveOnLine:
    return SaveOnLine(what=replace(waiting, decided_at=event.arrived_at, granted=granted))


def _kept(event: MailArrived, member: StaffMember, reason: str, told: Send) -> Decision:
    """Nothing changed; on the case that the mail belongs to, if any, it is kept (§16.31)."""
    case = _case(event)
    if case is None:
        return _decision(reason, (told,))
    entry = history.by_staff(
        event, EventKind.COMMAND, member.roles[0], reason, rule=Route.AUTHORISATION,
        text=event.mail.text,
    )  # fmt: skip
    files = case_files.keep(case, event.mail.attachments)
    effects: tuple[Effect, ...] = (SaveCase(case=case, events=(entry,)), *files, told)
    return replace(_decision(reason, effects), case=case.number)


def _decision(reason: str, effects: tuple[Effect, ...]) -> Decision:
    return Decision(
        outcome=Outcome.COMMAND, rule=Route.AUTHORISATION, reason=reason, effects=effects
    )


def _case(event: MailArrived) -> Case | None:
    return event.match.case if event.match else None


def _plain(waiting: Authorisation) -> str:
    # Without brackets: no mail of ours holds a tag that could run (design.md).
    return waiting.order.strip("[]")
