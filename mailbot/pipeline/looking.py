"""The look-ups that the tags of a mail need, fetched before it is decided about."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import TypeVar

from mailbot.model.case import Case
from mailbot.model.listing import CaseFilter, CaseList
from mailbot.pipeline.answering import look_for_faq, look_for_solved
from mailbot.pipeline.lookups import Lookups
from mailbot.rules import mass
from mailbot.rules.commands.brackets import read_tag
from mailbot.rules.commands.grammar import MOST_TAGS
from mailbot.rules.commands.handlers import HANDLERS, filters, personal_data
from mailbot.rules.commands.handlers.batch_cases import MOST_LETTERS
from mailbot.rules.commands.handlers.contingency import first_told
from mailbot.rules.commands.tags import Tag
from mailbot.rules.event import MailArrived, Need, View
from mailbot.rules.forwarded import people_named
from mailbot.rules.intake.modules import module_of
from mailbot.rules.numbers import numbers_in
from mailbot.rules.one_time_codes import code_from, read_decision
from mailbot.rules.opening import ACKNOWLEDGEMENTS
from mailbot.rules.policy import Policy
from mailbot.rules.similar import Matter

_MOST_NAMED = 500
_LINE_PARTS = re.compile(r"[\n:=]")
"""What parts a line `modulo=EPG` below a tag."""

_T = TypeVar("_T")


def look_for_tags(
    event: MailArrived, lookups: Lookups, now: datetime, next_number: Callable[[str], str],
    new_token: Callable[[], str], policy: Policy,
) -> View:  # fmt: skip
    """What the tags of `event` look at; `next_number` takes one of the series SERV or INC.

    Nothing is fetched, and no number is taken, for a mail whose tags will not run.
    """
    orders = event.orders
    if not event.identity.verified or orders.in_doubt or len(orders.commands) > MOST_TAGS:
        return View()
    needs = [need for command in orders.commands for need in HANDLERS[command.tag].needs]
    others = {case.row: case for case in lookups.named(_named(event))}
    about = [event.match.case] if event.match else []
    concerned = {case.row: case for case in (*about, *others.values())}
    contingency = lookups.contingency() if Need.CONTINGENCY in needs else None
    told = first_told(orders.commands, event.arrived_at, policy.calendar.zone)
    since = contingency.since if contingency else min(told, now)
    return View(
        others=_by_number(others.values()),
        files=_each(concerned, lookups.files) if Need.FILES in needs else {},
        histories=_each(concerned, lookups.history) if Need.HISTORY in needs else {},
        incidents=tuple(next_number("INC") for need in needs if need is Need.INCIDENT_NUMBER),
        services=tuple(next_number("SERV") for need in needs if need is Need.SERVICE_NUMBER),
        loads=lookups.loads(policy.staff) if Need.LOADS in needs else {},
        absences=lookups.absences(now) if Need.LOADS in needs else (),
        acknowledged=_acknowledged(event, lookups) if Need.ACKNOWLEDGED in needs else frozenset(),
        open=lookups.open_since(since) if Need.OPEN_CASES in needs else (),
        contingency=contingency,
        codes=tuple(code_from(new_token()) for need in needs if need is Need.CODE),
        listings=_listings(event, lookups, policy, now) if Need.LISTING in needs else {},
        news=lookups.public_news(policy.calendar.day(now)) if Need.NEWS in needs else (),
        similar=_similar(event, concerned.values(), lookups, policy)
        if Need.SIMILAR in needs
        else (),
        children=lookups.children(tuple(each.number for each in concerned.values() if each.mass))
        if Need.CHILDREN in needs
        else (),
        person=_of_people(event, lookups) if Need.PERSON in needs else (),
        faq=look_for_faq(event, concerned.values(), lookups) if Need.FAQ in needs else {},
        next_faq=lookups.next_faq() if Need.FAQ in needs else 1,
        solved=look_for_solved(concerned.values(), lookups) if Need.SOLVED in needs else {},
    )


def look_for_decision(event: MailArrived, lookups: Lookups, now: datetime, policy: Policy) -> View:
    """What an authoriser's yes or no looks at: the order under his code, and its cases.

    Files and histories are for the letters of a reassignment that is not told of as a list.
    """
    answer = read_decision(event.mail.text)
    if answer is None or not answer.code or not event.identity.verified:
        return View()
    order = lookups.authorisation(answer.code)
    if order is None:
        return View()
    said = read_tag(order.order.strip("[]"))
    if said and said.tag is Tag.DATOS_ANONIMIZAR:
        person = personal_data.address_in(dict(said.keys)["persona"])
        return View(authorisation=order, person=lookups.of_person(person))
    about = lookups.named(order.numbers)
    few = {case.row for case in about} if len(about) <= MOST_LETTERS else set[int]()
    return View(
        authorisation=order,
        others=_by_number(about),
        files=_each(few, lookups.files),
        histories=_each(few, lookups.history),
        loads=lookups.loads(policy.staff),
        absences=lookups.absences(now),
    )


def _similar(
    event: MailArrived, concerned: Collection[Case], lookups: Lookups, policy: Policy
) -> tuple[Case, ...]:
    """What may be the same matter: cases of the modules that are spoken of, from about then."""
    said = (
        word
        for command in event.orders.commands
        for word in (
            *command.arguments,
            *(value for _key, value in command.keys),
            *_LINE_PARTS.split(command.text),
        )
    )
    modules = {case.module for case in concerned} | {module_of("", "", word) for word in said}
    since = min((mass.candidates_since(case, policy) for case in concerned), default=None)
    if since is None:
        return ()
    matters = [Matter.of(case) for case in concerned]
    threshold = policy.config.similar.threshold
    return lookups.of_modules(
        sorted(filter(None, modules)), since,
        lambda other: any(each.like(other, threshold) for each in matters),
    )  # fmt: skip


def _acknowledged(event: MailArrived, lookups: Lookups) -> frozenset[str]:
    people = people_named(event.mail)
    return frozenset(p for p in people if lookups.ever_acknowledged(p, ACKNOWLEDGEMENTS))


def _of_people(event: MailArrived, lookups: Lookups) -> tuple[Case, ...]:
    """Every case of the people that the tags name."""
    said = (each.key("persona") for each in event.orders.commands)
    people = dict.fromkeys(personal_data.address_in(each) for each in said)
    return tuple(each for person in people if person for each in lookups.of_person(person))


def _listings(
    event: MailArrived, lookups: Lookups, policy: Policy, now: datetime
) -> dict[CaseFilter, CaseList]:
    wanted = filters.asked(event, policy, now)
    return {each: lookups.listing(each, filters.MOST_CASES) for each in wanted}


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
