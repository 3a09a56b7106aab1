"""[NUEVO], [REGISTRAR] and [ORIENTAR]: what reaches the line through its own people (A4 to A9, A22).

What an advisor can ask the person on the phone is required of him; the rest is asked of the person
by mail. Of a mail that he passes on everything may be asked but the address.
"""

from dataclasses import dataclass, replace

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Effect, KeepFiles
from mailbot.model.mail import Address, Attachment, Mail
from mailbot.model.vocabulary import CaseType, Channel, EventKind, Field, Group, Role, State
from mailbot.rules import forwarded as passed_on
from mailbot.rules import history, moves, notices, opening
from mailbot.rules.commands import fields
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.fields import read_fields
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import Tag
from mailbot.rules.intake import Request, kind, missing_fields, read_request_text
from mailbot.rules.intake.facts import Facts
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.layout import message, split_signature
from mailbot.rules.intake.screens import shows_screen
from mailbot.rules.intake.words import folded
from mailbot.rules.matching import copied_people

_OPENING = (Tag.NUEVO, Tag.REGISTRAR)
_FACE_TO_FACE = (Channel.LLAMADA, Channel.PRESENCIAL)
_OF_A_PERSON = frozenset(
    {Key.NAME, Key.SIIF_USER, Key.UNIT, Key.ENTITY, Key.PHONE, Key.CITY, Key.IDENTIFICATION}
)
_READ = (
    "name", "siif_user", "executing_unit", "entity", "phone", "city", "identification",
    "description", "topics", "attendees", "module",
)  # fmt: skip
_RULE = "T1"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reported:
    """What an advisor reports: whose request it is, by which channel, on what mail it rests."""

    request: Request
    channel: Channel
    forward: Mail | None
    omitted: tuple[Field, ...]
    words: str
    """What he wrote himself beside the facts."""
    own: bool = False
    """Whether it is his own request."""


def open_service(order: Order, _case: Case | None) -> Done:
    """T1: a service for who called, came or wrote to an advisor; its person is told (R42, A9)."""
    reported = _reported(order, organ="")
    body = order.policy.governing_body(reported.request.email)
    _refuse_lacking(_required(reported), reported)
    missing = () if body or reported.own else _missing(reported, order)
    case = _case_of(order, reported, missing)
    if body:
        case = replace(case, group=Group.BO, governing_body=body.code)
    case = moves.opened(case, order.policy)
    events = [_created(order, case, reported)]
    if missing:
        before = case.state
        case = opening.waiting(case, order.at, order.told_at, order.policy)
        reason = "Faltan datos de la solicitud; se piden al usuario"
        events.append(history.transition(order.event, before, case, reason, "T7", "A6"))
    effects: list[Effect] = [*_files_inside(order, case, reported)]
    first = case.requester.email not in order.view.acknowledged
    effects.append(opening.acknowledgement(case, first=first, answers=_answered(reported)))
    if body:
        facts = {**notices.message_facts(order.event), "text": case.description}
        effects += opening.tell_of_governing_body(case, order.policy, facts)
    asked = f" Le pedimos: {fields.listed(missing)}." if missing else ""
    return Done(
        said=f"Abrimos el servicio {case.number} para {_who(case)} y le informamos el número."
        + asked,
        case=case,
        events=tuple(events),
        effects=tuple(effects),
    )


def draft(order: Order, _case: Case | None) -> Done:
    """T1: a draft in Back Office's queue; its person learns the number from `[INCIDENTE]` (R45)."""
    organ = _organ(order)
    reported = _reported(order, organ=organ)
    _refuse_lacking((Field.EMAIL, Field.DESCRIPTION), reported)
    body = organ or getattr(order.policy.governing_body(reported.request.email), "code", "")
    missing = () if body else _missing(reported, order)
    case = replace(
        _case_of(order, reported, missing), group=Group.BO, drafted_by=order.member.email,
        governing_body=body or None,
    )  # fmt: skip
    case = moves.opened(case, order.policy)
    why = f"{order.member.name} pide registrar una solicitud que atendió"
    why += f"; es del órgano rector {body}." if body else "."
    facts = {
        **notices.message_facts(order.event),
        "title": "Solicitud por registrar",
        "why": why,
        "text": case.description,
        "expected": "Complete los datos y confírmela con la etiqueta de incidente.",
    }
    people = (*order.policy.in_group(Group.BO), *order.policy.with_role(Role.CL1))
    notice = notices.to_people("M-44", people, order.policy, case=case, reason=why, facts=facts)
    lacking = f" Faltan: {fields.listed(missing)}." if missing else ""
    return Done(
        said=f"El servicio {case.number} quedó en la cola de Back Office, para {_who(case)}; el "
        f"usuario conocerá el número cuando Back Office lo confirme.{lacking}",
        case=case,
        events=(_created(order, case, reported),),
        effects=(*_files_inside(order, case, reported), *([notice] if notice else [])),
    )


def orient(order: Order, _case: Case | None) -> Done:
    """A4: the circular, the form and the phones, to who wrote to an advisor; no case."""
    order.only("correo", words=1)
    said = read_fields(_without_words(order))
    facts = _with_words(said.facts, order, organ="")
    forward = passed_on.forwarded(order.event.mail, order.policy)
    email = facts.get(Key.EMAIL) or _author_of(forward)
    if not email:
        raise Refused("Falta a quién orientar: escriba [ORIENTAR correo=…].")
    _refuse_internal(email, order, forward)
    answers = forward if forward and forward.sender and forward.sender.address == email else None
    reason = f"{order.member.email} orientó a quien le escribió (A4)"
    unsent = " Su texto no se envió: la orientación es siempre la misma." if said.rest else ""
    return Done(
        said=f"Enviamos a {email} la circular, la plantilla y los teléfonos; no se abrió ningún "
        f"caso.{unsent}",
        effects=(opening.orientation(email, answers, reason=reason, brake=False),),
    )


def _reported(order: Order, *, organ: str) -> _Reported:
    """Read the tag, its text, and the mail that is passed on. Raises Refused."""
    _refuse_several(order)
    said = read_fields(_without_words(order), beside=("organo",))
    facts = _with_words(said.facts, order, organ=organ)
    forward = passed_on.forwarded(order.event.mail, order.policy)
    own = _is_own(order, facts, forward)
    email = order.member.email if own else facts.get(Key.EMAIL) or _author_of(forward)
    if not email and organ:
        email = next(b.email for b in order.policy.config.governing_body if b.code == organ)
    if not own:
        _refuse_internal(email, order, forward)
    if forward and forward.sender and passed_on.is_internal(forward.sender, order.policy):
        # The line's own words describe nobody's request.
        forward = None
    words = message(split_signature(said.rest.split("\n"))[0])
    channel = fields.channel_in(facts) or _usual_channel(own, forward)
    request = _request(order, facts, words, forward, email)
    return _Reported(
        request=replace(request, type=_type(facts, channel, request)),
        channel=channel, forward=forward, omitted=said.omitted, words=words, own=own,
    )  # fmt: skip


def _request(order: Order, facts: Facts, words: str, forward: Mail | None, email: str) -> Request:
    """The facts that were said, then those of his own words, then those of the mail passed on."""
    own = read_request_text(words)
    if folded(own.name) == folded(order.member.name):
        own = replace(own, name="")
    read = own
    if forward:
        theirs = opening.read_whole(_as_of(forward, email))
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


def _required(reported: _Reported) -> tuple[Field, ...]:
    if reported.own:
        return (Field.DESCRIPTION,)
    if reported.channel not in _FACE_TO_FACE or reported.forward:
        return (Field.EMAIL,)
    needed = (Field.NAME, Field.EXECUTING_UNIT, Field.EMAIL)
    return (*needed, Field.DESCRIPTION) if reported.request.type is CaseType.SOPORTE else needed


def _refuse_lacking(required: tuple[Field, ...], reported: _Reported) -> None:
    """Raise Refused if what can't be asked of the person is missing; all of it is named."""
    told = reported.request
    known = {
        Field.NAME: told.name, Field.EXECUTING_UNIT: told.executing_unit, Field.EMAIL: told.email,
        Field.DESCRIPTION: told.description,
    }  # fmt: skip
    lacking = [each for each in required if not known[each] and each not in reported.omitted]
    if not lacking:
        return
    unclear = ""
    if Field.EMAIL in lacking and reported.forward:
        unclear = " No se sabe con certeza quién escribió el correo reenviado."
    raise Refused(
        f"Falta {fields.listed(lacking)}.{unclear} Escríbalo debajo de la etiqueta, un dato por "
        "línea."
    )


def _missing(reported: _Reported, order: Order) -> tuple[Field, ...]:
    """What is to be asked of the person: nothing where the same mail gives him the solution."""
    if any(command.tag is Tag.RESUELTO for command in order.event.orders.commands):
        return ()
    lacking = missing_fields(reported.request, reported.request.type)
    return tuple(field for field in lacking if field not in reported.omitted)


def _case_of(order: Order, reported: _Reported, missing: tuple[Field, ...]) -> Case:
    told, forward = reported.request, reported.forward
    copies = (*copied_people(order.event.mail, order.policy),
              *(copied_people(forward, order.policy) if forward else ()))  # fmt: skip
    return Case(
        service_number=order.view.services[0],
        type=told.type,
        channel=reported.channel,
        requester=opening.requester(told.email, told),
        parties=tuple(each for each in dict.fromkeys(copies) if each != told.email),
        subject=forward.subject if forward else "",
        description=told.description[: opening.LONGEST_DESCRIPTION],
        topics=told.topics,
        attendees=told.attendees,
        module=told.module,
        missing=missing,
        opened_at=order.at,
        thread_id=forward.message_id if forward else None,
    )


def _created(order: Order, case: Case, reported: _Reported) -> CaseEvent:
    reason = f"Solicitud registrada por {order.member.email} ({case.channel}): {case.number}"
    activity = "A22" if order.command.tag is Tag.REGISTRAR else "A9"
    text = "\n\n".join(dict.fromkeys(filter(None, (reported.words, case.description))))
    return history.by_staff(
        order.event, EventKind.CREATED, order.role, reason, rule=_RULE, activity=activity,
        text=opening.masked(text, case.requester.identification), target=State.ABIERTO,
    )  # fmt: skip


def _files_inside(order: Order, case: Case, reported: _Reported) -> tuple[KeepFiles, ...]:
    """The files inside an attached mail; those of this mail are kept with the case anyway."""
    files = _inner_files(order, reported.forward)
    return (KeepFiles(number=case.number, files=files),) if files else ()


def _inner_files(order: Order, forward: Mail | None) -> tuple[Attachment, ...]:
    known = {each.sha256 for each in order.event.mail.attachments}
    inner = forward.attachments if forward else ()
    return tuple(each for each in inner if each.sha256 not in known)


def _screens(order: Order, forward: Mail | None) -> int:
    """The files that can show the error: an attached mail is none itself."""
    outer = set(passed_on.enclosed_mails(order.event.mail))
    files = [each for each in order.event.mail.attachments if each not in outer]
    return sum(map(shows_screen, (*files, *_inner_files(order, forward))))


def _answered(reported: _Reported) -> Mail | None:
    """The person's own mail, if we hold it: then our answer hangs on its thread."""
    forward = reported.forward
    if forward is None or forward.sender is None or not forward.message_id:
        return None
    return forward if forward.sender.address == reported.request.email else None


def _author_of(forward: Mail | None) -> str:
    return forward.sender.address if forward and forward.sender else ""


def _who(case: Case) -> str:
    name, email = case.requester.name, case.requester.email
    return f"{name} ({email})" if name else email


def _organ(order: Order) -> str:
    """The Órgano Rector that is named, "" for none. Raises Refused for an unknown one."""
    codes = [body.code for body in order.policy.config.governing_body]
    said = order.said("organo").upper()
    if not said:
        said = next((w.upper() for w in order.command.arguments if w.upper() in codes), "")
    if said and said not in codes:
        known = ", ".join(codes) or "ninguno"
        raise Refused(f"No conozco el órgano «{said}». Los configurados son: {known}.")
    return said


def _without_words(order: Order) -> Command:
    """The command without bare words, which `_with_words` reads; `omitir=` keeps its own."""
    return order.command if order.said("omitir") else replace(order.command, arguments=())


def _with_words(facts: Facts, order: Order, *, organ: str) -> Facts:
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


def _refuse_internal(email: str, order: Order, forward: Mail | None) -> None:
    """Raise Refused for a request in the name of the line, of its people or of its boxes."""
    if not email or not passed_on.is_internal(Address(address=email), order.policy):
        return
    passed = "El correo reenviado es de" if email == _author_of(forward) else "No puede ser"
    raise Refused(
        f"{passed} {email}, que es de la línea o de la Administración: diga de quién es la "
        "solicitud con correo=…"
    )
