"""Headings of the reports: the month's, the week's, and what a month lacks (A26, R5, R6, R40)."""

from mailbot.compose import words
from mailbot.compose.headings.staff_rows import next_step
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.one_click import Reply

_MOST_PREHEADER = 110
_COORDINATES = "coordina la línea o la administra"
_REGISTER = "Registre el acta de la reunión de seguimiento"


def monthly(letter: Draft) -> Heading:
    """M-25: the month in a sentence; its figures and the agenda below, all of it enclosed."""
    name, sentences = letter.facts["period"], letter.facts["sentences"]
    missed = sum(met is False for _name, _value, _target, met in letter.facts["figures"])
    return Heading(
        subject=f"Informe de {name}",
        eyebrow="Informe mensual",
        title=f"Informe de seguimiento de {name}",
        preheader=words.for_subject(sentences[0], _MOST_PREHEADER),
        panel=(
            Row(label="Mes", strong=name),
            Row(label="Metas", strong=_unmet(missed)),
            next_step("Abra la página adjunta y convoque la reunión de seguimiento"),
            Row(label="Plazo", rest="La reunión y su acta, dentro del mes"),
        ),
        replies=(_minutes(letter, f"Registrar el acta de {name}"),),
        why_you=_COORDINATES,
    )


def weekly(letter: Draft) -> Heading:
    """M-34: how the cases stand by group and level (R40)."""
    week = letter.facts["period"].removeprefix("la semana ")
    return Heading(
        subject=f"Estado de los casos {week}",
        eyebrow="Estado semanal",
        title=f"Estado de los casos {week}",
        preheader=words.for_subject(letter.facts["sentences"][0], _MOST_PREHEADER),
        panel=(
            Row(label="Semana", strong=week),
            next_step("Divulgue el estado a cada grupo y nivel"),
            Row(label="Archivo", rest=", ".join(letter.files)),
        ),
        why_you=_COORDINATES,
    )


def lacking(letter: Draft) -> Heading:
    """M-26: a month without its acta, or without the voice of its users (R5, R6)."""
    keys = ("period", "over", "lacks", "needs_minutes")
    name, over, lacks, needs_minutes = (letter.facts[key] for key in keys)
    title = f"{lacks[0].rstrip('.')} en {name}" if over else f"Falta el acta de {name}"
    return Heading(
        subject=title,
        eyebrow="Recordatorio",
        title=title,
        preheader=words.for_subject(" ".join(lacks), _MOST_PREHEADER),
        panel=(
            Row(label="Mes", strong=name),
            Row(label="Estado", strong="Terminado" if over else "Por terminar"),
            next_step(_REGISTER if needs_minutes else "Revise las encuestas de satisfacción"),
            Row(label="Plazo", rest="Cuanto antes" if over else "Antes de terminar el mes"),
        ),
        replies=(_minutes(letter, "Registrar el acta"),) if needs_minutes else (),
        why_you=_COORDINATES,
    )


def _minutes(letter: Draft, label: str) -> Reply:
    """The reply that puts the meeting on record; its day is for the reader to write."""
    tag = "[ACTA fecha=AAAA-MM-DD]"
    return Reply(
        label=label,
        first=True,
        link=letter.link("Acta", tag, ""),
        tag=tag,
        effect="escriba la fecha de la reunión, adjunte el acta o escriba abajo sus conclusiones.",
    )


def _unmet(count: int) -> str:
    if not count:
        return "todas se cumplieron"
    return "1 no se cumplió" if count == 1 else f"{count} no se cumplieron"
