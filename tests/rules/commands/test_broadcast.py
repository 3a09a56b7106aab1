"""[NOVEDAD], [ALERTA], [ACTA], [CALIDAD], [ENCUESTA]: notices, records and judgements (§9)."""

from dataclasses import replace
from datetime import date

import pytest

from mailbot.model.case import Case, Survey
from mailbot.model.line import Record, RecordKind
from mailbot.model.vocabulary import CloseReason, EventKind, State
from mailbot.rules import moves
from mailbot.rules.event import View
from tests.mails import Enclosed
from tests.rules.commands.asking import MONDAY, says
from tests.rules.timed import POLICY, address, at, critical, incident, service, taken

NINE = "2026-12-07 09:00"
CLOSES = "El 31 de diciembre SIIF cierra a las 23:00."
MINUTES = Enclosed(name="acta 12.docx", content=b"acta", type="application/msword")


@pytest.mark.parametrize(
    ("who", "tag", "until", "public"),
    [
        ("cl1", "[NOVEDAD publica=si hasta=2027-01-15]", date(2027, 1, 15), True),
        ("cl23", "[NOVEDAD publica=no hasta=15/01/2027]", date(2027, 1, 15), False),
        ("adm", "[NOVEDAD publica=sí hasta=2026-12-07]", date(2026, 12, 7), True),
        # Without an end it is kept for the month (R43).
        ("cl1", "[NOVEDAD]", date(2026, 12, 31), False),
    ],
)
def test_a_notice_is_kept_and_told_to_the_first_level(
    who: str, tag: str, until: date, public: bool
) -> None:
    found = says(who, f"{tag}\n{CLOSES}")
    assert found.recorded == Record(
        kind=RecordKind.NOVEDAD, at=MONDAY, by=address(who), day=date(2026, 12, 7), text=CLOSES,
        until=until, public=public,
    )  # fmt: skip
    (notice,) = found.mails("M-47")
    assert notice.to == (address("ana"), address("bo"))
    assert notice.facts["text"] == CLOSES
    assert (notice.facts["until"], notice.facts["public"]) == (until, public)
    assert notice.to_staff
    assert f"Vigente hasta el {until:%d/%m/%Y}" in found.words
    assert ("registran solicitudes" in found.words) is public


@pytest.mark.parametrize(
    ("who", "tag", "why"),
    [
        ("cl1", "[NOVEDAD publica=si]", "Falta la novedad"),
        ("cl1", f"[NOVEDAD hasta=2026-12-06]\n{CLOSES}", "ya pasó"),
        ("cl1", f"[NOVEDAD hasta=pronto]\n{CLOSES}", "hasta=pronto"),
        ("cl1", f"[NOVEDAD publica=quizas]\n{CLOSES}", "si o no"),
        ("ana", f"[NOVEDAD]\n{CLOSES}", "N1"),
        ("bo", "[ALERTA]", "Falta"),
        ("bo", "[ALERTA casos=INC-2026-000099]\nSe repite.", "INC-2026-000099"),
        ("bo", "[ALERTA casos=varios]\nSe repite.", "ningún número"),
        ("nora", "[ALERTA]\nSe repite.", "N2F"),
        ("cl1", "[ACTA]\nConclusiones.", "fecha="),
        ("cl1", "[ACTA fecha=2026-12-08]\nConclusiones.", "posterior a hoy"),
        ("cl1", "[ACTA fecha=2026-12-04]", "adjúntela"),
        ("bo", "[ACTA fecha=2026-12-04]\nConclusiones.", "BO"),
    ],
)
def test_what_lacks_something_or_is_not_ones_to_say_is_refused(
    who: str, tag: str, why: str
) -> None:
    found = says(who, tag)
    assert found.refused
    assert why in found.words
    assert not found.changes


def test_files_of_a_notice_are_said_not_to_go_with_it() -> None:
    found = says("cl1", f"[NOVEDAD]\n{CLOSES}", files=[MINUTES])
    assert "no se envían" in found.words


def test_an_alert_reaches_the_coordinator_with_its_words_and_its_author() -> None:
    found = says("bo", "[ALERTA]\nVarias entidades reportan lo mismo.\nDesde las 8:00.")
    (alert,) = found.mails("M-48")
    assert alert.to == (address("cl1"),)
    assert alert.case is None
    assert alert.facts["title"] == "Varias entidades reportan lo mismo."
    assert alert.facts["text"].endswith("Desde las 8:00.")
    assert alert.facts["author"] == address("bo")
    assert not found.changes


def test_an_alert_on_a_case_stays_in_its_history_and_does_not_take_it() -> None:
    found = says("ana", "[ALERTA]\nVuelve cada mes.", about=service(NINE))
    assert found.saved.case == service(NINE)
    (entry,) = found.saved.events
    assert (entry.event, entry.text) == (EventKind.NOTE, "Vuelve cada mes.")
    (alert,) = found.mails("M-48")
    assert alert.case == service(NINE)


@pytest.mark.parametrize(
    ("case", "at_once"), [(service(NINE), False), (critical(service(NINE)), True)]
)
def test_an_alert_waits_for_working_time_unless_its_case_is_critical(
    case: Case, at_once: bool
) -> None:
    """R85."""
    (alert,) = says("ana", "[ALERTA]\nVuelve cada mes.", about=case).mails("M-48")
    assert alert.to_staff
    assert alert.urgent is at_once


def test_an_alert_can_name_the_cases_that_it_is_about() -> None:
    second = incident(NINE, row=2, service_number="SERV-2026-000002")
    view = View(
        others={
            "SERV-2026-000001": service(NINE),
            "SERV-2026-000002": second,
            "INC-2026-000001": second,
        }
    )
    named = "SERV-2026-000001,SERV-2026-000002,INC-2026-000001"
    (alert,) = says("bo", f"[ALERTA casos={named}]\nSe repite.", view=view).mails("M-48")
    assert [row.number for row in alert.facts["rows"]] == ["SERV-2026-000001", "INC-2026-000001"]


def test_minutes_are_recorded_for_their_day_and_say_where_their_file_is() -> None:
    tag = "[ACTA fecha=04/12/2026 tipo=seguimiento]\nSe revisaron los indicadores."
    found = says("cl23", tag, files=[MINUTES])
    record = found.recorded
    assert (record.kind, record.day, record.by) == (
        RecordKind.ACTA, date(2026, 12, 4), address("cl23"),
    )  # fmt: skip
    kind, text, files, mail = record.text.split("\n")
    assert (kind, text) == ("Tipo: seguimiento", "Se revisaron los indicadores.")
    assert files == "Archivos: acta 12.docx (con este correo, en el archivo de la línea)"
    assert mail.startswith("Correo: ")
    assert "Lo adjunto (acta 12.docx) se conserva con este correo" in found.words


def test_minutes_need_no_words_when_the_file_holds_them() -> None:
    found = says("cl1", "[ACTA fecha=2026-12-04]", files=[MINUTES])
    assert not found.refused


def test_the_file_of_minutes_sent_in_the_thread_of_a_case_stays_with_the_case() -> None:
    found = says("cl1", "[ACTA fecha=2026-12-04]", about=service(NINE), files=[MINUTES])
    assert "se conserva en el caso SERV-2026-000001" in found.words


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ('[CALIDAD motivo="se repite"]', "se repite"),
        ("[CALIDAD]\nSe repite\ncada mes.", "Se repite cada mes."),
        ('[CALIDAD motivo="se repite" accion=hallazgo]', "hallazgo: se repite"),
        (
            '[CALIDAD motivo="se repite" accion="Control de cambios"]',
            "control_cambios: se repite",
        ),
    ],
)
def test_a_case_goes_to_the_quality_tool_with_its_reason_and_its_action(
    tag: str, kept: str
) -> None:
    found = says("cl23", tag, about=taken(incident(NINE)))
    assert found.saved.case == replace(taken(incident(NINE)), quality=kept)
    (entry,) = found.saved.events
    assert entry.event is EventKind.FIELD
    assert kept in entry.reason


@pytest.mark.parametrize(
    ("tag", "why"),
    [("[CALIDAD]", "motivo"), ('[CALIDAD motivo="x" accion=otra]', "«otra» no es una acción")],
)
def test_quality_without_a_reason_or_with_an_unknown_action_is_refused(tag: str, why: str) -> None:
    found = says("cl23", tag, about=incident(NINE))
    assert found.refused
    assert why in found.words


def closed(reason: CloseReason = CloseReason.CONFIRMADO) -> Case:
    when = at("2026-12-04 15:00")
    case = taken(incident("2026-12-04 09:00"))
    return moves.closed(case, when, POLICY, reason, asked_at=when)


@pytest.mark.parametrize("who", ["ana", "cl1"])
def test_a_survey_taken_on_the_telephone_is_stored_like_one_by_mail(who: str) -> None:
    """Q22."""
    tag = '[ENCUESTA q1=5 q2=4 q3=5 q4=5 comentario="muy amable"]'
    found = says(who, tag, about=closed())
    case = found.saved.case
    assert case.state is State.CERRADO
    assert case.survey == Survey(
        sent_at=at("2026-12-04 15:00"), until=at("2026-12-22 00:00"), answered_at=MONDAY,
        scores=(5, 4, 5, 5), comment="muy amable",
    )  # fmt: skip
    (entry,) = found.saved.events
    assert entry.event is EventKind.SURVEY
    assert not found.mails("M-39")


def test_a_low_score_taken_on_the_telephone_is_told_to_the_coordination() -> None:
    found = says("ana", "[ENCUESTA q1=4 q4=2]\nTardó mucho.", about=closed())
    (alert,) = found.mails("M-39")
    assert alert.to == (address("cl1"),)
    assert alert.cc == (address("cl23"),)
    assert alert.facts["scores"] == (4, None, None, 2)
    assert alert.facts["text"] == "Tardó mucho."
    assert "calificación baja" in found.words


def answered() -> Case:
    survey = closed().survey
    assert survey
    return replace(closed(), survey=replace(survey, answered_at=MONDAY, scores=(5, 5, 5, 5)))


@pytest.mark.parametrize(
    ("tag", "case", "now", "why"),
    [
        ("[ENCUESTA q4=5]", answered(), MONDAY, "ya fue respondida el 07/12/2026 10:00"),
        ("[ENCUESTA q4=5]", closed(), at("2026-12-22 08:00"), "terminó el 22/12/2026 00:00"),
        ("[ENCUESTA q4=5]", closed(CloseReason.DUPLICADO), MONDAY, "no tiene encuesta"),
        ("[ENCUESTA q4=5]", incident(NINE), MONDAY, "Trabajo en Progreso"),
        ("[ENCUESTA]", closed(), MONDAY, "q1="),
        ("[ENCUESTA q1=6]", closed(), MONDAY, "de 1 a 5"),
        ("[ENCUESTA q1=cinco]", closed(), MONDAY, "de 1 a 5"),
        ("[ENCUESTA q5=3]", closed(), MONDAY, "No conozco «q5=»"),
    ],
)
def test_a_survey_is_refused_where_it_does_not_count(
    tag: str, case: Case, now: object, why: str
) -> None:
    found = says("cl1", tag, about=case, now=now)  # type: ignore[arg-type]
    assert found.refused
    assert why in found.words
