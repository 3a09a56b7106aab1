"""The rows of a digest: a case, why it is here, and the reply that is ready behind it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType

from mailbot.compose import spanish, words
from mailbot.compose.digest.values import RowWords, Section
from mailbot.compose.labels import CRITICALITY, GROUP
from mailbot.compose.letter import Draft
from mailbot.compose.one_click import Reply, reply_link
from mailbot.model.digest import DigestRow, Reason, Shown
from mailbot.model.masking import in_subject
from mailbot.model.vocabulary import Criticality

_LONGEST_REQUEST = 75
_LONGEST_NOTE = 120
_FALLING_DUE = (Reason.TODAY, Reason.NEAR)

STATUS: Mapping[Reason, tuple[str, str]] = MappingProxyType(
    {
        Reason.OVERDUE: ("Vencido", "bad"),
        Reason.UNASSIGNED: ("Sin asignar", "warn"),
        Reason.NOT_TAKEN: ("Sin tomar", "warn"),
        Reason.ORGAN: ("Respuesta sin atender", "warn"),
        Reason.DRAFT: ("Por registrar", "warn"),
        Reason.HELD: ("Cierre en espera", "warn"),
        Reason.UNREACHABLE: ("Sin contacto", "warn"),
        Reason.PETITION: ("Petición por vencer", "bad"),
        Reason.LOW_SCORE: ("Calificación baja", "bad"),
        Reason.TODAY: ("Vence hoy", ""),
        Reason.NEAR: ("Cerca de vencer", ""),
    }
)
"""The situation of a case in two or three words, and how grave it is."""


def section(letter: Draft, shown: Shown) -> Section:
    """A section of the digest in words."""
    left = spanish.counted(shown.left, "caso más", "casos más") if shown.left else ""
    return Section(rows=tuple(_row(letter, row) for row in shown.rows), more=left)


def hours(span: timedelta) -> str:
    """`45 minutos hábiles`, `6 horas hábiles`."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return spanish.counted(max(minutes, 1), "minuto hábil", "minutos hábiles")
    return spanish.counted(minutes // 60, "hora hábil", "horas hábiles")


def _row(letter: Draft, row: DigestRow) -> RowWords:
    status, tone = STATUS[row.reason]
    subject = in_subject(row.subject, row.identification)
    return RowWords(
        number=row.number,
        status=_falls_due(letter, row) or status,
        tone=tone,
        request=words.one_line(subject, row.identification, most=_LONGEST_REQUEST)
        or words.person(row.requester),
        facts=spanish.held_together(" · ".join(_facts(letter, row))),
        fresh=row.fresh,
        reply=_reply(letter, row),
        aria=f"{row.offer.label} el caso {row.number}" if row.offer else "",
    )


def _facts(letter: Draft, row: DigestRow) -> Iterator[str]:
    if row.reason not in (Reason.UNASSIGNED, Reason.DRAFT):
        yield _advisor(letter, row)
    if row.reason in _WHY:
        yield from _WHY[row.reason](letter, row)
    if row.due_at and row.reason in (Reason.UNASSIGNED, Reason.NOT_TAKEN, Reason.DRAFT):
        yield f"vence {letter.short(row.due_at)}"
    # What is usual needs no word: the others stand out then.
    if row.criticality is not Criticality.MEDIA:
        yield f"criticidad {CRITICALITY[row.criticality].lower()}"
    also = [STATUS[reason][0].lower() for reason in row.also if reason is not Reason.TODAY]
    if also:
        yield f"además: {', '.join(also)}"
    if row.offer and row.offer.to and row.reason not in _FALLING_DUE:
        yield f"sugerido: {letter.named(row.offer.to)}"


def _falls_due(letter: Draft, row: DigestRow) -> str:
    """`8:40 a. m.`, `mié 25 nov, 8:40 a. m.`: where this is all that there is to say."""
    if row.reason is Reason.TODAY:
        return spanish.hour(row.since.astimezone(letter.zone))
    return spanish.held_together(letter.short(row.since)) if row.reason is Reason.NEAR else ""


def _advisor(letter: Draft, row: DigestRow) -> str:
    if not row.assignee:
        return f"Cola de {GROUP[row.group]}"
    name = letter.named(row.assignee)
    return f"{name} (ausente)" if row.away else name


def _overdue(_letter: Draft, row: DigestRow) -> Iterator[str]:
    if row.late is not None:
        yield f"{hours(row.late)} de atraso" if row.late else "acaba de vencer"


def _unassigned(letter: Draft, row: DigestRow) -> Iterator[str]:
    yield GROUP[row.group]
    yield f"desde {letter.short(row.since)}"
    if row.note:
        yield f"{row.note} ya no está en el directorio"


def _not_taken(letter: Draft, row: DigestRow) -> Iterator[str]:
    yield f"debía tomarlo antes del {letter.short(row.since)}"


def _organ(letter: Draft, row: DigestRow) -> Iterator[str]:
    yield f"{row.note or 'el Órgano Rector'} respondió el {letter.short(row.since)}"


def _draft(letter: Draft, row: DigestRow) -> Iterator[str]:
    yield f"Lo pidió {letter.named(row.note)} el {letter.short(row.since)}"


def _held(letter: Draft, row: DigestRow) -> Iterator[str]:
    yield f"debía cerrarse por silencio el {letter.short(row.since)}"


def _unreachable(_letter: Draft, row: DigestRow) -> Iterator[str]:
    yield "nuestros correos no le llegan al usuario"
    if row.note:
        yield f"teléfono {row.note}"


def _petition(letter: Draft, row: DigestRow) -> Iterator[str]:
    # A term of working days ends at 24:00 of its last day.
    last = (row.since - timedelta(microseconds=1)).astimezone(letter.zone)
    yield f"límite legal: {spanish.long_day(last)}"


def _low_score(_letter: Draft, row: DigestRow) -> Iterator[str]:
    yield words.one_line(row.note, row.identification, most=_LONGEST_NOTE)


_WHY: Mapping[Reason, Callable[[Draft, DigestRow], Iterator[str]]] = MappingProxyType(
    {
        Reason.OVERDUE: _overdue,
        Reason.UNASSIGNED: _unassigned,
        Reason.NOT_TAKEN: _not_taken,
        Reason.ORGAN: _organ,
        Reason.DRAFT: _draft,
        Reason.HELD: _held,
        Reason.UNREACHABLE: _unreachable,
        Reason.PETITION: _petition,
        Reason.LOW_SCORE: _low_score,
    }
)


def _reply(letter: Draft, row: DigestRow) -> Reply | None:
    if row.offer is None:
        return None
    tag = f"[{row.offer.order}]"
    # The digest's own token belongs to no case: the tag names the one that is meant.
    subject = f"[{row.number}] Re ({letter.token})"
    return Reply(
        label=row.offer.label, link=reply_link(letter.line.address, subject, (tag, "")), tag=tag
    )
