"""[DATOS EXPORTAR], [DATOS CORREGIR], [DATOS ANONIMIZAR]: a person's rights over his data (R83)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.decision import Effect, SaveCase, Send
from mailbot.model.line import Authorisation
from mailbot.model.listing import line_of
from mailbot.model.masking import hidden, identifications, tail
from mailbot.model.report import FinishedExport, report_file
from mailbot.model.vocabulary import EventKind, Role, State
from mailbot.rules import anonymous, history, moves, told
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.field_values import LABELS
from mailbot.rules.commands.fields import read_fields
from mailbot.rules.commands.handlers import batch
from mailbot.rules.commands.handlers.batch_cases import BatchResult, Changed
from mailbot.rules.commands.handlers.sheet_export import enclosed
from mailbot.rules.commands.rights import Refused
from mailbot.rules.intake.labels import Key

NO_WAY_BACK = (
    "No se puede deshacer: se borran los correos, los archivos y las palabras de estos casos. "
    "Quedan los números, los estados, las fechas, la entidad con su ciudad y la calificación."
)
_ELSEWHERE = (
    "Las copias que guarda el buzón (carpeta de procesados) y las copias de seguridad no se tocan: "
    "bórrelas allí. La orden misma se conserva como prueba de que se cumplió."
)
_ATTRIBUTES = {
    Key.NAME: "name", Key.SIIF_USER: "siif_user", Key.UNIT: "executing_unit",
    Key.ENTITY: "entity", Key.PHONE: "phone", Key.CITY: "city",
    Key.IDENTIFICATION: "identification",
}  # fmt: skip
_KNOWN = {
    "name": "Nombre", "email": "Correo", "siif_user": "Usuario SIIF",
    "executing_unit": "Unidad ejecutora", "entity": "Entidad", "phone": "Teléfono",
    "city": "Ciudad", "identification": "Identificación",
}  # fmt: skip
_WHAT_FOR = (
    "Se usan para atender sus solicitudes (Ley 1581 de 2012). De su identificación se muestran "
    "solo las últimas cifras."
)
_MOST_TOLD = 5


def address_in(said: str) -> str:
    """The address that `persona=` means."""
    return said.strip("<> ").lower()


def export(order: Order, _case: Case | None) -> Done:
    """What the line has of a person, as two files: one to read, one for programs."""
    order.only("persona")
    person = _asked(order)
    made = order.view.exports.get(order.command.written)
    if made is None:
        raise _unknown(person)
    return Done(
        said=f"Van los datos de {person} en {_counted(made.count)}. El expediente de cada caso, "
        "con sus correos, lo saca quien administra el equipo: mailbot case export.",
        enclosures=enclosed(made),
    )


def data_of(person: str, cases: Sequence[Case]) -> FinishedExport:
    """Those two files about a person, of all his cases."""
    records = tuple(_record(each) for each in cases)
    readable, whole = _readable(person, records), _for_programs(person, records)
    return FinishedExport(
        count=len(cases),
        files=(
            report_file("datos_personales.txt", "text/plain", readable),
            report_file("datos_personales.json", "application/json", whole),
        ),
    )


def correct(order: Order, _case: Case | None) -> Done:
    """Put right what the person's open cases say of him; what is closed stays as it was."""
    person, cases = _person(order)
    said = read_fields(order.command, beside=("persona",))
    wrong = [LABELS[key] for key in said.facts if key not in _ATTRIBUTES]
    if wrong or said.omitted:
        raise Refused(
            f"Aquí no se corrige: {', '.join(wrong) or 'omitir'}. Use nombre=, telefono=, "
            "entidad=, ue=, usuario=, ciudad= o identificacion=."
        )
    if not said.facts:
        raise Refused("Falta qué corregir: por ejemplo nombre=… o telefono=…")
    open_cases = [each for each in cases if each.state is not State.CERRADO]
    if not open_cases:
        raise Refused(f"{person} no tiene casos abiertos; los cerrados no se cambian.")
    saved = [found for each in open_cases if (found := _corrected(each, said.facts, order))]
    if not saved:
        raise Refused("Los datos ya eran esos.")
    return Done(
        said=f"Corregimos los datos de {person} en {_counted(len(saved))}.", others=tuple(saved)
    )


def ask_to_anonymise(order: Order, _case: Case | None) -> Done:
    """Ask the Administrador whether a person's closed cases may be anonymised (§16.7)."""
    order.only("persona", "autoriza", "motivo")
    person, cases = _person(order)
    _refuse_open(person, cases)
    trial = BatchResult(changed=[Changed(before=each, after=each, note="") for each in cases])
    what = f"Anonimizar los datos de {person} en {_counted(len(cases))}"
    return batch.ask(order, trial, what, NO_WAY_BACK)


def anonymise(order: Order, waiting: Authorisation) -> tuple[str, tuple[Effect, ...]]:
    """Carry the order out: what the receipt says, and the effects. Raises Refused.

    Whatever the person opened since counts: an open case stops it, a closed one is taken along.
    """
    person, cases = _person(order)
    _refuse_open(person, cases)
    alias = anonymous.alias_of(waiting.code)
    reason = f"orden de {waiting.asked_by} que autorizó {order.member.email} ({anonymous.BY_ORDER})"
    effects = anonymous.effects_on(
        cases, order.policy, alias=alias, address=person, at=order.at, actor=order.member.email,
        role=Role.ADM, rule=order.command.tag, reason=reason, mail=order.event.mail.message_id,
    )  # fmt: skip
    said = f"Anonimizamos {_counted(len(cases))}."
    return said, (*effects, _result(order, waiting, cases, alias, said))


def _person(order: Order) -> tuple[str, tuple[Case, ...]]:
    """Whose data it is about, and all his cases. Raises Refused for somebody unknown."""
    said = _asked(order)
    cases = tuple(each for each in order.view.person if each.requester.email == said)
    if not cases:
        raise _unknown(said)
    return said, cases


def _asked(order: Order) -> str:
    said = address_in(order.wanted("persona", what="de quién son los datos"))
    if said in order.policy.staff:
        raise Refused(f"{said} es de la línea: sus datos se cambian en la configuración.")
    return said


def _unknown(said: str) -> Refused:
    return Refused(f"No hay casos de «{said}»: persona= lleva el correo con que escribió.")


def _refuse_open(person: str, cases: Iterable[Case]) -> None:
    open_cases = [each.number for each in cases if each.state is not State.CERRADO]
    if open_cases:
        named = ", ".join(open_cases[:_MOST_TOLD])
        more = f" y {len(open_cases) - _MOST_TOLD} más" if len(open_cases) > _MOST_TOLD else ""
        raise Refused(f"{person} tiene casos abiertos: {named}{more}. Ciérrelos primero.")


def _corrected(case: Case, facts: dict[Key, str], order: Order) -> SaveCase | None:
    """The case with the facts that differ, an entry for each; None if none does."""
    requester = replace(case.requester, **{_ATTRIBUTES[key]: value for key, value in facts.items()})
    if requester == case.requester:
        return None
    after = moves.replanned(replace(case, requester=requester), order.policy)
    entries = tuple(_entry(change, order) for change in told.differences(case, after))
    return SaveCase(case=after, events=entries)


def _entry(change: told.FactChanged, order: Order) -> CaseEvent:
    """A correction with its before and after; an identification is never written out."""
    reason, text = told.because(told.CORRECTED, change)
    return history.by_staff(
        order.event, EventKind.FIELD, order.role, reason, rule=order.command.tag, activity="R83",
        text=text,
    )  # fmt: skip


def _result(
    order: Order, waiting: Authorisation, cases: Sequence[Case], alias: str, said: str
) -> Send:
    """M-29 to who ordered and who authorised it."""
    return Send(
        template="M-29",
        to=(waiting.asked_by,),
        cc=(waiting.authoriser,),
        facts={
            "title": said.rstrip("."),
            "what": f"El Administrador autorizó la orden. {_ELSEWHERE}",
            "reason": "",
            "risk": "",
            "rows": tuple(
                line_of(anonymous.anonymised(each, alias, order.policy)) for each in cases
            ),
        },
        to_staff=True,
        urgent=True,
        brake=False,
        reason=said,
    )


def _record(case: Case) -> dict[str, Any]:
    """What a case says of its person; the number of identification by its last digits only."""
    known = identifications(case.requester.identification, case.attendees)
    person = {each.name: getattr(case.requester, each.name) for each in fields(Requester)}
    person["identification"] = tail(case.requester.identification)
    survey = case.survey
    return {
        "caso": case.number,
        "estado": case.state.value,
        "llegó": case.opened_at.isoformat(),
        "cerrado": case.closed_at.isoformat() if case.closed_at else None,
        "persona": {_KNOWN[name]: value for name, value in person.items() if value},
        "asunto": hidden(case.subject, known),
        "pidió": hidden(case.description, known),
        "temas": hidden(case.topics, known),
        "en copia": list(case.parties),
        "calificación": list(survey.scores) if survey and survey.answered_at else [],
        "comentario": hidden(survey.comment, known) if survey else "",
    }


def _for_programs(person: str, records: Sequence[dict[str, Any]]) -> bytes:
    known = {"persona": person, "casos": records}
    return json.dumps(known, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def _readable(person: str, records: Sequence[dict[str, Any]]) -> bytes:
    parts = [f"DATOS DE {person} EN LA LÍNEA DE SOPORTE\n\n{_WHAT_FOR}"]
    for record in records:
        lines = [f"CASO {record['caso']}"]
        lines += [f"{label}: {value}" for label, value in record["persona"].items()]
        lines += [
            f"{name.capitalize()}: {_plain(value)}"
            for name, value in record.items()
            if value and name not in ("caso", "persona")
        ]
        parts.append("\n".join(lines))
    # The mark in front tells every editor which letters these are; a mail's header does not.
    return ("\n\n".join(parts) + "\n").encode("utf-8-sig", "replace")


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _counted(count: int) -> str:
    return f"{count} {'caso' if count == 1 else 'casos'}"
