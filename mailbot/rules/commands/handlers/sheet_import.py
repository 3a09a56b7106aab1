"""[IMPORTAR] and [IMPORTAR CONFIRMAR]: the contingency sheet comes back in (4.2-1g, R29)."""

from dataclasses import replace

from mailbot.model.case import Case
from mailbot.model.decision import Effect, Enclosure, KeepSheet, SaveOnLine
from mailbot.model.line import Authorisation
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import Tag
from mailbot.rules.contingency_sheet import report
from mailbot.rules.contingency_sheet.carry_out import Import, carry_out
from mailbot.rules.contingency_sheet.plan import ImportPlan
from mailbot.rules.contingency_sheet.trials import (
    ORDER,
    VALID,
    SheetRead,
    chosen,
    refuse_another,
)

_SHEET_TAGS = (Tag.IMPORTAR, Tag.IMPORTAR_CONFIRMAR)
_MOST_NUMBERS = 10
_MOST_FAULTS = 12


def try_out(order: Order, _case: Case | None) -> Done:
    """What importing the attached sheet would do; nothing changes yet (§16.7)."""
    order.only()
    _refuse_several(order)
    sheet = order.view.sheet
    if sheet is None:
        raise Refused(
            "Adjunte la hoja de contingencia (.xlsx) a este correo, una sola y sin otras hojas."
        )
    plan = _plan_of(sheet)
    counts = f"Prueba de «{sheet.name}»: {report.counted(plan)}."
    if not plan.changes:
        return Done(
            said=f"{counts} No hay nada que importar.",
            shown=_shown(plan),
            enclosures=_results(plan, "Prueba"),
        )
    trial = Authorisation(
        code=order.view.codes[0], order=ORDER, numbers=(), reason=sheet.name,
        asked_by=order.member.email, authoriser=order.member.email, asked_at=order.at,
        expires_at=order.told_at + VALID, sheet_sha256=sheet.sha256,
    )  # fmt: skip
    return Done(
        said=f"{counts} Nada cambió todavía. Para importarla responda con «[IMPORTAR CONFIRMAR "
        f"{trial.code}]» dentro de 24 horas; no tiene que adjuntarla de nuevo.",
        shown={**_shown(plan), "moves": (_confirmation(trial),)},
        enclosures=_results(plan, "Prueba"),
        effects=(KeepSheet(content=sheet.content), SaveOnLine(what=trial)),
    )


def confirm(order: Order, _case: Case | None) -> Done:
    """Import the very sheet that was tried: all of its rows that may be, or nothing."""
    order.only("codigo", words=1)
    _refuse_several(order)
    code = order.said("codigo", place=0)
    trial = chosen(code, order.view.trials, order.member.email, order.at)
    refuse_another(order.event.mail.attachments, trial)
    sheet = order.view.sheet
    if sheet is None:
        raise Refused("La hoja de esa prueba no se pudo leer: envíela de nuevo con [IMPORTAR].")
    by = Import(
        at=order.at, actor=order.member.email, role=order.role, sheet=sheet.name,
        policy=order.policy, mail=order.event.mail.message_id,
        acknowledged=order.view.acknowledged, news=order.view.news,
    )  # fmt: skip
    saved, mails, plan = carry_out(_plan_of(sheet), order.view.services, by)
    decided = SaveOnLine(what=replace(trial, decided_at=order.at, granted=True))
    told: tuple[Effect, ...] = (decided, *mails)
    return Done(
        said=f"Importamos «{sheet.name}»: {report.counted(plan)}.{_new_ones(plan)}",
        others=saved,
        effects=told,
        shown=_shown(plan),
        enclosures=_results(plan, "Resultado"),
    )


def _plan_of(sheet: SheetRead) -> ImportPlan:
    """What the sheet would do. Raises Refused for one that can't be read."""
    if sheet.plan is not None:
        return sheet.plan
    faults = " ".join(sheet.fault[:_MOST_FAULTS])
    raise Refused(f"No se pudo leer «{sheet.name}». {faults} Nada cambió.")


def _confirmation(trial: Authorisation) -> tuple[str, str, str]:
    """The tag that confirms a trial, what it does, and how a one-click reply is called."""
    return f"{Tag.IMPORTAR_CONFIRMAR} {trial.code}", "importa esta hoja.", "Importar la hoja"


def _refuse_several(order: Order) -> None:
    brought = [c for c in order.event.orders.commands if c.tag in _SHEET_TAGS]
    if len(brought) > 1:
        raise Refused("Importe una sola hoja en cada correo, y confírmela en otro.")


def _shown(plan: ImportPlan) -> dict[str, object]:
    told = report.details(plan)
    return {"details": told} if told else {}


def _results(plan: ImportPlan, title: str) -> tuple[Enclosure, ...]:
    name = f"{title.lower()}_importacion.xlsx"
    return (Enclosure(name=name, sheets=(report.result_sheet(plan, title),)),)


def _new_ones(plan: ImportPlan) -> str:
    """The numbers of the new cases, as the receipt names them."""
    numbers = report.created_numbers(plan)
    if not numbers:
        return ""
    told = ", ".join(numbers[:_MOST_NUMBERS])
    more = f" y {len(numbers) - _MOST_NUMBERS} más" if len(numbers) > _MOST_NUMBERS else ""
    return f" Casos nuevos: {told}{more}."
