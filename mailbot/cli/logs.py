"""The log on stderr: it says what happened to which id, never what somebody wrote."""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

from mailbot.errors import MailbotError

_FORMAT = "%(asctime)s %(levelname)s %(message)s"
# These tell each protocol line or each run of a job: never in production.
_TALKATIVE = ("imapclient", "apscheduler", "alembic", "aiosmtplib", "msal", "urllib3")

_Raised = tuple[type[BaseException], BaseException, TracebackType | None]


class Discreet(logging.Formatter):
    """Tells where in the program something failed, and what kind of failure it was.

    The words of a failure of ours are ours; those of any other may hold a piece of the mail that
    brought it about. `mailbot --debug` shows them to who asks.
    """

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have left its own words of the failure here.
        record.exc_text = None
        told = super().format(record)
        record.exc_text = None
        return told

    def formatException(  # noqa: N802, the name is logging's
        self, ei: _Raised | tuple[None, None, None]
    ) -> str:
        return "\n".join(_told(ei[1])) if ei[1] else ""


def log_to_stderr(level: int) -> None:
    """Begin to log."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet(_FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _told(failure: BaseException) -> Iterator[str]:
    before = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)
    if before:
        yield from _told(before)
        yield "que llevó a:"
    for line in traceback.extract_tb(failure.__traceback__).format():
        yield line.rstrip("\n")
    kind = type(failure).__name__
    yield f"{kind}: {failure}" if isinstance(failure, MailbotError) else kind
