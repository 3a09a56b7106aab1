"""The mails of the reports: M-25 a month, M-34 a week, M-26 for what a month lacks (R5, R6)."""

from collections.abc import Sequence
from datetime import date, datetime

from mailbot.model.decision import Decision, Effect, Enclosure, SaveOnLine, Send
from mailbot.model.line import Record, RecordKind
from mailbot.model.report import FinishedReport
from mailbot.model.vocabulary import Outcome, Role
from mailbot.rules.history import SYSTEM
from mailbot.rules.policy import Policy

_MONTHLY, _WEEKLY, _LACKING = "monthly-report", "weekly-state", "month-lacks"
_NO_MINUTES = "No se registró ninguna acta de seguimiento."
_NO_MINUTES_YET = "No se ha registrado ninguna acta de seguimiento."


def decide_monthly(
    report: FinishedReport, lacks: Sequence[str], policy: Policy, day: date, at: datetime
) -> Decision:
    """M-25 to the line's coordinators and the Administrador, its hashes on record (A26, R80).

    `lacks` is what the month lacks (`lacking`): then M-26 goes with it. `day` is the month's first.
    """
    people = policy.with_role(Role.CL1, Role.CL23, Role.ADM)
    record = Record(
        kind=RecordKind.INFORME, at=at, by=SYSTEM, day=day,
        text=f"Informe de {report.name}\n{report.fingerprint}",
    )  # fmt: skip
    effects: list[Effect] = [SaveOnLine(what=record)]
    if people:
        effects.append(
            _mail("M-25", people, report, f"report:{report.key}", {"agenda": report.agenda})
        )
    reminder = _reminder(report.name, lacks, policy, f"lacks:{report.key}", over=True)
    if reminder:
        effects.append(reminder)
    return _decided(_MONTHLY, f"Informe de {report.name}", effects)


def decide_weekly(report: FinishedReport, policy: Policy) -> Decision:
    """M-34 to the coordinators: how the cases stand, by group and level (R40)."""
    people = policy.with_role(Role.CL23, Role.CL1)
    mails = (_mail("M-34", people, report, f"state:{report.key}", {}),) if people else ()
    return _decided(_WEEKLY, f"Estado de {report.name}", mails)


def decide_no_minutes(key: str, name: str, policy: Policy) -> Decision:
    """M-26 before the end of a month that has no acta yet (R6)."""
    lacks = (_NO_MINUTES_YET,)
    reminder = _reminder(name, lacks, policy, f"minutes:{key}", over=False)
    return _decided(_LACKING, f"Sin actas en {name}", (reminder,) if reminder else ())


def lacking(report: FinishedReport, *, has_minutes: bool) -> tuple[str, ...]:
    """What a month must have and lacks: an acta (R6), surveys sent and answered (R5)."""
    found = []
    if not (report.minutes or has_minutes):
        found.append(_NO_MINUTES)
    if not report.sent:
        found.append("No se envió ninguna encuesta de satisfacción.")
    elif not report.answered:
        found.append("Nadie respondió la encuesta de satisfacción.")
    return tuple(found)


def enclosures(report: FinishedReport) -> tuple[Enclosure, ...]:
    """The report's files, to go with a mail."""
    return tuple(
        Enclosure(name=file.name, content=file.content, type=file.type) for file in report.files
    )


def _mail(
    template: str, people: tuple[str, ...], report: FinishedReport, once: str,
    facts: dict[str, object],
) -> Send:  # fmt: skip
    told = tuple((each.name, each.value, each.target, each.met) for each in report.figures)
    return Send(
        template=template,
        to=people,
        facts={"period": report.name, "sentences": report.sentences, "figures": told, **facts},
        enclosures=enclosures(report),
        to_staff=True,
        once=once,
        brake=False,
        reason=f"Informe de {report.name}",
    )


def _reminder(
    name: str, lacks: Sequence[str], policy: Policy, once: str, *, over: bool
) -> Send | None:
    """M-26 to the coordinators, on copy the Administrador; None where nothing is missing."""
    people = policy.with_role(Role.CL1, Role.CL23) or policy.with_role(Role.ADM)
    if not (lacks and people):
        return None
    return Send(
        template="M-26",
        to=people,
        cc=tuple(each for each in policy.with_role(Role.ADM) if each not in people),
        facts={
            "period": name,
            "lacks": tuple(lacks),
            "over": over,
            "needs_minutes": not {_NO_MINUTES, _NO_MINUTES_YET}.isdisjoint(lacks),
        },
        to_staff=True,
        once=once,
        brake=False,
        reason=f"Falta en {name}: {' '.join(lacks)}",
    )


def _decided(rule: str, reason: str, effects: Sequence[Effect]) -> Decision:
    return Decision(outcome=Outcome.CASE_EVENT, rule=rule, reason=reason, effects=tuple(effects))
