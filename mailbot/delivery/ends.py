"""What an outcome means for its mail: whether it is over, or when it is tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.errors import Failure, SendError, ServerUnavailable
from mailbot.model.vocabulary import MailStatus
from mailbot.rules.retry import next_attempt
from mailbot.sender import Accepted, Outcome
from storage.attempts import End
from storage.outbox import Posted

UNAVAILABLE_AGAIN = timedelta(seconds=45)
MOST_UNCERTAIN = 4
"""Attempts of one mail that may each have delivered it, before a person is asked instead."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An attempt that ended: `lost` are the recipients who will never get the mail, and why."""

    posted: Posted
    result: Outcome
    end: End
    lost: Sequence[tuple[str, str, int | None]]


def ended_of(posted: Posted, result: Outcome, now: datetime, jitter: float) -> Ended:
    """What the server's answer means for the mail; `jitter` (0 to 1) spreads the next attempts."""
    if isinstance(result, Accepted):
        end = _end_of_accepted(posted, result, now, jitter)
        lost = [(refused.address, refused.message, refused.code) for refused in result.refused
                if refused.permanent]  # fmt: skip
    else:
        end = _end_of_failure(posted, result, now, jitter)
        code = result.code if result.failure is Failure.PERMANENT else None
        lost = [(posted.pending[0], end.note, code)] if end.next_attempt_at is None else []
    return Ended(posted=posted, result=result, end=end, lost=lost)


def _end_of_accepted(posted: Posted, result: Accepted, now: datetime, jitter: float) -> End:
    """Sent; recipients who were refused for now are asked again, alone."""
    note = "; ".join(f"{refused.address}: {refused.message}" for refused in result.refused)
    again = tuple(refused.address for refused in result.refused if not refused.permanent)
    next_time = next_attempt(posted.attempts + 1, now, jitter) if again else None
    if next_time is None:
        return End(status=MailStatus.SENT, note=note, sent_at=now, pending=())
    return End(
        status=MailStatus.WAITING, note=note, next_attempt_at=next_time, sent_at=now, pending=again
    )


def _end_of_failure(posted: Posted, error: SendError, now: datetime, jitter: float) -> End:
    # Where others got the mail already, it is sent: what failed is told of those who did not.
    failed = MailStatus.SENT if posted.sent_at else MailStatus.FAILED
    if error.failure is Failure.PERMANENT:
        return End(status=failed, note=str(error), sent_at=posted.sent_at, pending=())
    uncertain = error.failure is Failure.UNCERTAIN or posted.status == MailStatus.UNCERTAIN
    status = MailStatus.UNCERTAIN if uncertain else MailStatus.WAITING
    if isinstance(error, ServerUnavailable):
        # The server's trouble, not the mail's: it goes out soon after the server is back.
        soon = now + UNAVAILABLE_AGAIN * (1 + jitter)
        return End(
            status=status, note=str(error), next_attempt_at=soon, sent_at=posted.sent_at,
            counted=False,
        )  # fmt: skip
    again = next_attempt(posted.attempts + 1, now, jitter)
    if uncertain and posted.attempts + 1 >= MOST_UNCERTAIN:
        # It may have arrived each time: to go on would only multiply copies.
        note = f"Entrega incierta. {error}"
        return End(status=MailStatus.UNCERTAIN, note=note, sent_at=posted.sent_at)
    if again is None:
        note = f"Se agotaron los intentos. Último: {error}"
        return End(status=failed, note=note, sent_at=posted.sent_at)
    return End(status=status, note=str(error), next_attempt_at=again, sent_at=posted.sent_at)
