"""[CALIDAD] and [ENCUESTA]: what a case says about the service (R9, R11, R14, Q22)."""

from dataclasses import replace

from mailbot.model.case import Case
from mailbot.model.vocabulary import EventKind
from mailbot.rules import reasons, survey
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.moments import shown
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import compact
from mailbot.rules.reasons import ACTIONS

_ACTION = {compact(action): action for action in ACTIONS} | {"controldecambios": "control_cambios"}
_QUESTIONS = ("q1", "q2", "q3", "q4")
_HIGHEST = 5


def flag_quality(act: Act) -> Done:
    """The case goes to the Ministry's quality tool, with its reason and, if said, its action."""
    act.only("motivo", "accion")
    why = act.said("motivo") or act.command.text
    if not why:
        raise Refused('Falta el motivo: escriba [CALIDAD motivo="…"].')
    action = _action(act)
    told = reasons.for_quality(action, why)
    entry = act.entry(EventKind.FIELD, f"{reasons.QUALITY}{told}")
    by = f" con la acción {action}" if action else ""
    return Done(
        said=f"El caso quedó marcado para la herramienta de calidad{by}.",
        case=replace(act.case, quality=told),
        events=(entry,),
    )


def answer_by_phone(act: Act) -> Done:
    """The survey as the person answered it on the telephone: once, in its time (Q22)."""
    act.only(*_QUESTIONS, "comentario")
    scores = tuple(_score(act, key) for key in _QUESTIONS)
    if not any(scores):
        raise Refused("Faltan las respuestas: escriba q1= a q4=, de 1 a 5.")
    if survey.refusal(act.case, act.at):
        raise Refused(_why_not(act.case, act))
    comment = act.said("comentario") or act.command.text
    case = survey.answered(act.case, scores, comment, act.at)
    told = ", ".join(f"{name} {score}" for name, score in survey.told(scores))
    entry = act.entry(EventKind.SURVEY, f"Encuesta por teléfono: {told}", comment)
    alert = survey.low_score_alert(case, act.policy)
    low = " Se avisa a la coordinación, por la calificación baja." if alert else ""
    return Done(
        said=f"Quedó registrada la encuesta: {told}.{low}",
        case=case,
        events=(entry,),
        effects=(alert,) if alert else (),
    )


def _action(act: Act) -> str:
    said = act.said("accion")
    if said and compact(said) not in _ACTION:
        raise Refused(f"«{said}» no es una acción: use {', '.join(ACTIONS)}.")
    return _ACTION[compact(said)] if said else ""


def _score(act: Act, key: str) -> int | None:
    said = act.said(key).strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= _HIGHEST):
        raise Refused(f"{key}= es una calificación de 1 a 5, y dice «{said}».")
    return int(said)


def _why_not(case: Case, act: Act) -> str:
    """Why an answer is not counted, as the advisor reads it; by mail it would not be either."""
    zone = act.policy.calendar.zone
    if case.survey is None:
        return f"{case.number} no tiene encuesta: no la llevan los duplicados ni los masivos."
    if case.survey.answered_at:
        return f"La encuesta ya fue respondida el {shown(case.survey.answered_at, zone)}."
    return f"El plazo de la encuesta terminó el {shown(case.survey.until, zone)}."
