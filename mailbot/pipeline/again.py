"""Let a parked mail run again, from an edited .eml or, if it was too large, fetched whole."""

from mailbot.config.servers import Mailbox as MailboxSection
from mailbot.errors import MailboxError
from mailbot.inbox import Box
from storage import Store, ledger
from storage.ledger import Entry


def run_again(
    store: Store, mailbox: Box, section: MailboxSection, entry: Entry, raw: bytes | None
) -> None:
    """Give a parked mail back its place among those that wait, with its attempts begun anew.

    Raises MailboxError if the rest of a large mail can't be found in the mailbox.
    """
    if raw is None and entry.head_only:
        raw = _fetch_whole(mailbox, section, entry)
    if raw is None and not store.files.get(entry.raw_sha256):
        raise MailboxError(
            f"El servidor nunca entregó el correo {entry.id}: ábralo en la carpeta "
            f"{section.parked_folder} y use --file con un .eml."
        )
    digest = store.files.put(raw) if raw is not None else None
    with store.write() as connection:
        ledger.reopen(
            connection, entry.id, raw_sha256=digest, head_only=False if raw is not None else None
        )


def _fetch_whole(mailbox: Box, section: MailboxSection, entry: Entry) -> bytes:
    mailbox.open()
    for folder in (section.parked_folder, section.folder, section.done_folder):
        for filed in mailbox.listing(folder):
            same_id = entry.message_id is None or filed.message_id == entry.message_id
            if same_id and filed.size == entry.size:
                raw = mailbox.fetch_from(folder, filed.uid)
                if raw is not None:
                    return raw
    raise MailboxError(
        f"El correo {entry.id} ya no está en las carpetas del buzón: pídalo de nuevo a "
        f"{entry.sender}, o use --file con un .eml completo."
    )
