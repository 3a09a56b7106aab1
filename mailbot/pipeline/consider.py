"""Read, screen, identify, match and decide about one mail; nothing is changed by it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailbot.model.case import StoredFile
from mailbot.model.decision import Decision
from mailbot.model.mail import Mail
from mailbot.model.tokens import tokens_in
from mailbot.model.vocabulary import Machine
from mailbot.parsers import read_mail
from mailbot.parsers.forms import Forms
from mailbot.pipeline.answering import look_for_answers
from mailbot.pipeline.brake_lookups import look_for_crowd, look_for_strangers
from mailbot.pipeline.consequences import with_sender_alive
from mailbot.pipeline.form_reading import FormReader
from mailbot.pipeline.looking import look_for_decision, look_for_tags
from mailbot.pipeline.lookups import Lookups
from mailbot.pipeline.sheet_looking import KeptFiles, look_for_sheet, nothing_kept
from mailbot.pipeline.sheet_reading import ReadSheet, read_sheet
from mailbot.pipeline.thread_subjects import thread_of
from mailbot.pipeline.wanted import Made, with_made
from mailbot.rules import brakes, matching, merged
from mailbot.rules.brakes import Crowd
from mailbot.rules.commands.grammar import CommandMail, read_commands
from mailbot.rules.decide import decide
from mailbot.rules.event import MailArrived, View
from mailbot.rules.identity import Identity, identify_sender
from mailbot.rules.matching import Match, Standing
from mailbot.rules.opening import ACKNOWLEDGEMENTS
from mailbot.rules.parking import decide_too_large
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route, route
from mailbot.rules.screening import screen
from mailbot.rules.state_query import asked_about
from mailbot.rules.words import Meaning, Words, only_asks_for_state, read_words

_NO_TOKEN = "0" * 32
_NOT_LOOKED = View()
_MAY_VOTE = (Standing.REQUESTER, Standing.PARTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A mail with all that was found out about it, and the decision."""

    event: MailArrived
    decision: Decision


def consider(
    raw: bytes, arrived_at: datetime, lookups: Lookups, policy: Policy, now: datetime, *,
    next_number: Callable[[str], str], new_token: Callable[[], str] = lambda: _NO_TOKEN,
    other_content: bool = False, read: Callable[[bytes], Mail] = read_mail, let_go: bool = False,
    read_forms: Callable[[Mail], Forms] | None = None, kept: KeptFiles = nothing_kept,
    read_sheet: ReadSheet = read_sheet, made: Made | None = None,
    raw_sha256: str | None = None,
) -> Considered:  # fmt: skip
    """Decide about the mail in `raw`; `next_number` takes the next of a series.

    `new_token` gives random hexadecimal digits. Who only explains leaves it out: a code that can be
    foretold would authorise nothing, as no order waits under it. `read` reads the mail's bytes,
    `read_forms` the forms in it (without bounds where it is None), `read_sheet` the contingency
    sheet. `kept` gives the bytes of a file that was kept before, by its hash; `made` is what was
    made ahead. `raw_sha256` is the hash of `raw` where it is known already.
    `let_go` is for one that a brake held and a person let go: however many came before, it runs.

    Raises UnreadableMail for bytes beyond the limits of reading.
    """
    mail = read(raw)
    forms = (read_forms or FormReader.of(policy.config))(mail)
    digest = raw_sha256 or hashlib.sha256(raw).hexdigest()
    event = understand(mail, arrived_at, lookups, policy, forms, digest)
    view = _look(event, lookups, policy, now, next_number, new_token, other_content, let_go)
    view = with_made(event, view, lookups, policy, now, made or Made())
    view = look_for_sheet(event, view, lookups, policy, now, next_number, kept, read_sheet)
    decision = with_sender_alive(event, decide(event, view, policy, now), lookups, policy, now)
    return Considered(event=event, decision=decision)


def consider_beginning(
    raw: bytes, size: int, arrived_at: datetime, lookups: Lookups, policy: Policy, entry_id: int,
    read: Callable[[bytes], Mail] = read_mail,
) -> Considered:  # fmt: skip
    """Decide about a mail of `size` bytes, over the limit, of which `raw` is only the beginning."""
    event = understand(read(raw), arrived_at, lookups, policy)
    return Considered(event=event, decision=decide_too_large(event, size, entry_id, policy))


def understand(
    mail: Mail, arrived_at: datetime, lookups: Lookups, policy: Policy, forms: Forms = (),
    raw_sha256: str = "",
) -> MailArrived:  # fmt: skip
    """Who wrote the mail, whether a machine did, and which case it belongs to."""
    sender = mail.sender.address if mail.sender else ""
    traces = lookups.traces(matching.clues(mail, forms))
    identity = identify_sender(mail, policy.config)
    match = matching.choose(traces, sender, policy)
    match, moved_on = _where_it_goes_on(match, sender, lookups, policy)
    return MailArrived(
        mail=mail,
        screening=screen(mail, policy.config),
        identity=identity,
        # Whoever forged the sender is nobody to the case, whatever token or number he holds.
        match=matching.disowned(match) if match and identity.forged else match,
        arrived_at=arrived_at,
        # What was said of the duplicate is no yes or no to the other case: it is a message there.
        words=Words(meaning=Meaning.NONE) if moved_on else _words(mail, match, identity),
        orders=_orders(mail, match, identity, lookups, policy),
        forms=forms,
        raw_sha256=raw_sha256,
    )


def _where_it_goes_on(
    match: Match | None, sender: str, lookups: Lookups, policy: Policy
) -> tuple[Match | None, bool]:
    """The match on the case that a duplicate goes on in, and whether it is another (T29)."""
    first = match
    for _step in range(merged.FARTHEST):
        number = merged.goes_on_in(match) if match else None
        target = lookups.named((number,)) if number else ()
        if match is None or not target:
            break
        match = merged.followed(match, target[0], sender, policy)
    return match, match is not first


def _orders(
    mail: Mail, match: Match | None, identity: Identity, lookups: Lookups, policy: Policy
) -> CommandMail:
    # Those of a forged sender are read too: they are refused, and the real person is told.
    if identity.staff is None:
        return CommandMail()
    thread = thread_of(mail, match.case.row if match else None, lookups, policy.staff)
    return read_commands(mail, thread.tags, thread_known=thread.known)


def _words(mail: Mail, match: Match | None, identity: Identity) -> Words:
    if match is None and not identity.forged and only_asks_for_state(mail):
        return Words(meaning=Meaning.STATE)
    if match is None or identity.forged or match.standing not in _MAY_VOTE:
        return Words(meaning=Meaning.NONE)
    return read_words(mail)


def _look(
    event: MailArrived, lookups: Lookups, policy: Policy, now: datetime,
    next_number: Callable[[str], str], new_token: Callable[[], str], other_content: bool,
    let_go: bool,
) -> View:  # fmt: skip
    if event.screening.machine is Machine.DELIVERY_REPORT:
        report = event.mail.report
        original = report.original_message_id if report else None
        tokens = tokens_in(event.mail.body) if original is None else tokens_in(original)
        return View(reported=lookups.own_mail(original, tokens))
    way = route(event, _NOT_LOOKED, policy)
    if way is Route.STAFF_COMMAND:
        if other_content and lookups.ordered_before(event.mail.message_id or "", event.sender):
            return View(ordered_before=True)
        return look_for_tags(event, lookups, now, next_number, new_token, policy)
    if way is Route.AUTHORISATION:
        return look_for_decision(event, lookups, now, policy)
    if way not in (Route.NEW_REQUEST, Route.REQUEST_ON_CLOSED_CASE):
        return View(
            other_content=other_content,
            files=_files_of_case(event, lookups),
            strangers_today=look_for_strangers(event, lookups, policy, now),
        )
    # Who may not be answered by a program is a person's to answer, as with any request of his.
    asks = event.words.meaning is Meaning.STATE and event.screening.answerable
    if way is Route.NEW_REQUEST and asks:
        return View(own=asked_about(lookups.of_person(event.sender), policy, now))
    crowd = Crowd() if let_go else look_for_crowd(event, lookups, policy, now)
    return View(
        number="" if brakes.is_over(crowd, policy.config.limits) else next_number("SERV"),
        first_acknowledgement=not lookups.ever_acknowledged(event.sender, ACKNOWLEDGEMENTS),
        crowd=crowd,
        other_content=other_content,
        news=lookups.public_news(policy.calendar.day(now)),
        answers=look_for_answers(event, lookups, policy),
    )


def _files_of_case(event: MailArrived, lookups: Lookups) -> dict[int, tuple[StoredFile, ...]]:
    """What the case has already, where more comes: names are numbered on."""
    match = event.match
    return (
        {match.case.row: lookups.files(match.case.row)} if match and event.mail.attachments else {}
    )
