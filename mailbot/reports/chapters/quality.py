"""Producto no conforme: out of time, opened again twice, rated low; quality's cases (R13)."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.compose.spanish import number
from mailbot.model.masking import hidden, identifications
from mailbot.reports.as_of import Seen
from mailbot.reports.attention import Attention
from mailbot.reports.period import Period
from mailbot.rules.commands.tags import Tag
from mailbot.rules.reasons import quality_in
from mailbot.rules.survey import LOW, QUESTIONS

OUT_OF_TIME, OPENED_AGAIN, LOW_SCORE = "Fuera del ANS", "Reabierto", "Calificación baja"
_TIMES = 2
_FINDING, _ADJUSTMENT = "T13", "T14"


@dataclass(frozen=True, slots=True, kw_only=True)
class NonConforming:
    """A case of the month that did not keep to what was promised, and by what one sees it."""

    number: str
    why: str
    detail: str
    group: str
    module: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """Something that leads to an action of improvement (R9): of which kind, and from which case."""

    number: str
    at: datetime
    action: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFigures:
    """What to look at in the follow-up meeting and in REPAC."""

    non_conforming: tuple[NonConforming, ...]
    improvements: tuple[Improvement, ...]

    def counted(self, why: str) -> int:
        """How many cases there are for one reason."""
        return len({each.number for each in self.non_conforming if each.why == why})


class Quality:
    """Finds the cases that the quality system asks about."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._found: list[NonConforming] = []
        self._improvements: list[Improvement] = []

    def add(self, seen: Seen, attentions: tuple[Attention, ...]) -> None:
        """Look at one case."""
        for attention in attentions:
            if attention.breached:
                net = "" if attention.breached_net else "; en el ANS neto cumple"
                detail = f"{number(attention.hours)} h de {number(attention.budget)} h{net}"
                self._found.append(self._one(seen, OUT_OF_TIME, detail, attention.group))
        again = seen.by_rule("T24")
        if len(again) >= _TIMES and self._period.covers(again[-1].at):
            self._found.append(self._one(seen, OPENED_AGAIN, f"{len(again)} veces"))
        self._look_at_scores(seen)
        self._improvements += self._actions(seen)

    def figures(self) -> QualityFigures:
        """What was found, by reason and number; the actions in order of time."""
        reasons = (OUT_OF_TIME, OPENED_AGAIN, LOW_SCORE)
        return QualityFigures(
            non_conforming=tuple(
                sorted(self._found, key=lambda e: (reasons.index(e.why), e.number, e.group))
            ),
            improvements=tuple(sorted(self._improvements, key=lambda e: (e.at, e.number))),
        )

    def _look_at_scores(self, seen: Seen) -> None:
        survey = seen.survey
        if survey is None or not (survey.answered_at and self._period.covers(survey.answered_at)):
            return
        scores = [score for score in survey.scores if score]
        if scores and min(scores) <= LOW:
            answered = zip(QUESTIONS, survey.scores, strict=True)
            told = "; ".join(f"{question}: {score}" for question, score in answered if score)
            said = f". Comentó: {_clean(seen, survey.comment)}" if survey.comment else ""
            group = seen.closings[-1].group if seen.closings else None
            self._found.append(self._one(seen, LOW_SCORE, f"{told}{said}", group))

    def _one(self, seen: Seen, why: str, detail: str, group: str | None = None) -> NonConforming:
        return NonConforming(
            number=seen.number, why=why, detail=detail, group=group or seen.now.group,
            module=seen.case.module or "",
        )  # fmt: skip

    def _actions(self, seen: Seen) -> list[Improvement]:
        found = []
        for event in seen.events:
            told = _action_of(event.rule, event.reason) if self._period.covers(event.at) else None
            if told:
                detail = _clean(seen, told[1])
                found.append(
                    Improvement(number=seen.number, at=event.at, action=told[0], detail=detail)
                )
        return found


def _action_of(rule: str, reason: str) -> tuple[str, str] | None:
    """The action of R9 that an entry of a history began, and its words."""
    if rule == _FINDING:
        return "hallazgo", reason
    if rule == _ADJUSTMENT:
        return "mantenimiento", reason
    if rule == Tag.CAMBIO:
        return "control_cambios", reason
    if rule == Tag.CALIDAD:
        action, words = quality_in(reason)
        return action or "herramienta de calidad", words
    return None


def _clean(seen: Seen, words: str) -> str:
    case = seen.case
    return hidden(words, identifications(case.requester.identification, case.attendees))
