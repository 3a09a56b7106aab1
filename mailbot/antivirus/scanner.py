"""What becomes of the files of a mail by what the antivirus says, or by its silence."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from mailbot.antivirus import clamd
from mailbot.antivirus.clamd import TooLarge
from mailbot.config.antivirus import Antivirus
from mailbot.errors import AntivirusError
from mailbot.model.mail import Attachment, Mail
from mailbot.model.vocabulary import FileVerdict

PAUSE_SECONDS = 60.0
"""After a failure clamd is left alone for so long: no mail waits for what is known to be away."""

_LONGEST_SIGNATURE = 80
_UNSCANNED = "El antivirus no respondió: no se pudo revisar."
_TOO_LARGE = "Es más grande de lo que el antivirus recibe: no se pudo revisar."

_log = logging.getLogger(__name__)


class Scanner:
    """Shows files to clamd; without one configured, mails come back as they are.

    `clock` counts seconds. All files of a mail together get the configured time.
    """

    def __init__(self, config: Antivirus, clock: Callable[[], float] = time.monotonic) -> None:
        self._config = config
        self._clock = clock
        self._silent_until: float | None = None

    @property
    def silent(self) -> bool:
        """Whether clamd failed and has not answered since."""
        return self._silent_until is not None

    def scan(self, mail: Mail) -> Mail:
        """The mail with what clamd finds quarantined, under the signature's name. Never raises.

        What nobody could scan stays as it is, or is quarantined where the house requires a scan.
        """
        if self._config.clamd is None or not mail.attachments:
            return mail
        ends = self._clock() + self._config.timeout_seconds
        verdicts: dict[str, str] = {}
        for file in mail.attachments:
            if file.content and file.sha256 not in verdicts:
                verdicts[file.sha256] = self._why_held(file, ends)
        return replace(
            mail,
            attachments=tuple(_held(f, verdicts.get(f.sha256, "")) for f in mail.attachments),
        )

    def _why_held(self, file: Attachment, ends: float) -> str:
        """Why the antivirus holds a file back, "" if it does not."""
        now = self._clock()
        if now >= ends or (self._silent_until is not None and now < self._silent_until):
            return self._unscanned(_UNSCANNED)
        try:
            signature = clamd.scan(str(self._config.clamd), file.content, ends - now)
        except TooLarge:
            return self._unscanned(_TOO_LARGE)
        except AntivirusError as error:
            self._fails(error)
            return self._unscanned(_UNSCANNED)
        self._answers()
        return f"El antivirus encontró {signature[:_LONGEST_SIGNATURE]}." if signature else ""

    def _unscanned(self, why: str) -> str:
        return why if self._config.required else ""

    def _fails(self, error: AntivirusError) -> None:
        if not self.silent:
            _log.error("antivirus: %s", error)
        self._silent_until = self._clock() + PAUSE_SECONDS

    def _answers(self) -> None:
        if self.silent:
            _log.warning("antivirus: clamd responde de nuevo")
        self._silent_until = None


def _held(file: Attachment, why: str) -> Attachment:
    """The file held back for `why`; what was held back already keeps its reason, and gets this."""
    if not why:
        return file
    known = file.verdict is FileVerdict.QUARANTINED and file.why
    return replace(file, verdict=FileVerdict.QUARANTINED, why=f"{file.why} {why}" if known else why)
