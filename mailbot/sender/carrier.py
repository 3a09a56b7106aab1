"""What the line needs of whoever carries its mails away: the SMTP server, or a stand-in."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from mailbot.errors import SendError
from mailbot.sender.values import Accepted, Envelope


class Carrier(Protocol):
    """See `Sender` for what each method promises."""

    def deliver(self, mails: Iterable[Envelope]) -> Iterator[tuple[int, Accepted | SendError]]: ...
    def close(self) -> None: ...
