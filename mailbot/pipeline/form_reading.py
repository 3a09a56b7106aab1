"""The forms of a mail, read inside limits of time and memory: no file stops the mail it is in."""

import pickle
from dataclasses import dataclass

from mailbot.config import Config
from mailbot.errors import ConfigurationError, UnreadableMail
from mailbot.model.mail import Mail
from mailbot.model.vocabulary import Machine
from mailbot.parsers.forms import Forms, OwnTemplate
from mailbot.parsers.forms.templates import own_template
from mailbot.pipeline.form_job import FormJob, lightened
from mailbot.pipeline.reading import BEHIND, FIRST_SECONDS, BoundedReader, ReadingFailed, SlowMail
from mailbot.rules.forwarded import enclosed_mails
from mailbot.rules.screening import screen

READ_PACKED = "mailbot.pipeline.form_job:read_packed"

FormProcess = BoundedReader[Forms]


def form_process(config: Config, first_seconds: float | None = FIRST_SECONDS) -> FormProcess:
    """The process that opens documents, for the limits of the configuration; to be closed.

    `first_seconds` are those of a first look, as for mails.
    """
    limits = config.limits
    return FormProcess(
        seconds=limits.parse_seconds, first_seconds=first_seconds, most_bytes=limits.mail_bytes,
        function=READ_PACKED, cheap=_never,
    )  # fmt: skip


def own_templates(config: Config) -> tuple[OwnTemplate, ...]:
    """The operator's own forms. Raises ConfigurationError with each one that can't be used."""
    templates, faults = [], []
    for place, form in enumerate(config.form, start=1):
        try:
            templates.append(own_template(form.name, form.type, form.labels))
        except ValueError as error:
            faults.append(f"form[{place}].labels: {error}")
    if faults:
        raise ConfigurationError(faults)
    return tuple(templates)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReader:
    """Reads the forms of mails that people wrote; `apart` opens documents (None: this process)."""

    config: Config
    templates: tuple[OwnTemplate, ...]
    apart: FormProcess | None = None

    @classmethod
    def of(cls, config: Config, apart: FormProcess | None = None) -> "FormReader":
        """The reader of the line's forms and of those that the configuration describes."""
        return cls(config=config, templates=own_templates(config), apart=apart)

    def __call__(self, mail: Mail, *, last_try: bool = False, hurried: bool = False) -> Forms:
        """The forms of a mail after inspection, () for machine mail.

        Raises SlowMail where the mail is to come behind the others, as its reader does, or where a
        document would be opened while `hurried`; ReadingFailed for what may go better the next
        time, unless it is the `last_try`.
        """
        if mail.sender is None:
            return ()
        job = self._job(mail)
        if job.is_costly:
            return self._open(job, last_try, hurried) if self._is_of_person(mail) else ()
        # Looking is cheaper than screening, and most mails have no form.
        forms = job.done()
        return forms if forms and self._is_of_person(mail) else ()

    def _is_of_person(self, mail: Mail) -> bool:
        return screen(mail, self.config).machine is Machine.NONE

    def _open(self, job: FormJob, last_try: bool, hurried: bool) -> Forms:
        if self.apart is None:
            return job.done()
        if hurried:
            raise SlowMail(BEHIND)
        try:
            return self.apart(pickle.dumps(job))
        except UnreadableMail:
            return job.without_documents()
        except ReadingFailed:
            if not last_try:
                raise
            return job.without_documents()

    def _job(self, mail: Mail) -> FormJob:
        # What staff pass on as an attached mail is the person's, with the form in it (§9).
        passed_on = self._is_staff(mail)
        return FormJob(
            files=tuple(map(lightened, mail.attachments)),
            text=mail.text,
            mails=tuple(each.content for each in enclosed_mails(mail)) if passed_on else (),
            templates=self.templates,
        )

    def _is_staff(self, mail: Mail) -> bool:
        author = mail.sender.address if mail.sender else ""
        return any(member.email == author for member in self.config.staff)


def _never(_packed: bytes) -> bool:
    return False
