"""What becomes of the files of a mail by what the antivirus says, or by its silence."""

import time
from collections.abc import Callable
from dataclasses import replace

from mailbot.antivirus import clamd
from mailbot.antivirus.clamd import TooLarge
from mailbot.config.antivirus import Antivirus
from mailbot.errors import AntivirusError
from mailbot.logs import tell
from mailbot.model.mail import Attachment, Mail
from mailbot.model.vocabulary import FileVerdict

PAUSE_SECONDS = 60.0
"""Once known to be away, clamd is left alone for so long: no mail waits for it meanwhile."""

_PROBE = b"mailbot"
_PROBE_SECONDS = 5.0
_LONGEST_SIGNATURE = 80
_UNSCANNED = "El antivirus no respondió: no se pudo revisar."
_TOO_LARGE = "Es más grande de lo que el antivirus recibe: no se pudo revisar."


class Scanner:
    """Shows files to clamd; without one configured, mails come back as they are.

    `clock` counts seconds. All files of a mail together get the configured time. A file that fails
    is shown once more; clamd itself counts as silent only if it does not look at our own few bytes
    either: no single file can silence it for the others.
    """

    def __init__(self, config: Antivirus, clock: Callable[[], float] = time.monotonic) -> None:
        self._config = config
        self._clock = clock
        self._silence = ""
        self._next_probe: float | None = 0.0 if config.clamd else None
        self._missed = 0
        self._missed_why = ""

    @property
    def silent(self) -> bool:
        """Whether clamd failed and has not answered since."""
        return bool(self._silence)

    def scan(self, mail: Mail) -> Mail:
        """The mail with what clamd finds quarantined, under the signature's name. Never raises.

        What nobody could scan stays as it is, or is quarantined where the house requires a scan;
        `trouble` tells of it.
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

    def trouble(self) -> str:
        """What is wrong with the scanning since the last call, in Spanish; "" if nothing is.

        A clamd that is silent, or that nobody spoke to yet, is asked first.
        """
        self._probe_if_due()
        why = self._silence or self._missed_why
        if self._missed:
            why = f"{why} Archivos que no se pudieron revisar: {self._missed}."
        self._missed, self._missed_why = 0, ""
        return why

    def _why_held(self, file: Attachment, ends: float) -> str:
        """Why the antivirus holds a file back, "" if it does not."""
        if self.silent:
            self._probe_if_due()
        if self.silent:
            return self._unscanned(_UNSCANNED, self._silence)
        now = self._clock()
        if now >= ends:
            return self._unscanned(_UNSCANNED, "No alcanzó el tiempo para todos los archivos.")
        try:
            signature = self._shown(file.content, now, ends)
        except TooLarge as error:
            return self._unscanned(_TOO_LARGE, _sentence(error))
        except AntivirusError as error:
            tell("antivirus.failed", reason=error)
            self._probe()
            return self._unscanned(_UNSCANNED, _sentence(error))
        self._answers()
        return f"El antivirus encontró {signature[:_LONGEST_SIGNATURE]}." if signature else ""

    def _shown(self, content: bytes, now: float, ends: float) -> str:
        """The signature that clamd finds, at the second try if need be. Raises AntivirusError."""
        address = str(self._config.clamd)
        try:
            return clamd.scan(address, content, ends - now)
        except TooLarge:
            raise
        except AntivirusError:
            left = ends - self._clock()
            if left <= 0:
                raise
            return clamd.scan(address, content, left)

    def _probe_if_due(self) -> None:
        if self._next_probe is not None and self._clock() >= self._next_probe:
            self._probe()

    def _probe(self) -> None:
        """Have clamd look at a few bytes of ours: this tells its silence from a file's trouble."""
        seconds = min(_PROBE_SECONDS, self._config.timeout_seconds)
        try:
            clamd.scan(str(self._config.clamd), _PROBE, seconds)
        except AntivirusError as error:
            if not self.silent:
                tell("antivirus.lost", reason=error)
            self._silence = _sentence(error)
            self._next_probe = self._clock() + PAUSE_SECONDS
        else:
            self._answers()

    def _answers(self) -> None:
        if self.silent:
            tell("antivirus.regained")
        self._silence, self._next_probe = "", None

    def _unscanned(self, why: str, cause: str) -> str:
        self._missed += 1
        self._missed_why = cause
        return why if self._config.required else ""


def _sentence(error: AntivirusError) -> str:
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}."


def _held(file: Attachment, why: str) -> Attachment:
    """The file held back for `why`; what was held back already keeps its reason, and gets this."""
    if not why:
        return file
    known = file.verdict is FileVerdict.QUARANTINED and file.why
    return replace(file, verdict=FileVerdict.QUARANTINED, why=f"{file.why} {why}" if known else why)
