"""What happens on a line, told by its people: the past that is stored, and the mails measured."""

from mailbot.model.vocabulary import State
from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import SOLUTION, Person

PROBLEMS = (
    "Al autorizar la orden de pago 184526 el sistema responde «No hay cupo PAC disponible».",
    "Al registrar la obligación sale el error APR-0417 y no deja continuar.",
    "No puedo firmar el documento de recaudo: el certificado digital aparece vencido.",
    "El reporte de ejecución presupuestal del rubro A-02-02 muestra valores en cero.",
    "Necesito crear un tercero extranjero y el formulario no acepta el documento.",
    "La conciliación bancaria de noviembre quedó duplicada para la cuenta pagadora.",
)
_LABELS = ("Usuario SIIF", "Unidad ejecutora")


def past(line: ScenarioLine) -> None:
    """Thirty requests: most are solved and closed, three stay open in different states."""
    line.at("Mon 9-Nov-2026 08:00")
    for place in range(27):
        _solved(line, _asker(line, "antes", place), place)
    line.at("Fri 20-Nov-2026 09:00")
    closed = [case for case in line.every_case() if case.state == State.CERRADO]
    assert len(closed) == 27, f"{len(closed)} of the past are closed"
    _asker(line, "antes", 27).asks()
    line.assigned("nora@", _asker(line, "antes", 28))
    waiting = _asker(line, "antes", 29).asks()
    line.ana.does("[COMPLETAR modulo=PAC]", on=waiting)
    line.ana.does("[RESUELTO]", SOLUTION, on=waiting)


def present(line: ScenarioLine, place: int) -> None:
    """Eleven mails of every kind: requests, replies, tags, a vote, programs, a copy."""
    problem = PROBLEMS[place % len(PROBLEMS)]
    asker = _asker(line, "ahora", place)
    case = asker.asks(problem)
    line.arrives(line.latest)
    asker.is_out_of_office("M-02")
    line.ana.does(f"[INCIDENTE modulo={'EPG CON PAC'.split()[place % 3]}]", on=case)
    line.bo.does("[ESCALAR a=nora@]", on=case)
    asker.replies_to("M-02", "Adjunto otra pantalla del error.", files=("otra.png",))
    line.nora.does("[RESUELTO causa=cupo]", SOLUTION, on=case)
    asker.replies_to("M-12", "SI, ya funciona. Gracias.")
    other = _asker(line, "incompleto", place)
    other.writes(other.request(problem, without=_LABELS), subject="Consulta")
    line.bounces(other.latest())
    _asker(line, "tercero", place).asks(problem, files=())


MAILS = 11
"""How many mails `present` is."""


def _solved(line: ScenarioLine, asker: Person, place: int) -> None:
    case = asker.asks(PROBLEMS[place % len(PROBLEMS)])
    module = ("EPG", "CON", "PAC")[place % 3]
    if place % 3:
        line.ana.does(f"[COMPLETAR modulo={module}]", on=case)
        line.ana.does("[RESUELTO causa=cupo]", SOLUTION, on=case)
    else:
        line.ana.does(f"[INCIDENTE modulo={module}]", on=case)
        line.bo.does("[ESCALAR a=nora@]", on=case)
        line.nora.does("[RESUELTO causa=cupo]", SOLUTION, on=case)
        if place % 2:
            asker.replies_to("M-12", "SI, ya funciona.")


def _asker(line: ScenarioLine, kind: str, place: int) -> Person:
    return line.user(f"Rosa Gil {place}", f"{kind}{place}@entidad{place % 40}.test")
