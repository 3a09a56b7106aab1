"""Tags in subjects: which its author put there, and which were there before (domain.md §9, §16.34).

A tag that stood in an earlier subject of the thread ran already, or is another's word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mailbot.rules.commands.brackets import MOST_CHARACTERS, WrittenTag, read_tag, seen, written
from mailbot.rules.commands.tags import Tag
from mailbot.rules.intake.words import folded

_LONGEST_SUBJECT = 1_000

_TAG = re.compile(rf"\[([^\[\]]{{1,{MOST_CHARACTERS}}})\]")
_PREFIXES = (
    "re|r|rv|fwd?|rta|res|resp|respuesta|responder|reply|enc|reenv|reenviar|reenviado|aw|antw|wg"
    "|tr|sv|vs|vb|odp|ynt|doorst"
)
_ANSWER = re.compile(
    rf"(?:^|[\]\s:])(?:{_PREFIXES})\s{{0,3}}(?:[\[(^]?\d{{1,3}}[\])]?)?\s{{0,3}}[:：]"
    # Programs have more words than anybody lists: Aceptada, Accepted, Leído, Tarea, Recuperar …
    r"|^\s*[^\W\d_][^\[\]:：]{0,40}[:：]|\]\s{0,3}[^\W\d_]{2,20}\s{0,3}[:：]\s{0,3}\["
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectOrders:
    """The tags of a subject: those to run, those to ask about, those that were there before."""

    placed: tuple[tuple[str, WrittenTag], ...] = ()
    unplaced: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def read_subject(
    subject: str, known: frozenset[str], *, in_thread: bool, thread_known: bool
) -> SubjectOrders:
    """What the author of a mail with this subject orders in it.

    `in_thread` tells that the mail answers or passes on another by its ids; `known` are the tags of
    earlier subjects, `thread_known` that we know the mail that it answers. A mail that answers
    nothing has a subject that its author wrote; a tag of others in it is asked about all the same.
    """
    subject = seen(subject[:_LONGEST_SUBJECT])
    orders = tuple(_orders_in(subject))
    if not orders or not (in_thread or _ANSWER.search(folded(subject))):
        return SubjectOrders(
            placed=tuple(each for each in orders if each[1].tag not in known),
            unplaced=tuple(said for said, order in orders if order.tag in known),
        )
    fresh = tuple((said, order) for said, order in orders if order.tag not in known)
    repeated = tuple(said for said, order in orders if order.tag in known)
    if thread_known:
        return SubjectOrders(placed=fresh, repeated=repeated)
    return SubjectOrders(unplaced=tuple(said for said, _ in fresh), repeated=repeated)


def tags_of_subject(subject: str) -> frozenset[Tag]:
    """Every tag that a program could make of a subject, whoever wrote it, however long it is."""
    # Cut or closed by the next program, what only begins like a tag becomes one.
    begun = (part.partition("]")[0] for part in seen(subject).split("[")[1:])
    orders = (read_tag(words[:MOST_CHARACTERS]) for words in begun)
    return frozenset(order.tag for order in orders if order)


def known_tags(subjects: Iterable[str]) -> frozenset[Tag]:
    """The tags in the earlier subjects of a thread: none of them runs again."""
    return frozenset().union(*map(tags_of_subject, dict.fromkeys(subjects)))


def _orders_in(subject: str) -> Iterator[tuple[str, WrittenTag]]:
    done: set[Tag] = set()
    for found in _TAG.finditer(subject):
        order = read_tag(found[1])
        if order and order.tag not in done:
            done.add(order.tag)
            yield written(found[1]), order
