"""Mails that are set aside: too large to read, or impossible to process. People are told once."""

from datetime import datetime

from mailbot.model.decision import Decision, Effect, SaveCase, Send
from mailbot.model.masking import in_subject
from mailbot.model.vocabulary import EventKind, Group, Outcome, Role
from mailbot.rules import brakes, history, notices
from mailbot.rules.event import MailArrived, View
from mailbot.rules.matching import told_of
from mailbot.rules.policy import Policy

TOO_LARGE = "too-large"
UNREADABLE = "unreadable"
GAVE_UP = "gave-up"
TOO_MANY = "too-many-cases"
TOO_MANY_UNANSWERED = "too-many-unanswered"
TOO_MANY_OF_DOMAIN = "too-many-of-domain"
HELD_BY_A_BRAKE = (TOO_MANY, TOO_MANY_UNANSWERED, TOO_MANY_OF_DOMAIN)
MOST_ATTEMPTS = 3


def decide_too_large(event: MailArrived, size: int, entry_id: int, policy: Policy) -> Decision:
    """A mail over the limit, of which only the beginning was read (contract.md).

    It is parked, noted on its case if it has one; its author learns how to send it in parts (M-49),
    N1 is told.
    """
    megabytes = size / 1024 / 1024
    limit = policy.config.limits.mail_mb
    reason = f"El correo pesa {megabytes:.1f} MB y el límite es {limit:g} MB."
    effects: list[Effect] = []
    case = event.match.case if event.match else None
    if case:
        note = history.entry(
            event, EventKind.NOTE, Role.USR, f"{reason} Quedó apartado.", TOO_LARGE,
            text=event.mail.subject,
        )  # fmt: skip
        effects.append(SaveCase(case=case, events=(note,)))
    if event.sender and event.screening.answerable:
        effects.append(
            Send(
                template="M-49",
                to=(event.sender,),
                case=told_of(event.match, event.sender),
                facts={"limit": limit, "size": round(megabytes, 1)},
                answers=event.mail.message_id,
                references=event.mail.references,
                reason="Se indica el límite y cómo enviarlo por partes",
            )
        )
    facts = {
        **notices.message_facts(event),
        "title": "Correo demasiado grande",
        "why": reason,
        "expected": f"Si hace falta, el administrador lo lee con: mailbot parked retry {entry_id}",
    }
    notice = notices.to_people(
        "M-44", policy.in_group(Group.N1), policy, case=case, reason=reason, facts=facts,
        once=f"parked:{entry_id}",
    )  # fmt: skip
    if notice:
        effects.append(notice)
    return Decision(
        outcome=Outcome.PARKED, rule=TOO_LARGE, reason=reason, effects=tuple(effects),
        case=case.number if case else None,
    )  # fmt: skip


def decide_too_many_cases(
    event: MailArrived, view: View, policy: Policy, now: datetime
) -> Decision:  # fmt: skip
    """A request beyond the brakes waits for a human; N1 is told once a day and sender (§16.30).

    Beyond a domain's brake nobody is answered, not even in the summary: each answer to a program
    that writes from a new address every time would bring the next mail.
    """
    limits = policy.config.limits
    who, rule = event.sender, TOO_MANY
    reason = f"{brakes.BRAKE} {who} ya abrió {limits.new_cases_per_person_and_day} casos hoy."
    title = "Demasiadas solicitudes de una misma persona"
    if not event.screening.answerable:
        # Whose sender is forged, or answers to nobody, is not told of it in a summary either.
        rule = TOO_MANY_UNANSWERED
    if not brakes.is_over_person(view.crowd, limits):
        who, rule = brakes.neighbourhood(event.sender), TOO_MANY_OF_DOMAIN
        reason = brakes.over_domain_words(event.sender, view.crowd)
        title = "Demasiadas solicitudes de un mismo dominio"
    facts = {
        **notices.message_facts(event),
        "title": title,
        "why": reason,
        "expected": "Las siguientes quedan apartadas (mailbot parked list). Revise quién escribe.",
    }
    day = now.astimezone(policy.calendar.zone).date()
    notice = notices.to_people(
        "M-44", policy.in_group(Group.N1), policy, case=None, reason=reason, facts=facts,
        once=f"too-many:{who}:{day}",
    )  # fmt: skip
    return Decision(
        outcome=Outcome.PARKED, rule=rule, reason=reason, effects=(notice,) if notice else ()
    )


def decide_parked(rule: str, reason: str, entry_id: int, subject: str, policy: Policy) -> Decision:
    """A mail that can't be processed: whoever administers mailbot is told once, with its id."""
    about = in_subject(subject) or "sin asunto"
    facts = {
        "title": "Un correo quedó apartado",
        "what": f"No se pudo procesar el correo {entry_id} («{about}»). {reason}",
        "since": None,
        "actions": (
            f"Véalo con: mailbot parked show {entry_id}",
            f"Corrija el .eml y vuelva a intentarlo con: mailbot parked retry {entry_id}",
        ),
    }
    people = policy.with_role(Role.HERR) or policy.with_role(Role.CL1)
    notice = notices.to_people(
        "M-46", people, policy, case=None, reason=reason, facts=facts,
        once=f"parked:{entry_id}", urgent=True,
    )  # fmt: skip
    return Decision(
        outcome=Outcome.PARKED, rule=rule, reason=reason, effects=(notice,) if notice else ()
    )
