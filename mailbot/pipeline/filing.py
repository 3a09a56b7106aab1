"""After the commit: mails with an outcome leave the inbox, into the done or the parked folder."""

from collections.abc import Callable
from datetime import datetime

from mailbot.config.servers import Mailbox as MailboxSection
from mailbot.inbox import Box
from storage import Store, filing

BATCH = 500


def file_settled(
    mailbox: Box,
    name: str,
    uidvalidity: int,
    store: Store,
    folders: MailboxSection,
    now: datetime,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Move every settled mail out of the inbox, by UID and in batches; returns how many.

    Once `stopping` says so the rest is for later.

    Moving is cosmetic: a crash between the move and its record moves nothing twice, since the UID
    is gone by then. A mail that a person took away meanwhile counts as filed.
    """
    filed = 0
    with store.write() as connection:
        filing.mark_lost_validity(connection, name, uidvalidity, now)
    while not stopping():
        with store.read() as connection:
            rows = filing.unfiled(connection, name, uidvalidity, BATCH)
        if not rows:
            break
        parked = [uid for _key, uid, is_parked in rows if is_parked]
        done = [uid for _key, uid, is_parked in rows if not is_parked]
        for uids, folder in ((done, folders.done_folder), (parked, folders.parked_folder)):
            if uids:
                mailbox.file(uids, folder)
        with store.write() as connection:
            filing.mark_filed(connection, [key for key, _uid, _parked in rows], now)
        filed += len(rows)
    return filed
