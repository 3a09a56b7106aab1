"""Every frequent question as a table, for who publishes them elsewhere (§12, R15, R41)."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.model.faq import FaqEntry, FaqState
from mailbot.model.sheets import Column, Kind, Sheet

_ORDER = (FaqState.PUBLICADA, FaqState.APROBADA, FaqState.PROPUESTA, FaqState.RETIRADA)


def faq_table(questions: Iterable[FaqEntry], zone: ZoneInfo) -> Sheet:
    """What is published first, then what is approved, proposed and withdrawn, each by number."""
    ordered = sorted(questions, key=lambda each: (_ORDER.index(each.state), each.number))
    return Sheet(
        title="Preguntas frecuentes",
        columns=(
            Column(title="Número", kind=Kind.WHOLE, width=10), Column(title="Estado"),
            Column(title="Pregunta", width=60), Column(title="Respuesta", width=80),
            Column(title="Módulo", width=10), Column(title="Causa", width=30),
            Column(title="Caso", width=20), Column(title="Propuesta", kind=Kind.MOMENT),
            Column(title="La propuso", width=32), Column(title="Decidida", kind=Kind.MOMENT),
            Column(title="La decidió", width=32),
        ),
        rows=tuple(
            (
                each.number, each.state, each.question, each.answer, each.module or "", each.cause,
                each.case_number or "", _wall(each.proposed_at, zone), each.proposed_by,
                _wall(each.decided_at, zone) if each.decided_at else None, each.decided_by or "",
            )
            for each in ordered
        ),
        note="Solo lo publicado se cita a los usuarios. Antes de llevarla a otra parte, lea cada "
        "respuesta: los datos de personas se ocultaron de manera automática.",
    )  # fmt: skip


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone)
