"""Looking for what was solved before: published questions, solved cases, proposals of questions."""

from collections.abc import Collection, Iterable

from mailbot.model.case import Case
from mailbot.model.faq import FaqEntry
from mailbot.pipeline.lookups import Lookups
from mailbot.rules import form_return, opening
from mailbot.rules.commands.handlers.faq import number_in
from mailbot.rules.commands.tags import Tag
from mailbot.rules.event import MailArrived
from mailbot.rules.policy import Policy
from mailbot.rules.relevance import alike, helpful, telling
from mailbot.rules.search_words import search_words, words_of_request

_CANDIDATES = 20
"""How many the search brings for each three that are shown."""

_OF_ENTRIES = (Tag.FAQ_APROBAR, Tag.FAQ_RETIRAR)


def look_for_answers(event: MailArrived, lookups: Lookups, policy: Policy) -> tuple[FaqEntry, ...]:
    """The published questions that may help who asks with this mail, the best first.

    While nothing is published, or nobody is answered, this costs one look.
    """
    mail = event.mail
    if not event.screening.answerable or mail.encrypted or not lookups.has_answers():
        return ()
    said = f"{mail.subject}\n{mail.text.strip() or mail.quoted}"
    if event.forms:
        request = form_return.read(event).over(opening.read_whole(mail, policy))
        said = f"{mail.subject}\n{request.description}\n{mail.text}"
    return helpful(said, lookups.answers(telling(search_words(said)), _CANDIDATES))


def look_for_solved(cases: Iterable[Case], lookups: Lookups) -> dict[int, tuple[Case, ...]]:
    """The solved cases that are like each of these, by their rows."""
    return {
        case.row: alike(case, lookups.solved_with(telling(words_of_request(case)), _CANDIDATES))
        for case in cases
    }


def look_for_faq(
    event: MailArrived, cases: Collection[Case], lookups: Lookups
) -> dict[int, FaqEntry]:
    """The frequent questions that the tags name, and those that were drawn from these cases."""
    said = (
        word
        for command in event.orders.commands
        if command.tag in _OF_ENTRIES
        for word in (*command.arguments, *(value for _key, value in command.keys))
    )
    numbers = tuple(dict.fromkeys(n for word in said if (n := number_in(word))))
    named = lookups.faq_numbered(numbers) if numbers else ()
    drawn = tuple(number for case in cases for number in case.numbers)
    found = (*named, *(lookups.faq_of_cases(drawn) if drawn else ()))
    return {entry.number: entry for entry in found}
