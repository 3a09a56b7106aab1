"""The one decision about a mail whose tags were all carried out."""

from collections.abc import Mapping

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.decision import Decision, Effect, SaveCase
from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import EventKind, Outcome
from mailbot.rules import case_files, history, waiting_mails
from mailbot.rules.commands import line_state, receipt
from mailbot.rules.commands.tags import Tag
from mailbot.rules.commands.work import Work
from mailbot.rules.event import MailArrived, View
from mailbot.rules.routing import Route

_LONGEST_GREETING = 4
"""Words above the first tag that are not worth a note."""

_WITH_A_SHEET = frozenset({Tag.IMPORTAR, Tag.IMPORTAR_CONFIRMAR})


def as_they_stood(event: MailArrived, view: View) -> dict[str, Case]:
    """The cases that the mail's tags can reach as they were before it, by service number."""
    about = [event.match.case] if event.match else []
    known = (*view.similar, *view.children, *view.open, *view.others.values(), *about)
    return {each.service_number: each for each in known}


def decide_carried(
    event: MailArrived, member: StaffMember, work: Work, before: Mapping[str, Case]
) -> Decision:
    """What all tags of the mail come to: each case saved once, one receipt.

    `before` are the cases as they stood, for the mails on them that have not left.
    """
    tags = ", ".join(result.tag for result in work.results)
    case = _spoken_of(event, work)
    if case and event.match and case.row == event.match.case.row:
        _keep_opening(event, member, work, case)
    effects: list[Effect] = [
        SaveCase(case=each, events=tuple(work.events[number]))
        for number, each in work.cases.items()
    ]
    if case and (files := files_for_case(event)):
        if case.service_number not in work.cases:
            effects.append(SaveCase(case=case, events=()))
        effects += case_files.keep(case, files)
    for number, each in work.cases.items():
        effects += waiting_mails.after_change(before.get(number, each), each)
    effects += line_state.settled(work.effects)
    told = case if work.cases else work.about or case
    effects.append(receipt.done(event, member, told, work.results, work.shown, work.enclosures))
    return Decision(
        outcome=Outcome.COMMAND, rule=Route.STAFF_COMMAND, reason=f"Etiquetas ejecutadas: {tags}",
        effects=tuple(effects), case=case.number if case else None,
    )  # fmt: skip


def files_for_case(event: MailArrived) -> tuple[Attachment, ...]:
    """The files that belong to the case of the mail: a sheet of many people's data does not."""
    brought = {command.tag for command in event.orders.commands}
    return () if brought & _WITH_A_SHEET else event.mail.attachments


def _spoken_of(event: MailArrived, work: Work) -> Case | None:
    """The case that the receipt and the files are about: the one acted on, the mail's, or the one
    that was opened."""
    opened = [case.service_number for case in work.cases.values() if not case.row]
    numbers = dict.fromkeys(work.acted_on or opened)
    if len(numbers) == 1:
        return work.cases[next(iter(numbers))]
    if event.match:
        return work.now(event.match.case)
    return next(iter(work.cases.values())) if len(work.cases) == 1 else None


def _keep_opening(event: MailArrived, member: StaffMember, work: Work, case: Case) -> None:
    """What stands above the first tag belongs to none: it stays as an internal note."""
    words = event.orders.opening
    if len(words.split()) <= _LONGEST_GREETING:
        return
    note = history.by_staff(
        event, EventKind.NOTE, member.roles[0], "Texto sobre la primera etiqueta",
        rule=Route.STAFF_COMMAND, text=words,
    )  # fmt: skip
    work.change(case, (note,))
