"""What the tests of the inbox share."""

import threading
from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr

from mailbot.config import servers
from mailbot.inbox import Fetched, Mailbox, PasswordCredentials, Undelivered
from tests.servers.account import Account

OpenMailbox = Callable[..., Mailbox]


def letter(number: int, text: str = "Buenos días") -> bytes:
    """A small mail with its own Message-ID, as bytes on the wire."""
    lines = (
        "From: Ana <ana@entidad.example>",
        "To: soporte@siif.example",
        f"Subject: Consulta {number}",
        f"Message-ID: <consulta-{number}@entidad.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=iso-8859-1",
        "Content-Transfer-Encoding: 8bit",
        "",
        text,
        "",
    )
    return "\r\n".join(lines).encode("latin-1")


@pytest.fixture
def mailbox_of(account: Account) -> Iterator[OpenMailbox]:
    """Makes mailboxes of the test's account: plain, at Dovecot's port, unless `keys` say else."""
    made: list[Mailbox] = []

    def make(*, user: str | None = None, password: str | None = None, **keys: object) -> Mailbox:
        plain = {"host": account.host, "port": account.port, "security": "none"}
        server = servers.Mailbox.model_validate(plain | {"timeout_seconds": 5} | keys)
        credentials = PasswordCredentials(
            user=user or account.user, password=SecretStr(password or account.password)
        )
        made.append(Mailbox(server, credentials))
        return made[-1]

    yield make
    for mailbox in made:
        mailbox.close()


@pytest.fixture
def mailbox(mailbox_of: OpenMailbox) -> Mailbox:
    """The test's account, opened."""
    opened = mailbox_of()
    opened.open()
    return opened


def receive(mailbox: Mailbox, **how: int) -> list[Fetched | Undelivered]:
    """Everything in the inbox, as a pass fetches it."""
    return list(mailbox.fetch(mailbox.sizes(mailbox.uids()).values(), **how))


class Sleeper:
    """A call to `wait` in a thread of its own, as the daemon has one."""

    def __init__(self, mailbox: Mailbox, seconds: float = 30.0) -> None:
        self.stop = threading.Event()
        self._outcome: list[bool | Exception] = []
        self._thread = threading.Thread(target=self._sleep, args=(mailbox, seconds))
        self._thread.start()

    def outcome(self, within: float) -> bool | Exception:
        """What `wait` returned or raised; fails when it takes longer than `within` seconds."""
        self._thread.join(within)
        late = self._thread.is_alive()
        self.stop.set()
        self._thread.join(10)
        assert not late, f"still waiting after {within} s"
        return self._outcome[0]

    def outcome_or_raise(self, within: float) -> bool:
        """What `wait` returned; what it raised is raised here."""
        outcome = self.outcome(within)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _sleep(self, mailbox: Mailbox, seconds: float) -> None:
        try:
            self._outcome.append(mailbox.wait(seconds, self.stop))
        except Exception as error:
            self._outcome.append(error)
