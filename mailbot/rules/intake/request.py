"""A person's request as values: what the mail tells, what is missing, what an answer adds."""

import re
from dataclasses import dataclass, replace

from mailbot.model.case import Case, Requester
from mailbot.model.mail import Attachment, Mail
from mailbot.model.vocabulary import CaseType, Channel, Field
from mailbot.rules.intake import kind
from mailbot.rules.intake.facts import Facts
from mailbot.rules.intake.labelled import read_labelled
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.layout import flat, message, own_part, signature_of, split_signature
from mailbot.rules.intake.modules import module_of
from mailbot.rules.intake.prose import read_prose
from mailbot.rules.intake.screens import shows_screen
from mailbot.rules.intake.signature import display_name, read_signature, read_whole_signature
from mailbot.rules.intake.words import folded, tidy

MOST_READ = 20_000
"""Characters of a mail that are read for facts; the mail itself is kept whole elsewhere."""

SHORTEST_DESCRIPTION = 15

_PREFIX = re.compile(r"^(?:[ ]*(?:re|rv|fw|fwd|rta|resp)[ ]*:)+[ ]*", re.IGNORECASE)
_TAG = re.compile(r"\[[^\[\]]{0,80}\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a mail tells about the person and the matter; "" is what it does not tell.

    `email` is the contact address of the text, else the sender's. `screens` counts the files that
    can show the error's screen; `no_screen` is true where the person says that there is none.
    `identification` must never be shown in mails or logs.
    """

    type: CaseType = CaseType.SOPORTE
    email: str = ""
    name: str = ""
    siif_user: str = ""
    executing_unit: str = ""
    entity: str = ""
    phone: str = ""
    city: str = ""
    identification: str = ""
    description: str = ""
    topics: str = ""
    attendees: str = ""
    channel: Channel | None = None
    module: str | None = None
    error_code: str = ""
    screens: int = 0
    no_screen: bool = False
    petition: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The facts of a mail's text and signature; its message as written, flat, and folded."""

    facts: Facts
    words: str
    told: str
    plain: str


def read_request(mail: Mail) -> Request:
    """Read the facts that the author of `mail` gives of himself and of his request.

    Labels count before sentences, these before the signature, and the display name comes last.
    Words of other people (quotes, forwards) are never read.
    """
    text = tidy(mail.text[:MOST_READ])
    author = mail.sender.name if mail.sender else ""
    quoted = tidy(mail.quoted[:MOST_READ])
    below = signature_of(quoted, text=text, author=author) if quoted else []
    reading = _read(own_part(text), below)
    facts = reading.facts
    if Key.NAME not in facts:
        facts[Key.NAME] = display_name(author)
    if Key.EMAIL not in facts and mail.sender:
        facts[Key.EMAIL] = mail.sender.address
    return _request(reading, mail.subject, mail.attachments)


def read_request_text(
    text: str, *, subject: str = "", attachments: tuple[Attachment, ...] = ()
) -> Request:
    """Read the facts that staff wrote below `[NUEVO]`: nothing is taken from who sends it."""
    return _request(_read(tidy(text[:MOST_READ]), []), subject, attachments)


def missing_fields(request: Request, case_type: CaseType) -> tuple[Field, ...]:
    """What the line must ask for, in the contract's order (activities 6 and 7)."""
    training = case_type is not CaseType.SOPORTE
    lacking = {
        Field.NAME: not request.name,
        Field.SIIF_USER: not request.siif_user,
        Field.EXECUTING_UNIT: not request.executing_unit,
        Field.ENTITY: not request.entity,
        Field.EMAIL: not request.email,
        Field.PHONE: not request.phone,
        # The theme of an accompaniment is what it is about.
        Field.DESCRIPTION: not (request.description or (training and request.topics)),
        Field.SCREENSHOTS: not (training or request.screens or request.no_screen),
        Field.IDENTIFICATION: training and not request.identification,
        Field.TOPICS: training and not request.topics,
        Field.ATTENDEES: training and not request.attendees,
    }
    return tuple(field for field in Field if lacking.get(field))


def complete(case: Case, request: Request) -> Case:
    """The case with the facts of an answer: only what was empty is filled in.

    What was asked for and is there now is no longer missing; what was waived stays so.
    """
    known = case.requester
    requester = Requester(
        email=known.email or request.email,
        name=known.name or request.name,
        siif_user=known.siif_user or request.siif_user,
        executing_unit=known.executing_unit or request.executing_unit,
        entity=known.entity or request.entity,
        phone=known.phone or request.phone,
        city=known.city or request.city,
        identification=known.identification or request.identification,
    )
    whole = replace(
        request,
        email=requester.email,
        name=requester.name,
        siif_user=requester.siif_user,
        executing_unit=requester.executing_unit,
        entity=requester.entity,
        phone=requester.phone,
        city=requester.city,
        identification=requester.identification,
        description=case.description or request.description,
        topics=case.topics or request.topics,
        attendees=case.attendees or request.attendees,
    )
    still = missing_fields(whole, case.type)
    return replace(
        case,
        requester=requester,
        description=whole.description,
        topics=whole.topics,
        attendees=whole.attendees,
        module=case.module or request.module,
        missing=tuple(field for field in case.missing if field in still),
    )


def without_person(request: Request) -> Request:
    """`request` without what it tells of people: the matter alone, and its screens."""
    return replace(
        request, email="", name="", siif_user="", executing_unit="", entity="", phone="", city="",
        identification="", attendees="",
    )  # fmt: skip


def _read(text: str, below: list[str]) -> _Reading:
    read = read_labelled(text)
    lines, signature = split_signature(read.rest)
    told = flat(lines)
    plain = folded(told)
    read_prose(told, plain, read.facts)
    read_signature(signature, read.facts)
    if below:
        read_whole_signature(below, read.facts)
    return _Reading(facts=read.facts, words=message(lines), told=told, plain=plain)


def _request(reading: _Reading, subject: str, attachments: tuple[Attachment, ...]) -> Request:
    facts = reading.facts
    topic = " ".join(_TAG.sub(" ", _PREFIX.sub("", tidy(subject))).split()).strip(" -:")
    plain_topic = folded(topic)
    both = f"{plain_topic}\n{reading.plain}"
    return Request(
        type=kind.case_type(plain_topic, reading.plain, facts.get(Key.TYPE, "")),
        email=facts.get(Key.EMAIL, ""),
        name=facts.get(Key.NAME, ""),
        siif_user=facts.get(Key.SIIF_USER, ""),
        executing_unit=facts.get(Key.UNIT, ""),
        entity=facts.get(Key.ENTITY, ""),
        phone=facts.get(Key.PHONE, ""),
        city=facts.get(Key.CITY, ""),
        identification=facts.get(Key.IDENTIFICATION, ""),
        description=_description(reading.words, topic),
        topics=facts.get(Key.TOPICS, ""),
        attendees=facts.get(Key.ATTENDEES, ""),
        channel=kind.channel_named(facts.get(Key.CHANNEL, "")),
        module=module_of(topic, reading.told, facts.get(Key.MODULE, "")),
        error_code=kind.error_code(both),
        screens=sum(shows_screen(each) for each in attachments),
        no_screen=Key.SCREENS in facts,
        petition=kind.is_petition(both),
    )


def _description(words: str, topic: str) -> str:
    """The message's words; a subject that says more stands for words that say too little."""
    if len(words) >= SHORTEST_DESCRIPTION:
        return words
    if len(topic) >= SHORTEST_DESCRIPTION and kind.adds_words(topic):
        return f"{topic}\n{words}".strip()
    return ""
