"""What an advisor reports in a tag: whose request it is, by which channel, on what mail it rests.

What he can ask the person on the phone is required of him; the rest is asked of the person by mail.
Of a mail that he passes on everything may be asked but the address.
"""

from dataclasses import dataclass, replace

from mailbot.model.mail import Address, Attachment, Mail
from mailbot.model.vocabulary import CaseType, Channel, Field
from mailbot.rules import forwarded as passed_on
from mailbot.rules import opening
from mailbot.rules.commands import fields
from mailbot.rules.commands.act import Order
from mailbot.rules.commands.fields import read_fields
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import Tag
from mailbot.rules.forms import Returned, other_files, returned
from mailbot.rules.forms.facts import form_facts
from mailbot.rules.intake import Request, kind, missing_fields, read_request_text
from mailbot.rules.intake.facts import Facts
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.layout import message, split_signature
from mailbot.rules.intake.screens import shows_screen
from mailbot.rules.intake.words import folded

_OPENING = (Tag.NUEVO, Tag.REGISTRAR)
_FACE_TO_FACE = (Channel.LLAMADA, Channel.PRESENCIAL)
_OF_A_PERSON = frozenset(
    {Key.NAME, Key.SIIF_USER, Key.UNIT, Key.ENTITY, Key.PHONE, Key.CITY, Key.IDENTIFICATION}
)
_READ = (
    "name", "siif_user", "executing_unit", "entity", "phone", "city", "identification",
    "description", "topics", "attendees", "module",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an advisor reports: whose request it is, by which channel, on what mail it rests."""

    request: Request
    channel: Channel
    forward: Mail | None
    omitted: tuple[Field, ...]
    words: str
    """What he wrote himself beside the facts."""
    own: bool = False
    """Whether it is his own request."""


def read_report(order: Order, *, organ: str) -> Report:
    """Read the tag, its text, and the mail that is passed on. Raises Refused."""
    _refuse_several(order)
    beside = ("organo",) if order.command.tag is Tag.REGISTRAR else ()
    said = read_fields(without_words(order), beside=beside)
    forward = passed_on.forwarded(order.event.mail, order.policy)
    enclosed = form_facts(_enclosed_forms(order))
    if author_of(forward):
        # Who wrote is answered where he wrote from, whatever his form says.
        enclosed.pop(Key.EMAIL, None)
    facts = enclosed | with_words(said.facts, order, organ=organ)
    own = _is_own(order, facts, forward)
    email = order.member.email if own else facts.get(Key.EMAIL) or author_of(forward)
    if not email and organ:
        email = next(b.email for b in order.policy.config.governing_body if b.code == organ)
    if not own:
        refuse_internal(email, order, forward)
    if forward and forward.sender and passed_on.is_internal(forward.sender, order.policy):
        # The line's own words describe nobody's request.
        forward = None
    words = message(split_signature(said.rest.split("\n"))[0])
    channel = fields.channel_in(facts) or _usual_channel(own, forward)
    request = _request(order, facts, words, forward, email)
    return Report(
        request=replace(request, type=_type(facts, channel, request)),
        channel=channel, forward=forward, omitted=said.omitted, words=words, own=own,
    )  # fmt: skip


def required(reported: Report) -> tuple[Field, ...]:
    """What can't be asked of the person by mail, or need not: he is on the phone, or here."""
    if reported.own:
        return (Field.DESCRIPTION,)
    if reported.channel not in _FACE_TO_FACE or reported.forward:
        return (Field.EMAIL,)
    needed = (Field.NAME, Field.EXECUTING_UNIT, Field.EMAIL)
    return (*needed, Field.DESCRIPTION) if reported.request.type is CaseType.SOPORTE else needed


def refuse_lacking(needed: tuple[Field, ...], reported: Report) -> None:
    """Raise Refused if what can't be asked of the person is missing; all of it is named."""
    told = reported.request
    known = {
        Field.NAME: told.name, Field.EXECUTING_UNIT: told.executing_unit, Field.EMAIL: told.email,
        Field.DESCRIPTION: told.description,
    }  # fmt: skip
    lacking = [each for each in needed if not known[each] and each not in reported.omitted]
    if not lacking:
        return
    unclear = ""
    if Field.EMAIL in lacking and reported.forward:
        unclear = " No se sabe con certeza quién escribió el correo reenviado."
    raise Refused(
        f"Falta {fields.listed(lacking)}.{unclear} Escríbalo debajo de la etiqueta, un dato por "
        "línea."
    )


def missing_of(reported: Report, order: Order) -> tuple[Field, ...]:
    """What is to be asked of the person: nothing where the same mail gives him the solution."""
    if any(command.tag is Tag.RESUELTO for command in order.event.orders.commands):
        return ()
    lacking = missing_fields(reported.request, reported.request.type)
    return tuple(field for field in lacking if field not in reported.omitted)


def inner_files(order: Order, forward: Mail | None) -> tuple[Attachment, ...]:
    """The files of an attached mail, which are none of this mail's own."""
    known = {each.sha256 for each in order.event.mail.attachments}
    inner = forward.attachments if forward else ()
    return tuple(each for each in inner if each.sha256 not in known)


def author_of(forward: Mail | None) -> str:
    """The address of who wrote what is passed on, "" where it can't be told."""
    return forward.sender.address if forward and forward.sender else ""


def without_words(order: Order) -> Command:
    """The command without bare words, which `with_words` reads; `omitir=` keeps its own."""
    return order.command if order.said("omitir") else replace(order.command, arguments=())


def with_words(facts: Facts, order: Order, *, organ: str) -> Facts:
    """The facts with those that stand as bare words: an address, a channel, a type (§16.16)."""
    found = dict(facts)
    for word in () if order.said("omitir") else order.command.arguments:
        channel, case_type = kind.channel_named(word), kind.type_named(word)
        if "@" in word:
            found |= read_fields(replace(order.command, text="", keys=(("correo", word),))).facts
        elif case_type:
            found.setdefault(Key.TYPE, case_type)
        elif channel:
            found.setdefault(Key.CHANNEL, channel)
        elif word.upper() != organ:
            raise Refused(
                f'Sobra «{word}». Escriba entre comillas los valores con espacios: nombre="…".'
            )
    return found


def refuse_internal(email: str, order: Order, forward: Mail | None) -> None:
    """Raise Refused for a request in the name of the line, of its people or of its boxes."""
    if not email or not passed_on.is_internal(Address(address=email), order.policy):
        return
    passed = "El correo reenviado es de" if email == author_of(forward) else "No puede ser"
    raise Refused(
        f"{passed} {email}, que es de la línea o de la Administración: diga de quién es la "
        "solicitud con correo=…"
    )


def _request(order: Order, facts: Facts, words: str, forward: Mail | None, email: str) -> Request:
    """The facts that were said, then those of his own words, then those of the mail passed on."""
    own = read_request_text(words)
    if folded(own.name) == folded(order.member.name):
        own = replace(own, name="")
    read = own
    if forward:
        theirs = opening.read_whole(_as_of(forward, email), order.policy)
        filled = {name: getattr(own, name) or getattr(theirs, name) for name in _READ}
        if theirs.description:
            filled["description"] = theirs.description
        case_type = theirs.type if own.type is CaseType.SOPORTE else own.type
        read = replace(own, **filled, type=case_type, no_screen=own.no_screen or theirs.no_screen)
    if email == order.member.email:
        read = replace(read, name=order.member.name)
    read = fields.with_facts(replace(read, email=email, screens=_screens(order, forward)), facts)
    said = facts.get(Key.DESCRIPTION, "")
    if said and words and not forward:
        read = replace(read, description=f"{said}\n{words}")
    return read


def _as_of(forward: Mail, email: str) -> Mail:
    """The mail that is passed on, without its author's name where the request is another's."""
    same = forward.sender is not None and forward.sender.address == email
    return forward if same else replace(forward, sender=None)


def _type(facts: Facts, channel: Channel, read: Request) -> CaseType:
    said = fields.type_in(facts)
    if said:
        return said
    # Who comes in person asks for company, unless somebody says otherwise (Q14, A7).
    return CaseType.ACOMPANAMIENTO if channel is Channel.PRESENCIAL else read.type


def _usual_channel(own: bool, forward: Mail | None) -> Channel:
    """The channel that nobody had to name: an advisor's own mail is one of the boxes (A4 a)."""
    if own:
        return Channel.CORREO
    return Channel.BUZON if forward else Channel.LLAMADA


def _is_own(order: Order, facts: Facts, forward: Mail | None) -> bool:
    """Whether the advisor asks for himself: he says so, or speaks of nobody (domain.md §9)."""
    if order.command.tag is not Tag.NUEVO:
        return False
    if Key.EMAIL in facts:
        return facts[Key.EMAIL] == order.member.email
    channel = fields.channel_in(facts) or Channel.CORREO
    return not forward and not (_OF_A_PERSON & facts.keys()) and channel is Channel.CORREO


def _screens(order: Order, forward: Mail | None) -> int:
    """The files that can show the error: an attached mail is none itself, nor is a form."""
    outer = {each.sha256 for each in passed_on.enclosed_mails(order.event.mail)}
    files = [each for each in order.event.mail.attachments if each.sha256 not in outer]
    shown = other_files(order.event.forms, (*files, *inner_files(order, forward)))
    return sum(map(shows_screen, shown)) + _enclosed_forms(order).pictures


def _enclosed_forms(order: Order) -> Returned:
    """The forms in the files of the mail; what he wrote himself is read line by line."""
    forms = tuple(form for form in order.event.forms if form.source)
    return returned(forms, order.event.mail)


def _refuse_several(order: Order) -> None:
    """One mail with files or another mail in it opens one case: nobody could say whose they are."""
    mail = order.event.mail
    opens = [each for each in order.event.orders.commands if each.tag in _OPENING]
    if len(opens) > 1 and (mail.attachments or passed_on.forwarded(mail, order.policy)):
        raise Refused(
            "Un correo con archivos o con un correo reenviado abre un solo caso: envíe los otros "
            "aparte."
        )
    if len(passed_on.enclosed_mails(mail)) > 1:
        raise Refused("El correo trae varios correos adjuntos: envíe uno en cada correo.")
