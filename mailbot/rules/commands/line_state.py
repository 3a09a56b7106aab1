"""What the line keeps beside its cases, as the earlier tags of a mail left it for the later ones.

What is new has no row before it is stored. Until then it has a negative one, by which a later tag
of the same mail can change it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mailbot.model.decision import Effect, SaveFaq, SaveOnLine
from mailbot.model.line import Absence, Authorisation, Contingency
from mailbot.rules.event import View


def numbered(effects: Iterable[Effect], so_far: Sequence[Effect]) -> tuple[Effect, ...]:
    """The effects of a tag, with rows of their own for what is new behind those `so_far`."""
    return tuple(
        _with_row(each, -len(so_far) - place) if _row(each) == 0 else each
        for place, each in enumerate(effects, 1)
    )


def followed(view: View, effects: Sequence[Effect]) -> View:
    """The view with what numbered `effects` keep: absences, the contingency, codes used up,
    frequent questions.
    """
    absences = {each.row: each for each in view.absences}
    contingency, used = view.contingency, set[str]()
    for what in (each.what for each in effects if isinstance(each, SaveOnLine)):
        if isinstance(what, Absence):
            absences[what.row] = what
        elif isinstance(what, Contingency):
            contingency = what if what.until is None else None
        elif isinstance(what, Authorisation):
            used.add(what.code)
    lasting = (each for each in absences.values() if each.until is None or each.until > each.since)
    faq = {each.entry.number: each.entry for each in effects if isinstance(each, SaveFaq)}
    return replace(
        view,
        faq={**view.faq, **faq},
        next_faq=max((view.next_faq, *(number + 1 for number in faq))),
        absences=tuple(sorted(lasting, key=lambda each: each.since)),
        contingency=contingency,
        codes=tuple(each for each in view.codes if each not in used),
    )


def settled(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """All effects of a mail as they are stored: each absence and contingency once, as it ended."""
    last = {_key(each): place for place, each in enumerate(effects)}
    return tuple(
        _with_row(each, max(_row(each) or 0, 0))
        for place, each in enumerate(effects)
        if _row(each) is None or last[_key(each)] == place
    )


def _with_row(effect: Effect, row: int) -> Effect:
    if isinstance(effect, SaveOnLine) and isinstance(effect.what, Absence | Contingency):
        return replace(effect, what=replace(effect.what, row=row))
    return effect


def _key(effect: Effect) -> tuple[type, int | None]:
    kind = type(effect.what) if isinstance(effect, SaveOnLine) else type(effect)
    return kind, _row(effect)


def _row(effect: Effect) -> int | None:
    """The row of an absence or a contingency; None for any other effect."""
    if isinstance(effect, SaveOnLine) and isinstance(effect.what, Absence | Contingency):
        return effect.what.row
    return None
