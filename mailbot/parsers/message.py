"""One mail from its raw bytes: the steps of this package, in order."""

import re
from itertools import islice

from mailbot.errors import UnreadableMail
from mailbot.model.mail import DeliveryReport, Mail
from mailbot.parsers.attachments import make_attachments
from mailbot.parsers.envelope import read_envelope
from mailbot.parsers.fields import Fields, decode_words, group_fields, one_line, printable, repair
from mailbot.parsers.ids import read_ids, read_message_id
from mailbot.parsers.limits import DEFAULT_LIMITS, FIELD_CHARS, Note, ParseLimits
from mailbot.parsers.reply import split_reply
from mailbot.parsers.reports import read_report
from mailbot.parsers.source import Part, parse_opened, parse_parts
from mailbot.parsers.structure import join_html, join_plain, read_structure

_MOST_FAULTS = 30

# Encoded words have no meaning in these (RFC 2047 §5); read there, they could pass for results
# and ids that nobody wrote.
_LITERAL = re.compile(
    r"(?:authentication-results|arc-.*|dkim-signature|domainkey-signature|received.*|return-path"
    r"|message-id|in-reply-to|references|content-.*|auto-submitted|date|mime-version)$"
)

_REPORT_TYPES = frozenset(
    {"multipart/report", "message/delivery-status", "message/global-delivery-status"}
)
_REPORT_SENDER = re.compile(r"daemon|post[-_.]?master|deliver", re.IGNORECASE)
_NULL_PATH = re.compile(r"<?\s*>?\s*$|<?mailer-daemon", re.IGNORECASE)
_REPORT_SUBJECT = re.compile(
    r"deliver|returned|failure|fail(?:ed)? (?:e-?)?mail|bounced?|warning|postmaster|loop alert"
    r"|mdaemon|(?:(?:e-?)?mail|message) (?:system|status|error|could)|sending your mail"
    r"|could not send|zustellbar|non remis|entrega|devuelto",
    re.IGNORECASE,
)


def read_mail(raw: bytes, limits: ParseLimits = DEFAULT_LIMITS) -> Mail:
    """Read one mail, whatever its bytes are; what was wrong with it is in `Mail.faults`.

    Raises UnreadableMail, with the reason in Spanish, only for a mail beyond `limits`.
    """
    faults: dict[str, None] = {}

    def note(fault: str) -> None:
        if len(faults) < _MOST_FAULTS:
            faults.setdefault(printable(fault))

    message = parse_parts(raw, limits, note)
    pairs = _header_pairs(message, limits, note)
    fields = group_fields(pairs)
    envelope = read_envelope(fields, limits, note)
    subject = one_line(_single(fields, "subject", note))
    structure = read_structure(message, limits, note)
    html = join_html(structure.texts)
    split = split_reply(join_plain(structure.texts), html, subject)
    may_report = _may_be_report(fields, subject, structure.types)
    return Mail(
        sender=envelope.sender,
        to=envelope.to,
        cc=envelope.cc,
        reply_to=envelope.reply_to,
        subject=subject,
        date=envelope.date,
        message_id=read_message_id(_single(fields, "message-id", note)),
        in_reply_to=read_ids(_single(fields, "in-reply-to", note), limits.references),
        references=read_ids(_single(fields, "references", note), limits.references),
        headers=tuple((name, _decoded(name, value)) for name, value in pairs),
        body=split.body,
        text=split.text,
        quoted=split.quoted,
        commands_safe=split.commands_safe,
        attachments=make_attachments(structure.files, html),
        content_types=structure.types,
        report=_report(raw, split.body, limits) if may_report else None,
        size=len(raw),
        faults=tuple(faults),
    )


def _header_pairs(message: Part, limits: ParseLimits, note: Note) -> list[tuple[str, str]]:
    items = list(message.raw_items())
    if len(items) > limits.fields:
        note(f"La cabecera tiene más de {limits.fields} campos: se leyeron los primeros.")
    pairs = [(name.lower(), str(value)) for name, value in islice(items, limits.fields)]
    if any(len(value) >= FIELD_CHARS for _name, value in pairs):
        note("Un campo de la cabecera era demasiado largo: se leyó el comienzo.")
    return [(name, repair(value)) for name, value in pairs]


def _decoded(name: str, value: str) -> str:
    return printable(value) if _LITERAL.match(name) else decode_words(value)


def _single(fields: Fields, name: str, note: Note) -> str:
    values = fields.get(name, ())
    if len(values) > 1:
        note(f"El mensaje trae varias cabeceras {name.title()}: vale la primera.")
    return next(iter(values), "")


def _may_be_report(fields: Fields, subject: str, types: tuple[str, ...]) -> bool:
    """A cheap look: reports are few, and reading one takes the mail apart a second time."""
    return (
        not _REPORT_TYPES.isdisjoint(types)
        or "x-failed-recipients" in fields
        or any(_NULL_PATH.match(path) for path in fields.get("return-path", ()))
        or any(_REPORT_SENDER.search(author) for author in fields.get("from", ()))
        or _REPORT_SUBJECT.search(subject) is not None
    )


def _report(raw: bytes, body: str, limits: ParseLimits) -> DeliveryReport | None:
    try:
        return read_report(parse_opened(raw, limits), body)
    except UnreadableMail:
        # Only what it encloses is beyond the limits: the mail itself was read.
        return None
