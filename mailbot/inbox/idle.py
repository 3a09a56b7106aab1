"""IDLE as a hint: sleep until the server speaks, time is up, or we are to stop (RFC 2177)."""

import selectors
import ssl
import time
from typing import Protocol

from imapclient import IMAPClient

from mailbot.inbox.answers import tells_of_mail

RENEW_SECONDS = 540.0
"""Some servers and firewalls forget a silent connection after ten minutes."""

STOP_SECONDS = 0.5


class Stop(Protocol):
    """Says that the program is to end; threading.Event is one."""

    def is_set(self) -> bool: ...
    def wait(self, timeout: float | None = None) -> bool: ...


def until_news(client: IMAPClient, seconds: float, stop: Stop) -> bool:
    """Whether the server told of mail within `seconds`; False too when `stop` was set.

    The socket is only watched here; every line is read by `idle_done`, which blocks. The library's
    own `idle_check` reads without blocking: it takes a dead connection for "no news" and half a
    line for the end of the connection.
    """
    deadline = time.monotonic() + seconds
    while not stop.is_set() and (left := deadline - time.monotonic()) > 0:
        client.idle()
        _until_readable(client, min(left, RENEW_SECONDS), stop)
        _, untagged = client.idle_done()
        if any(tells_of_mail(response) for response in untagged):
            return True
    return False


def _until_readable(client: IMAPClient, seconds: float, stop: Stop) -> None:
    # What came in one packet with the answer to IDLE waits in the library's buffer, where no
    # selector sees it. Dovecot tells of mail in just this way when it arrived a moment before.
    if _holds_bytes(client):
        return
    plug = client.socket()
    deadline = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(plug, selectors.EVENT_READ)
        while not stop.is_set() and (left := deadline - time.monotonic()) > 0:
            if selector.select(min(left, STOP_SECONDS)):
                return


def _holds_bytes(client: IMAPClient) -> bool:
    plug = client.socket()
    patience = plug.gettimeout()
    plug.setblocking(False)
    try:
        return bool(client._imap.file.peek(1))
    except ssl.SSLWantReadError:
        return False
    finally:
        plug.settimeout(patience)
