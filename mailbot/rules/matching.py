"""Which case a mail belongs to, and what its author may do there (design.md, identity and trust).

Order: reply token → a known mail of the case in References → number in the subject → number in a
form or in the name of a file. All but a token used by the person it was sent to need a sender who
is a party.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mailbot.model.case import Case
from mailbot.model.mail import Mail
from mailbot.model.tokens import tokens_in
from mailbot.model.vocabulary import MatchBy
from mailbot.parsers.forms import Forms, ReturnedForm
from mailbot.rules.numbers import numbers_in
from mailbot.rules.policy import Policy
from mailbot.rules.public_mail import is_public_provider


class Standing(StrEnum):
    """What the author of a mail is to the case."""

    REQUESTER = "requester"
    PARTY = "party"
    STAFF = "staff"
    GOVERNING_BODY = "governing-body"
    OFFICE = "office"
    """Another office, or a former advisor, answers a mail that was none to the user."""
    STRANGER = "stranger"


_TO_USERS = frozenset(
    """M-01 M-02 M-03 M-04 M-05 M-06 M-08 M-10 M-10R M-12 M-13 M-15 M-17 M-19 M-20 M-22 M-23 M-38
    M-39U M-49 M-50 M-51 M-52""".split()
)
"""Mails to the person who asked and to whom he brought in; all others are of the line's work."""


_MOST_IN_FORMS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What a mail says about its case, strongest kind first."""

    tokens: tuple[str, ...]
    thread_ids: tuple[str, ...]
    subject_numbers: tuple[str, ...]
    form_numbers: tuple[str, ...]
    file_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A case that a clue led to; for token clues, whom the token was sent to in which mail.

    `in_form` tells that only a form names it: people keep a filled form and use it again.
    """

    by: MatchBy
    case: Case
    recipient: str | None = None
    template: str = ""
    in_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The case of a mail. `proven` is true only for a token in the hands it was sent to.

    `answered` is the kind of our mail whose token led here ("M-12"), "" for any other clue.
    """

    case: Case
    by: MatchBy
    standing: Standing
    proven: bool
    reason: str
    answered: str = ""


def clues(mail: Mail, forms: Forms = ()) -> Clues:
    """Collect every clue of a mail and of the forms that came with it.

    What somebody wrote into a form counts before what its file carries, this before its name.
    """
    thread = mail.thread_ids
    in_ids = (token for id_ in thread for token in tokens_in(id_))
    read = [form for form in forms if isinstance(form, ReturnedForm)]
    written = [*(form.case for form in read), *(form.carried for form in read)]
    # A form is about one case: a list of numbers would try every door.
    first = [number for text in written for number in numbers_in(text)[:1]]
    names = (file.name.replace("_", " ") for file in mail.attachments)
    return Clues(
        tokens=tuple(dict.fromkeys((*in_ids, *tokens_in(mail.subject)))),
        thread_ids=thread,
        subject_numbers=numbers_in(mail.subject),
        form_numbers=tuple(dict.fromkeys(first))[:_MOST_IN_FORMS],
        file_numbers=numbers_in(" ".join(names)),
    )


def choose(traces: Sequence[Trace], sender: str, policy: Policy) -> Match | None:
    """The strongest trace to a case in which the sender has a part; else the strongest at all.

    So a known number in a stranger's hands stays a match, kept with its standing, and a mail with
    two numbers goes to the case that its author belongs to. A form alone leads a stranger nowhere:
    somebody else's form, used again, is a request of his own.
    """
    matches = [(trace, _judge(trace, sender, policy)) for trace in traces]
    for _trace, match in matches:
        if match.standing is not Standing.STRANGER:
            return match
    return next((match for trace, match in matches if not trace.in_form), None)


def disowned(match: Match) -> Match:
    """The match in the hands of someone who is not who he says: kept, with no rights."""
    return replace(
        match,
        standing=Standing.STRANGER,
        proven=False,
        reason=f"{_CLUE_WORDS[match.by]} {match.case.number}; el remitente fue suplantado",
    )


def standing_of(case: Case, sender: str, policy: Policy) -> Standing:
    """What `sender` is to `case`; nobody ("") is a stranger, also where nobody asked."""
    if not sender:
        return Standing.STRANGER
    if sender == case.requester.email:
        return Standing.REQUESTER
    if sender in policy.staff:
        return Standing.STAFF
    body = policy.governing_body(sender)
    if body and case.governing_body == body.code:
        # An organ that asked for the case itself is no third party to it (A8).
        asked = policy.governing_body(case.requester.email)
        return Standing.PARTY if asked == body else Standing.GOVERNING_BODY
    if sender in _offices(policy):
        return Standing.OFFICE
    if sender in case.parties or _same_entity(case, sender, policy):
        return Standing.PARTY
    return Standing.STRANGER


def may_be_guessing(match: Match, sender: str) -> bool:
    """Whether only his domain, and a number that anybody can count to, tie `sender` to a case.

    He may add to it, but is told nothing of it (design.md, Identity and trust).
    """
    by_number = match.by in (MatchBy.SUBJECT, MatchBy.ATTACHMENT)
    own_part = match.standing is not Standing.PARTY or sender in match.case.parties
    return by_number and not own_part


def told_of(match: Match | None, sender: str) -> Case | None:
    """The case that `sender` may be told of: none to a stranger or to who may be guessing."""
    if match is None or match.standing is Standing.STRANGER or may_be_guessing(match, sender):
        return None
    return match.case


def copied_people(mail: Mail, policy: Policy) -> Iterable[str]:
    """Addresses that the author of a mail put on copy: neither the line nor its staff."""
    for address in (*mail.to, *mail.cc):
        if not policy.is_own(address.address) and address.address not in policy.staff:
            yield address.address


def _judge(trace: Trace, sender: str, policy: Policy) -> Match:
    standing = standing_of(trace.case, sender, policy)
    proven = trace.by is MatchBy.TOKEN and trace.recipient == sender
    by_our_mail = proven and standing in (Standing.STRANGER, Standing.PARTY)
    if by_our_mail and trace.template not in _TO_USERS:
        standing = Standing.OFFICE
    elif proven and standing is Standing.STRANGER:
        # We wrote to this person about the case ourselves, so the person has a part in it.
        standing = Standing.PARTY
    return Match(
        case=trace.case,
        by=trace.by,
        standing=standing,
        proven=proven,
        reason=f"{_CLUE_WORDS[trace.by]} {trace.case.number}; {_STANDING_WORDS[standing]}",
        answered=trace.template,
    )


def _offices(policy: Policy) -> tuple[str | None, ...]:
    addresses = policy.config.addresses
    return (addresses.findings, addresses.changes, addresses.petitions)


def _same_entity(case: Case, sender: str, policy: Policy) -> bool:
    domain = sender.rpartition("@")[2]
    same = domain == case.requester.email.rpartition("@")[2]
    return same and policy.config.trust.same_entity and not is_public_provider(domain)


_CLUE_WORDS = {
    MatchBy.TOKEN: "Responde un correo nuestro del caso",
    MatchBy.REFERENCES: "Cita un correo del caso",
    MatchBy.SUBJECT: "El asunto nombra el caso",
    MatchBy.ATTACHMENT: "Un archivo adjunto nombra el caso",
}
_STANDING_WORDS = {
    Standing.REQUESTER: "escribe quien lo solicitó",
    Standing.PARTY: "escribe alguien vinculado al caso",
    Standing.STAFF: "escribe alguien de la línea",
    Standing.GOVERNING_BODY: "escribe el órgano rector",
    Standing.OFFICE: "escribe otra dependencia",
    Standing.STRANGER: "escribe un remitente no vinculado",
}
