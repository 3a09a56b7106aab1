"""[EXPORTAR CONTINGENCIA|CASOS|ACOMPANAMIENTOS]: tables of the line's cases by mail (R23, Q27)."""

from dataclasses import replace

from mailbot.model.case import Case
from mailbot.model.decision import Enclosure, Send
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.handlers.filters import KEYS, MOST_WORDS, in_words, read_filter
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import compact
from mailbot.rules.contingency_sheet.export import EXPORTS, Ask, Export, accepts

_WHAT, _EVERYTHING = "que", "todos"
_USE = "Diga qué: CONTINGENCIA, CASOS o ACOMPANAMIENTOS."


def export(order: Order, _case: Case | None) -> Done:
    """M-24 to who asks: the cases that are open or were closed this month, as the filters say."""
    order.only(_WHAT, *KEYS, words=MOST_WORDS)
    what, words = _asked(order)
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
