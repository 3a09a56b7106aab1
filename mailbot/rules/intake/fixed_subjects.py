"""Subjects that a circular fixes: they tell the module and the kind of help (R59)."""

from collections.abc import Sequence
from dataclasses import replace

from mailbot.config.subjects import FixedSubject
from mailbot.model.vocabulary import CaseType
from mailbot.rules.intake.request import Request
from mailbot.rules.intake.words import words_of


def with_fixed_subject(request: Request, subject: str, fixed: Sequence[FixedSubject]) -> Request:
    """`request` with what its subject tells by a circular; that goes before what its words tell.

    A subject counts if its words stand together in that of the mail, whatever is before or after;
    accents and capitals make no difference. Of several the one with most words counts.
    """
    if not fixed:
        return request
    said = f" {' '.join(words_of(subject))} "
    found = [each for each in fixed if f" {' '.join(words_of(each.subject))} " in said]
    if not found:
        return request
    told = max(found, key=lambda each: len(words_of(each.subject)))
    return replace(
        request,
        module=told.module or request.module,
        type=CaseType(told.type) if told.type else request.type,
    )
