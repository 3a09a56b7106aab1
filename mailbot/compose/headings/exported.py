"""The heading of M-24: a table of the line's cases for who asked for it (R23)."""

from collections.abc import Mapping
from typing import Any

from mailbot.compose import spanish
from mailbot.compose.headings.staff_rows import next_step
from mailbot.compose.letter import Draft, Heading, Row


def exported(letter: Draft) -> Heading:
    """M-24: which table it is, and how many cases it holds."""
    facts = letter.facts
    count = spanish.counted(facts["count"], "caso", "casos")
    return Heading(
        subject=f"{facts['title']}: {count}".replace(spanish.NBSP, " "),
        eyebrow="Hoja de Excel",
        title=f"{facts['title']}: {count}",
        preheader="La hoja va adjunta, con los casos abiertos y los cerrados en este mes.",
        panel=(
            Row(label="Casos", strong=count, rest=f" {facts['which']}"),
            Row(label="Archivo", rest=", ".join(letter.files)),
            next_step(_what_to_do(facts)),
        ),
        why_you="pidió esta hoja",
    )


def _what_to_do(facts: Mapping[str, Any]) -> str:
    return "Guárdela con reserva" if facts["contingency"] else "Revise la hoja adjunta"
