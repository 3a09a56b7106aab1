"""The trial of an import and its confirmation: whose code it is, and whether it still counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model.line import Authorisation
from mailbot.model.mail import Attachment
from mailbot.rules.commands.rights import Refused
from mailbot.rules.contingency_sheet.plan import ImportPlan

VALID = timedelta(hours=24)
"""How long a trial can be confirmed (domain.md §16.7)."""

ORDER = "[IMPORTAR]"
"""The line that a trial is kept under."""

_SHEET_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".ods", ".csv", ".tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRead:
    """A sheet that was looked at before deciding: what it would do, or why it can't be read.

    `fault` are sentences in Spanish. `trial` is the one that is confirmed, None for a new one.
    """

    name: str
    sha256: str = ""
    content: bytes = b""
    plan: ImportPlan | None = None
    fault: tuple[str, ...] = ()
    trial: Authorisation | None = None


def is_sheet(file: Attachment) -> bool:
    """Whether a file is meant as the sheet, by its name or what it says it is."""
    kind = file.type
    office = "spreadsheet" in kind or "excel" in kind or kind == "text/csv"
    return file.name.lower().endswith(_SHEET_NAMES) or office


def refuse_another(files: Iterable[Attachment], trial: Authorisation) -> None:
    """Refuse a confirmation that brings a sheet which is not the one that was tried."""
    if any(is_sheet(file) and file.sha256 != trial.sheet_sha256 for file in files):
        raise Refused(
            f"Adjuntó otra hoja, distinta de «{trial.reason}»: pruébela antes con [IMPORTAR]. Para "
            "importar la que ya probó, confírmela sin adjuntos."
        )


def chosen(
    code: str, trials: Sequence[Authorisation], who: str, arrived_at: datetime
) -> Authorisation:
    """The trial that `who` confirms, by its code or as his only one. Raises Refused.

    `trials` are the one under the code, or without a code those of the sender that wait.
    """
    if not code:
        return _only(trials, arrived_at)
    trial = next((each for each in trials if each.code == code.upper()), None)
    if trial is None or trial.sheet_sha256 is None:
        raise Refused(f"No existe una prueba de importación con el código {code}. Nada cambió.")
    if trial.asked_by != who:
        raise Refused("Esa prueba la hizo otra persona: envíe la hoja y haga la suya.")
    if trial.decided_at is not None:
        raise Refused("El código sirve una sola vez y esa hoja ya se importó.")
    if arrived_at > trial.expires_at:
        raise Refused("La prueba tiene más de 24 horas: envíe la hoja de nuevo.")
    return trial


def _only(trials: Sequence[Authorisation], arrived_at: datetime) -> Authorisation:
    waiting = [
        each
        for each in trials
        if each.sheet_sha256 and each.decided_at is None and arrived_at <= each.expires_at
    ]
    if not waiting:
        raise Refused(
            "No hay una prueba suya de las últimas 24 horas: envíe la hoja con [IMPORTAR]."
        )
    if len(waiting) > 1:
        codes = ", ".join(each.code for each in waiting)
        raise Refused(f"Hay varias pruebas suyas: escriba el código de una ({codes}).")
    return waiting[0]
