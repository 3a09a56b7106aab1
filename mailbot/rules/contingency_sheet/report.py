"""What people are told of an import: counts, what needs a decision, and every row as a table."""

from mailbot.model.sheets import Column, Kind, Sheet
from mailbot.rules.contingency_sheet.plan import ImportPlan, RowResult

_MOST_TOLD = 15
_TO_DECIDE = (RowResult.FAULT, RowResult.CONFLICT)
_WORDS = {
    RowResult.CREATE: ("crea un caso", "crean un caso cada una"),
    RowResult.FILL: ("completa datos de un caso", "completan datos de su caso"),
    RowResult.SAME: ("no cambia nada", "no cambian nada"),
    RowResult.CONFLICT: ("está en conflicto y no se aplica", "están en conflicto y no se aplican"),
    RowResult.FAULT: ("tiene errores y no se aplica", "tienen errores y no se aplican"),
}


def counted(plan: ImportPlan) -> str:
    """What the rows come to: «2 filas crean un caso cada una; 1 fila está en conflicto…»."""
    told = []
    for result, (one, many) in _WORDS.items():
        count = plan.count(result)
        if count:
            told.append(f"1 fila {one}" if count == 1 else f"{count} filas {many}")
    return "; ".join(told) or "La hoja no trae filas"


def details(plan: ImportPlan) -> tuple[str, ...]:
    """The first rows that need a person's decision, errors before conflicts; then how many more."""
    wanted = [step for kind in _TO_DECIDE for step in plan.steps if step.result is kind]
    lines = [
        f"Fila {step.row.place}{f' ({step.number})' if step.number else ''}: "
        f"{step.result.value.lower()}. {step.why}"
        for step in wanted[:_MOST_TOLD]
    ]
    if len(wanted) > _MOST_TOLD:
        lines.append(f"Y {len(wanted) - _MOST_TOLD} filas más, en el archivo adjunto.")
    return tuple(lines)


def created_numbers(plan: ImportPlan) -> tuple[str, ...]:
    """The numbers of the new cases, in the order of their rows."""
    return tuple(step.number for step in plan.steps if step.result is RowResult.CREATE)


def result_sheet(plan: ImportPlan, title: str) -> Sheet:
    """Every row with what becomes of it."""
    return Sheet(
        title=title,
        columns=(
            Column(title="Fila", width=8, kind=Kind.WHOLE),
            Column(title="Caso", width=20),
            Column(title="Resultado", width=16),
            Column(title="Detalle", width=90),
        ),
        rows=tuple(
            (step.row.place, step.number or "(por asignar)", step.result.value, step.why)
            if step.result is RowResult.CREATE
            else (step.row.place, step.number, step.result.value, step.why)
            for step in plan.steps
        ),
    )
