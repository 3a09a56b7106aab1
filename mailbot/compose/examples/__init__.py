"""An example of every mail: for tests, for the check at start, and for `mailbot preview`."""

from functools import lru_cache
from pathlib import Path

from mailbot.compose.composer import compose
from mailbot.compose.examples.at_the_desk import AT_THE_DESK
from mailbot.compose.examples.digests import DIGESTS
from mailbot.compose.examples.frame import NOW, Example
from mailbot.compose.examples.on_the_way import ON_THE_WAY
from mailbot.compose.examples.reports import REPORTS
from mailbot.compose.examples.tables import TABLES
from mailbot.compose.examples.together import TOGETHER
from mailbot.config import Config
from mailbot.model.decision import Enclosure, OutgoingMail

__all__ = ["EXAMPLES", "NOW", "Example", "compose_example", "example_mails"]

EXAMPLES: tuple[Example, ...] = (*AT_THE_DESK, *ON_THE_WAY, *TOGETHER, *TABLES, *REPORTS, *DIGESTS)
"""Every mail at least once; the place of each decides its token."""


def example_mails(config: Config) -> tuple[OutgoingMail, ...]:
    """Every example composed, in order; raises what `compose` raises."""
    return tuple(compose_example(place, example, config) for place, example in enumerate(EXAMPLES))


def compose_example(place: int, example: Example, config: Config) -> OutgoingMail:
    """One example, with a token that comes from its `place`: the same bytes every time."""
    send = example.send
    return compose(
        send,
        config,
        token=f"{place:032x}",
        now=NOW,
        not_before=NOW,
        contents={enclosure.name: _content(enclosure) for enclosure in send.enclosures},
    )


def _content(enclosure: Enclosure) -> bytes:
    return _picture() if enclosure.inline else b"Documento de ejemplo"


@lru_cache(maxsize=1)
def _picture() -> bytes:
    """The example's trend, drawn beforehand: to draw it takes a heavy package."""
    return Path(__file__).with_name("tendencia.png").read_bytes()
