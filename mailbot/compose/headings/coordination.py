"""Headings of mails on many cases at once: contingency, batches, absences (section 4.2)."""

from mailbot.compose import spanish, words
from mailbot.compose.headings.first_moves import moves_in_contingency, moves_of_rules
from mailbot.compose.headings.rows import before
from mailbot.compose.headings.staff_rows import next_step
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.listing import count_of
from mailbot.compose.one_click import Reply

_MOST_SUBJECT = 76
_COORDINATES = "coordina la línea o administra la herramienta"


def contingency_begins(letter: Draft) -> Heading:
    """M-27: the tool is down, and the time of the cases stands still (T21, R30)."""
    since, until = letter.facts["since"], letter.facts["until"]
    count = count_of(letter)
    return Heading(
        subject=_plain(f"Contingencia{_start(letter)}: {count}"),
        eyebrow="Contingencia",
        title="Empezó la contingencia: el tiempo de los casos se detiene",
        preheader="Los casos que corrían pasaron a Pendiente por Proveedor. Abajo está la lista.",
        panel=(
            Row(label="Casos", strong=count, rest=" con el tiempo detenido"),
            Row(label="Estado", strong="Contingencia en curso"),
            next_step("Atienda con la hoja de contingencia"),
            Row(label="Desde", strong=letter.when(since) or "este momento"),
            Row(label="Termina", strong=letter.when(until))
            if until
            else Row(label="Termina", rest="Al volver el servicio"),
        ),
        replies=moves_in_contingency(letter),
        why_you=_COORDINATES,
    )


def contingency_ends(letter: Draft) -> Heading:
    """M-28: the tool is back, and each case is where it was (T22)."""
    count = count_of(letter)
    return Heading(
        subject=_plain(f"Terminó la contingencia: {count} de nuevo en curso"),
        eyebrow="Contingencia",
        title="Terminó la contingencia: el tiempo de los casos corre de nuevo",
        preheader="Cada caso volvió a su estado y tiene un plazo nuevo. Abajo está la lista.",
        panel=(
            Row(label="Casos", strong=count, rest=" de nuevo en curso"),
            Row(label="Estado", strong="Contingencia terminada"),
            next_step("Revise los plazos nuevos"),
            Row(label="Desde", strong=letter.when(letter.facts["since"]) or "sin fecha"),
            Row(label="Hasta", strong=letter.when(letter.facts["until"]) or "este momento"),
        ),
        replies=moves_of_rules(letter),
        why_you=_COORDINATES,
    )


def batch_done(letter: Draft) -> Heading:
    """M-29: what became of an order on many cases (T23, T30)."""
    title = letter.facts["title"].rstrip(".")
    return Heading(
        subject=words.for_subject(title, _MOST_SUBJECT),
        eyebrow="Orden sobre varios casos",
        title=title,
        preheader=words.for_subject(f"{letter.facts['what']} Abajo está cada caso.", 110),
        panel=_with_reasons(
            letter,
            Row(label="Casos", strong=count_of(letter)),
            next_step("Revise en la lista cómo quedó cada caso"),
        ),
        replies=moves_of_rules(letter),
        why_you="coordina la línea o autoriza sus órdenes",
    )


def authorise(letter: Draft) -> Heading:
    """M-30: the Administrador is asked for his word on an order (R31, §16.7)."""
    code, expires = letter.facts["code"], letter.facts["expires"]
    count = count_of(letter)
    by = before(letter.short(expires)) if expires else ""
    return Heading(
        subject=_plain(f"Autorice o niegue una orden sobre {count}{by}"),
        eyebrow="Autorización",
        title=f"Pedimos su autorización para una orden sobre {count}",
        preheader="Nada cambia hasta que usted responda. Basta un correo con su decisión.",
        panel=(
            Row(label="Código", strong=code),
            Row(label="Estado", rest="Sin ejecutar, en espera de su decisión"),
            next_step("Responda con una de las dos frases de abajo"),
            Row(label="Plazo", strong=letter.when(expires))
            if expires
            else Row(label="Plazo", rest="Sin fecha límite"),
        ),
        replies=(
            Reply(label="Sí, autorizo", first=True, link=_decision(letter, "SI AUTORIZO", code)),
            Reply(label="No autorizo", link=_decision(letter, "NO AUTORIZO", code)),
        ),
        why_you="usted autoriza las órdenes sobre varios casos",
    )  # fmt: skip


def availability(letter: Draft) -> Heading:
    """M-33: an advisor gets no cases for a time, or gets them again (R32)."""
    person, until = letter.named(letter.facts["person"]), letter.facts["until"]
    available = letter.facts["available"]
    count = spanish.counted(len(letter.facts["rows"]), "caso abierto", "casos abiertos")
    title = f"{person} vuelve a recibir casos" if available else f"No asigne casos a {person}"
    until_when = Row(label="Hasta", strong=letter.end(until) or "nuevo aviso")
    return Heading(
        subject=words.for_subject(title, _MOST_SUBJECT),
        eyebrow="Disponibilidad de asesores",
        title=title,
        preheader="Abajo están sus casos abiertos, con el estado y el plazo de cada uno.",
        panel=(
            Row(label="Asesor", strong=person, rest=f", {count}"),
            Row(label="Estado", strong="Disponible" if available else "No disponible"),
            next_step(
                "Puede asignarle casos" if available else "Asigne a otra persona; revise sus casos"
            ),
            Row(label="Desde", strong=letter.when(letter.facts["since"]) or "este momento"),
            *(() if available else (until_when,)),
        ),
        replies=moves_of_rules(letter),
        why_you="asigna casos o coordina a quienes los atienden",
    )


def _with_reasons(letter: Draft, count: Row, step: Row) -> tuple[Row, ...]:
    reason, risk = letter.facts["reason"], letter.facts["risk"]
    return (
        count,
        *((Row(label="Motivo", rest=reason),) if reason else ()),
        *((Row(label="Riesgo", rest=risk),) if risk else ()),
        step,
    )


def _start(letter: Draft) -> str:
    """Since when it lasts; with the year where that is not the one in which it is told of."""
    since, told_at = letter.facts["since"], letter.facts["told_at"]
    if since is None:
        return ""
    years = {each.astimezone(letter.zone).year for each in (since, told_at) if each}
    return f" desde el {letter.short(since) if len(years) == 1 else letter.moment(since)}"


def _decision(letter: Draft, said: str, code: str) -> str:
    return letter.link("Autorizacion", f"{said} {code}")


def _plain(subject: str) -> str:
    return subject.replace(spanish.NBSP, " ")
