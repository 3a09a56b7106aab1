"""[FAQ], [FAQ APROBAR] and [FAQ RETIRAR]: a solved case becomes what everybody may read (R15)."""

import re
from dataclasses import replace

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import SaveFaq, SaveOnLine, Send
from mailbot.model.faq import FaqEntry, FaqState
from mailbot.model.vocabulary import EventKind, Role, State
from mailbot.rules import anonymous, faq_decisions, faq_draft, history, notices
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import compact
from mailbot.rules.faq_draft import Draft

_SOLVED = (State.RESUELTO, State.CERRADO)
_NUMBER = re.compile(r"(?:faq|nro|no|n)?[-.#°º ]{0,3}(\d{1,9})", re.IGNORECASE)
_HIDES = " Los nombres, números y direcciones se ocultaron."


def propose(order: Order, case: Case | None) -> Done:
    """Draw a question from the case or from the P: and R: lines; CL23 is asked for it (M-40)."""
    if order.command.arguments:
        raise Refused(
            f"No conozco «{order.command.written}»: use [FAQ], [FAQ APROBAR nro=…] o "
            "[FAQ RETIRAR nro=…]."
        )
    order.only("p", "r")
    case = case if case and not anonymous.is_anonymous(case) else None
    said = _said(order)
    if case and not said.question:
        _refuse_twice(case, order)
    own = faq_draft.of_case(case) if case and case.state in _SOLVED else Draft()
    draft = _complete(said, own, case, order.policy.names)
    entry = FaqEntry(
        number=order.view.next_faq, question=draft.question, answer=draft.answer,
        module=case.module if case else None, cause=case.cause if case else "",
        case_number=case.number if case else None, proposed_by=order.member.email,
        proposed_at=order.at,
    )  # fmt: skip
    asked = _ask(entry, order, case)
    done = Done(
        said=f"La propuesta {entry.number} va a la Coordinación de Nivel II/III.{_HIDES}",
        effects=(SaveFaq(entry=entry), *asked),
    )
    return _on(case, order, f"Propuesta de pregunta frecuente {entry.number}", "4.3f", done)


def approve(order: Order, case: Case | None) -> Done:
    """Publish a question, as it was proposed or as it is corrected below the tag."""
    order.only("nro", "n", "publica", "p", "r", words=1)
    entry = _named(order, case)
    said = faq_draft.without_data(_said(order), case, order.policy.names)
    state = FaqState.PUBLICADA if _is_public(order) else FaqState.APROBADA
    changed = replace(
        entry, state=state, question=said.question or entry.question,
        answer=said.answer or entry.answer, decided_by=order.member.email, decided_at=order.at,
    )  # fmt: skip
    how = "corregida y " if said != Draft() else ""
    told = (
        f"La pregunta {entry.number} quedó {how}publicada: se citará a quien pregunte algo así."
        if state is FaqState.PUBLICADA
        else f"La pregunta {entry.number} quedó {how}aprobada, sin publicar."
    )
    done = Done(said=told, effects=_decided(changed, order))
    return _on(case, order, f"Pregunta frecuente {entry.number}: {state.lower()}", "4.3c", done)


def withdraw(order: Order, case: Case | None) -> Done:
    """Take a question back: it is quoted no more, and stays on record."""
    order.only("nro", "n", "motivo", words=1)
    entry = _named(order, case)
    changed = replace(
        entry, state=FaqState.RETIRADA, decided_by=order.member.email, decided_at=order.at
    )
    done = Done(
        said=f"La pregunta {entry.number} quedó retirada. Para publicarla de nuevo: "
        f"«[FAQ APROBAR nro={entry.number}]».",
        effects=_decided(changed, order),
    )
    reason = ": ".join(filter(None, (f"Pregunta frecuente {entry.number} retirada",
                                     order.said("motivo"))))  # fmt: skip
    return _on(case, order, reason, "4.3c", done)


def _decided(entry: FaqEntry, order: Order) -> tuple[SaveFaq, SaveOnLine]:
    day = order.policy.calendar.day(order.at)
    return SaveFaq(entry=entry), SaveOnLine(what=faq_decisions.on_record(entry, day))


def _said(order: Order) -> Draft:
    below = faq_draft.written(order.command.text)
    return Draft(question=order.said("p") or below.question, answer=order.said("r") or below.answer)


def _complete(said: Draft, own: Draft, case: Case | None, of_line: tuple[str, ...]) -> Draft:
    """What was said, the rest from the case, without anybody's data. Raises Refused."""
    draft = faq_draft.without_data(
        Draft(question=said.question or own.question, answer=said.answer or own.answer), case,
        of_line,
    )  # fmt: skip
    lacking = [
        f"la {name} ({key}:)"
        for name, key, text in (("pregunta", "P", draft.question), ("respuesta", "R", draft.answer))
        if not text
    ]
    if lacking:
        where = "el caso no está resuelto" if case else "no dice de qué caso habla"
        raise Refused(f"Falta {' y '.join(lacking)}: {where}, así que escríbala debajo.")
    return draft


def _refuse_twice(case: Case, order: Order) -> None:
    """One question a case, unless another is written. Raises Refused."""
    drawn = _drawn_from(case, order)
    if drawn:
        raise Refused(
            f"De este caso ya salió la pregunta {drawn[0].number} ({drawn[0].state.lower()}): para "
            "proponer otra escriba P: y R: debajo."
        )


def _drawn_from(case: Case | None, order: Order) -> list[FaqEntry]:
    numbers = case.numbers if case else ()
    entries = (each for each in order.view.faq.values() if each.state is not FaqState.RETIRADA)
    return [each for each in entries if each.case_number in numbers]


def _named(order: Order, case: Case | None) -> FaqEntry:
    """The question of `nro=`, or the only one that waits from this case. Raises Refused."""
    said = order.said("nro", "n", place=0)
    if not said:
        waiting = [e for e in _drawn_from(case, order) if e.state is FaqState.PROPUESTA]
        if len(waiting) == 1:
            return waiting[0]
        raise Refused("Falta el número de la pregunta: escriba nro=…")
    number = number_in(said)
    entry = order.view.faq.get(number) if number else None
    if entry is None:
        raise Refused(f"No conozco la pregunta frecuente «{said}».")
    if entry.question == anonymous.ANONYMISED:
        raise Refused(f"La pregunta {entry.number} perdió su texto al anonimizar el caso.")
    return entry


def number_in(said: str) -> int | None:
    """The number of a question as people write it: `12`, `#12`, `FAQ-12`."""
    found = _NUMBER.fullmatch(said.strip())
    return int(found[1]) if found else None


def _is_public(order: Order) -> bool:
    said = compact(order.said("publica") or "si")
    if said not in ("si", "no"):
        raise Refused(f"publica= es si o no, y dice «{order.said('publica')}».")
    return said == "si"


def _ask(entry: FaqEntry, order: Order, case: Case | None) -> tuple[Send, ...]:
    """M-40 to CL23, on copy CL1 (R49)."""
    facts = {
        "number": str(entry.number),
        "question": entry.question,
        "text": entry.answer,
        "author": order.member.email,
    }
    notice = notices.to_people(
        "M-40", order.policy.with_role(Role.CL23), order.policy, case=case,
        reason=f"Propuesta de pregunta frecuente {entry.number}", facts=facts,
    )  # fmt: skip
    asked = notices.with_copies(notice, order.policy.with_role(Role.CL1))
    return (asked,) if asked else ()


def _on(case: Case | None, order: Order, reason: str, activity: str, done: Done) -> Done:
    """What was done, with its entry in the case's history."""
    if case is None or anonymous.is_anonymous(case):
        return done
    entry: CaseEvent = history.by_staff(
        order.event, EventKind.NOTE, order.role, reason, rule=order.command.tag, activity=activity
    )
    return replace(done, case=case, events=(entry,))
