"""The embedded mailbox: what it says of who sent a mail, as a real receiver would."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from smtplib import SMTP

import pytest
from imapclient import IMAPClient

from mailbot.demo.mailbox import HOST, PASSWORD, EmbeddedMailbox
from mailbot.demo.people import SERVER

BOX, NORA, OTHER = "buzon@linea.demo", "nora@linea.demo", "curioso@otra-parte.demo"
NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)

VERDICTS = (
    # whose address stands in From, who sends it, what the receiver writes over it
    (NORA, NORA, "dmarc=pass header.from=linea.demo"),
    ("Nora@Linea.demo", NORA, "dmarc=pass header.from=linea.demo"),
    (NORA, OTHER, "dmarc=fail header.from=linea.demo"),
    ("nadie@linea.demo", "nadie@linea.demo", "dmarc=fail header.from=linea.demo"),
    ("ana@lejos.example", "ana@lejos.example", "dmarc=none header.from=lejos.example"),
    ("ana@lejos.example", NORA, "dmarc=none header.from=lejos.example"),
)


@pytest.mark.parametrize(("author", "sender", "verdict"), VERDICTS)
def test_a_mail_is_called_genuine_only_if_its_author_sent_it(
    author: str, sender: str, verdict: str
) -> None:
    logins = {BOX: "buzon", NORA: "nora", OTHER: "curioso"}
    raw = f"From: Nora Castro <{author}>\r\nTo: {BOX}\r\nSubject: Prueba\r\n\r\nHola\r\n"
    with EmbeddedMailbox(logins, lambda: NOON) as mailbox:
        with SMTP(HOST, mailbox.smtp_port) as connection:
            connection.sendmail(sender, [BOX], raw)
        with IMAPClient(HOST, mailbox.imap_port, ssl=False) as client:
            client.login("buzon", PASSWORD)
            client.select_folder("INBOX", readonly=True)
            (found,) = client.fetch(client.search(), ["BODY[]"]).values()
    mail = message_from_bytes(found[b"BODY[]"], policy=default)
    assert mail.get_all("Authentication-Results") == [f"{SERVER}; {verdict}"]
