"""The line's IMAP box: what is new, its bytes, and where mails go once they have their outcome."""

from collections.abc import Iterable, Iterator, Sequence

from imapclient import IMAPClient

from mailbot.config import servers
from mailbot.errors import MailboxError
from mailbot.inbox import answers, connection, filing, idle, isolation
from mailbot.inbox.answers import Answer
from mailbot.inbox.credentials import Credentials
from mailbot.inbox.session import Session
from mailbot.inbox.values import Facts, Fetched, Filed, Listed, Undelivered

HEAD_BYTES = 256 * 1024
BATCH_MAILS = 50
BATCH_BYTES = 8 * 1024 * 1024
LIST_MAILS = 500
SEARCH_WINDOW = 80_000
"""UIDs in one SEARCH: imaplib takes no line of more than 1,000,000 bytes."""


class Mailbox:
    """One connection to the box, made when needed and made anew after any failure.

    Every method may raise MailboxError (MailboxLoginError when the account is refused); nothing is
    lost then and the next call connects again. UIDs belong to the UIDVALIDITY that `open` returned:
    if a reconnection finds another one, methods raise until `open` is called again. Nothing here
    sets or reads \\Seen. For one thread at a time.
    """

    def __init__(self, server: servers.Mailbox, credentials: Credentials) -> None:
        self._session = Session(server, credentials)
        self._newest: int | None = None

    def open(self) -> int:
        """Select the inbox anew, connecting if need be, and make the done and parked folders if
        they are missing. Returns the inbox's UIDVALIDITY; call it at the start of each pass.
        """
        known = self._session.uidvalidity
        found = self._session.reopen()
        if found != known:
            self._newest = None
        return found

    def uids(self, above: int = 0) -> tuple[int, ...]:
        """The UIDs of the inbox greater than `above`, in order."""
        found = self._uids_of(None, above)
        self._newest = max(found, default=max(above, self._newest or 0))
        return found

    def sizes(self, uids: Sequence[int]) -> dict[int, Listed]:
        """Size and arrival of these mails, without any body; those that vanished are left out.

        A mail of which the server can't tell them is there with size 0.
        """
        found: dict[int, Listed] = {}
        for window in answers.windows(uids, LIST_MAILS):
            replies, failed = self._ask("al pedir tamaños", window, answers.LIST_ITEMS)
            for uid, reply in replies.items():
                if mail := answers.listed(uid, reply):
                    found[uid] = mail
            for uid in failed:
                found[uid] = Listed(uid=uid, size=0, internaldate=None)
        return found

    def fetch(
        self, mails: Iterable[Listed], whole_limit: int | None = None
    ) -> Iterator[Fetched | Undelivered]:
        """The bytes of these mails, a few at a time; those that vanished meanwhile are left out.

        Of a mail above `whole_limit` bytes only the first HEAD_BYTES come, after all others. A mail
        that the server can't hand over is reported as Undelivered and never blocks the others.
        """
        whole: list[Listed] = []
        oversize: list[Listed] = []
        for mail in mails:
            too_large = whole_limit is not None and mail.size > whole_limit
            (oversize if too_large else whole).append(mail)
        for batch in answers.batches(whole, count=BATCH_MAILS, size=BATCH_BYTES):
            yield from self._fetch(batch, None)
        for mail in oversize:
            yield from self._fetch((mail,), HEAD_BYTES)

    def file(self, uids: Sequence[int], folder: str) -> None:
        """Move these mails out of the inbox into `folder`; those that vanished are no failure."""
        for window in answers.windows(uids, LIST_MAILS):
            # In an old view of the folder a new mail would pass for vanished, and in a folder made
            # anew behind our back another mail would be moved.
            self._session.forget_selection()
            with self._session.commands("al archivar correos") as client:
                filing.file(client, window, self._session.name(folder))

    def listing(self, folder: str) -> Iterator[Filed]:
        """Every mail of a folder with its size and Message-ID, in windows: for reconciling.

        A mail of which the server can't tell them is there with size 0.
        """
        doing = "al recorrer una carpeta"
        for window in answers.windows(self._uids_of(folder, 0), LIST_MAILS):
            replies, failed = self._ask(doing, window, answers.FILED_ITEMS, folder)
            for uid, reply in replies.items():
                if mail := answers.filed(uid, reply):
                    yield mail
            for uid in failed:
                yield Filed(uid=uid, size=0, message_id=None)

    def fetch_from(self, folder: str, uid: int) -> bytes | None:
        """The whole mail `uid` of any folder, None if there is none."""
        with self._session.commands("al traer un correo", folder) as client:
            raw = client.fetch([uid], [answers.WHOLE]).get(uid, {}).get(b"BODY[]")
        return raw if isinstance(raw, bytes) else None

    def wait(self, seconds: float, stop: idle.Stop) -> bool:
        """Sleep until mail may have arrived (True), `seconds` are over, or `stop` is set.

        A hint: look at the box after `seconds` whatever this says, since some servers tell nothing.
        """
        with self._session.commands("al esperar correo") as client:
            if self._has_news(client):
                return True
            if client.has_capability("IDLE"):
                return idle.until_news(client, seconds, stop)
        stop.wait(seconds)
        return False

    def probe(self) -> Facts:
        """Open the box as a pass does, and tell what `doctor` wants to know."""
        self._session.drop()
        self.open()
        uids = self.uids()
        newest = self.sizes(uids[-1:]).get(uids[-1]) if uids else None
        with self._session.commands("al examinar el buzón") as client:
            return Facts(
                capabilities=frozenset(name.decode() for name in client.capabilities()),
                tls=connection.tls_version(client),
                messages=len(uids),
                created=self._session.created,
                newest=newest.internaldate if newest else None,
            )

    def close(self) -> None:
        """Log out; the next use connects again."""
        self._session.close()

    def _fetch(
        self, batch: Sequence[Listed], head_size: int | None
    ) -> Iterator[Fetched | Undelivered]:
        item = answers.WHOLE if head_size is None else answers.head(head_size)
        uids = [mail.uid for mail in batch]
        replies, failed = self._ask("al traer correos", uids, (item,))
        for mail in batch:
            if failure := failed.get(mail.uid):
                yield answers.undelivered(mail, str(failure))
            elif fetched := answers.fetched(mail, replies.pop(mail.uid, {}), head_size=head_size):
                yield fetched

    def _ask(
        self, doing: str, uids: Sequence[int], items: Sequence[str], folder: str | None = None
    ) -> tuple[dict[int, Answer], dict[int, MailboxError]]:
        def ask(some: Sequence[int]) -> dict[int, Answer]:
            with self._session.commands(doing, folder) as client:
                replies: dict[int, Answer] = client.fetch(some, items)
            return replies

        replies, failed = isolation.ask_for_each(ask, uids)
        # A mail that was expunged amid the command is no failure.
        there = {uid: failure for uid, failure in failed.items() if self._is_there(uid, folder)}
        return replies, there

    def _is_there(self, uid: int, folder: str | None) -> bool:
        with self._session.commands("al buscar un correo", folder) as client:
            client.noop()
            return uid in client.search(["UID", str(uid)])

    def _uids_of(self, folder: str | None, above: int) -> tuple[int, ...]:
        with self._session.commands("al buscar correos", folder) as client:
            # Some servers search an old view of the folder until a NOOP refreshes it.
            client.noop()
            return _search(client, above)

    def _has_news(self, client: IMAPClient) -> bool:
        # What arrived during the pass was told amid the answers to other commands, where nobody
        # listens: so compare before going to sleep.
        client.noop()
        return self._newest is not None and bool(_search(client, self._newest))


def _search(client: IMAPClient, above: int) -> tuple[int, ...]:
    # "UID n:*" names the last mail even when its UID is below n.
    last = max(client.search(["UID", "*"]), default=0)
    found: list[int] = []
    for start in range(above + 1, last + 1, SEARCH_WINDOW):
        end = min(start + SEARCH_WINDOW - 1, last)
        found += client.search(["UID", f"{start}:{end}"])
    return tuple(sorted(found))
