"""Commit 3: each attempt to send is registered before the network is touched, and settled after."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from mailbot.apply import Prepared, apply
from mailbot.compose import renewed_date
from mailbot.errors import (
    AlreadySettled,
    Failure,
    Overtaken,
    SendError,
    ServerUnavailable,
    StorageError,
)
from mailbot.logs import is_told, tell
from mailbot.model.decision import SaveCase
from mailbot.model.vocabulary import MailStatus
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.journal import tell_decision
from mailbot.pipeline.process import MOST_TIMES_OVERTAKEN, prepared
from mailbot.rules.numbers import numbers_in
from mailbot.rules.retry import next_attempt
from mailbot.rules.undelivered import decide_refused
from mailbot.sender import Accepted, Carrier, Envelope, Outcome
from storage import attempts, cases, numbers, outbox
from storage.attempts import End
from storage.outbox import Posted

BATCH = 50
REGISTER = 14
"""Attempts that share a commit, and at most one large mail among them, which is kept in memory.

The sender asks for more when two mails for each connection are left without an outcome: with three
connections, 20 mails at most are SENDING at a time. A crash makes so many uncertain; they go out
again, and who had got one already gets it twice.
"""
RENEW_DATE_AFTER = timedelta(hours=12)
"""A first attempt later than this gets a new Date: old ones count as spam (design.md)."""

UNAVAILABLE_AGAIN = timedelta(seconds=45)
_ENDS = {
    MailStatus.SENT: "mail.sent",
    MailStatus.WAITING: "mail.delayed",
    MailStatus.UNCERTAIN: "mail.uncertain",
    MailStatus.FAILED: "mail.failed",
}
MOST_UNCERTAIN = 4
"""Attempts of one mail that may each have delivered it, before a person is asked instead."""


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
            for status in _settled(desk, results, now, jitter):
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
            for posted in mails:
                if not posted.attempts and now - posted.created_at > RENEW_DATE_AFTER:
                    raw[posted.id] = _renewed(desk, connection, posted, raw[posted.id], now)
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


@dataclass(frozen=True, slots=True)
class _Ended:
    """An attempt that ended: `lost` are the recipients who will never get the mail, and why."""

    posted: Posted
    result: Outcome
    end: End
    lost: Sequence[tuple[str, str, int | None]]


def _settled(
    desk: Desk, results: Sequence[tuple[Posted, Outcome]], now: datetime,
    jitter: Callable[[], float],
) -> Iterator[MailStatus]:  # fmt: skip
    """Record how attempts ended, in one commit; where people are to be told, in one for each.

    Yields what the mails are now, but for those that other processes took over, since they took
    this one for dead.
    """
    ended = [_ended(posted, result, now, jitter()) for posted, result in results]
    plain = [each for each in ended if not each.lost]
    alone = [each for each in ended if each.lost]
    try:
        _settle(desk, plain, [], now)
    except AlreadySettled:
        alone = ended
    else:
        yield from (each.end.status for each in plain)
    for each in alone:
        if _settled_alone(desk, each, now):
            yield each.end.status


def _settled_alone(desk: Desk, ended: _Ended, now: datetime) -> bool:
    """Whether the mail was still this process's own to settle."""
    try:
        for _time in range(MOST_TIMES_OVERTAKEN):
            with suppress(Overtaken):
                _settle_and_tell(desk, ended, now)
                return True
        _settle_and_tell(desk, ended, now)
    except AlreadySettled:
        tell("mail.sent_elsewhere", mail=ended.posted.id, template=ended.posted.template)
        return False
    return True


def _settle_and_tell(desk: Desk, ended: _Ended, now: datetime) -> None:
    """In one transaction, so that people are told once."""
    if not ended.lost:
        _settle(desk, [ended], [], now)
        return
    with desk.deciding:
        told = _notices(desk, ended, now)
        _settle(desk, [ended], told, now)
    for each in told:
        tell_decision(each, None)


def _settle(
    desk: Desk, ended: Sequence[_Ended], told: Sequence[Prepared], now: datetime
) -> None:  # fmt: skip
    if not ended:
        return
    with desk.store.write() as connection:
        ends = {each.posted.id: each.end for each in ended}
        attempts.settle(connection, ends, desk.presence.number)
        for prepared in told:
            apply(connection, prepared, None, desk.policy, now)
    for each in ended:
        _log_end(each.posted, each.end, each.result)


def _ended(posted: Posted, result: Outcome, now: datetime, jitter: float) -> _Ended:
    if isinstance(result, Accepted):
        end = _end_of_accepted(posted, result, now, jitter)
        lost = [(refused.address, refused.message, refused.code) for refused in result.refused
                if refused.permanent]  # fmt: skip
    else:
        end = _end_of_failure(posted, result, now, jitter)
        code = result.code if result.failure is Failure.PERMANENT else None
        lost = [(posted.pending[0], end.note, code)] if end.next_attempt_at is None else []
    return _Ended(posted=posted, result=result, end=end, lost=lost)


def _log_end(posted: Posted, end: End, result: Outcome) -> None:
    """How an attempt ended: by its code, since the server's words may name people."""
    event = _ENDS.get(end.status)
    if event is None or not is_told(event):
        return
    case = next(iter(numbers_in(posted.subject)), "") if posted.case_id else ""
    about: dict[str, Any] = {"mail": posted.id, "template": posted.template, "case": case}
    attempt = posted.attempts + 1
    if event == "mail.sent":
        tell(event, **about, recipients=len(posted.pending), attempt=attempt)
    elif event == "mail.uncertain":
        tell(event, **about, attempt=attempt)
    elif not isinstance(result, ServerUnavailable):
        # Of a server that is away the loop itself tells.
        code = None if isinstance(result, Accepted) else result.code
        tell(event, **about, code=code, attempt=attempt)


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


def _notices(desk: Desk, ended: _Ended, now: datetime) -> list[Prepared]:
    """What is to be written about recipients who were refused for good; nothing if that fails.

    A notice that can't be composed must not keep the attempt itself from being recorded.
    """
    posted = ended.posted
    try:
        with desk.store.read() as connection:
            case = cases.by_row(connection, posted.case_id) if posted.case_id else None
        told: list[Prepared] = []
        for recipient, why, code in ended.lost:
            decision = decide_refused(
                case, posted.template, recipient, why, posted.message_id, desk.policy, now, code
            )
            told.append(prepared(desk, decision, now))
            case = next((e.case for e in decision.effects if isinstance(e, SaveCase)), case)
            case = replace(case, events=case.events + 1) if case else None
    except StorageError:
        raise
    except Exception:
        tell("mail.refusal_untold", failure=True, mail=posted.id)
        return []
    return told
