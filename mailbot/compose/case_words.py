"""A case in words that may be shown: safe, and with dates as people say them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from mailbot.compose import spanish, words
from mailbot.compose.labels import CRITICALITY, GROUP, RECEIVED
from mailbot.model.case import Case
from mailbot.model.masking import identifications, in_subject
from mailbot.model.vocabulary import CaseType

# Of a longer description the rest is not even looked at: it would be cut anyway.
_MOST_DESCRIPTION = words.MOST_CHARACTERS + 1000

_A_MAIL = ("Recibimos su correo", "lo")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWords:
    """A case in words; the names are those of `Case`.

    An empty string is what isn't known or doesn't run. `*_short` are for subjects.
    """

    number: str
    service_number: str
    state: str
    group: str
    criticality: str
    training: bool
    name: str
    siif_user: str
    entity: str
    executing_unit: str
    email: str
    phone: str
    city: str
    subject: str
    description: str
    topics: str
    module: str
    governing_body: str
    finding_number: str
    close_reason: str
    due: str
    due_short: str
    wait: str
    wait_short: str
    confirmation: str
    confirmation_short: str
    opened: str
    survey_until: str
    """The last day on which its person can rate."""
    silence_closes: bool
    """False for a derecho de petición (R82)."""
    received: str
    it: str
    """How a sentence takes up again what was received: "lo" for a mail."""
    to_requester: bool
    """Whether the mail goes to who asked for help: others are not greeted with that name."""


def case_words(case: Case, zone: tzinfo, to: Sequence[str] = ()) -> CaseWords:
    """The words of `case` on the wall clock of `zone`, in a mail to the addresses `to`."""
    person = case.requester
    hidden = identifications(person.identification, case.attendees)
    received, it = RECEIVED.get(case.channel, _A_MAIL)
    return CaseWords(
        number=case.number,
        service_number=case.service_number,
        state=case.state.value,
        group=GROUP[case.group],
        criticality=CRITICALITY[case.criticality],
        training=case.type is not CaseType.SOPORTE,
        name=words.person(person.name),
        siif_user=words.one_line(person.siif_user, hidden, most=40),
        entity=words.one_line(person.entity, most=120),
        executing_unit=words.one_line(person.executing_unit, most=40),
        email=words.one_line(person.email, most=120),
        phone=words.one_line(person.phone, most=60),
        city=words.one_line(person.city, most=60),
        subject=words.one_line(in_subject(case.subject, hidden), hidden, most=120),
        description=words.paragraphs(case.description[:_MOST_DESCRIPTION], hidden),
        topics=words.one_line(case.topics, hidden, most=300),
        module=words.one_line(case.module or "", most=40),
        governing_body=words.one_line(case.governing_body or "", most=40),
        finding_number=words.one_line(case.finding_number or "", most=40),
        close_reason=case.close_reason.value if case.close_reason else "",
        due=_long(case.due_at, zone),
        due_short=_short(case.due_at, zone),
        wait=_long(case.client_wait_until, zone),
        wait_short=_short(case.client_wait_until, zone),
        confirmation=_long(case.confirmation_until, zone),
        confirmation_short=_short(case.confirmation_until, zone),
        opened=_long(case.opened_at, zone),
        survey_until=spanish.last_day(case.survey.until, zone) if case.survey else "",
        silence_closes=case.petition_until is None,
        received=received,
        it=it,
        to_requester=person.email in to,
    )


def _long(moment: datetime | None, zone: tzinfo) -> str:
    return spanish.long_moment(moment, zone) if moment else ""


def _short(moment: datetime | None, zone: tzinfo) -> str:
    return spanish.short_moment(moment, zone) if moment else ""
