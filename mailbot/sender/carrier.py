"""What the line needs of whoever carries its mails away: the SMTP server, or a stand-in."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from mailbot.sender.values import Envelope, Outcome


class Carrier(Protocol):
    """See `Sender` for what each method promises."""

    def deliver(
        self, groups: Iterable[Sequence[Envelope]]
    ) -> Iterator[Sequence[tuple[int, Outcome]]]: ...
    def close(self) -> None: ...
