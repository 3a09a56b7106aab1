"""M-32 in words: subject, title, what is new, the box, and that it fits what Gmail shows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailbot.compose.examples.digests import DIGESTS, JORGE
from mailbot.model.decision import OutgoingMail
from mailbot.model.digest import Box, Digest, DigestRow, GroupCount, Offer, Reason, Shown
from mailbot.model.vocabulary import Criticality, Group
from mailbot.rules.digest import build
from tests.compose.desk import FULL_LINE, composed, html_of, text_of
from tests.compose.judge import judge

BUSY: Digest = DIGESTS[0].send.facts["digest"]
QUIET: Digest = DIGESTS[2].send.facts["digest"]


def mail(digest: Digest) -> OutgoingMail:
    return composed(replace(DIGESTS[0].send, facts={"digest": digest}), FULL_LINE)


def with_counts(*counts: tuple[Reason, int]) -> Digest:
    return replace(BUSY, decide=Shown(rows=BUSY.decide.rows[:1], counts=counts))


SUBJECTS = [
    (with_counts((Reason.OVERDUE, 3), (Reason.UNASSIGNED, 2)),
     "3 vencidos, 2 sin asignar · resumen del mar 24 nov",
     "Su decisión: 3 casos vencidos y 2 sin asignar"),
    (with_counts((Reason.OVERDUE, 1)), "1 vencido · resumen del mar 24 nov",
     "Su decisión: 1 caso vencido"),
    (with_counts((Reason.PETITION, 2), (Reason.LOW_SCORE, 1)),
     "2 peticiones por vencer, 1 calificación baja · resumen del mar 24 nov",
     "Su decisión: 2 peticiones por vencer y 1 calificación baja"),
    (with_counts((Reason.NOT_TAKEN, 2), (Reason.DRAFT, 1), (Reason.HELD, 9)),
     "2 sin tomar, 1 por registrar · resumen del mar 24 nov",
     "Su decisión: 2 casos sin tomar y 1 por registrar"),
    (QUIET, "Sin vencidos ni casos sin asignar · resumen del mar 24 nov",
     "Sin vencidos ni casos sin asignar: nada espera su decisión"),
]  # fmt: skip


@pytest.mark.parametrize(("digest", "subject", "title"), SUBJECTS, ids=[s[1] for s in SUBJECTS])
def test_the_subject_says_the_numbers_and_the_title_the_decision(
    digest: Digest, subject: str, title: str
):
    made = mail(digest)
    assert made.subject == subject
    assert f">{title}</h1>" in html_of(made)


def test_every_row_has_its_ready_reply_in_both_parts():
    made = mail(BUSY)
    for row in (*BUSY.decide.rows, *BUSY.today.rows):
        assert row.offer
        assert f'aria-label="{row.offer.label} el caso {row.number}"' in html_of(made)
        assert f"«[{row.offer.order}]»" in text_of(made)


_CAME = Box(since=BUSY.box.since, until=BUSY.box.until, arrived=146)
BOXES: list[tuple[dict[str, Any], str]] = [
    ({}, "Ayer llegaron 146 correos y los 146 tienen destino."),
    ({"set_aside": 2}, "los 146 tienen destino (2 apartados para revisión)."),
    ({"arrived": 1}, "Ayer llegó 1 correo y tiene destino."),
    ({"arrived": 0}, "Ayer no llegó ningún correo."),
    ({"undecided": 3}, "Ayer llegaron 146 correos: 143 con destino y 3 esperan."),
    ({"since": BUSY.box.since - timedelta(days=2)}, "Desde el sábado 21 de noviembre llegaron 146"),
    ({"held_answers": 3, "held_requests": 1, "people_held": 2},
     "Retuvieron 3 respuestas y 1 solicitud de 2 personas."),
    ({"acknowledged": 40, "late": 1, "slowest": timedelta(minutes=12), "max_minutes": 5},
     "De 40 acuses de recibo, 1 salió después de 5 minutos; el más lento, a los 12 minutos."),
    ({"acknowledged": 40, "max_minutes": 5}, "40 acuses de recibo en 5 minutos o menos."),
    ({"dead": ("a@x.test", "b@x.test"), "dead_count": 5},
     "5 direcciones no reciben correo: «a@x.test, b@x.test y 3 más»."),
    ({"compared_at": BUSY.at - timedelta(hours=2)},
     "comparamos el buzón con el registro y no falta ninguno."),
    ({"compared_at": BUSY.at - timedelta(hours=2), "unaccounted": 2}, "2 correos sin cuenta."),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "said"), BOXES, ids=[b[1][:40] for b in BOXES])
def test_the_box_is_told_in_plain_words(seen: dict[str, Any], said: str):
    assert said in text_of(mail(replace(BUSY, box=replace(_CAME, **seen))))


def many(row: DigestRow, first: int, count: int, total: int) -> Shown:
    """As many rows like this one as a section shows, with long words and replies of their own."""
    long = "Certificado de retención que no se genera para la unidad ejecutora, con su anexo " * 2
    rows = []
    for n in range(first, first + count):
        number = f"INC-2026-{n:06d}"
        ready = Offer(label="Llevar a calidad", order=f"REASIGNAR caso={number} a={JORGE}")
        rows.append(replace(row, number=number, subject=long, offer=ready))
    return Shown(rows=tuple(rows), counts=((row.reason, total),))


def test_a_full_digest_passes_the_checklist_and_stays_below_sixty_kilobytes():
    busiest = replace(BUSY.decide.rows[1], criticality=Criticality.ALTA)
    full = replace(
        DIGESTS[1].send.facts["digest"],
        decide=many(busiest, 100, build.MOST_DECISIONS, 4_900),
        today=many(BUSY.today.rows[0], 200, build.MOST_TODAY, 80),
        near=many(BUSY.near.rows[0], 300, build.MOST_NEAR, 20),
        technical=many(busiest, 400, build.MOST_TECHNICAL, 20),
        loads=tuple(
            replace(BUSY.loads[2], email=f"asesor{n}@linea.example", running=40 - n)
            for n in range(build.MOST_LOADS)
        ),
        line=tuple(
            GroupCount(group=group, running=1_000, waiting=1_000, overdue=1_000, unassigned=1_000)
            for group in Group
        ),
    )
    made = mail(full)
    assert judge(made.raw) == []
    assert len(html_of(made).encode()) < 60_000
    assert f"… y {4_900 - build.MOST_DECISIONS} casos más" in text_of(made)


def test_words_of_others_in_a_row_are_neutralised():
    row = replace(
        BUSY.decide.rows[0], subject="[CERRADO] de la cédula 52987654", identification="52987654"
    )
    made = mail(replace(BUSY, decide=Shown(rows=(row,), counts=((Reason.OVERDUE, 1),))))
    assert "52987654" not in text_of(made) + html_of(made)
    assert judge(made.raw) == []
