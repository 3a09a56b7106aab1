"""The one receipt of a mail of staff: what each tag did or why not, and what can be said next."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.decision import Decision, Effect, Enclosure, SaveCase, Send
from mailbot.model.vocabulary import EventKind, Outcome, Role
from mailbot.rules import case_files, history, offers
from mailbot.rules.commands.brackets import with_masked_tags
from mailbot.rules.commands.grammar import CommandMail, Unknown
from mailbot.rules.event import MailArrived
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

WAITS = "Espera la corrección de la otra etiqueta."
"""What is said of a tag that was right, beside another that was not."""

_UNPLACED = (
    "Está en el asunto de una respuesta y no consta que la escribiera usted; escríbala sola en "
    "una línea."
)
_DOUBTFUL = "No se distingue con certeza su texto del citado; envíe la etiqueta en un correo nuevo."
_MISPLACED = "La etiqueta debe ir sola en su línea; escriba el texto debajo."


@dataclass(frozen=True, slots=True, kw_only=True)
class TagResult:
    """What became of one tag, as the receipt tells it."""

    tag: str
    ok: bool
    text: str


def doubts(orders: CommandMail) -> tuple[TagResult, ...]:
    """What must be asked about before anything of the mail runs."""
    asked = [
        *((each, _MISPLACED) for each in orders.misplaced),
        *((each, _UNPLACED) for each in orders.unplaced),
        *((each, _DOUBTFUL) for each in orders.doubtful),
        *((each.written, _unknown(each)) for each in orders.unknown),
        *((each.written, WAITS) for each in orders.commands),
    ]
    return tuple(TagResult(tag=tag, ok=False, text=text) for tag, text in asked)


def one_for_all(orders: CommandMail, why: str) -> tuple[TagResult, ...]:
    """The same reason for the whole mail."""
    first = orders.commands[0].written
    more = len(orders.commands) - 1
    tag = f"{first} y {more} más" if more else first
    return (TagResult(tag=tag, ok=False, text=why),)


def done(
    event: MailArrived, member: StaffMember, case: Case | None, results: Sequence[TagResult],
    shown: Mapping[str, Any] | None = None, enclosures: Sequence[Enclosure] = (),
) -> Send:  # fmt: skip
    """M-31; without `results` it is about a text without tags, an internal note on `case`."""
    orders_nothing = event.mail.encrypted or (
        not event.orders.commands and (event.orders.in_doubt or not results)
    )
    facts = {"results": tuple(results), "note": case is not None and not results, **(shown or {})}
    return Send(
        template="M-31",
        to=(event.sender,),
        case=case,
        facts={**offers.to_member(case, member), **facts},
        enclosures=tuple(enclosures),
        answers=event.mail.message_id,
        references=event.mail.references,
        to_staff=True,
        urgent=True,
        once=_once_an_hour(event, case, results) if orders_nothing else None,
        brake=False,
        reason="Acuse de un correo interno",
    )


def _once_an_hour(event: MailArrived, case: Case | None, results: Sequence[TagResult]) -> str:
    """What orders nothing is answered once an hour, person, case and reason.

    His mail program may answer our receipt with a text of its own, without saying that it is one.
    """
    about = case.service_number if case else "sin caso"
    told = " ".join(f"{result.tag} {result.text}" for result in results)
    # Short, whatever is told: PostgreSQL keeps no key over 2.7 kB.
    said = hashlib.sha256(told.encode()).hexdigest()[:16] if told else "nota"
    return f"receipt:{event.sender}:{about}:{said}:{event.arrived_at:%Y-%m-%d %H}"


def decide_unproven(event: MailArrived, policy: Policy) -> Decision:
    """A command without proof of its author changes nothing; he and HERR are told (§16.13)."""
    orders = event.orders
    tags = [each.written for each in orders.commands]
    tags += [each.written for each in orders.unknown]
    tags += [*orders.unplaced, *orders.doubtful, *orders.misplaced]
    reason = (
        f"Etiquetas sin ejecutar: {', '.join(tags)}; el remitente no está autenticado. "
        f"{event.identity.reason}"
    )
    effects: list[Effect] = []
    case = event.match.case if event.match else None
    if case:
        entry = history.entry(
            event, EventKind.COMMAND, history.role_of(event.sender, policy), reason,
            Route.STAFF_COMMAND, text=with_masked_tags(event.mail.text),
        )  # fmt: skip
        effects.append(SaveCase(case=case, events=(entry,)))
        effects += case_files.keep(case, event.mail.attachments)
    effects.append(unproven(event, case, policy))
    return Decision(
        outcome=Outcome.COMMAND, rule=Route.STAFF_COMMAND, reason=reason, effects=tuple(effects),
        case=case.number if case else None,
    )  # fmt: skip


def unproven(event: MailArrived, case: Case | None, policy: Policy) -> Send:
    """Tell the real person and who runs mailbot, once a person, case and day (§16.13)."""
    day = event.arrived_at.astimezone(policy.calendar.zone).date()
    number = case.number if case else "sin caso"
    return Send(
        template="M-45",
        to=tuple(dict.fromkeys((event.sender, *policy.with_role(Role.HERR)))),
        case=case,
        facts={
            "what": "Llegó un correo con su dirección y no hay prueba de que lo envió usted.",
            "why": event.identity.reason,
        },
        to_staff=True,
        once=f"unproven:{event.sender}:{number}:{day}",
        brake=False,
        reason="Aviso de un correo interno sin autenticar",
    )


def _unknown(unknown: Unknown) -> str:
    if unknown.nearest is None:
        return "No existe. Pida la lista con «[AYUDA]»."
    return f"No existe; la más parecida es «[{unknown.nearest}]»."
