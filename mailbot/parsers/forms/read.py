"""The forms of a mail: those in its files, and the one that was pasted into its words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import files
from mailbot.parsers.forms.answers import read_answers
from mailbot.parsers.forms.identify import Identity, identify, parts_of
from mailbot.parsers.forms.named import add_named
from mailbot.parsers.forms.page import Block, NotReadable, Page
from mailbot.parsers.forms.plain_text import read_text
from mailbot.parsers.forms.store import Answers
from mailbot.parsers.forms.values import (
    Answer,
    Extra,
    Medium,
    Obstacle,
    OwnTemplate,
    ReturnedForm,
    UnreadableForm,
)
from mailbot.parsers.forms.wording import CASE_MARK

Forms = tuple[ReturnedForm | UnreadableForm, ...]
"""The forms of a mail, in order."""

MOST_FILES = 20
"""How many files of a mail are looked at."""

MOST_FORMS = 20
"""How many forms of a mail are read."""


def read_forms(
    attachments: Sequence[Attachment], text: str, templates: Sequence[OwnTemplate] = ()
) -> Forms:
    """The forms that came back with a mail, in order: its files', then that of its own words.

    `attachments` are the mail's files after inspection: one that was held back is not opened.
    `text` is the sender's new words (`Mail.text`). `templates` are the operator's own forms. A
    file that is no form gives nothing; one that may be and can't be read gives UnreadableForm.
    Never raises; what it costs is bounded by the sizes that the readers allow.
    """
    found: list[ReturnedForm | UnreadableForm] = []
    for file in files.unpacked(attachments)[:MOST_FILES]:
        found += _in_file(file, templates)
    for page in read_text(text):
        found += _in_page(page, templates)
    return tuple(found[:MOST_FORMS])


def _in_file(
    file: Attachment, templates: Sequence[OwnTemplate]
) -> Iterator[ReturnedForm | UnreadableForm]:
    try:
        pages = files.pages_of(file)
    except NotReadable as refused:
        yield from _unreadable(file, refused)
        return
    for page in pages:
        for form in _in_page(_whole(page, file, templates), templates):
            yield replace(form, source=file.name)


def _whole(page: Page, file: Attachment, templates: Sequence[OwnTemplate]) -> Page:
    """The page, read again as it is laid out where it is a form that was printed to a PDF."""
    if page.medium is not Medium.PDF or any(text for _, text in page.named):
        return page
    if not any(identify(page, blocks, templates) for blocks in parts_of(page)):
        return page
    try:
        return files.laid_out(file)
    except NotReadable:
        # Its words in some order are better than nothing.
        return page


def _unreadable(file: Attachment, refused: NotReadable) -> Iterator[UnreadableForm]:
    called = files.may_be_form(file)
    is_scan = refused.obstacle is Obstacle.IMAGE
    likely = files.is_called_a_scan(file) if is_scan else called
    # Most pictures are the screens that were asked for, and most held files are no forms.
    if likely or (is_scan and not files.is_picture(file)):
        yield UnreadableForm(
            source=file.name, obstacle=refused.obstacle, why=refused.why, likely=likely
        )


def _in_page(page: Page, templates: Sequence[OwnTemplate]) -> Iterator[ReturnedForm]:
    parts = list(parts_of(page))
    for blocks in parts:
        identity = identify(page, blocks, templates)
        if identity is not None:
            yield _form(page, blocks, identity, alone=len(parts) == 1)


def _form(
    page: Page, blocks: tuple[Block, ...], identity: Identity, *, alone: bool
) -> ReturnedForm:
    # The page below filled-in fields shows the empty form.
    only_fields = page.medium is Medium.PDF and any(text for _, text in page.named)
    read = () if only_fields else blocks
    answers = read_answers(read, identity.labels, page.medium)
    if alone:
        add_named(answers, page.named, identity.labels)
    return _returned(page, identity, answers)


def _returned(page: Page, identity: Identity, answers: Answers) -> ReturnedForm:
    found = answers.found
    extension = found.get(Extra.EXTENSION)
    if extension:
        phone = found.get(Field.PHONE, "")
        found[Field.PHONE] = f"{phone} ext. {extension}".strip()
    return ReturnedForm(
        kind=identity.kind,
        medium=page.medium,
        template=identity.template,
        version=identity.version,
        case=found.get(Extra.CASE, ""),
        carried=page.properties.get(CASE_MARK, ""),
        module=found.get(Extra.MODULE, ""),
        answers=tuple(Answer(field=each, text=found[each]) for each in Field if each in found),
        attendees=tuple(answers.attendees),
        pictures=page.pictures,
        doubts=(*page.doubts, *answers.doubts),
    )
