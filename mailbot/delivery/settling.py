"""Recording how attempts ended, and telling people about who will never get a mail."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from mailbot.apply import Prepared, apply
from mailbot.delivery.ends import Ended, ended_of
from mailbot.errors import AlreadySettled, Overtaken, ServerUnavailable, StorageError
from mailbot.logs import is_told, tell
from mailbot.model.decision import SaveCase
from mailbot.model.vocabulary import MailStatus
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.journal import tell_decision
from mailbot.pipeline.process import MOST_TIMES_OVERTAKEN, prepared
from mailbot.rules.numbers import numbers_in
from mailbot.rules.undelivered import decide_refused
from mailbot.sender import Accepted, Outcome
from storage import attempts, cases
from storage.attempts import End
from storage.outbox import Posted

_EVENTS = {
    MailStatus.SENT: "mail.sent",
    MailStatus.WAITING: "mail.delayed",
    MailStatus.UNCERTAIN: "mail.uncertain",
    MailStatus.FAILED: "mail.failed",
}


def settled(
    desk: Desk, results: Sequence[tuple[Posted, Outcome]], now: datetime,
    jitter: Callable[[], float],
) -> Iterator[MailStatus]:  # fmt: skip
    """Record how attempts ended, in one commit; where people are to be told, in one for each.

    Yields what the mails are now, but for those that other processes took over, since they took
    this one for dead.
    """
    ended = [ended_of(posted, result, now, jitter()) for posted, result in results]
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


def _settled_alone(desk: Desk, ended: Ended, now: datetime) -> bool:
    """Whether the mail was still this process's own to settle."""
    try:
        try:
            for _time in range(MOST_TIMES_OVERTAKEN):
                with suppress(Overtaken):
                    _settle_and_tell(desk, ended, now)
                    return True
            _settle_and_tell(desk, ended, now)
        except StorageError:
            raise
        except Exception:
            # What people are told must not keep the attempt from being recorded: the mail would go
            # out again and again.
            tell("mail.refusal_untold", failure=True, mail=ended.posted.id)
            _settle(desk, [ended], [], now)
    except AlreadySettled:
        tell("mail.sent_elsewhere", mail=ended.posted.id, template=ended.posted.template)
        return False
    return True


def _settle_and_tell(desk: Desk, ended: Ended, now: datetime) -> None:
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
    desk: Desk, ended: Sequence[Ended], told: Sequence[Prepared], now: datetime
) -> None:  # fmt: skip
    """Record how some attempts ended, and what is `told` of them, all or nothing."""
    if not ended:
        return
    with desk.store.write() as connection:
        ends = {each.posted.id: each.end for each in ended}
        attempts.settle(connection, ends, desk.presence.number)
        for prepared in told:
            apply(connection, prepared, None, desk.policy, now)
    for each in ended:
        _log_end(each.posted, each.end, each.result)


def _log_end(posted: Posted, end: End, result: Outcome) -> None:
    """How an attempt ended: by its code, since the server's words may name people."""
    event = _EVENTS.get(end.status)
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


def _notices(desk: Desk, ended: Ended, now: datetime) -> list[Prepared]:
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
