"""Looking up TXT records in DNS, for the keys of DKIM signatures (RFC 6376 §3.6.2).

A look-up ends within seconds, and what was found is remembered, a failure too: mails that wait for
a name server in turn would hold up the others.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

_SECONDS = 5.0
_LONGEST = 3600.0
_SHORTEST = 60.0
_AFTER_FAILURE = 60.0
_MOST = 200
_PORT = 53


class Resolver:
    """`Resolver()(name)` is the one TXT record of a name, its strings joined; None without one.

    None too for a name with several records, and where no name server answers within `seconds`.
    `servers` are addresses of name servers instead of the system's, `port` is theirs. Answers are
    kept for as long as they say (a minute at least, an hour at most), failures for a minute, by the
    monotonic `clock`. Can be used by several threads.
    """

    def __init__(
        self, *, seconds: float = _SECONDS, servers: Sequence[str] = (), port: int = _PORT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._seconds = seconds
        self._servers = tuple(servers)
        self._port = port
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, str | None]] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, name: str) -> str | None:
        """The record of `name`."""
        with self._lock:
            known = self._known.get(name)
            if known and known[0] > self._clock():
                return known[1]
            record, seconds = self._ask(name)
            self._known.pop(name, None)
            self._known[name] = (self._clock() + seconds, record)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
            return record

    def _ask(self, name: str) -> tuple[str | None, float]:
        """The record, and for how many seconds that holds."""
        # Imported here: most lines never look anything up.
        from dns.exception import DNSException
        from dns.resolver import Resolver as Client

        try:
            client = Client(configure=not self._servers)
            if self._servers:
                client.nameservers, client.port = list(self._servers), self._port
            answer = client.resolve(
                f"{name.rstrip('.')}.", "TXT", lifetime=self._seconds, search=False
            )
            records = [b"".join(each.strings) for each in answer]
            lasts = float(answer.rrset.ttl) if answer.rrset else 0.0
            seconds = min(max(lasts, _SHORTEST), _LONGEST)
        except (DNSException, OSError, ValueError):
            return None, _AFTER_FAILURE
        record = records[0] if len(records) == 1 else b""
        return (record.decode("ascii") if record and record.isascii() else None), seconds
