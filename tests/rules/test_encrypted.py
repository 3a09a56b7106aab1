"""Encrypted mail is kept as any other, nothing in it runs, and its sender is asked for it open."""

from dataclasses import replace

import pytest

from mailbot.model.decision import Decision, KeepFiles, SaveCase, Send
from mailbot.model.vocabulary import CloseReason, Field, Outcome, State
from mailbot.parsers import read_mail
from mailbot.pipeline.consider import understand
from mailbot.pipeline.lookups import NothingKnown
from mailbot.rules.decide import decide
from mailbot.rules.event import View
from tests.compose.desk import composed
from tests.mails import mail
from tests.parsers.sealed_mails import BODY, enveloped, signed, smime
from tests.rules.answering import after, begun, closed, codes, entries, says, sends
from tests.rules.timed import MARTA, POLICY, at

ASKED = "Su correo llegó cifrado y no podemos leerlo. Envíelo de nuevo sin cifrar"
UNREAD = "El mensaje viene cifrado: no se puede leer."
PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEMA7\n=xyz\n-----END PGP MESSAGE-----"
NOW = at("2026-12-07 10:00")


def decided(raw: bytes, sender: str = "", subject: str = "") -> Decision:
    """What is decided about these bytes on a line that knows nothing yet."""
    event = understand(read_mail(raw), NOW, NothingKnown(), POLICY)
    return decide(event, View(number="SERV-2026-000001"), POLICY, NOW)


def sent_by(sender: str, subject: str = "Error al aprobar la orden de pago 4523") -> bytes:
    return smime(enveloped()).replace(
        b"From: ana.diaz@entidad.gov.co", f"From: {sender}".encode()
    ).replace(b"Subject: Consulta", f"Subject: {subject}".encode())  # fmt: skip


NEW = decided(sent_by(MARTA))


def test_a_new_request_is_opened_with_the_file_and_lacks_its_description():
    assert NEW.outcome is Outcome.NEW_CASE
    case = after(NEW)
    assert (case.state, case.description) == (State.PENDIENTE_CLIENTE, "")
    assert Field.DESCRIPTION in case.missing
    assert entries(NEW)[0].text == UNREAD
    (kept,) = (each for each in NEW.effects if isinstance(each, KeepFiles))
    assert [file.name for file in kept.files] == ["smime.p7m"]


def test_its_sender_is_asked_to_send_it_open():
    (acknowledged,) = (each for each in sends(NEW) if each.template == "M-02")
    told = composed(acknowledged)
    assert told.raw.count(b"Su correo lleg") == 2  # In the text and in the HTML.


def test_the_first_level_is_told_why_nothing_can_be_read():
    (told,) = (each for each in sends(NEW) if each.template == "M-44")
    assert told.to_staff
    assert told.facts["why"] == "El correo viene cifrado y no se puede leer."


@pytest.mark.parametrize("words", ["Buenos días, el sistema muestra un error.", "Hola"])
def test_readable_mail_says_nothing_of_ciphers(words):
    decision = decided(mail(sender=MARTA, text=words))
    (acknowledged,) = sends(decision)
    assert acknowledged.facts["encrypted"] is False


def test_an_answer_that_nobody_can_read_is_kept_and_the_advisor_is_told_what_to_do():
    decision = says(begun(), PGP, when="2026-12-07 11:00")
    assert decision.outcome is Outcome.CASE_EVENT
    assert codes(decision) == ["M-43"]
    assert b"sin cifrar" in composed(sends(decision)[0]).raw


def test_so_is_one_that_opens_a_closed_case_again():
    decision = says(closed(CloseReason.ACEPTACION_TACITA), PGP, when="2026-12-14 09:00")
    assert codes(decision) == ["M-22", "M-11"]
    assert b"sin cifrar" in composed(sends(decision)[1]).raw


ADVISOR = "ana@linea.gov.co"


def of_staff(raw: bytes) -> Decision:
    event = understand(read_mail(raw), NOW, NothingKnown(), POLICY)
    identity = replace(event.identity, verified=True, staff=POLICY.staff[event.sender])
    return decide(replace(event, identity=identity), View(), POLICY, NOW)


@pytest.mark.parametrize("subject", ["Caso", "[TOMAR]", "[INC-2026-000001] [RESUELTO]"])
def test_an_order_in_an_encrypted_mail_is_refused_with_the_reason(subject):
    (staff, *_) = POLICY.staff
    decision = of_staff(sent_by(staff, subject))
    assert (decision.outcome, decision.rule) == (Outcome.COMMAND, "staff-encrypted")
    assert not [each for each in decision.effects if isinstance(each, SaveCase)]
    (receipt,) = sends(decision)
    (result,) = receipt.facts["results"]
    assert (receipt.template, result.ok) == ("M-31", False)
    assert "sin cifrar" in result.text
    assert receipt.once


def test_without_proof_of_its_author_an_encrypted_order_is_told_to_the_real_person():
    (staff, *_) = POLICY.staff
    (told,) = sends(decided(sent_by(staff, "[TOMAR]")))
    assert isinstance(told, Send)
    assert told.template == "M-45"


def test_orders_in_a_signed_body_run_as_in_any_other():
    (staff, *_) = POLICY.staff
    ordered = BODY.replace("Buenos días, la orden de pago no aprueba.".encode(), b"[AYUDA]")
    raw = smime(signed(ordered)).replace(b"ana.diaz@entidad.gov.co", staff.encode())
    event = understand(read_mail(raw), NOW, NothingKnown(), POLICY)
    assert [command.written for command in event.orders.commands] == ["[AYUDA]"]
    assert not event.mail.encrypted
