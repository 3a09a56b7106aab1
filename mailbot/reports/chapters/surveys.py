"""What people say of the line: surveys sent and answered, by who answers for the case (R5, R12)."""

from collections import Counter
from dataclasses import dataclass, field

from mailbot.model.vocabulary import CloseReason
from mailbot.reports.as_of import Closing, Seen
from mailbot.reports.numbers import Side, mean, share, side_of
from mailbot.reports.period import Period
from mailbot.rules.survey import QUESTIONS

EVERYBODY = "Toda la línea"
_OVERALL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFigures:
    """The surveys of the month, of one side or of the whole line.

    `answered_of_sent` are those sent in the month that were answered before its end; `answered`
    all answers that came in it. `satisfied` and `rated` count answers to the fourth question.
    """

    who: str
    sent: int
    answered_of_sent: int
    answered: int
    means: tuple[float | None, ...]
    satisfied: int
    rated: int
    scores: tuple[int, ...]
    """How many gave 1, 2, 3, 4 and 5 to the fourth question."""

    @property
    def response(self) -> float | None:
        """The share of the month's surveys that were answered (I8)."""
        return share(self.answered_of_sent, self.sent)

    @property
    def csat(self) -> float | None:
        """The share of answers that are satisfied or more (I7)."""
        return share(self.satisfied, self.rated)


@dataclass(slots=True)
class _Tally:
    sent: int = 0
    answered_of_sent: int = 0
    answered: int = 0
    scores: list[list[int]] = field(default_factory=lambda: [[] for _each in QUESTIONS])


class Surveys:
    """Counts surveys and their answers."""

    def __init__(self, period: Period, satisfied: int) -> None:
        self._period, self._satisfied = period, satisfied
        self._tallies = {who: _Tally() for who in (EVERYBODY, *Side)}

    def add(self, seen: Seen) -> None:
        """Count the surveys of one request: those that its closings sent, and its answer."""
        survey = seen.survey
        answered_at = survey.answered_at if survey else None
        for closing in _asked(seen):
            if self._period.covers(closing.at):
                # The answer is to the last survey that was sent before it.
                later = [each for each in _asked(seen) if each.at > closing.at]
                own = answered_at is not None and answered_at >= closing.at and not later
                for tally in self._of(closing):
                    tally.sent += 1
                    tally.answered_of_sent += own
        if survey and answered_at and self._period.covers(answered_at) and seen.closings:
            before = [each for each in seen.closings if each.at <= answered_at]
            for tally in self._of((before or seen.closings)[-1]):
                tally.answered += 1
                for place, score in enumerate(survey.scores):
                    if score:
                        tally.scores[place].append(score)

    def figures(self) -> tuple[SurveyFigures, ...]:
        """The whole line first, then each side."""
        return tuple(self._figures(who, tally) for who, tally in self._tallies.items())

    def _of(self, closing: Closing) -> tuple[_Tally, _Tally]:
        return self._tallies[EVERYBODY], self._tallies[side_of(closing.group)]

    def _figures(self, who: str, tally: _Tally) -> SurveyFigures:
        overall = tally.scores[_OVERALL]
        counts = Counter(overall)
        return SurveyFigures(
            who=who, sent=tally.sent, answered_of_sent=tally.answered_of_sent,
            answered=tally.answered, means=tuple(map(mean, tally.scores)),
            satisfied=sum(score >= self._satisfied for score in overall), rated=len(overall),
            scores=tuple(counts[score] for score in range(1, 6)),
        )  # fmt: skip


def _asked(seen: Seen) -> list[Closing]:
    """The closings that asked for a vote: never of a duplicate, and never after an answer (R11)."""
    survey = seen.survey
    answered_at = survey.answered_at if survey else None
    return [
        closing
        for closing in seen.closings
        if closing.reason is not CloseReason.DUPLICADO
        and (answered_at is None or closing.at <= answered_at)
    ]
