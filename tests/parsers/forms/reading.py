"""What a returned form says, in short: what the tables of ways compare."""

from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import (
    Extra,
    FormKind,
    OwnTemplate,
    ReturnedForm,
    UnreadableForm,
    read_forms,
)
from mailbot.parsers.forms.values import Slot


def forms(*files: Attachment, text: str = "", templates: tuple[OwnTemplate, ...] = ()):
    return read_forms(files, text, templates)


def form(*files: Attachment, text: str = "", templates: tuple[OwnTemplate, ...] = ()):
    """The only form of a mail."""
    (found,) = forms(*files, text=text, templates=templates)
    assert isinstance(found, ReturnedForm), found
    return found


def refused(*files: Attachment) -> UnreadableForm:
    """Why the only file of a mail can't be read."""
    (found,) = forms(*files)
    assert isinstance(found, UnreadableForm), found
    return found


def said(form: ReturnedForm) -> dict[Slot, str]:
    """What a form says, by what was asked."""
    found: dict[Slot, str] = {answer.field: answer.text for answer in form.answers}
    return found | ({Extra.MODULE: form.module} if form.module else {})


def people(form: ReturnedForm) -> list[tuple[str, str, str]]:
    return [(each.name, each.identification, each.siif_user) for each in form.attendees]


FUNCTIONAL, ACCOMPANIMENT = FormKind.FUNCTIONAL, FormKind.ACCOMPANIMENT
__all__ = ["ACCOMPANIMENT", "FUNCTIONAL", "Field", "form", "forms", "people", "refused", "said"]
