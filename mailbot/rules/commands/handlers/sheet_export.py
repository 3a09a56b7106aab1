"""[EXPORTAR CONTINGENCIA|CASOS|ACOMPANAMIENTOS|FAQ]: tables of the line by mail (R23, Q27)."""

from dataclasses import replace

from mailbot.model.case import Case
from mailbot.model.decision import Enclosure, Send
from mailbot.model.faq import FaqState
from mailbot.model.vocabulary import Role
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.handlers.filters import KEYS, MOST_WORDS, in_words, read_filter
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import compact
from mailbot.rules.contingency_sheet.export import EXPORTS, Ask, Export, accepts
from mailbot.rules.faq_sheet import faq_table

_WHAT, _EVERYTHING = "que", "todos"
_USE = "Diga qué: CONTINGENCIA, CASOS, ACOMPANAMIENTOS o FAQ."
_QUESTIONS = ("faq", "preguntas", "preguntasfrecuentes")
_PUBLISHERS = (Role.CL1, Role.CL23, Role.HERR)


def export(order: Order, _case: Case | None) -> Done:
    """M-24 to who asks: the cases that are open or were closed this month, as the filters say."""
    order.only(_WHAT, *KEYS, words=MOST_WORDS)
    what, words = _asked(order)
    if compact(what) in _QUESTIONS:
        return _questions(order)
    wanted = EXPORTS.get(_plural(compact(what)))
    if wanted is None:
        raise Refused(f"No sé exportar «{what}». {_USE}" if what else _USE)
    role = next((role for role in wanted.roles if role in order.member.roles), None)
    if role is None:
        raise Refused(f"«{wanted.title}» la exportan {', '.join(wanted.roles)}.")
    # Unlike a list, an export holds the whole line unless it is told otherwise.
    keys = tuple(pair for pair in order.command.keys if pair[0] != _WHAT)
    command = replace(order.command, arguments=(*words, _EVERYTHING), keys=keys)
    chosen = read_filter(command, order.member, order.policy, order.told_at)
    cases = tuple(
        case for case in order.view.this_month if wanted.only(case) and accepts(chosen, case)
    )
    which = in_words(chosen, order.member)
    ask = Ask(role=role, policy=order.policy, made=order.told_at)
    count = f"{len(cases)} {'caso' if len(cases) == 1 else 'casos'}"
    return Done(
        said=f"Le enviamos «{wanted.file}»: {count} {which}, abiertos o cerrados en este mes.",
        effects=(_letter(order, wanted, cases, ask, which),),
    )


def _questions(order: Order) -> Done:
    """The frequent questions with the receipt: they are nobody's data."""
    if not set(_PUBLISHERS) & set(order.member.roles):
        raise Refused(f"Las preguntas frecuentes las exportan {', '.join(_PUBLISHERS)}.")
    sheet = faq_table(order.view.questions, order.policy.calendar.zone)
    published = sum(each.state is FaqState.PUBLICADA for each in order.view.questions)
    return Done(
        said=f"Va la hoja de preguntas frecuentes: {len(sheet.rows)}; publicadas: {published}.",
        enclosures=(Enclosure(name="preguntas_frecuentes.xlsx", sheets=(sheet,)),),
    )


def _asked(order: Order) -> tuple[str, tuple[str, ...]]:
    """What is to be exported, by its key or as the first word, and the words behind it."""
    words = order.command.arguments
    if what := order.command.key(_WHAT):
        return what, words
    return (words[0], words[1:]) if words else ("", ())


def _letter(
    order: Order, wanted: Export, cases: tuple[Case, ...], ask: Ask, which: str
) -> Send:  # fmt: skip
    return Send(
        template="M-24",
        to=(order.member.email,),
        facts={
            "title": wanted.title,
            "count": len(cases),
            "which": which,
            "contingency": wanted.file == EXPORTS["contingencia"].file,
        },
        enclosures=(Enclosure(name=wanted.file, sheets=wanted.make(cases, ask)),),
        to_staff=True,
        urgent=True,
        brake=False,
        reason=f"Hoja que pidió {order.member.email}",
    )


def _plural(word: str) -> str:
    return next((name for name in EXPORTS if word and name.startswith(word)), word)
