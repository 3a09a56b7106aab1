"""[EXPORTAR CONTINGENCIA|CASOS|ACOMPANAMIENTOS|FAQ]: tables of the line by mail (R23, Q27)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.decision import Enclosure, Send
from mailbot.model.listing import CaseFilter
from mailbot.model.report import FinishedExport
from mailbot.model.sheets import Sheet
from mailbot.model.vocabulary import Role
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.handlers.filters import KEYS, MOST_WORDS, in_words, read_filter
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import compact
from mailbot.rules.contingency_sheet.export import EXPORTS, Ask, Export, accepts
from mailbot.rules.policy import Policy

_WHAT, _EVERYTHING = "que", "todos"
_USE = "Diga qué: CONTINGENCIA, CASOS, ACOMPANAMIENTOS o FAQ."
_QUESTIONS = ("faq", "preguntas", "preguntasfrecuentes")
_PUBLISHERS = (Role.CL1, Role.CL23, Role.HERR)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAsked:
    """What a tag asks for: a table of the cases that `chosen` takes, for somebody in `role`."""

    table: Export
    role: Role
    chosen: CaseFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsAsked:
    """That a tag asks for the frequent questions."""


def export(order: Order, _case: Case | None) -> Done:
    """A table of cases by M-24 to who asks; the frequent questions with the receipt."""
    order.only(_WHAT, *KEYS, words=MOST_WORDS)
    asked = table_asked(order.command, order.member, order.policy, order.told_at)
    made = order.view.exports.get(order.command.written)
    if made is None:
        raise Refused("No se pudo hacer esa hoja: pídala de nuevo.")
    if isinstance(asked, QuestionsAsked):
        # They are nobody's data.
        return Done(
            said=f"Va la hoja de preguntas frecuentes: {made.count}; publicadas: {made.published}.",
            enclosures=enclosed(made),
        )
    (file,) = made.files
    which = in_words(asked.chosen, order.member)
    count = f"{made.count} {'caso' if made.count == 1 else 'casos'}"
    return Done(
        said=f"Le enviamos «{file.name}»: {count} {which}, abiertos o cerrados en este mes.",
        effects=(_letter(order, asked.table, made, which),),
    )


def enclosed(made: FinishedExport) -> tuple[Enclosure, ...]:
    """The files of what was asked for, as they go out."""
    return tuple(
        Enclosure(name=file.name, content=file.content, type=file.type) for file in made.files
    )


def table_asked(
    command: Command, member: StaffMember, policy: Policy, at: datetime
) -> TableAsked | QuestionsAsked:
    """What a tag asks for at `at`. Raises Refused."""
    what, words = _asked(command)
    if compact(what) in _QUESTIONS:
        if not set(_PUBLISHERS) & set(member.roles):
            raise Refused(f"Las preguntas frecuentes las exportan {', '.join(_PUBLISHERS)}.")
        return QuestionsAsked()
    wanted = EXPORTS.get(_plural(compact(what)))
    if wanted is None:
        raise Refused(f"No sé exportar «{what}». {_USE}" if what else _USE)
    role = next((role for role in wanted.roles if role in member.roles), None)
    if role is None:
        raise Refused(f"«{wanted.title}» la exportan {', '.join(wanted.roles)}.")
    # Unlike a list, an export holds the whole line unless it is told otherwise.
    keys = tuple(pair for pair in command.keys if pair[0] != _WHAT)
    filtered = replace(command, arguments=(*words, _EVERYTHING), keys=keys)
    chosen = read_filter(filtered, member, policy, at)
    return TableAsked(table=wanted, role=role, chosen=chosen)


def table_of(
    asked: TableAsked, cases: Iterable[Case], policy: Policy, made: datetime
) -> tuple[int, tuple[Sheet, ...]]:
    """How many of `cases` the table holds, and its sheets."""
    taken = tuple(case for case in cases if asked.table.only(case) and accepts(asked.chosen, case))
    return len(taken), asked.table.make(taken, Ask(role=asked.role, policy=policy, made=made))


def _asked(command: Command) -> tuple[str, tuple[str, ...]]:
    """What is to be exported, by its key or as the first word, and the words behind it."""
    words = command.arguments
    if what := command.key(_WHAT):
        return what, words
    return (words[0], words[1:]) if words else ("", ())


def _letter(order: Order, wanted: Export, made: FinishedExport, which: str) -> Send:
    return Send(
        template="M-24",
        to=(order.member.email,),
        facts={
            "title": wanted.title,
            "count": made.count,
            "which": which,
            "contingency": wanted.file == EXPORTS["contingencia"].file,
        },
        enclosures=enclosed(made),
        to_staff=True,
        urgent=True,
        brake=False,
        reason=f"Hoja que pidió {order.member.email}",
    )


def _plural(word: str) -> str:
    return next((name for name in EXPORTS if word and name.startswith(word)), word)
