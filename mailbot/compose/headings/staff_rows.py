"""Rows and words that the mails to the people of the line share."""

from mailbot.compose.letter import CaseWords, Draft, Row


def staff_panel(letter: Draft, step: Row, due: Row | None = None) -> tuple[Row, ...]:
    """Case, state, next step and when it falls due (`due`: where that is not the case's own)."""
    case = letter.case
    if case is None:
        return (
            Row(label="Caso", rest="Ninguno"),
            Row(label="Estado", rest="No aplica"),
            step,
            Row(label="Vence", rest="Sin plazo"),
        )
    other = case.service_number if case.service_number != case.number else ""
    return (
        Row(label="Caso", strong=case.number, rest=f" (servicio {other})" if other else ""),
        Row(label="Estado", strong=case.state, rest=f" · Criticidad {case.criticality.lower()}"),
        *_absent(letter),
        step,
        due or due_at(case),
    )


def _absent(letter: Draft) -> tuple[Row, ...]:
    """That the advisor is away: whoever coordinates sees why he reads this."""
    person = letter.named(letter.facts["absent"])
    return (Row(label="Asesor", strong=person, rest=", ausente ahora"),) if person else ()


def next_step(words: str) -> Row:
    """The row that says what is to be done."""
    return Row(label="Qué sigue", rest=words)


def due_at(case: CaseWords) -> Row:
    """When the case falls due, or whose time runs instead."""
    if case.due:
        return Row(label="Vence", strong=case.due)
    if case.wait:
        return Row(label="Vence", strong=case.wait, rest=" (plazo del usuario para responder)")
    if case.confirmation:
        return Row(label="Vence", strong=case.confirmation, rest=" (plazo para confirmar)")
    return Row(label="Vence", rest="El tiempo no corre en este estado")


def about(letter: Draft) -> str:
    """`Caso INC-2026-004518`, or that there is none."""
    return f"Caso {letter.case.number}" if letter.case else "sin caso"
