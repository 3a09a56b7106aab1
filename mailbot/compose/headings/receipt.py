"""The heading of M-31: what each tag did, or what a question of staff is answered with."""

from collections.abc import Sequence
from typing import Any

from mailbot.compose import spanish
from mailbot.compose.headings.first_moves import first_moves, without_case
from mailbot.compose.headings.staff_rows import about, next_step, staff_panel
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.listing import count_of, panel_of_list
from mailbot.compose.one_click import Reply

_READ_BELOW = "Vea abajo lo que puede hacer"


def receipt(letter: Draft) -> Heading:
    """M-31: what each tag did; the errors first."""
    results = letter.facts["results"]
    failed = sum(not row.ok for row in results)
    title, preheader = _what_was_done(letter, len(results), failed)
    return Heading(
        subject=title.replace(spanish.NBSP, " "),
        eyebrow=f"Acuse · {about(letter)}",
        title=title,
        preheader=preheader,
        panel=_panel(letter, failed),
        replies=_replies(letter),
        why_you="escribió a la Línea de Soporte",
    )


def _panel(letter: Draft, failed: int) -> tuple[Row, ...]:
    if letter.facts["rows"] and not letter.case:
        return panel_of_list(letter, next_step("Elija el caso con el que sigue"))
    return staff_panel(letter, next_step("Corrija y repita el correo" if failed else _READ_BELOW))


def _replies(letter: Draft) -> tuple[Reply, ...]:
    if letter.case or letter.facts["moves"]:
        return first_moves(letter)
    return () if _answers(letter) else without_case(letter)


def _answers(letter: Draft) -> tuple[str, str] | None:
    """Title and preheader of a mail that only answers a question; None where something was done."""
    facts = letter.facts
    asked = {_name(row.tag) for row in facts["results"]}
    if asked == {"LISTA"}:
        return f"Lista: {count_of(letter)}", "Abajo está cada caso con su estado y su plazo."
    if letter.case and asked in ({"HISTORIA"}, {"EXPEDIENTE"}):
        return "Historia del caso", "Abajo está todo lo que ha pasado en el caso."
    if letter.case and asked == {"ESTADO"}:
        return "Así está el caso", "Abajo están sus datos y lo que puede seguir."
    if asked == {"IMPORTAR"}:
        return _about_sheet(facts["results"])
    if asked == {"AYUDA"}:
        return "Lo que puede hacer por correo", "Abajo está cada etiqueta y lo que hace en un caso."
    return None


def _about_sheet(results: Sequence[Any]) -> tuple[str, str]:
    if any("CONFIRMAR" in str(row.tag).upper() for row in results):
        return "Hoja de contingencia importada", "Abajo está qué pasó con cada fila de la hoja."
    return (
        "Prueba de la hoja: nada cambió todavía",
        "Abajo está qué pasaría con cada fila y cómo se confirma.",
    )


def _name(tag: str) -> str:
    """The first word of a tag, which is all of a question's name."""
    return str(tag).strip("«»[] ").partition(" ")[0].upper()


def _what_was_done(letter: Draft, commands: int, failed: int) -> tuple[str, str]:
    if failed:
        return (
            "No ejecutamos su correo: revise las etiquetas",
            "Nada cambió en el caso. Abajo está qué corregir en cada etiqueta.",
        )
    answer = _answers(letter)
    if answer:
        return answer
    if commands:
        counted = spanish.counted(commands, "etiqueta ejecutada", "etiquetas ejecutadas")
        return f"Hecho: {counted}", "Abajo está lo que hizo cada etiqueta y lo que puede seguir."
    if letter.facts["note"]:
        return (
            "Nota interna guardada; el usuario no la recibió",
            "Su correo no trae etiquetas. Para escribirle al usuario use la de responder.",
        )
    return (
        "Su correo no abrió ningún caso",
        "No trae etiquetas ni pertenece a un caso. Abajo está lo que puede hacer.",
    )
