"""How the demonstration calls things, on the terminal and on the page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mailbot.compose.spanish import counted, short_moment
from mailbot.demo.people import name_of
from mailbot.demo.steps import BOGOTA
from mailbot.model.case import Case
from mailbot.model.decision import OutgoingMail
from mailbot.model.tokens import tokens_in
from mailbot.model.vocabulary import CloseReason, Outcome, State

_NUMBER = re.compile(r"^\[(?:SERV|INC)-[0-9C-]+\] ")
_OUTCOMES = {
    Outcome.NEW_CASE: ("caso nuevo", "casos nuevos"),
    Outcome.CASE_EVENT: ("mensaje en un caso", "mensajes en un caso"),
    Outcome.ORIENTATION: ("orientación", "orientaciones"),
    Outcome.COMMAND: ("orden", "órdenes"),
    Outcome.SURVEY: ("encuesta", "encuestas"),
    Outcome.DELIVERY_REPORT: ("informe de entrega", "informes de entrega"),
    Outcome.IGNORED: ("ignorado", "ignorados"),
    Outcome.PARKED: ("apartado", "apartados"),
}
_CLOSINGS = {
    CloseReason.SIN_RESPUESTA: "sin respuesta del usuario",
    CloseReason.ACEPTACION_TACITA: "aceptación tácita",
    CloseReason.CONFIRMADO: "confirmado por el usuario",
    CloseReason.SOLUCION_N1: "con solución del primer nivel",
}


def heading(mail: OutgoingMail) -> str:
    """The subject of a mail of ours without the number of its case, which stands beside it."""
    return _NUMBER.sub("", mail.subject)


def subject(text: str) -> str:
    """The subject of a mail that came, without the code that a one-click link puts into it."""
    for token in tokens_in(text):
        text = text.replace(f" ({token})", "")
    return sentence(text) or "Sin asunto"


def outcome(value: str) -> str:
    """`Caso nuevo`: what became of a mail."""
    return sentence(_OUTCOMES[Outcome(value)][0])


def tally(outcomes: Mapping[str, int]) -> str:
    """`4 casos nuevos, 1 orientación`: how many mails had which outcome."""
    return ", ".join(
        counted(outcomes[each], *_OUTCOMES[each]) for each in Outcome if outcomes.get(each)
    )


def standing(case: Case, now: datetime) -> str:
    """`Abierto, vence mar 24 nov, 1:12 p. m.`: the state, and what comes next by when."""
    if case.closed_at:
        why = _CLOSINGS.get(case.close_reason, "") if case.close_reason else ""
        return f"{State.CERRADO}{f', {why}' if why else ''}"
    if waits_until := case.client_wait_until or case.confirmation_until:
        return f"{case.state}, hasta {short_moment(waits_until, BOGOTA)}"
    if case.due_at:
        verb = "vence" if now <= case.due_at else "venció"
        return f"{case.state}, {verb} {short_moment(case.due_at, BOGOTA)}"
    return str(case.state)


def recipients(mail: OutgoingMail) -> str:
    """`Nora Castro, copia a Elena Duarte`: whom a mail of ours goes to."""
    copies = f", copia a {names(mail.cc)}" if mail.cc else ""
    return names(mail.to) + copies


def names(addresses: Iterable[str]) -> str:
    """The people behind some addresses."""
    return ", ".join(name_of(address) for address in addresses)


def enclosing(files: Sequence[str]) -> str:
    """`, con pantalla.png`: the files that come with a mail."""
    return f", con {', '.join(printable(name) for name in files)}" if files else ""


def sentence(text: str) -> str:
    """`text` with a capital at its beginning, and nothing in it that would steer a terminal."""
    clean = printable(text)
    return clean[:1].upper() + clean[1:]


def printable(text: str) -> str:
    """`text` on one line, with nothing in it that would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
