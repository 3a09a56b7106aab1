"""The rules of the tags, one function each; a new tag gets its line here."""

from mailbot.rules.commands.act import OnCase, OnLine
from mailbot.rules.commands.handlers import (
    absence,
    ask,
    assign,
    batch,
    broadcast,
    close,
    contingency,
    correct,
    evaluate,
    facts,
    faq,
    mass,
    merge,
    personal_data,
    queries,
    rank,
    release,
    report,
    sheet_export,
    sheet_import,
    solve,
)
from mailbot.rules.commands.handlers.open import draft, open_service, orient
from mailbot.rules.commands.tags import Tag
from mailbot.rules.event import Need

HANDLERS: dict[Tag, OnCase | OnLine] = {
    Tag.NUEVO: OnLine(act=open_service, needs=(Need.SERVICE_NUMBER, Need.ACKNOWLEDGED, Need.NEWS)),
    Tag.REGISTRAR: OnLine(act=draft, needs=(Need.SERVICE_NUMBER,)),
    Tag.ORIENTAR: OnLine(act=orient),
    Tag.COMPLETAR: OnCase(act=facts.complete, needs=(Need.FILES, Need.ACKNOWLEDGED, Need.SIMILAR)),
    Tag.TIPO: OnCase(act=facts.classify, needs=(Need.FILES,)),
    Tag.TOMAR: OnCase(act=assign.take, needs=(Need.FILES, Need.HISTORY)),
    Tag.INCIDENTE: OnCase(
        act=assign.make_incident,
        needs=(Need.INCIDENT_NUMBER, Need.FILES, Need.HISTORY, Need.SIMILAR),
    ),
    Tag.ESCALAR: OnCase(
        act=assign.escalate,
        needs=(Need.FILES, Need.HISTORY, Need.LOADS, Need.CHILDREN, Need.SOLVED),
    ),
    Tag.REASIGNAR: OnCase(
        act=assign.reassign,
        needs=(Need.FILES, Need.HISTORY, Need.LOADS, Need.CHILDREN, Need.SOLVED),
    ),
    Tag.DEVOLVER: OnCase(act=assign.give_back, needs=(Need.CHILDREN,)),
    Tag.CAPACITACION: OnCase(act=assign.hand_over, needs=(Need.FILES, Need.HISTORY)),
    Tag.RESUELTO: OnCase(act=solve.solve, needs=(Need.FILES, Need.CHILDREN)),
    Tag.CERRADO: OnCase(act=close.close, needs=(Need.CHILDREN,)),
    Tag.REABRIR: OnCase(act=close.reopen),
    Tag.PENDIENTE_CLIENTE: OnCase(act=ask.ask, needs=(Need.FILES,)),
    Tag.EN_PROGRESO: OnCase(act=ask.go_on, needs=(Need.CHILDREN,)),
    Tag.RESPONDER: OnCase(act=ask.answer, needs=(Need.FILES,)),
    Tag.NOTA: OnCase(act=ask.note),
    Tag.PENDIENTE_PROVEEDOR: OnCase(
        act=correct.ask_governing_body, needs=(Need.FILES, Need.CHILDREN)
    ),
    Tag.PENDIENTE_HALLAZGO: OnCase(act=correct.register_finding, needs=(Need.FILES, Need.CHILDREN)),
    Tag.PENDIENTE_AJUSTE: OnCase(act=correct.register_adjustment, needs=(Need.CHILDREN,)),
    Tag.CAMBIO: OnCase(act=correct.register_change, needs=(Need.FILES,)),
    Tag.CRITICIDAD: OnCase(act=rank.rank, needs=(Need.CHILDREN,)),
    Tag.MASIVO: OnCase(
        act=mass.gather,
        needs=(Need.SIMILAR, Need.LOADS, Need.FILES, Need.SERVICE_NUMBER, Need.INCIDENT_NUMBER),
    ),
    Tag.NO_MASIVO: OnCase(act=mass.dismiss, needs=(Need.SIMILAR,)),
    Tag.RESPONDER_MASIVO: OnCase(act=mass.answer, needs=(Need.CHILDREN, Need.FILES)),
    Tag.RELACIONAR: OnCase(act=merge.relate),
    Tag.FUSIONAR: OnCase(act=merge.merge, needs=(Need.FILES,)),
    Tag.CALIDAD: OnCase(act=evaluate.flag_quality),
    Tag.ENCUESTA: OnCase(act=evaluate.answer_by_phone),
    Tag.LIBERAR: OnCase(act=release.release, needs=(Need.FILES,)),
    Tag.ESTADO: OnLine(act=queries.state),
    Tag.HISTORIA: OnLine(act=queries.history, needs=(Need.FILES, Need.HISTORY)),
    Tag.LISTA: OnLine(act=queries.listing, needs=(Need.LISTING,)),
    Tag.AYUDA: OnLine(act=queries.explain),
    Tag.ALERTA: OnLine(act=broadcast.alert),
    Tag.NOVEDAD: OnLine(act=broadcast.tell_news),
    Tag.ACTA: OnLine(act=broadcast.record_minutes),
    Tag.INFORME: OnLine(act=report.send_report),
    Tag.AUSENTE: OnLine(act=absence.leave, needs=(Need.LOADS, Need.OPEN_CASES)),
    Tag.DISPONIBLE: OnLine(act=absence.come_back, needs=(Need.LOADS, Need.OPEN_CASES)),
    Tag.LOTE_PAUSAR: OnLine(act=batch.ask_to_pause, needs=(Need.OPEN_CASES, Need.CODE)),
    Tag.LOTE_REASIGNAR: OnLine(
        act=batch.ask_to_reassign, needs=(Need.OPEN_CASES, Need.CODE, Need.LOADS)
    ),
    Tag.LOTE_REANUDAR: OnLine(act=batch.resume, needs=(Need.OPEN_CASES, Need.CONTINGENCY)),
    Tag.CONTINGENCIA_INICIO: OnLine(
        act=contingency.begin, needs=(Need.OPEN_CASES, Need.CONTINGENCY)
    ),
    Tag.CONTINGENCIA_FIN: OnLine(act=contingency.end, needs=(Need.OPEN_CASES, Need.CONTINGENCY)),
    Tag.EXPORTAR: OnLine(act=sheet_export.export),
    Tag.IMPORTAR: OnLine(act=sheet_import.try_out, needs=(Need.SHEET, Need.CODE)),
    Tag.IMPORTAR_CONFIRMAR: OnLine(act=sheet_import.confirm, needs=(Need.SHEET, Need.NEWS)),
    Tag.FAQ: OnLine(act=faq.propose, needs=(Need.FAQ,)),
    Tag.FAQ_APROBAR: OnLine(act=faq.approve, needs=(Need.FAQ,)),
    Tag.FAQ_RETIRAR: OnLine(act=faq.withdraw, needs=(Need.FAQ,)),
    Tag.DATOS_EXPORTAR: OnLine(act=personal_data.export),
    Tag.DATOS_CORREGIR: OnLine(act=personal_data.correct, needs=(Need.PERSON,)),
    Tag.DATOS_ANONIMIZAR: OnLine(
        act=personal_data.ask_to_anonymise, needs=(Need.PERSON, Need.CODE)
    ),
}
"""Every tag that is carried out, with its rule and the look-ups that the rule needs."""
