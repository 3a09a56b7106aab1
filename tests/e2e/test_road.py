"""The main road, over a real Dovecot and an SMTP server: mail in, case, answer out."""

from email.message import Message
from pathlib import Path

import pytest

from tests.e2e.letters import COMPLETE, INCOMPLETE, bounce_of, letter, screen
from tests.e2e.line_at_work import LINE, LineAtWork, enclosed, words
from tests.servers.account import Account
from tests.servers.smtp import SmtpServer

SCREEN = {"pantalla.png": screen()}
MARIA, CARLOS = "maria@invias.test", "carlos@sena.test"
SOLUTION = "[RESUELTO]\nSe asignó el cupo PAC que faltaba: autorice de nuevo la orden de pago.\n"


@pytest.fixture
def line(tmp_path: Path, account: Account, smtp_server: SmtpServer) -> LineAtWork:
    return LineAtWork(tmp_path, account, smtp_server)


@pytest.fixture
def waiting(line: LineAtWork) -> LineAtWork:
    """A line where Carlos asked at 09:20 without unit, user or screen, and was asked for them."""
    line.arrives(letter(INCOMPLETE, sender=CARLOS, name="Carlos Peña Ruiz"), "2026-11-24 09:20")
    line.works("2026-11-24 09:20")
    return line


def test_a_complete_request_becomes_one_case_and_is_acknowledged_without_forms(line: LineAtWork):
    """S1."""
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    counts = line.works("2026-11-24 09:12")

    assert (counts.received, counts.decided, counts.sent, counts.trouble) == (1, 1, 1, "")
    case = line.case("SERV-2026-000001")
    assert case["state"] == "Abierto"
    assert case["missing"] == []
    assert case["due_at"] == "2026-11-24T13:12:00-05:00"
    assert case["requester"] == {
        "name": "María Rojas Peña", "email": MARIA, "siif_user": "MRojas",
        "executing_unit": "24-02-00", "entity": "Instituto Nacional de Vías",
        "phone": case["requester"]["phone"], "city": None,
    }  # fmt: skip
    assert [file["name"] for file in case["attachments"]] == ["SERV-2026-000001_01_pantalla.png"]
    kept = line.folder / "archivo" / case["attachments"][0]["path"]
    assert kept.read_bytes() == SCREEN["pantalla.png"]
    (answer,) = line.sent()
    assert answer["X-SIIF-Correo"] == "M-02"
    assert answer["To"].addresses[0].addr_spec == MARIA
    assert "SERV-2026-000001" in answer["Subject"]
    assert enclosed(answer) == []
    assert answer["In-Reply-To"] == case["history"][0]["mail"].join("<>")


def test_the_mail_ends_in_the_done_folder_and_the_inbox_is_empty(line: LineAtWork):
    raw = letter(COMPLETE, files=SCREEN)
    line.arrives(raw, "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    assert line.folder_count("INBOX") == 0
    assert list(line.account.contents("Procesados").values()) == [raw]


def test_an_incomplete_request_is_asked_for_exactly_what_is_missing(waiting: LineAtWork):
    """S2."""
    case = waiting.case("SERV-2026-000001")
    assert case["missing"] == ["siif_user", "executing_unit", "screenshots"]
    assert case["state"] == "Pendiente por Cliente"
    assert case["client_wait_until"] == "2026-11-24T13:20:00-05:00"
    assert case["due_at"] is None
    (answer,) = waiting.sent("M-02")
    assert enclosed(answer) == [
        "SERV-2026-000001_Plantilla_funcional.docx",
        "SERV-2026-000001_Guia_Circular_050.docx",
    ]
    assert "13:20" in words(answer) or "1:20" in words(answer)


def test_the_answer_with_the_missing_facts_lets_the_clock_run_from_then(waiting: LineAtWork):
    """S3."""
    (question,) = waiting.sent("M-02")
    reply = letter(
        "Mi usuario SIIF es CPena y la unidad ejecutora es 36-02-00.",
        sender=CARLOS, name="Carlos Peña Ruiz", subject="RE: error", answers=question, files=SCREEN,
    )  # fmt: skip
    waiting.arrives(reply, "2026-11-24 11:00")
    waiting.works("2026-11-24 11:00")

    case = waiting.case("SERV-2026-000001")
    assert case["state"] == "Abierto"
    assert case["missing"] == []
    assert case["client_wait_until"] is None
    assert case["due_at"] == "2026-11-24T15:00:00-05:00"
    assert case["consumed_minutes"] == 0
    assert case["opened_at"] == "2026-11-24T09:20:00-05:00"
    (told,) = waiting.sent("M-11")
    assert told["To"].addresses[0].addr_spec == "ana@minhacienda.test"


def test_facts_filled_in_between_the_lines_of_our_quoted_mail_count(waiting: LineAtWork):
    """People copy nothing: they write where our mail asks, in the quoted text."""
    (question,) = waiting.sent("M-02")
    quoted = "\n".join(f"> {each}" for each in words(question).splitlines())
    filled = quoted.replace("Usuario SIIF:", "Usuario SIIF: CPena").replace(
        "Unidad ejecutora:", "Unidad ejecutora: 36-02-00"
    )
    reply = letter(
        f"El 24/11/2026 a las 9:20, Línea de Soporte escribió:\n{filled}\n",
        sender=CARLOS, subject="RE: error", answers=question, files=SCREEN,
    )  # fmt: skip
    waiting.arrives(reply, "2026-11-24 11:00")
    waiting.works("2026-11-24 11:00")
    case = waiting.case("SERV-2026-000001")
    assert (case["missing"], case["state"]) == ([], "Abierto")
    assert case["requester"]["siif_user"] == "CPena"
    assert case["requester"]["executing_unit"] == "36-02-00"
    assert case["requester"]["phone"] == "601 555 0199"


def test_a_forward_without_a_word_above_it_is_a_request_that_describes_itself(line: LineAtWork):
    forward = """---------- Forwarded message ---------
De: Pedro Salas <pedro@sena.test>
Fecha: mar, 24 nov 2026 a las 8:30
Asunto: Error al obligar
Para: Carlos <carlos@sena.test>

El sistema muestra ORA-00001 al registrar la obligación.
"""
    line.arrives(
        letter(forward, sender=CARLOS, name="Carlos Peña Ruiz", subject="RV: Error al obligar"),
        "2026-11-24 09:12",
    )
    line.works("2026-11-24 09:12")
    case = line.case("SERV-2026-000001")
    assert "ORA-00001" in case["description"]
    assert "description" not in case["missing"]
    assert case["requester"]["name"] == "Carlos Peña Ruiz"


def test_silence_is_reminded_at_half_time_and_closed_at_the_end(waiting: LineAtWork):
    """S15, in level 1."""
    waiting.works("2026-11-24 11:20")
    assert len(waiting.sent("M-10R")) == 1
    waiting.works("2026-11-24 13:19")
    assert waiting.case("SERV-2026-000001")["state"] == "Pendiente por Cliente"
    counts = waiting.works("2026-11-24 13:20")

    assert counts.deadlines == 1
    case = waiting.case("SERV-2026-000001")
    assert (case["state"], case["close_reason"]) == ("Cerrado", "sin_respuesta")
    assert case["closed_at"] == "2026-11-24T13:20:00-05:00"
    assert len(waiting.sent("M-10R")) == 1
    assert len(waiting.sent("M-13")) == 1


@pytest.fixture
def closed(waiting: LineAtWork) -> LineAtWork:
    """A line that closed Carlos's case on Tuesday at 13:20, because he did not answer."""
    waiting.works("2026-11-24 13:20")
    return waiting


def test_after_a_long_gap_silent_closings_wait_for_a_person(waiting: LineAtWork):
    """design.md, the pure core: a wrong clock must not close a ministry's cases."""
    waiting.works("2026-12-01 09:00")
    assert waiting.case("SERV-2026-000001")["state"] == "Pendiente por Cliente"
    assert waiting.sent("M-10R") == []
    (told,) = waiting.sent("M-46")
    assert "deadlines release" in words(told)
    waiting.works("2026-12-01 10:00")
    assert len(waiting.sent("M-46")) == 1

    assert waiting.releases()
    waiting.works("2026-12-01 11:00")
    assert waiting.case("SERV-2026-000001")["state"] == "Cerrado"
    assert len(waiting.sent("M-13")) == 1


def test_many_silent_closings_at_once_wait_too(line: LineAtWork):
    for place in range(51):
        line.arrives(letter("No abre.", sender=f"p{place}@e{place}.test"), "2026-11-24 09:00")
    line.works("2026-11-24 09:00")
    line.works("2026-11-24 13:00")
    assert line.case_count() == 51
    assert line.releases()
    counts = line.works("2026-11-24 13:30")
    assert (counts.deadlines, line.case_count()) == (51, 0)


def test_a_late_answer_opens_the_case_again_with_its_number_and_turn(closed: LineAtWork):
    """S16, in level 1: five working days after Tuesday end on Tuesday 1 December."""
    (closing,) = closed.sent("M-13")
    closed.arrives(
        letter("Mi usuario es CPena, unidad ejecutora 36-02-00.", sender=CARLOS, answers=closing,
               files=SCREEN),
        "2026-12-01 18:00",
    )  # fmt: skip
    closed.works("2026-12-01 18:00")

    case = closed.case("SERV-2026-000001")
    assert (case["state"], case["closed_at"], case["close_reason"]) == ("Abierto", None, None)
    assert case["missing"] == []
    assert case["due_at"] == "2026-12-02T10:00:00-05:00"
    (told,) = closed.sent("M-22")
    assert [a.addr_spec for a in told["To"].addresses] == [CARLOS, "ana@minhacienda.test"]
    assert [a.addr_spec for a in told["Cc"].addresses] == ["cl1@minhacienda.test"]


def test_later_than_that_a_new_service_is_opened_and_tied_to_the_old_one(closed: LineAtWork):
    """S17."""
    (closing,) = closed.sent("M-13")
    closed.arrives(
        letter("Sigo con el mismo problema al obligar.", sender=CARLOS, answers=closing),
        "2026-12-02 08:00",
    )
    closed.works("2026-12-02 08:00")

    assert closed.case("SERV-2026-000001")["state"] == "Cerrado"
    assert closed.case("SERV-2026-000001")["related"] == ["SERV-2026-000002"]
    assert closed.case("SERV-2026-000002")["related"] == ["SERV-2026-000001"]
    (told,) = closed.sent("M-23")
    assert "SERV-2026-000001" in words(told)
    assert "SERV-2026-000002" in told["Subject"]


def test_thanks_for_a_closed_case_are_kept_and_nobody_is_written_to(closed: LineAtWork):
    """S18."""
    (closing,) = closed.sent("M-13")
    closed.arrives(letter("Muchas gracias", sender=CARLOS, answers=closing), "2026-11-24 15:00")
    counts = closed.works("2026-11-24 15:00")
    assert (counts.sent, closed.every_case_count()) == (0, 1)
    assert closed.case("SERV-2026-000001")["state"] == "Cerrado"


def test_an_answer_in_the_box_beats_a_deadline_missed_in_an_outage(waiting: LineAtWork):
    (question,) = waiting.sent("M-02")
    waiting.arrives(
        letter("Mi usuario es CPena, unidad ejecutora 36-02-00.", sender=CARLOS, answers=question),
        "2026-11-24 12:00",
    )
    waiting.works("2026-11-25 08:00")
    assert waiting.case("SERV-2026-000001")["state"] == "Abierto"
    assert waiting.sent("M-13") == []


def test_a_reply_with_only_the_number_in_its_subject_finds_the_case(line: LineAtWork):
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    line.arrives(
        letter("Adjunto otra pantalla.", subject="[SERV-2026-000001] otra",
               files={"otra pantalla.png": screen() + b" "}),
        "2026-11-24 09:30",
    )  # fmt: skip
    line.works("2026-11-24 09:30")

    assert line.case_count() == 1
    case = line.case("SERV-2026-000001")
    assert [file["name"] for file in case["attachments"]][1:] == [
        "SERV-2026-000001_02_otra_pantalla.png"
    ]
    (told,) = line.sent("M-43")
    assert told["To"].addresses[0].addr_spec == "ana@minhacienda.test"


def test_a_reply_to_the_persons_own_earlier_mail_finds_the_case(line: LineAtWork):
    line.arrives(letter(COMPLETE, files=SCREEN, message_id="<uno@invias.test>"), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    line.arrives(
        letter("Olvidé decir que ya lo intenté dos veces.", subject="Mas datos",
               headers={"In-Reply-To": "<uno@invias.test>"}),
        "2026-11-24 09:30",
    )  # fmt: skip
    line.works("2026-11-24 09:30")
    assert line.case_count() == 1
    assert line.case("SERV-2026-000001")["history"][-1]["text"].startswith("Olvidé decir")


def test_a_stranger_with_a_known_number_changes_nothing_and_is_oriented(line: LineAtWork):
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    before = line.case("SERV-2026-000001")
    line.arrives(
        letter("Cierren este caso.", sender="otro@fuera.test", name="Otro",
               subject="[SERV-2026-000001] cerrar"),
        "2026-11-24 09:15",
    )  # fmt: skip
    line.works("2026-11-24 09:15")

    after = line.case("SERV-2026-000001")
    assert after["state"] == before["state"]
    assert after["requester"] == before["requester"]
    assert after["history"][-1]["event"] == "note"
    assert "no vinculado" in after["history"][-1]["reason"]
    (orientation,) = line.sent("M-01")
    assert orientation["To"].addresses[0].addr_spec == "otro@fuera.test"
    assert "SERV-2026-000001" not in orientation["Subject"]
    assert "SERV-2026-000001" not in words(orientation)
    assert [mail["To"].addresses[0].addr_spec for mail in line.sent("M-44")] == [
        "ana@minhacienda.test"
    ]


def test_an_out_of_office_is_a_note_and_answers_nothing(waiting: LineAtWork):
    """S50."""
    (question,) = waiting.sent("M-02")
    waiting.arrives(
        letter("Estoy fuera de la oficina.", sender=CARLOS, answers=question,
               subject="Respuesta automática: error",
               headers={"Auto-Submitted": "auto-replied"}),
        "2026-11-24 09:21",
    )  # fmt: skip
    counts = waiting.works("2026-11-24 09:21")

    assert counts.sent == 0
    case = waiting.case("SERV-2026-000001")
    assert case["state"] == "Pendiente por Cliente"
    assert case["history"][-1]["event"] == "note"
    assert waiting.outcomes()[-1][0] == "case-event"


def test_a_bounce_of_our_acknowledgement_is_tied_to_it_and_a_person_is_told_to_phone(
    line: LineAtWork,
):
    """S51."""
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    (answer,) = line.sent("M-02")
    line.arrives(bounce_of(answer, MARIA), "2026-11-24 09:13")
    line.works("2026-11-24 09:13")

    assert line.outcomes()[-1] == ("delivery-report", "delivery-report")
    case = line.case("SERV-2026-000001")
    assert case["mails"][0]["status"] == "failed"
    (told,) = line.sent("M-44")
    assert "310 555 0147" in words(told) or "3105550147" in words(told)
    assert case["state"] == "Abierto"


def test_the_same_mail_delivered_twice_makes_one_case_and_one_answer(line: LineAtWork):
    """S54."""
    raw = letter(COMPLETE, files=SCREEN)
    for _copy in range(2):
        line.arrives(b"Received: by otro\r\n" * (_copy + 1) + raw, "2026-11-24 09:12")
    counts = line.works("2026-11-24 09:12")

    assert (counts.received, counts.duplicates, counts.decided) == (2, 1, 1)
    assert line.case_count() == 1
    assert len(line.sent("M-02")) == 1
    assert line.outcomes()[1] == ("ignored", "duplicate")


def test_a_known_id_with_other_words_is_a_mail_of_its_own(line: LineAtWork):
    same = "<repetido@invias.test>"
    line.arrives(letter(COMPLETE, files=SCREEN, message_id=same), "2026-11-24 09:12")
    line.arrives(letter(INCOMPLETE, sender=CARLOS, message_id=same), "2026-11-24 09:14")
    line.works("2026-11-24 09:15")
    assert line.case_count() == 2


def test_mails_without_an_id_are_received_and_their_copies_recognised(line: LineAtWork):
    raw = letter(COMPLETE, files=SCREEN, message_id=None)
    line.arrives(raw, "2026-11-24 09:12")
    line.arrives(raw, "2026-11-24 09:13")
    counts = line.works("2026-11-24 09:15")
    assert (counts.received, counts.duplicates) == (2, 1)
    assert line.case_count() == 1


def test_a_mail_over_the_limit_is_parked_and_its_author_told_the_limit(
    tmp_path: Path, account: Account, smtp_server: SmtpServer
):
    line = LineAtWork(tmp_path, account, smtp_server, limits={"mail_mb": 0.5})
    big = letter(COMPLETE, files={"pantalla.png": bytes(700_000)})
    line.arrives(big, "2026-11-24 09:12")
    counts = line.works("2026-11-24 09:12")

    assert (counts.parked, line.case_count()) == (1, 0)
    assert line.folder_count("Revisar") == 1
    (told,) = line.sent("M-49")
    assert told["To"].addresses[0].addr_spec == MARIA
    assert "0,5" in words(told)
    assert len(line.sent("M-44")) == 1


def test_garbage_is_parked_with_a_reason_and_does_not_stop_the_next_mail(line: LineAtWork):
    line.arrives(b"\x00\xff\xfe garbage without any header\x80\x81", "2026-11-24 09:10")
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    counts = line.works("2026-11-24 09:12")

    assert (counts.decided, counts.parked) == (2, 1)
    assert line.case_count() == 1
    assert line.folder_count("Revisar") == 1
    (told,) = line.sent("M-46")
    assert told["To"].addresses[0].addr_spec == "her@minhacienda.test"


def test_mail_to_a_box_of_the_administracion_is_oriented_without_a_case(line: LineAtWork):
    """S4."""
    line.arrives(letter(INCOMPLETE, to=["siif@minhacienda.test"]), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")

    assert line.case_count() == 0
    (answer,) = line.sent("M-01")
    assert enclosed(answer) == ["Plantilla_funcional.docx", "Guia_Circular_050.docx"]
    for literal in ("6021270", "01800910071", "opción 1"):
        assert literal in words(answer).replace(" ", " ").replace("602 1270", "6021270")


def test_the_copies_of_a_request_get_no_acknowledgement(line: LineAtWork):
    line.arrives(letter(COMPLETE, files=SCREEN, cc=["jefe@invias.test"]), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    assert [mail.recipients for mail in line.sink.inbox] == [(MARIA,)]


def test_a_request_that_our_receiver_calls_forged_is_registered_and_not_answered(
    line: LineAtWork,
):
    forged = {"Authentication-Results": "mx.minhacienda.test; dmarc=fail header.from=invias.test"}
    line.arrives(letter(COMPLETE, files=SCREEN, headers=forged), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")

    assert line.case("SERV-2026-000001")["state"] == "Abierto"
    assert [mail["X-SIIF-Correo"] for mail in line.sent()] == ["M-44"]
    assert line.sent()[0]["To"].addresses[0].addr_spec == "ana@minhacienda.test"


def test_a_governing_body_as_requester_goes_to_back_office(line: LineAtWork):
    line.arrives(
        letter("Solicitamos revisar la matriz contable.", sender="pedro@cgn.test", name="Pedro"),
        "2026-11-24 09:12",
    )
    line.works("2026-11-24 09:12")
    case = line.case("SERV-2026-000001")
    assert (case["group"], case["missing"], case["governing_body"]) == ("BO", [], "CGN")
    (answer,) = line.sent("M-02")
    assert enclosed(answer) == []
    (told,) = line.sent("M-44")
    assert {a.addr_spec for a in told["To"].addresses} == {
        "bo@minhacienda.test", "cl1@minhacienda.test"
    }  # fmt: skip


def test_words_of_an_advisor_without_a_tag_are_an_internal_note_and_the_receipt_says_so(
    line: LineAtWork,
):
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    line.arrives(
        letter("Reviso el cupo con la unidad.", sender="ana@minhacienda.test", name="Ana",
               subject="Re: [SERV-2026-000001]", proven=True),
        "2026-11-24 09:55",
    )  # fmt: skip
    line.works("2026-11-24 09:55")

    (receipt,) = line.sent("M-31")
    assert "nota interna" in words(receipt)
    assert receipt["To"].addresses[0].addr_spec == "ana@minhacienda.test"
    assert len(line.sent("M-02")) == 1
    assert line.case("SERV-2026-000001")["history"][-1]["event"] == "note"


def test_our_own_mail_coming_back_opens_nothing_and_answers_nothing(line: LineAtWork):
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    own = line.sink.inbox[0].raw
    line.arrives(own, "2026-11-24 09:14")
    counts = line.works("2026-11-24 09:14")
    assert (counts.sent, line.case_count()) == (0, 1)
    assert line.outcomes()[-1][0] == "ignored"


def test_time_never_goes_back(line: LineAtWork):
    line.works("2026-11-24 09:12")
    with pytest.raises(Exception, match="no puede volver atrás"):
        line.works("2026-11-24 09:11")


def test_the_box_of_the_line_is_not_a_party_of_the_case(line: LineAtWork):
    line.arrives(letter(COMPLETE, files=SCREEN, to=[LINE, "jefe@otra.test"]), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    line.arrives(
        letter("Confirmo lo dicho.", sender="jefe@otra.test", name="Jefe",
               subject="[SERV-2026-000001]"),
        "2026-11-24 09:30",
    )  # fmt: skip
    line.works("2026-11-24 09:30")
    assert line.outcomes()[-1] == ("case-event", "message-on-case")


def test_a_tag_of_an_advisor_is_carried_out_and_its_receipt_says_so(line: LineAtWork):
    """S9."""
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    line.arrives(
        letter(SOLUTION, sender="ana@minhacienda.test", name="Ana", subject="[SERV-2026-000001]",
               proven=True),
        "2026-11-24 10:05",
    )  # fmt: skip
    line.works("2026-11-24 10:05")

    assert line.outcomes()[-1] == ("command", "staff-command")
    case = line.case("SERV-2026-000001")
    assert (case["state"], case["close_reason"]) == ("Cerrado", "solucion_n1")
    changes = [each for each in case["history"] if each["event"] == "transition"]
    assert [(each["from"], each["to"]) for each in changes] == [
        ("Abierto", "Trabajo en Progreso"), ("Trabajo en Progreso", "Cerrado")
    ]  # fmt: skip
    (receipt,) = line.sent("M-31")
    assert receipt["To"].addresses[0].addr_spec == "ana@minhacienda.test"
    assert "Enviamos la solución al usuario y cerramos el servicio" in running_words(receipt)
    (solution,) = line.sent("M-05")
    assert [a.addr_spec for a in solution["To"].addresses] == [MARIA]
    assert [a.addr_spec for a in solution["Cc"].addresses] == ["cl1@minhacienda.test"]
    assert "autorice de nuevo la orden de pago" in running_words(solution)


def test_a_tag_that_cannot_be_carried_out_is_kept_and_its_receipt_says_that_nothing_changed(
    line: LineAtWork,
):
    """S10."""
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    line.arrives(
        letter("[RESUELTO]\nok", sender="ana@minhacienda.test", name="Ana",
               subject="[SERV-2026-000001]", proven=True),
        "2026-11-24 10:00",
    )  # fmt: skip
    line.works("2026-11-24 10:00")

    assert line.outcomes()[-1] == ("command", "staff-command")
    case = line.case("SERV-2026-000001")
    assert (case["state"], case["history"][-1]["event"]) == ("Abierto", "command")
    (receipt,) = line.sent("M-31")
    assert "al menos 40 caracteres" in running_words(receipt)
    assert line.sent("M-05") == []


def test_a_tag_that_nobody_vouches_for_is_refused_and_the_real_person_is_told(line: LineAtWork):
    """S52."""
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    for minute in (0, 5):
        line.arrives(
            letter(SOLUTION, sender="ana@minhacienda.test", name="Ana",
                   subject="[SERV-2026-000001]"),
            f"2026-11-24 10:0{minute}",
        )  # fmt: skip
    line.works("2026-11-24 10:10")

    assert line.outcomes()[-1] == ("command", "staff-command")
    case = line.case("SERV-2026-000001")
    assert (case["state"], case["history"][-1]["event"]) == ("Abierto", "command")
    assert (line.sent("M-05"), line.sent("M-31")) == ([], [])
    (told,) = line.sent("M-45")
    assert {a.addr_spec for a in told["To"].addresses} == {
        "ana@minhacienda.test", "her@minhacienda.test"
    }  # fmt: skip


def test_tags_of_a_user_are_plain_words(line: LineAtWork):
    """S53."""
    line.arrives(letter(COMPLETE, files=SCREEN), "2026-11-24 09:12")
    line.works("2026-11-24 09:12")
    line.arrives(letter("[CERRADO]", subject="[SERV-2026-000001]"), "2026-11-24 10:00")
    line.works("2026-11-24 10:00")
    assert line.outcomes()[-1] == ("case-event", "message-on-case")
    assert line.case("SERV-2026-000001")["state"] == "Abierto"


def test_a_forged_sender_with_a_number_has_no_part_in_the_case(waiting: LineAtWork):
    forged = {"Authentication-Results": "mx.minhacienda.test; dmarc=fail header.from=sena.test"}
    waiting.arrives(
        letter("Mi usuario es Otro.", sender=CARLOS, subject="[SERV-2026-000001]",
               cc=["malo@fuera.test"], headers=forged),
        "2026-11-24 10:00",
    )  # fmt: skip
    waiting.works("2026-11-24 10:00")
    case = waiting.case("SERV-2026-000001")
    assert case["state"] == "Pendiente por Cliente"
    assert case["requester"]["siif_user"] is None
    waiting.arrives(
        letter("¿Cómo va?", sender="malo@fuera.test", subject="[SERV-2026-000001]"),
        "2026-11-24 10:05",
    )
    waiting.works("2026-11-24 10:05")
    assert waiting.outcomes()[-1] == ("case-event", "stranger-on-case")


def running_words(mail: Message) -> str:
    """The words of a mail without its line breaks."""
    return " ".join(words(mail).split())
