"""Carry a decision out: the only writer of case state. All in one transaction, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailbot.model.case import Case
from mailbot.model.decision import (
    Anonymise,
    CancelWaiting,
    Composed,
    Decision,
    KeepFiles,
    KeepSheet,
    ReleaseFile,
    SaveCase,
    SaveFaq,
    SaveOnLine,
    SendNow,
    SettleReport,
    ShowFaq,
    UseFaq,
)
from mailbot.model.vocabulary import MailStatus, Outcome
from mailbot.rules.case_files import placed
from mailbot.rules.policy import Policy
from mailbot.rules.wakeups import wakeups
from storage import attempts, case_files, cases, deadlines, erasure, faq, ledger, on_line, outbox
from storage.files import Files


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A decision with its mails composed and its files kept: nothing slow is left to do."""

    decision: Decision
    mails: tuple[Composed, ...]
    large: dict[str, str]
    """SHA-256 of mails too large for a row, by Message-ID."""


def keep_files(decision: Decision, files: Files) -> None:
    """Keep, durably, the files that the decision's rows and mails will point to."""
    for effect in decision.effects:
        if isinstance(effect, KeepFiles):
            for file in effect.files:
                files.put(file.content)
        elif isinstance(effect, KeepSheet):
            files.put(effect.content)


def prepare(decision: Decision, mails: Sequence[Composed], files: Files) -> Prepared:
    """Keep, durably, the large mails that the decision's rows will point to."""
    kept = ((each.mail.message_id, outbox.keep_large(files, each.mail)) for each in mails)
    large = {message_id: digest for message_id, digest in kept if digest}
    return Prepared(decision=decision, mails=tuple(mails), large=large)


def apply(
    connection: Connection, prepared: Prepared, entry_id: int | None, policy: Policy, now: datetime
) -> None:
    """Write the effects of a decision and the outcome of the mail that it is about.

    Overtaken where another process changed a case that it changes or rests on.
    """
    decision = prepared.decision
    cases.refuse_changed(connection, decision.rests_on)
    rows: dict[str, Case] = {}
    without_files: set[int] = set()
    for effect in decision.effects:
        match effect:
            case SaveCase():
                saved = cases.save(connection, effect.case, effect.events, now)
                is_new = not effect.case.row
                deadlines.plan(connection, saved.row, wakeups(saved, policy), is_new=is_new)
                without_files |= {saved.row} if is_new else set()
                faq.index_case(connection, saved)
                rows |= {saved.service_number: saved, saved.number: saved}
            case KeepFiles():
                owner = rows[effect.number]
                has_none = owner.row in without_files
                known = () if has_none else case_files.of_case(connection, owner.row)
                files = placed(owner, effect.files, known, policy)
                case_files.add(connection, owner.row, entry_id, files)
                without_files.discard(owner.row)
            case SettleReport():
                _settle_report(connection, effect)
            case SaveOnLine():
                on_line.save(connection, effect.what)
            case ReleaseFile():
                case_files.release(connection, rows[effect.number].row, effect.name)
            case SendNow():
                outbox.send_now(connection, rows[effect.number].row, now)
            case CancelWaiting():
                row = rows[effect.number].row
                outbox.cancel_waiting(connection, row, effect.template, effect.note)
            case Anonymise():
                _anonymise(connection, effect, rows, policy, now)
            case SaveFaq():
                faq.save(connection, effect.entry)
            case ShowFaq():
                faq.show(connection, rows[effect.number].row, effect.entries, effect.at)
            case UseFaq():
                faq.use(connection, rows[effect.number].row, effect.at)
    for each in prepared.mails:
        _post(connection, each, rows, prepared.large, entry_id, now)
    if entry_id is not None:
        case = rows.get(decision.case or "")
        ledger.settle(
            connection,
            entry_id,
            outcome=decision.outcome,
            rule=decision.rule,
            reason=decision.reason,
            case_id=case.row if case else None,
            now=now,
            parked=decision.outcome is Outcome.PARKED,
        )


def _anonymise(
    connection: Connection, effect: Anonymise, rows: dict[str, Case], policy: Policy, now: datetime
) -> None:
    offices = (body.email for body in policy.config.governing_body)
    erasing = erasure.Erasing(
        rows=tuple(rows[number].row for number in effect.numbers),
        address=effect.address,
        alias=effect.alias,
        names=effect.names,
        kept=frozenset((*policy.staff, *offices, policy.config.identity.address)),
    )
    erasure.erase(connection, erasing, now)


def _settle_report(connection: Connection, effect: SettleReport) -> None:
    posted = outbox.find(connection, message_id=effect.message_id)
    if posted is None or not effect.permanent:
        return
    if posted.next_attempt_at is not None or effect.address not in posted.to:
        # Others still wait for it, or it was a copy: the history tells, the mail goes on.
        return
    end = attempts.End(
        status=MailStatus.FAILED,
        note=f"Devuelto: {effect.address} {effect.status or ''}".strip(),
        sent_at=posted.sent_at,
    )
    attempts.settle(connection, {posted.id: end})


def _post(
    connection: Connection,
    each: Composed,
    rows: dict[str, Case],
    large: dict[str, str],
    entry_id: int | None,
    now: datetime,
) -> None:
    number = each.mail.case
    row = rows[number].row if number in rows else None
    if number and row is None:
        found = cases.by_numbers(connection, (number,))
        row = found[0].row if found else None
    outbox.post(
        connection,
        each.mail,
        case_id=row,
        inbound_id=entry_id,
        raw_sha256=large.get(each.mail.message_id),
        status=each.status,
        note=each.note,
        now=now,
    )
