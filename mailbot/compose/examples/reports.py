"""Examples of the reports: a month's, a week's, and what a month lacked."""

from dataclasses import replace

from mailbot.compose.examples.frame import COORDINATORS, Example, to_staff
from mailbot.model.decision import Enclosure

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MONTH = "octubre de 2026"
_WEEK = "la semana del 16 al 22 de noviembre de 2026"


def _report(name: str, files: tuple[str, ...], **facts: object) -> Example:
    example = to_staff(name, None, **facts)
    enclosures = tuple(
        Enclosure(name=file, type=_XLSX if file.endswith(".xlsx") else "text/html")
        for file in files
    )
    return replace(example, send=replace(example.send, to=COORDINATORS, enclosures=enclosures))


REPORTS: tuple[Example, ...] = (
    _report(
        "M-25", ("Informe_2026-10.xlsx", "Informe_2026-10.html"), period=_MONTH,
        sentences=(
            "En octubre de 2026 entraron 412 solicitudes y se cerraron 398 casos.",
            "El 92,4 % de las atenciones cumplió su tiempo (94,1 % neto); 31 casos se vencieron.",
            "El primer nivel resolvió el 61,8 % de los servicios.",
            "Calificaron 126 personas: el 83,3 % quedó satisfecho.",
        ),
        figures=(
            ("ANS literal, toda la línea", "92,4 %", "meta: mínimo 90 %", True),
            ("Solución en el primer nivel", "61,8 %", "", None),
            ("Satisfacción de los usuarios", "83,3 %", "meta: mínimo 85 %", False),
            ("Tiempo medio hasta la asignación", "1,4 h hábiles", "", None),
        ),
        agenda=(
            "Compromisos del acta anterior.",
            "Indicadores que no alcanzaron la meta: Satisfacción de los usuarios.",
            "Producto no conforme: 34 casos. Decidir acciones y qué va a REPAC.",
            "Conclusiones y compromisos, para el acta.",
        ),
    ),
    _report(
        "M-34", ("Estado_2026-S47.xlsx",), period=_WEEK,
        sentences=(
            "En la semana del 16 al 22 de noviembre de 2026 entraron 96 solicitudes.",
        ),
        figures=(
            ("Primer nivel", "9 en curso", "96 recibidos · 52 cerrados · 3 vencidos", None),
            ("Back Office", "5 en curso", "40 recibidos · 38 cerrados · 0 vencidos", None),
            ("Segundo nivel funcional", "28 en curso", "31 recibidos · 27 cerrados · 4 vencidos",
             None),
            ("Nivel 1, en conjunto", "14 en curso", "96 recibidos · 54 cerrados · 3 vencidos",
             None),
        ),
    ),
    _report(
        "M-26", (), period=_MONTH, over=True, needs_minutes=True,
        lacks=(
            "No se registró ninguna acta de seguimiento.",
            "Nadie respondió la encuesta de satisfacción.",
        ),
    ),
    _report(
        "M-26-encuesta", (), period=_MONTH, over=True, needs_minutes=False,
        lacks=("Nadie respondió la encuesta de satisfacción.",),
    ),
    _report(
        "M-26-recordatorio", (), period="noviembre de 2026", over=False, needs_minutes=True,
        lacks=("No se ha registrado ninguna acta de seguimiento.",),
    ),
)  # fmt: skip
