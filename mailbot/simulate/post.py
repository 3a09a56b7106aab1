"""An SMTP server in memory: it keeps what it took, and fails in the ways that servers fail."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cached_property

from mailbot.errors import Failure, SendError, ServerUnavailable
from mailbot.sender import Accepted, Envelope, Outcome, Refused
from mailbot.simulate.faults import Faults, Refusal
from mailbot.simulate.reading import Letter

_TRY_LATER = "451 4.3.2 intente más tarde (simulado)"
_NO_SUCH_BOX = "550 5.1.1 el buzón no existe (simulado)"


@dataclass(frozen=True, kw_only=True)
class SentMail:
    """A mail that the server took: when, for whom, its bytes, and its row of the outbox.

    `confirmed` is false where the server's answer got lost: the line can't know that it was taken.
    """

    key: int
    at: datetime
    recipients: tuple[str, ...]
    raw: bytes
    confirmed: bool = True

    @cached_property
    def message(self) -> EmailMessage:
        """The mail, with all its parts."""
        return message_from_bytes(self.raw, policy=default)

    @cached_property
    def letter(self) -> Letter:
        """The mail as its reader understands it; cheap."""
        return Letter(self.raw)

    @property
    def template(self) -> str:
        """The code of the mail (M-02), "" without one."""
        return self.letter.template

    @property
    def text(self) -> str:
        """The words of its plain part."""
        return self.letter.text


class MemoryPost:
    """Stands in for `mailbot.sender.Sender`; `now` is set before each pass."""

    def __init__(self, faults: Faults, now: datetime) -> None:
        self._faults = faults
        self._taken: list[SentMail] = []
        self.now = now

    def deliver(
        self, groups: Iterable[Sequence[Envelope]]
    ) -> Iterator[Sequence[tuple[int, Outcome]]]:
        for group in groups:
            yield [(envelope.key, self._outcome(envelope)) for envelope in group]

    def close(self) -> None:
        """There is no connection to end."""

    def taken(self) -> tuple[SentMail, ...]:
        """What was taken since the last time that somebody asked."""
        taken, self._taken = tuple(self._taken), []
        return taken

    def _outcome(self, envelope: Envelope) -> Outcome:
        if self._faults.smtp_down:
            return ServerUnavailable("El servidor SMTP no responde (simulado).")
        refused = tuple(self._refused(address) for address in envelope.recipients
                        if address in self._faults.refused)  # fmt: skip
        if len(refused) == len(envelope.recipients):
            lasting = all(each.permanent for each in refused)
            failure = Failure.PERMANENT if lasting else Failure.TEMPORARY
            return SendError(failure, refused[0].message, refused[0].code)
        left_out = {each.address for each in refused}
        recipients = tuple(each for each in envelope.recipients if each not in left_out)
        lost = self._faults.lose_after_content > 0
        self._taken.append(
            SentMail(
                key=envelope.key, at=self.now, recipients=recipients, raw=envelope.raw,
                confirmed=not lost,
            )
        )  # fmt: skip
        if lost:
            self._faults.lose_after_content -= 1
            return SendError(Failure.UNCERTAIN, "La conexión se perdió tras enviar (simulado).")
        return Accepted(reply="250 2.0.0 recibido", refused=refused)

    def _refused(self, address: str) -> Refused:
        lasting = self._faults.refused[address] is Refusal.PERMANENT
        message = _NO_SUCH_BOX if lasting else _TRY_LATER
        return Refused(
            address=address, code=550 if lasting else 451, message=message, permanent=lasting
        )
