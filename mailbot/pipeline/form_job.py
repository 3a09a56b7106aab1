"""The work of looking for forms in a mail, as it goes to the process that opens documents.

That process loads this module, so nothing is known here of the configuration or the rules.
"""

import pickle
from dataclasses import dataclass, replace

from mailbot.errors import UnreadableMail
from mailbot.model.mail import Attachment
from mailbot.parsers import read_mail
from mailbot.parsers.forms import Forms, Obstacle, OwnTemplate, UnreadableForm, read_forms
from mailbot.parsers.forms.files import is_document, may_be_form

_LONG_TEXT = 50_000
"""Characters of a mail's words up to which looking for a form among them surely takes little."""

_HEAD = 1024
"""Bytes by which a file shows what it is."""

_WHY = "No se pudo leer dentro de los límites de tiempo y memoria."


@dataclass(frozen=True, slots=True, kw_only=True)
class FormJob:
    """What is looked at for forms: files, words, and mails whose files count too."""

    files: tuple[Attachment, ...]
    text: str
    mails: tuple[bytes, ...]
    templates: tuple[OwnTemplate, ...]

    @property
    def is_costly(self) -> bool:
        """Whether it may take more than a moment."""
        opened = self.mails or any(map(is_document, self.files))
        return bool(opened) or len(self.text) > _LONG_TEXT

    def done(self) -> Forms:
        """The forms."""
        within = (file for raw in self.mails for file in _files_of(raw))
        return read_forms((*self.files, *within), self.text, self.templates)

    def without_documents(self) -> Forms:
        """What can be said where opening them took too much."""
        given_up = (
            UnreadableForm(
                source=file.name, obstacle=Obstacle.DAMAGED, why=_WHY, likely=may_be_form(file)
            )
            for file in self.files
            if is_document(file)
        )
        files = [file for file in self.files if not is_document(file)]
        text = self.text if len(self.text) <= _LONG_TEXT else ""
        return (*given_up, *read_forms(files, text, self.templates))


def read_packed(packed: bytes) -> Forms:
    """What the process does: `packed` is a job of our own side."""
    job: FormJob = pickle.loads(packed)
    return job.done()


def _files_of(raw: bytes) -> tuple[Attachment, ...]:
    try:
        return read_mail(raw).attachments
    except UnreadableMail:
        return ()


def lightened(file: Attachment) -> Attachment:
    """Of what no reader opens its beginning is enough."""
    return file if is_document(file) else replace(file, content=file.content[:_HEAD])
