"""Registering attempts and handing the mails over: the loop that delivers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.compose import renewed_date
from mailbot.delivery.settling import settled
from mailbot.errors import ServerUnavailable
from mailbot.logs import tell
from mailbot.model.vocabulary import MailStatus
from mailbot.pipeline.desk import Desk
from mailbot.sender import Carrier, Envelope
from storage import attempts, numbers, outbox
from storage.attempts import End
from storage.outbox import Posted

REGISTER = 14
"""Attempts that share a commit, and at most one large mail among them, which is kept in memory.

The sender asks for more when two mails for each connection are left without an outcome: with three
connections, 20 mails at most are SENDING at a time. A crash makes so many uncertain; they go out
again, and who had got one already gets it twice.
"""
BATCH = 4 * REGISTER
_WITHOUT_BYTES = End(
    status=MailStatus.FAILED,
    note="Sus bytes ya no están en el archivo: compruébelo con mailbot doctor.",
)
RENEW_DATE_AFTER = timedelta(hours=12)
"""A first attempt later than this gets a new Date: old ones count as spam (design.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """How many mails the server accepted, and how many it refused for good.

    `trouble` says why the server could not be used at all, if so.
    """

    sent: int = 0
    failed: int = 0
    trouble: str = ""


def deliver_due(
    desk: Desk, sender: Carrier, now: datetime, jitter: Callable[[], float],
    stopping: Callable[[], bool],
) -> Delivered:  # fmt: skip
    """Try every mail that is due, once. Never raises for a mail; StorageError for the store."""
    recover_interrupted(desk, now)
    sent = failed = 0
    trouble = ""
    while not stopping():
        with desk.store.read() as connection:
            batch = attempts.due(connection, now, BATCH)
        if not batch:
            break
        by_id = {posted.id: posted for posted in batch}
        for told in sender.deliver(_registered(desk, batch, now, stopping)):
            results = [(by_id[key], result) for key, result in told]
            for status in settled(desk, results, now, jitter):
                sent += status is MailStatus.SENT
                failed += status is MailStatus.FAILED
            away = (str(each) for _, each in results if isinstance(each, ServerUnavailable))
            trouble = next(away, trouble)
    if sent:
        with desk.store.write() as connection:
            numbers.mark(connection, "smtp", now)
    return Delivered(sent=sent, failed=failed, trouble=trouble)


def recover_interrupted(desk: Desk, now: datetime) -> int:
    """Mails whose attempt was never settled are uncertain: tried again, with the same id.

    The process died while they were being sent, or the store refused the record of how it ended.
    """
    number = desk.presence.number
    with desk.store.read() as connection:
        if not attempts.interrupted(connection, number):
            return 0
    end = End(
        status=MailStatus.UNCERTAIN,
        note="El envío se interrumpió: quizá ya se entregó.",
        next_attempt_at=now,
    )
    with desk.store.write() as connection:
        # Asked again: another process may have found the same ones.
        left = attempts.interrupted(connection, number)
        attempts.settle(connection, {posted.id: end for posted in left})
    for posted in left:
        tell("mail.uncertain", mail=posted.id, template=posted.template, case=None,
             attempt=posted.attempts)  # fmt: skip
    return len(left)


def _registered(
    desk: Desk, batch: Sequence[Posted], now: datetime, stopping: Callable[[], bool]
) -> Iterator[Sequence[Envelope]]:
    """Register attempts a few at a time, just ahead of the connections that will carry them."""
    for group in _groups(batch):
        if stopping():
            return
        with desk.store.write() as connection:
            ids = [posted.id for posted in group]
            going = attempts.register_attempts(connection, ids, desk.presence.number)
            mails = [posted for posted in group if posted.id in going]
            raw = outbox.contents(connection, desk.store.files, mails)
            lost = [posted for posted in mails if posted.id not in raw]
            attempts.settle(
                connection, {posted.id: _WITHOUT_BYTES for posted in lost}, desk.presence.number
            )
            mails = [posted for posted in mails if posted.id in raw]
            for posted in mails:
                if not posted.attempts and now - posted.created_at > RENEW_DATE_AFTER:
                    raw[posted.id] = _renewed(desk, connection, posted, raw[posted.id], now)
        for posted in lost:
            tell("mail.failed", mail=posted.id, template=posted.template, case="", code=None,
                 attempt=posted.attempts + 1)  # fmt: skip
        yield [
            Envelope(
                key=posted.id,
                sender=desk.policy.config.identity.address,
                recipients=posted.pending,
                raw=raw[posted.id],
            )
            for posted in mails
        ]


def _groups(batch: Sequence[Posted]) -> Iterator[Sequence[Posted]]:
    group: list[Posted] = []
    for posted in batch:
        group.append(posted)
        if len(group) == REGISTER or posted.raw_sha256:
            yield group
            group = []
    if group:
        yield group


def _renewed(
    desk: Desk, connection: Connection, posted: Posted, raw: bytes, now: datetime
) -> bytes:  # fmt: skip
    raw = renewed_date(raw, now, desk.policy.config)
    large = desk.store.files.put(raw) if posted.raw_sha256 else None
    attempts.renew(connection, posted.id, raw, large)
    return raw
