"""One mail from its raw bytes: the steps of this package, in order."""

import re
from dataclasses import replace
from itertools import islice

from mailbot.errors import UnreadableMail
from mailbot.model.mail import DeliveryReport, Mail
from mailbot.parsers import pgp
from mailbot.parsers.attachments import make_attachments
from mailbot.parsers.calendar import CALENDAR_TYPES, describe_invitation
from mailbot.parsers.envelope import read_envelope
from mailbot.parsers.fields import Fields, decode_words, group_fields, one_line, printable, repair
from mailbot.parsers.ids import read_ids, read_message_id
from mailbot.parsers.limits import DEFAULT_LIMITS, FIELD_CHARS, Note, ParseLimits
from mailbot.parsers.reply import Split, split_reply
from mailbot.parsers.reports import may_be_report, read_report
from mailbot.parsers.source import Part, parse_opened, parse_parts
from mailbot.parsers.structure import Structure, join_html, join_plain, read_structure

_MOST_FAULTS = 30
_MOST_INVITATIONS = 3
_CANNOT_BE_READ = "El mensaje viene cifrado: no se puede leer."

# Encoded words have no meaning in these (RFC 2047 §5); read there, they could pass for results
# and ids that nobody wrote.
_LITERAL = re.compile(
    r"(?:authentication-results|arc-.*|dkim-signature|domainkey-signature|received.*|return-path"
    r"|message-id|in-reply-to|references|content-.*|auto-submitted|date|mime-version)$"
)

# Nor do controls vanish from them: what a server passed over as another's name must not read as
# its own here.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


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
    encrypted = structure.encrypted or pgp.is_encrypted(split.text)
    if encrypted and not structure.encrypted:
        note("El mensaje trae un texto cifrado con PGP: no se pudo leer.")
    split = _with_more(split, _told_by_programs(structure, encrypted=encrypted))
    may_report = may_be_report(fields, subject, structure.types)
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
        wordless=split.wordless,
        attachments=make_attachments(structure.files, html),
        content_types=structure.types,
        report=_report(raw, split.body, limits) if may_report else None,
        encrypted=encrypted,
        size=len(raw),
        faults=tuple(faults),
    )


def _told_by_programs(structure: Structure, *, encrypted: bool) -> str:
    """What people should read of parts that hold no words of the sender."""
    calendars = [each for each in structure.files if each.head.type in CALENDAR_TYPES]
    told = dict.fromkeys(
        describe_invitation(each.content, each.head.charset)
        for each in calendars[:_MOST_INVITATIONS]
    )
    parts = ([_CANNOT_BE_READ] if encrypted and not structure.texts else []) + list(told)
    return "\n\n".join(filter(None, parts))


def _with_more(split: Split, told: str) -> Split:
    """`told` is there to be read, and never counts as words of the sender: nothing in it runs."""
    if not told:
        return split
    body, quoted = (f"{each}\n\n{told}".strip("\n") for each in (split.body, split.quoted))
    return replace(split, body=body, quoted=quoted, wordless=False)


def _header_pairs(message: Part, limits: ParseLimits, note: Note) -> list[tuple[str, str]]:
    items = list(message.raw_items())
    if len(items) > limits.fields:
        note(f"La cabecera tiene más de {limits.fields} campos: se leyeron los primeros.")
    pairs = [(name.lower(), str(value)) for name, value in islice(items, limits.fields)]
    if any(len(value) >= FIELD_CHARS for _name, value in pairs):
        note("Un campo de la cabecera era demasiado largo: se leyó el comienzo.")
    return [(name, repair(value)) for name, value in pairs]


def _decoded(name: str, value: str) -> str:
    if _LITERAL.match(name):
        return printable(_CONTROL.sub("\ufffd", value))
    return decode_words(value)


def _single(fields: Fields, name: str, note: Note) -> str:
    values = fields.get(name, ())
    if len(values) > 1:
        note(f"El mensaje trae varias cabeceras {name.title()}: vale la primera.")
    return next(iter(values), "")


def _report(raw: bytes, body: str, limits: ParseLimits) -> DeliveryReport | None:
    try:
        return read_report(parse_opened(raw, limits), body)
    except UnreadableMail:
        # Only what it encloses is beyond the limits: the mail itself was read.
        return None
