"""Examples of the mails of the intake, of messages, and of the operation."""

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from mailbot.compose.examples.frame import (
    INCOMPLETE,
    MESSAGE,
    NEW,
    NOW,
    REOPEN_UNTIL,
    TAKEN,
    TRAINING,
    Example,
    closed,
    to_person,
    to_staff,
)
from mailbot.model.listing import CaseLine
from mailbot.model.vocabulary import CloseReason, State

_FUNCTIONAL_FORM = "plantilla_funcional.docx"
_CIRCULAR = "circular_050.pdf"


_HELD_BACK = tuple(
    CaseLine(number=number, state=case.state, subject=case.subject, note=note)
    for number, case, note in (
        ("SERV-2026-018831", INCOMPLETE, "Falta: usuario SIIF, unidad ejecutora"),
        (NEW.number, NEW, ""),
    )
)


_FAULTS = (
    "Unidad ejecutora: «13». El código de la unidad ejecutora es como 13-01-01.",
    "Teléfono de contacto: «3811700». Un teléfono tiene diez dígitos, por ejemplo 310 123 4567.",
)
_OF_ANOTHER = (
    "«Plantilla.docx» está a nombre de otra persona y no la anotamos en esta solicitud: envíenos "
    "la de quien la hizo. Si esa otra persona necesita ayuda, con gusto la atendemos: pídale que "
    "nos escriba."
)


class _Result(NamedTuple):
    tag: str
    ok: bool
    text: str


AT_THE_DESK: tuple[Example, ...] = (
    to_person("M-01", None, _FUNCTIONAL_FORM, _CIRCULAR),
    to_person("M-01-sin-caso", None, _FUNCTIONAL_FORM, _CIRCULAR, no_case=True),
    to_person("M-02", NEW, missing=(), privacy=True),
    to_person(
        "M-02-incompleta", INCOMPLETE, _FUNCTIONAL_FORM, _CIRCULAR, missing=INCOMPLETE.missing,
        privacy=True,
    ),
    to_person("M-03", replace(TRAINING, state=State.ABIERTO, due_at=NEW.due_at), missing=()),
    to_person(
        "M-03-incompleta", TRAINING, "plantilla_acompanamiento.docx", missing=TRAINING.missing
    ),
    to_person(
        "M-02-plantilla", INCOMPLETE, _FUNCTIONAL_FORM, _CIRCULAR, missing=INCOMPLETE.missing,
        again=True, faults=_FAULTS, self_service=False,
    ),
    to_person(
        "M-02-ajena", INCOMPLETE, _FUNCTIONAL_FORM, _CIRCULAR, missing=INCOMPLETE.missing,
        again=True, kept=False, self_service=False,
        faults=(_OF_ANOTHER,),
    ),
    to_person("M-02-revisar", NEW, missing=(), faults=_FAULTS[1:]),
    to_person("M-02-restaurada", NEW, missing=(), renumbered=True),
    to_person("M-10R", INCOMPLETE, missing=INCOMPLETE.missing),
    to_person(
        "M-13",
        closed(replace(INCOMPLETE, client_wait_until=None), CloseReason.SIN_RESPUESTA),
        reopen_until=REOPEN_UNTIL,
    ),
    to_staff("M-11", TAKEN, why="El usuario respondió; el tiempo corre de nuevo.", **MESSAGE),
    to_staff(
        "M-11-plantilla", TAKEN, why="El usuario respondió; el tiempo corre de nuevo.",
        notes=("«Plantilla_funcional.docx» es de otra persona y no se tuvo en cuenta.",),
        **MESSAGE,
    ),
    to_staff(
        "M-16",
        replace(TAKEN, state=State.PENDIENTE_PROVEEDOR, governing_body="DGPPN", due_at=None),
        why="El órgano rector respondió; el estado no cambia.",
        sender="Mesa de Ayuda DGPPN <mesa@rector.example>",
        text="El rubro ya quedó habilitado. Por favor verifique con la entidad.",
    ),
    to_person("M-22", replace(INCOMPLETE, state=State.ABIERTO, due_at=NEW.due_at)),
    to_person("M-23", NEW, missing=(), previous="INC-2026-003977"),
    to_staff("M-31", TAKEN, note=True),
    to_staff(
        "M-31-etiquetas",
        TAKEN,
        results=(
            _Result(tag="[TOMAR]", ok=True, text="El caso queda a su cargo."),
            _Result(tag="[PENDIENTE CLIENTE]", ok=True, text="Enviamos su pregunta al usuario."),
        ),
    ),
    to_staff(
        "M-31-error",
        TAKEN,
        results=(
            _Result(tag="[NOTA]", ok=False, text="Espera la corrección de la otra etiqueta."),
            _Result(tag="[RESUELTA]", ok=False, text="No existe; la más parecida es [RESUELTO]."),
        ),
    ),
    to_staff("M-31-sin-caso", None),
    to_staff("M-43", TAKEN, why="Mensaje nuevo en el caso; el estado no cambia.", **MESSAGE),
    to_staff(
        "M-44",
        NEW,
        title="Escribió alguien que no es parte del caso",
        why="El mensaje trae el número del caso, pero quien escribe no figura en él.",
        expected="Revise si tiene relación con el caso. Nada cambió en él.",
        sender="Pedro Gómez <pedro.gomez@otra.example>",
        text="Buenas tardes, ¿en qué va este caso? Gracias.",
    ),
    to_staff(
        "M-45",
        TAKEN,
        what="Llegó un correo con su dirección y la etiqueta [RESUELTO].",
        why="El servidor no confirmó quién lo envió (DMARC falló).",
    ),
    to_staff(
        "M-46",
        None,
        title="El buzón no responde",
        what="No hemos podido leer el buzón de la línea. Los correos esperan allí y no se pierden.",
        since=NOW - timedelta(minutes=35),
        actions=(
            "Revise que el servidor de correo funcione.",
            "Compruebe la cuenta con: mailbot doctor",
        ),
    ),
    to_person("M-49", TAKEN, limit=20.0, size=27.4),
    to_person("M-49-sin-caso", None, limit=20.0, size=27.4),
    to_person("M-51", NEW, rows=_HELD_BACK, parked=0, limit=30),
    to_person("M-51-en-revision", None, rows=(), parked=2, limit=30),
)  # fmt: skip
