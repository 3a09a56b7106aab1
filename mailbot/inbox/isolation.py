"""Asking for many mails at once without letting one of them spoil it for the others: pure.

Dovecot cuts the connection when it can't read one mail of those asked for; other servers refuse the
whole command. Either way the others must come, in this call and not in some later one.
"""

from collections.abc import Callable, Sequence

from mailbot.errors import MailboxError
from mailbot.inbox.answers import Answer
from mailbot.inbox.failures import Lost, Refused

PATIENCE = 10
"""Mails that may fail at once before the server, and not a mail, is held to blame."""

Ask = Callable[[Sequence[int]], dict[int, Answer]]


def ask_for_each(
    ask: Ask, uids: Sequence[int]
) -> tuple[dict[int, Answer], dict[int, MailboxError]]:
    """(answers, failures) by UID: `ask` for all, by halves where that fails, twice for a lone one.

    Raises what `ask` raised when the connection can't be made anew, the server falls silent, or too
    many fail.
    """
    failed: dict[int, MailboxError] = {}
    found = _ask_by_halves(ask, uids, failed)
    for uid in tuple(failed):
        try:
            found |= ask([uid])
        except (Refused, Lost) as failure:
            failed[uid] = failure
        else:
            del failed[uid]
    return found, failed


def _ask_by_halves(
    ask: Ask, uids: Sequence[int], failed: dict[int, MailboxError]
) -> dict[int, Answer]:
    try:
        return ask(uids)
    except (Refused, Lost) as failure:
        if len(uids) == 1:
            failed[uids[0]] = failure
            if len(failed) > PATIENCE:
                raise
            return {}
    middle = len(uids) // 2
    left = _ask_by_halves(ask, uids[:middle], failed)
    return left | _ask_by_halves(ask, uids[middle:], failed)
