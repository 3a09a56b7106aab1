"""The main road over Cyrus and Postfix: other programs than those that mailbot grew up with."""

from email import message_from_bytes
from email.policy import default

import pytest

from mailbot.doctor import servers
from tests.e2e.letters import COMPLETE, letter
from tests.e2e.line_at_work import LINE, LineAtWork, words
from tests.servers.cyrus import Cyrus
from tests.servers.smtp_acts import RefuseRecipient

pytestmark = pytest.mark.programs
MARIA = "maria@invias.test"


def test_a_request_is_answered_and_filed(line: LineAtWork, cyrus: Cyrus):
    line.arrives(letter(COMPLETE), "2026-11-24 09:12")
    counts = line.works("2026-11-24 09:13")
    assert (counts.received, counts.decided) == (1, 1)
    assert counts.trouble == counts.sending_trouble == ""
    line.sink.wait_for(counts.sent)
    [acknowledgement] = line.sent("M-02")
    assert acknowledgement["To"] == f"María Rojas Peña <{MARIA}>"
    assert "SERV-2026-000001" in words(acknowledgement)
    assert (cyrus.messages("INBOX"), cyrus.messages("INBOX.Procesados")) == (0, 1)
    assert line.accounts().unaccounted == ()


def test_fifty_mails_in_one_pass_each_have_their_case(line: LineAtWork, cyrus: Cyrus):
    for place in range(50):
        raw = letter(COMPLETE, sender=f"u{place}@invias.test", name=f"Usuario {place}")
        line.arrives(raw, "2026-11-24 09:12")
    counts = line.works("2026-11-24 09:13")
    assert (counts.received, counts.decided) == (50, 50)
    line.sink.wait_for(counts.sent)
    answered = {mail["To"].addresses[0].addr_spec for mail in line.sent("M-02")}
    assert answered == {f"u{place}@invias.test" for place in range(50)}
    assert cyrus.messages("INBOX") == 0


def test_postfix_refuses_a_recipient_and_n1_is_asked_to_phone(line: LineAtWork):
    # `nadie` is refused by Postfix itself, at RCPT.
    line.arrives(letter(COMPLETE, sender="nadie@entidad.test"), "2026-11-24 09:12")
    line.works("2026-11-24 09:13")
    line.works("2026-11-24 09:14")
    assert [mail.template for mail in line.outbox("failed")] == ["M-02"]
    line.sink.wait_for(1)
    assert any("550 5.1.1" in words(mail) for mail in line.sent("M-44"))


def test_a_recipient_that_postfix_defers_gets_his_mail_later(line: LineAtWork):
    line.arrives(letter(COMPLETE, sender="espere@entidad.test"), "2026-11-24 09:12")
    line.works("2026-11-24 09:13")
    [waiting] = [m for m in line.outbox("waiting") if m.template == "M-02"]
    assert "451" in waiting.last_error


def test_postfix_reports_a_bounce_and_the_case_knows(line: LineAtWork):
    # Postfix takes the mail; the next server refuses it, and Postfix writes a report to us.
    line.sink.script(MARIA, RefuseRecipient("550 5.1.1 no such user"))
    line.arrives(letter(COMPLETE), "2026-11-24 09:12")
    line.works("2026-11-24 09:13")
    taken = line.sink.wait_for(1)
    while not (reports := [mail for mail in taken if mail.recipients == (LINE,)]):
        taken = line.sink.wait_for(len(taken) + 1)
    report = message_from_bytes(reports[0].raw, policy=default)
    assert report.get_content_type() == "multipart/report"
    line.arrives(reports[0].raw, "2026-11-24 09:20")
    line.works("2026-11-24 09:21")
    outcome, _rule, case, _mails = line.latest()
    assert (outcome, case) == ("delivery-report", "SERV-2026-000001")
    assert any("no llegó" in entry["reason"] for entry in line.case("SERV-2026-000001")["history"])


def test_doctor_reaches_both_servers(line: LineAtWork):
    assert "IDLE" in servers.look_at_mailbox(line.config).capabilities
    probe = servers.look_at_smtp(line.config)
    assert probe.authenticated
    assert probe.tls
