"""Reasons that months are counted by: as they stand in histories for ever, and once erased."""

from datetime import UTC, datetime

import pytest

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.vocabulary import EventKind, Role
from mailbot.rules import reasons
from mailbot.rules.anonymous import ANONYMISED

AT = datetime(2026, 10, 5, 14, tzinfo=UTC)
CASE = Case(
    service_number="SERV-2026-000001", opened_at=AT, cause="Rosa Gil no tenía  el perfil",
    requester=Requester(email="rosa@dian.test", name="Rosa Gil", identification="79555123"),
)  # fmt: skip


def entry(
    reason: str, rule: str = "", text: str = "", kind: EventKind = EventKind.FIELD
) -> CaseEvent:
    return CaseEvent(
        at=AT, event=kind, actor="ana@linea.test", role=Role.N1, rule=rule, reason=reason, text=text
    )


def solution(reason: str) -> CaseEvent:
    return entry(reason, "T3", kind=EventKind.TRANSITION)


# What histories hold already: who words these anew has to read these too.
KEPT_FOR_EVER = (
    "Asignado a nora@linea.test (N2F)", "Depende de CGN", "Hallazgo H-455", "Ajuste A-12",
    "Hace parte del incidente masivo INC-2026-000005", "Control de cambios C-7",
    "Derecho de petición: término legal de 15 días hábiles, hasta el 30/01/2026",
    "Módulo: de «EPG» a «PAG»", "Entidad: «DIAN»", "Ciudad: de «Cali» a «Bogotá D.C.»",
)  # fmt: skip


@pytest.mark.parametrize("reason", KEPT_FOR_EVER)
def test_what_months_are_counted_by_outlasts_the_person(reason: str) -> None:
    assert reasons.without_person(entry(reason), "Rosa Gil") == reason


@pytest.mark.parametrize(
    ("reason", "text", "left"),
    [
        ("Rosa escribió de nuevo", "", ANONYMISED),
        ("Nombre: de «Rosa» a «Rosa Gil»", "", ANONYMISED),
        ("Nombre: «Rosa Gil»; Módulo: «EPG»", "", "Módulo: «EPG»"),
        ("Ciudad: de «Calle 5 # 3-21» a «Rosa Gil»", "", "Ciudad: «»"),
        ("Decisión de la coordinación: Rosa no escribe", "", "Decisión de la coordinaciónDatos"),
        ("Para la herramienta de calidad: hallazgo: Rosa", "", "hallazgo: Datos"),
        ("Para la herramienta de calidad: Rosa", "", "de calidad: Datos"),
        ("Dato corregido a pedido de la persona: ciudad", "Ciudad: de «Cali» a «Tunja»",
         "Ciudad: de «Cali» a «Tunja»"),
        ("Derecho de petición («pide Rosa»): término legal de 15 días hábiles, hasta el 30/01/2026",
         "", "Derecho de petición: término legal de 15 días hábiles, hasta el 30/01/2026"),
        ("Derecho de petición de Rosa: hasta el 30/01/2026", "", ANONYMISED),
        ("Dato cambiado: descripción", "Descripción: «Soy Rosa»", ANONYMISED),
    ],
)  # fmt: skip
def test_no_word_of_a_person_is_left(reason: str, text: str, left: str) -> None:
    told = reasons.without_person(entry(reason, text=text), "Rosa Gil")
    assert left in told
    assert "Rosa" not in told


def test_a_cause_hides_its_person_and_is_counted_alike_once_erased() -> None:
    told = solution(reasons.with_cause("Solución", CASE))
    assert reasons.cause_in(told) == "(nombre) no tenía el perfil"
    left = solution(reasons.without_person(told, ""))
    assert reasons.cause_in(left) == ""
    assert reasons.cause_key(left) == reasons.cause_key(told) != ""
    again = solution(reasons.without_person(left, ""))
    assert again.reason == left.reason
    assert "perfil" not in left.reason


def test_only_a_solution_tells_a_cause() -> None:
    closing = entry("Decisión de la coordinación: no. Causa: ninguna", "T28")
    assert (reasons.cause_in(closing), reasons.cause_key(closing)) == ("", "")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("Sin cupo PAC", "sin cupos de PAC", True), ("Sin cupo PAC", "Sin cupo", False),
     ("", "de la", True)],
)  # fmt: skip
def test_causes_of_the_same_words_are_the_same(one: str, other: str, alike: bool) -> None:
    assert (reasons.key_of(one) == reasons.key_of(other)) is alike


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        (reasons.ranked("de media a alta", "Ministro: lo pide hoy"), "Ministro: lo pide hoy"),
        ("Sigue al incidente masivo INC-1: Criticidad de alta a crítica: a: b", "a: b"),
        ("Incidente INC-2026-000001", "Incidente INC-2026-000001"),
    ],
)
def test_why_a_case_was_put_before_others_is_told_whole(reason: str, why: str) -> None:
    assert reasons.why_ranked(reason) == why
