"""A coordinator's digest in words (M-32): what both of its templates are written from."""

from mailbot.compose import spanish
from mailbot.compose.digest.box import box_lines
from mailbot.compose.digest.rows import section
from mailbot.compose.digest.trend import trend_words
from mailbot.compose.digest.values import DigestWords, Figure, GroupWords, LoadWords
from mailbot.compose.labels import GROUP
from mailbot.compose.letter import Draft
from mailbot.compose.one_click import Reply
from mailbot.model.digest import AdvisorLoad, Digest, GroupCount, Reason
from mailbot.model.vocabulary import State

__all__ = ["DigestWords", "digest_words"]

_MOST_QUESTIONS = 3
_WAITS_FOR = {
    State.PENDIENTE_CLIENTE: "La respuesta del usuario",
    State.PENDIENTE_PROVEEDOR: "Un Órgano Rector, o una pausa de la línea",
    State.PENDIENTE_HALLAZGO: "La solución de un hallazgo",
    State.PENDIENTE_AJUSTE: "Un ajuste de datos",
    State.RESUELTO: "La confirmación del usuario",
}


def digest_words(letter: Draft) -> DigestWords | None:
    """The fact `digest` in words; None for a mail that is no digest."""
    digest: Digest | None = letter.facts["digest"]
    if digest is None:
        return None
    return DigestWords(
        intro=_intro(letter, digest),
        fresh=f"Lo nuevo desde su resumen del {spanish.held_together(letter.short(digest.since))} "
        "está marcado."
        if digest.since
        else "",
        figures=_figures(digest),
        contingency=letter.when(digest.contingency_since),
        decide=section(letter, digest.decide),
        questions=tuple(_question(letter, each) for each in digest.questions[:_MOST_QUESTIONS]),
        today=section(letter, digest.today),
        near=section(letter, digest.near),
        waiting=tuple((_WAITS_FOR[each.state], each.count) for each in digest.waiting),
        loads=_loads(letter, digest),
        more_loads=spanish.counted(digest.more_loads, "persona más", "personas más")
        if digest.more_loads
        else "",
        away=_away(letter, digest),
        line=tuple(_group(each) for each in digest.line),
        technical=section(letter, digest.technical),
        undocumented=_undocumented(digest),
        trend=trend_words(digest),
        box=tuple(box_lines(letter, digest)),
        more=(
            Reply(label="Lista de casos", link=letter.link("Lista", "[LISTA]"), tag="[LISTA]"),
            Reply(label="Ayuda", link=letter.link("Ayuda", "[AYUDA]"), tag="[AYUDA]"),
        ),
    )


def _intro(letter: Draft, digest: Digest) -> str:
    when = letter.moment(digest.at)
    count = spanish.counted(digest.open, "caso abierto", "casos abiertos")
    # An hour ends with a stop of its own: «7:00 a. m.»
    return f"{when[:1].upper()}{when[1:]} Hay {count} en sus grupos."


def _figures(digest: Digest) -> tuple[Figure, ...]:
    overdue = digest.decide.count(Reason.OVERDUE)
    unassigned = digest.decide.count(Reason.UNASSIGNED)
    today, waits = digest.today.total, sum(each.count for each in digest.waiting)
    return (
        Figure(count=overdue, label=_one(overdue, "vencido"), tone="bad" if overdue else ""),
        Figure(count=unassigned, label="sin asignar", tone="warn" if unassigned else ""),
        Figure(count=today, label="vence hoy" if today == 1 else "vencen hoy"),
        Figure(count=waits, label="en espera"),
    )


def _one(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def _question(letter: Draft, number: int) -> Reply:
    tag = f"[FAQ APROBAR nro={number}]"
    return Reply(label=f"Publicar la {number}", link=letter.link("Re", tag, ""), tag=tag)


def _loads(letter: Draft, digest: Digest) -> tuple[LoadWords, ...]:
    most = max((each.running for each in digest.loads), default=0) or 1
    return tuple(
        LoadWords(
            name=letter.named(each.email),
            note=_absence(letter, each),
            running=each.running,
            overdue=each.overdue,
            share=round(100 * each.running / most),
        )
        for each in digest.loads
    )


def _absence(letter: Draft, each: AdvisorLoad) -> str:
    if not each.known:
        return "ya no está en el directorio"
    if not each.away:
        return ""
    if each.back is None:
        return "ausente hasta nuevo aviso"
    return f"ausente hasta el {spanish.held_together(letter.short(each.back))}"


def _away(letter: Draft, digest: Digest) -> str:
    """That the cases of who is away, or left, are still his."""
    left = [each for each in digest.loads if (each.away or not each.known) and each.running]
    if not left:
        return ""
    if len(left) > 1:
        count = sum(each.running for each in left)
        return f"Los {count} casos de quienes no están siguen a su nombre."
    name = letter.named(left[0].email)
    if left[0].running == 1:
        return f"1 caso en curso sigue a nombre de {name}."
    return f"{left[0].running} casos en curso siguen a nombre de {name}."


def _group(each: GroupCount) -> GroupWords:
    trouble = []
    if each.overdue:
        trouble.append(spanish.counted(each.overdue, "vencido", "vencidos"))
    if each.unassigned:
        trouble.append(f"{each.unassigned}{spanish.NBSP}sin asignar")
    return GroupWords(
        name=GROUP[each.group],
        facts=f"{each.running} en curso · {each.waiting} en espera",
        trouble=", ".join(trouble),
    )


def _undocumented(digest: Digest) -> str:
    if not digest.undocumented_count:
        return ""
    left = digest.undocumented_count - len(digest.undocumented)
    return f"{', '.join(digest.undocumented)}{f' y {left} más' if left else ''}"
