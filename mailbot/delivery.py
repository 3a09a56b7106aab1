"""Commit 3: each attempt to send is registered before the network is touched, and settled after."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.compose import renewed_date
from mailbot.errors import Failure, SendError
from mailbot.model.vocabulary import MailStatus
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.rules.retry import next_attempt
from mailbot.rules.undelivered import decide_refused
from mailbot.sender import Accepted, Envelope, Sender
from storage import cases, outbox
from storage.outbox import Posted

BATCH = 50
REGISTER = 5
RENEW_DATE_AFTER = timedelta(hours=12)
"""A first attempt later than this gets a new Date: old ones count as spam (design.md)."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """How many mails the server accepted, and how many it refused for good."""

    sent: int = 0
    failed: int = 0


def deliver_due(
    desk: Desk, sender: Sender, now: datetime, jitter: Callable[[], float],
    stopping: Callable[[], bool],
) -> Delivered:  # fmt: skip
    """Try every mail that is due, once. Never raises for a mail; StorageError for the store."""
    recover_interrupted(desk, now)
    sent = failed = 0
    while not stopping():
        with desk.store.read() as connection:
            batch = outbox.due(connection, now, BATCH)
        if not batch:
            break
        by_id = {posted.id: posted for posted in batch}
        for key, result in sender.deliver(_registered(desk, batch, now, stopping)):
            status = _settle(desk, by_id[key], result, now, jitter())
            sent += status is MailStatus.SENT
            failed += status is MailStatus.FAILED
    return Delivered(sent=sent, failed=failed)


def recover_interrupted(desk: Desk, now: datetime) -> int:
    """Mails whose attempt was never settled are uncertain: tried again, with the same id.

    The process died while they were being sent, or the store refused the record of how it ended.
    """
    with desk.store.read() as connection:
        left = outbox.interrupted(connection)
    if not left:
        return 0
    with desk.store.write() as connection:
        for posted in left:
            outbox.settle(
                connection,
                posted.id,
                status=MailStatus.UNCERTAIN,
                note="El envío se interrumpió: quizá ya se entregó.",
                next_attempt_at=now,
                sent_at=None,
            )
    return len(left)


def _registered(
    desk: Desk, batch: Sequence[Posted], now: datetime, stopping: Callable[[], bool]
) -> Iterator[Envelope]:
    """Register attempts a few at a time, just ahead of the connections that will carry them."""
    for start in range(0, len(batch), REGISTER):
        if stopping():
            return
        part = batch[start : start + REGISTER]
        with desk.store.write() as connection:
            outbox.register_attempts(connection, [posted.id for posted in part])
            raws = [_fresh_bytes(desk, connection, posted, now) for posted in part]
        for posted, raw in zip(part, raws, strict=True):
            yield Envelope(
                key=posted.id,
                sender=desk.policy.config.identity.address,
                recipients=tuple(dict.fromkeys((*posted.to, *posted.cc))),
                raw=raw,
            )


def _fresh_bytes(desk: Desk, connection: Connection, posted: Posted, now: datetime) -> bytes:
    raw = outbox.raw(connection, desk.store.files, posted)
    if posted.attempts or now - posted.created_at <= RENEW_DATE_AFTER:
        return raw
    raw = renewed_date(raw, now, desk.policy.config)
    large = desk.store.files.put(raw) if posted.raw_sha256 else None
    outbox.renew(connection, posted.id, raw, large)
    return raw


def _settle(
    desk: Desk, posted: Posted, result: Accepted | SendError, now: datetime, jitter: float
) -> MailStatus:
    status, note, again = _verdict(posted, result, now, jitter)
    with desk.store.write() as connection:
        outbox.settle(
            connection,
            posted.id,
            status=status,
            note=note,
            next_attempt_at=again,
            sent_at=now if status is MailStatus.SENT else None,
        )
    if status is MailStatus.FAILED:
        _tell(desk, posted, posted.to[0], note, now)
    elif isinstance(result, Accepted):
        for refused in result.refused:
            if refused.permanent:
                _tell(desk, posted, refused.address, refused.message, now)
    return status


def _verdict(
    posted: Posted, result: Accepted | SendError, now: datetime, jitter: float
) -> tuple[MailStatus, str, datetime | None]:
    if isinstance(result, Accepted):
        refused = "; ".join(f"{r.address}: {r.message}" for r in result.refused)
        return MailStatus.SENT, f"No aceptado para {refused}" if refused else "", None
    if result.failure is Failure.PERMANENT:
        return MailStatus.FAILED, str(result), None
    again = next_attempt(posted.attempts + 1, now, jitter)
    if again is None:
        return MailStatus.FAILED, f"Se agotaron los intentos. Último: {result}", None
    uncertain = result.failure is Failure.UNCERTAIN or posted.status == MailStatus.UNCERTAIN
    return (MailStatus.UNCERTAIN if uncertain else MailStatus.WAITING), str(result), again


def _tell(desk: Desk, posted: Posted, recipient: str, why: str, now: datetime) -> None:
    with desk.deciding:
        with desk.store.read() as connection:
            case = cases.by_row(connection, posted.case_id) if posted.case_id else None
        decision = decide_refused(
            case, posted.template, recipient, why, posted.message_id, desk.policy, now
        )
        carry_out(desk, decision, None, now)
