"""The heading of the coordinators' digest: its subject alone says whether to open it (M-32)."""

from collections.abc import Mapping

from mailbot.compose import spanish, words
from mailbot.compose.labels import GROUP
from mailbot.compose.letter import Draft, Heading
from mailbot.model.digest import DECISIONS, Digest, Reason
from mailbot.model.vocabulary import Group

_NAMED = 2
"""So many reasons are named in subject and title; the others are counted in the preview line."""

_COUNTED = {
    Reason.OVERDUE: ("vencido", "vencidos"),
    Reason.UNASSIGNED: ("sin asignar", "sin asignar"),
    Reason.NOT_TAKEN: ("sin tomar", "sin tomar"),
    Reason.ORGAN: ("respuesta de Órgano Rector", "respuestas de Órganos Rectores"),
    Reason.DRAFT: ("por registrar", "por registrar"),
    Reason.HELD: ("cierre en espera", "cierres en espera"),
    Reason.UNREACHABLE: ("usuario sin contacto", "usuarios sin contacto"),
    Reason.PETITION: ("petición por vencer", "peticiones por vencer"),
    Reason.LOW_SCORE: ("calificación baja", "calificaciones bajas"),
}
_OF_CASES = (Reason.OVERDUE, Reason.UNASSIGNED, Reason.NOT_TAKEN, Reason.DRAFT)
"""The reasons that are said of cases: `3 casos vencidos`, but `1 calificación baja`."""

_SHORT: Mapping[tuple[Group, ...], str] = {
    (Group.N2F, Group.N3F): "Segundo y tercer nivel funcional",
    (Group.N2T, Group.N3T): "Segundo y tercer nivel técnico",
}
_ALL_WELL = "Sin vencidos ni casos sin asignar"


def daily(letter: Draft) -> Heading:
    """M-32: the numbers in the subject, the decision as the title."""
    digest: Digest = letter.facts["digest"]
    return Heading(
        subject=f"{_subject(digest)} · resumen del {_day(letter, digest)}",
        eyebrow=f"Resumen diario · {_whom(digest)}",
        title=_title(digest),
        preheader=words.for_subject(_preheader(digest), 110),
        panel=(),
        why_you="coordina estos grupos de la línea",
    )


def _counts(digest: Digest) -> list[tuple[Reason, str]]:
    """`3 vencidos`, `2 sin asignar`: what asks for a decision, the worst first."""
    found = ((reason, digest.decide.count(reason)) for reason in DECISIONS)
    return [(reason, f"{n} {_COUNTED[reason][0 if n == 1 else 1]}") for reason, n in found if n]


def _subject(digest: Digest) -> str:
    return ", ".join(said for _reason, said in _counts(digest)[:_NAMED]) or _ALL_WELL


def _title(digest: Digest) -> str:
    counted = _counts(digest)[:_NAMED]
    if not counted:
        return f"{_ALL_WELL}: nada espera su decisión"
    (reason, first), *others = counted
    if reason in _OF_CASES:
        count, _, how = first.partition(" ")
        first = f"{count} {'caso' if count == '1' else 'casos'} {how}"
    return f"Su decisión: {' y '.join((first, *(said for _reason, said in others)))}"


def _preheader(digest: Digest) -> str:
    left = len(_counts(digest)) - _NAMED
    more = f"{spanish.counted(left, 'asunto más', 'asuntos más')} por decidir. " if left > 0 else ""
    today = digest.today.total
    due = f"{today} {'vence' if today == 1 else 'vencen'} hoy" if today else "Nada más vence hoy"
    waits = sum(each.count for each in digest.waiting)
    return f"{more}{due}; hay {waits} en espera y {digest.open} abiertos."


def _day(letter: Draft, digest: Digest) -> str:
    return spanish.short_day(digest.at.astimezone(letter.zone))


def _whom(digest: Digest) -> str:
    if digest.whole_line:
        return "Línea de soporte"
    return _SHORT.get(digest.groups) or ", ".join(GROUP[group] for group in digest.groups)
