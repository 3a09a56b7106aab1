"""The heading of the mail that asks for a decision on a frequent question."""

from mailbot.compose import words
from mailbot.compose.headings.staff_rows import next_step
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.one_click import Reply

_MOST_SUBJECT = 40
_MOST_TITLE = 90


def proposed(letter: Draft) -> Heading:
    """M-40: whoever leads the procedure publishes it, corrects it or withdraws it (R41, R49)."""
    number = letter.facts["number"]
    question = " ".join(letter.facts["question"].split())
    return Heading(
        subject=f"Pregunta frecuente {number}: {words.for_subject(question, _MOST_SUBJECT)}",
        eyebrow="Preguntas frecuentes",
        title=f"Le proponemos publicar: {words.for_subject(question, _MOST_TITLE).rstrip('.')}",
        preheader="Publíquela, corríjala o retírela con un correo. Abajo está el texto completo.",
        panel=(
            Row(label="Propuesta", strong=number),
            Row(label="Estado", strong="Propuesta", rest=", nadie la ve todavía"),
            next_step("Publíquela, corríjala o retírela"),
            Row(label="Plazo", rest="Sin plazo"),
        ),
        replies=_decisions(letter, f"[FAQ APROBAR nro={number}]", f"[FAQ RETIRAR nro={number}]"),
        why_you="lidera el procedimiento o coordina la línea",
    )


def _decisions(letter: Draft, approve: str, withdraw: str) -> tuple[Reply, ...]:
    return (
        Reply(
            label="Publicar", first=True, link=letter.link("Re", approve, ""), tag=approve,
            effect="la publica y se citará a quien pregunte algo parecido.",
        ),
        Reply(
            label="Corregir y publicar", link=letter.link("Re", approve, "P: ", "R: "),
            tag=approve, effect="con P: y R: en las líneas de abajo, la publica corregida.",
        ),
        Reply(
            label="Retirar", link=letter.link("Re", withdraw, ""), tag=withdraw,
            effect="la descarta; queda registrada.",
        ),
    )  # fmt: skip
