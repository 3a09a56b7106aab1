"""The look-ups that the tags of a mail need, fetched before it is decided about."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from mailbot.model.case import Case
from mailbot.pipeline.lookups import Lookups
from mailbot.rules.commands.handlers import HANDLERS
from mailbot.rules.event import MailArrived, Need, View
from mailbot.rules.numbers import numbers_in

_MOST_NAMED = 500

_T = TypeVar("_T")


def look_for_tags(
    event: MailArrived, lookups: Lookups, now: datetime, next_number: Callable[[str], str]
) -> View:
    """What the tags of `event` look at; `next_number` takes one of the series SERV or INC.

    Nothing is fetched, and no number is taken, for a mail whose tags will not run.
    """
    orders = event.orders
    if not event.identity.verified or orders.in_doubt:
        return View()
    rules = (HANDLERS.get(command.tag) for command in orders.commands)
    needs = [need for rule in rules if rule for need in rule.needs]
    others = {case.row: case for case in lookups.named(_named(event))}
    about = [event.match.case] if event.match else []
    concerned = {case.row: case for case in (*about, *others.values())}
    return View(
        others=_by_number(others.values()),
        files=_each(concerned, lookups.files) if Need.FILES in needs else {},
        histories=_each(concerned, lookups.history) if Need.HISTORY in needs else {},
        incidents=tuple(next_number("INC") for need in needs if need is Need.INCIDENT_NUMBER),
        services=tuple(next_number("SERV") for need in needs if need is Need.SERVICE_NUMBER),
        loads=lookups.loads() if Need.LOADS in needs else {},
        absences=lookups.absences(now) if Need.LOADS in needs else (),
    )


def _named(event: MailArrived) -> tuple[str, ...]:
    """The case numbers that stand in the subject and in the arguments of the tags."""
    arguments = (
        word
        for command in event.orders.commands
        for word in (*command.arguments, *(value for _key, value in command.keys))
    )
    said = (event.mail.subject, *arguments)
    found = dict.fromkeys(number for word in said for number in numbers_in(word))
    return tuple(found)[:_MOST_NAMED]


def _by_number(cases: Iterable[Case]) -> dict[str, Case]:
    return {
        number: case
        for case in cases
        for number in (case.service_number, case.incident_number)
        if number
    }


def _each(concerned: Iterable[int], look_up: Callable[[int], _T]) -> dict[int, _T]:
    return {row: look_up(row) for row in concerned}
