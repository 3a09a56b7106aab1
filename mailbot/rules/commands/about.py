"""Which case a tag is about: words and files for one person must not reach another."""

from mailbot.model.case import Case
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.work import Work
from mailbot.rules.event import MailArrived
from mailbot.rules.numbers import numbers_in


def case_of(command: Command, event: MailArrived, work: Work) -> Case | None:
    """The case that a tag is about: the one that `caso=` names, else the mail's. Raises Refused."""
    named = command.key("caso")
    if named:
        return _named(named, work)
    opened = [case for case in work.cases.values() if not case.row]
    if opened:
        # What follows [NUEVO] is about the new case, whatever thread it was written in.
        return opened[-1] if len(opened) == 1 else None
    if event.match is None:
        return None
    _refuse_other_case_in_subject(event, work)
    return work.now(event.match.case)


def _named(said: str, work: Work) -> Case:
    numbers = numbers_in(said)
    if len(numbers) > 1:
        raise Refused("caso= lleva un solo número: repita la etiqueta para cada caso.")
    case = work.view.others.get(next(iter(numbers), ""))
    if case is None:
        raise Refused(f"No conozco el caso «{said}».")
    return work.now(case)


def no_case(event: MailArrived) -> Refused:
    """The refusal of a tag on a mail without a case; it names a number that nobody knows."""
    unknown = next(iter(numbers_in(event.mail.subject)), "")
    if unknown and event.match is None:
        return Refused(f"No conozco el caso «{unknown}» del asunto: revise el número.")
    return Refused("No dice de qué caso habla: responda un correo del caso o escriba caso=…")


def refuse_files_for_two(case: Case, event: MailArrived, work: Work) -> None:
    """Files belong to one case: they must not reach the person of another. Raises Refused."""
    others = [number for number in work.acted_on if number != case.service_number]
    if event.mail.attachments and others:
        raise Refused("Trae archivos y habla de varios casos: envíe un correo para cada uno.")


def _refuse_other_case_in_subject(event: MailArrived, work: Work) -> None:
    """A thread of one case under the number of another: words for one person could reach another.

    Raises Refused.
    """
    match = event.match
    for number in numbers_in(event.mail.subject):
        other = work.view.others.get(number)
        if match and other and other.service_number != match.case.service_number:
            raise Refused(
                f"El asunto nombra {number} y el correo responde a {match.case.number}: diga cuál "
                f"con caso={number} o caso={match.case.number}."
            )
