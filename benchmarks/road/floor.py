"""The floor: what the bytes alone cost, with the standard library and no thought about a mail."""

import hashlib
import smtplib
import sqlite3
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from pathlib import Path

from imapclient import IMAPClient

from tests.e2e.line_at_work import LINE
from tests.servers.account import Account

_BATCH = 50
_ANSWER = (
    "From: {line}\r\nTo: {to}\r\nSubject: Re: {subject}\r\nMessage-ID: <{key}@linea.test>\r\n"
    "In-Reply-To: {answers}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n{words}\r\n"
)
_WORDS = "Recibimos su solicitud y pronto le responderemos.\r\n" * 20


def run(account: Account, port: int, folder: Path, answered: set[str]) -> int:
    """Take every mail of the box, keep it durably, answer those that `answered` names by id.

    Batches of 50; a compat32 parse of the whole mail; one commit (WAL, synchronous=FULL) for each
    batch, its bytes in it; one kept SMTP connection. Returns how many answers were accepted.
    """
    database = sqlite3.connect(folder / "piso.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("CREATE TABLE mail (uid PRIMARY KEY, id UNIQUE, hash, sender, subject, raw)")
    sent = 0
    with (
        IMAPClient(account.host, account.port, ssl=False) as client,
        smtplib.SMTP("127.0.0.1", port) as smtp,
    ):
        client._imap.debug = 0
        client.login(account.user, account.password)
        client.select_folder("INBOX")
        uids = client.search()
        for start in range(0, len(uids), _BATCH):
            found = client.fetch(uids[start : start + _BATCH], ["BODY.PEEK[]"])
            mails = [(uid, got[b"BODY[]"]) for uid, got in found.items()]
            parsed = [(uid, raw, _parsed(raw)) for uid, raw in mails]
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT OR IGNORE INTO mail VALUES (?, ?, ?, ?, ?, ?)", map(_row, parsed)
            )
            database.execute("COMMIT")
            for uid, _raw, mail in parsed:
                if (message_id := str(mail["Message-ID"])) in answered:
                    answered.discard(message_id)
                    to = parseaddr(str(mail["From"]))[1]
                    smtp.sendmail(LINE, [to], _answer(mail, to, uid))
                    sent += 1
    database.close()
    return sent


def _parsed(raw: bytes) -> Message:
    """Every part decoded, as whoever handles a mail needs it."""
    mail = message_from_bytes(raw)
    for part in mail.walk():
        if not part.is_multipart():
            part.get_payload(decode=True)
    return mail


def _row(found: tuple[int, bytes, Message]) -> tuple[object, ...]:
    uid, raw, mail = found
    digest = hashlib.sha256(raw).hexdigest()
    return uid, mail["Message-ID"], digest, str(mail["From"]), str(mail["Subject"]), raw


def _answer(mail: Message, to: str, uid: int) -> bytes:
    return _ANSWER.format(
        line=LINE, to=to, subject="Su solicitud", key=uid, answers=mail["Message-ID"], words=_WORDS
    ).encode()
