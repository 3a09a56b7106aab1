"""The line's IMAP box: what is new, its bytes, and where mails go once they have their outcome."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from imapclient import IMAPClient

from mailbot.config import schema
from mailbot.errors import MailboxError
from mailbot.inbox import answers, connection, filing, idle
from mailbot.inbox.credentials import Credentials
from mailbot.inbox.failures import Lost, Refused
from mailbot.inbox.session import Session
from mailbot.inbox.values import Facts, Fetched, Filed, Listed, Undelivered

HEAD_BYTES = 256 * 1024
BATCH_MAILS = 50
BATCH_BYTES = 8 * 1024 * 1024
LIST_MAILS = 500
SEARCH_WINDOW = 80_000
"""UIDs in one SEARCH: imaplib takes no line of more than 1,000,000 bytes."""

PATIENCE = 3
"""Times that fetching one mail alone may cost the connection before we go on without it."""


class Mailbox:
    """One connection to the box, made when needed and made anew after any failure.

    Every method may raise MailboxError (MailboxLoginError when the account is refused); nothing is
    lost then and the next call connects again. UIDs belong to the UIDVALIDITY that `open` returned:
    if a reconnection finds another one, methods raise until `open` is called again. Nothing here
    sets or reads \\Seen. For one thread at a time.
    """

    def __init__(self, server: schema.Mailbox, credentials: Credentials) -> None:
        self._server = server
        self._session = Session(server, credentials)
        self._newest: int | None = None
        self._losses: Counter[int] = Counter()

    def open(self) -> int:
        """Connect if need be, make the done and parked folders if they are missing, select the
        inbox anew. Returns its UIDVALIDITY; call it at the start of each pass.
        """
        known = self._session.uidvalidity
        found = self._session.reopen()
        if found != known:
            self._newest = None
            self._losses.clear()
        return found

    def uids(self, above: int = 0) -> tuple[int, ...]:
        """The UIDs of the inbox greater than `above`, in order."""
        with self._session.commands("al buscar correos") as client:
            # Some servers search an old view of the folder until a NOOP refreshes it.
            client.noop()
            found = _search(client, above)
        self._newest = max(found, default=max(above, self._newest or 0))
        return found

    def sizes(self, uids: Sequence[int]) -> dict[int, Listed]:
        """Size and arrival of these mails, without any body; those that vanished are left out."""
        found: dict[int, Listed] = {}
        for window in answers.windows(uids, LIST_MAILS):
            with self._session.commands("al pedir tamaños") as client:
                replies = client.fetch(window, answers.LIST_ITEMS)
            for uid, reply in replies.items():
                if mail := answers.listed(uid, reply):
                    found[uid] = mail
        return found

    def fetch(
        self, mails: Iterable[Listed], whole_limit: int | None = None
    ) -> Iterator[Fetched | Undelivered]:
        """The bytes of these mails, a few at a time; those that vanished meanwhile are left out.

        Of a mail above `whole_limit` bytes only the first HEAD_BYTES come. A mail that the server
        can't hand over is reported as Undelivered; if asking for it costs the connection, it is
        asked for alone and last from then on, so that it never blocks the others.
        """
        usual: list[Listed] = []
        apart: list[Listed] = []
        for mail in mails:
            oversize = whole_limit is not None and mail.size > whole_limit
            (apart if oversize or self._losses[mail.uid] else usual).append(mail)
        for batch in answers.batches(usual, count=BATCH_MAILS, size=BATCH_BYTES):
            yield from self._fetch_batch(batch)
        for mail in sorted(apart, key=lambda mail: self._losses[mail.uid]):
            oversize = whole_limit is not None and mail.size > whole_limit
            yield from self._fetch_alone(mail, HEAD_BYTES if oversize else None)

    def fetch_head(self, mail: Listed, size: int = HEAD_BYTES) -> bytes | None:
        """The first `size` bytes of a mail, None if it vanished."""
        found = self._ask([mail], size)
        return found[0].raw if found else None

    def file(self, uids: Sequence[int], folder: str) -> None:
        """Move these mails out of the inbox into `folder`; those that vanished are no failure."""
        for window in answers.windows(uids, LIST_MAILS):
            with self._session.commands("al archivar correos") as client:
                filing.file(client, window, self._session.name(folder))

    def listing(self, folder: str) -> Iterator[Filed]:
        """Every mail of a folder with its size and Message-ID, in windows: for reconciling."""
        with self._session.commands("al recorrer una carpeta", folder) as client:
            client.noop()
            uids = _search(client, 0)
        for window in answers.windows(uids, LIST_MAILS):
            with self._session.commands("al recorrer una carpeta", folder) as client:
                replies = client.fetch(window, answers.FILED_ITEMS)
            for uid, reply in replies.items():
                if mail := answers.filed(uid, reply):
                    yield mail

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

    def _fetch_batch(self, batch: Sequence[Listed]) -> Iterator[Fetched | Undelivered]:
        try:
            found = self._ask(batch, None)
        except Refused:
            # One of them is the cause; asked for one by one the others come.
            for mail in batch:
                yield from self._fetch_alone(mail, None)
        except Lost:
            self._losses.update(mail.uid for mail in batch)
            raise
        else:
            yield from found

    def _fetch_alone(self, mail: Listed, size: int | None) -> Iterator[Fetched | Undelivered]:
        try:
            found = self._ask([mail], size)
        except Refused as refusal:
            if self._is_there(mail.uid):
                yield _undelivered(mail, refusal)
        except Lost as loss:
            self._losses[mail.uid] += 1
            if self._losses[mail.uid] <= PATIENCE:
                raise
            yield _undelivered(mail, loss)
        else:
            self._losses.pop(mail.uid, None)
            yield from found

    def _ask(self, mails: Sequence[Listed], size: int | None) -> list[Fetched]:
        item = answers.WHOLE if size is None else answers.head(size)
        with self._session.commands("al traer correos") as client:
            replies = client.fetch([mail.uid for mail in mails], [item])
        found = (answers.fetched(mail, replies.get(mail.uid, {}), head_size=size) for mail in mails)
        return [mail for mail in found if mail is not None]

    def _is_there(self, uid: int) -> bool:
        with self._session.commands("al buscar un correo") as client:
            client.noop()
            return uid in client.search(["UID", str(uid)])

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


def _undelivered(mail: Listed, failure: MailboxError) -> Undelivered:
    return Undelivered(
        uid=mail.uid, size=mail.size, internaldate=mail.internaldate, reason=str(failure)
    )
