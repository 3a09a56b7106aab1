"""A real server that takes several commands at once (RFC 2920): Postfix, with TLS and a login."""

import pytest

from mailbot.config.servers import Smtp
from mailbot.errors import Failure, SendError
from mailbot.sender import Accepted, Envelope, Sender
from tests.servers.postfix import HOST, PASSWORD, USER, Postfix
from tests.servers.smtp import SmtpServer

pytestmark = pytest.mark.programs
LINE = "siifsoporte@minhacienda.test"
# Whom Postfix itself refuses at RCPT, and whom it puts off.
NOBODY, LATER = "nadie@entidad.test", "espere@entidad.test"
LARGE = b"Subject: Anexo\r\n\r\n" + (b".y" * 38 + b"\r\n") * 40_000


def test_mails_refusals_and_large_contents_stay_in_step(smtp_server: SmtpServer, postfix: Postfix):
    mails = [
        Envelope(
            key=key,
            sender=LINE,
            recipients={3: (NOBODY,), 5: (LATER, f"u{key}@x.test"), 7: (NOBODY, LATER)}.get(
                key % 10, (f"u{key}@x.test",)
            ),
            raw=LARGE if key == 9 else b"Subject: Caso %d\r\n\r\n.Punto\r\n" % key,
        )
        for key in range(50)
    ]
    settings = {"host": HOST, "port": postfix.port, "user": USER, "ca_file": postfix.ca_file}
    with Sender(Smtp.model_validate(settings), PASSWORD) as sender:
        outcomes = dict(outcome for told in sender.deliver([mails]) for outcome in told)

    assert len(outcomes) == 50
    for key, outcome in outcomes.items():
        match key % 10:
            case 3:
                assert isinstance(outcome, SendError)
                assert (outcome.failure, outcome.code) == (Failure.PERMANENT, 550)
            case 5:
                assert isinstance(outcome, Accepted)
                assert [each.address for each in outcome.refused] == [LATER]
            case 7:
                assert isinstance(outcome, SendError)
                assert outcome.failure is Failure.TEMPORARY
            case _:
                assert isinstance(outcome, Accepted)
                assert outcome.refused == ()
    taken = {mail.recipients[0]: mail.raw for mail in smtp_server.wait_for(40, 60)}
    bodies = {who: raw.partition(b"\r\n\r\n")[2] for who, raw in taken.items()}
    assert bodies == {
        f"u{mail.key}@x.test": mail.raw.partition(b"\r\n\r\n")[2]
        for mail in mails
        if mail.key % 10 not in (3, 7)
    }
