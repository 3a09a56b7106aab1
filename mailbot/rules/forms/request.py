"""A mail's request with what the form in it says: the form counts before the mail's other words."""

from dataclasses import replace

from mailbot.model.vocabulary import CaseType
from mailbot.rules.forms.check import CheckedForm, request_of
from mailbot.rules.intake import Request

_SOLE_WORDS = 15
"""A mail of so few words beside a form says nothing but that the form is there."""


def with_form(request: Request, checked: CheckedForm, screens: int) -> Request:
    """`request`, as the mail's words tell it, with the facts of a form that came with the mail.

    `screens` counts the files of the mail that show a screen, the form not among them; pictures
    inside the form are counted here.
    """
    told = request_of(checked, screens + checked.form.pictures)
    return replace(
        request,
        type=told.type if told.type is not CaseType.SOPORTE else request.type,
        email=told.email or request.email,
        name=told.name or request.name,
        siif_user=told.siif_user or request.siif_user,
        executing_unit=told.executing_unit or request.executing_unit,
        entity=told.entity or request.entity,
        phone=told.phone or request.phone,
        city=told.city or request.city,
        identification=told.identification or request.identification,
        description=_description(request, told),
        topics=told.topics or request.topics,
        attendees=told.attendees or request.attendees,
        module=told.module or request.module,
        error_code=told.error_code or request.error_code,
        screens=told.screens,
        no_screen=told.no_screen or request.no_screen,
    )


def _description(request: Request, told: Request) -> str:
    """The form's description, below it the mail's own words where they add something."""
    beside = request.description
    if not told.description:
        return beside
    if len(beside.split()) <= _SOLE_WORDS or told.description in beside:
        return told.description
    return f"{told.description}\n\n{beside}"
