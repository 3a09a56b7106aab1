"""Moving mails to a folder with whatever the server offers for it (RFC 6851, RFC 4315)."""

from collections.abc import Callable, Sequence

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mailbot.inbox import folders


def file(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    """Move `uids` out of the selected folder; vanished ones are no failure."""
    step = _move if client.has_capability("MOVE") else _copy_and_delete
    try:
        step(client, uids, folder)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as refusal:
        _again(client, uids, folder, step, refusal)


def _again(
    client: IMAPClient,
    uids: Sequence[int],
    folder: str,
    step: Callable[[IMAPClient, Sequence[int], str], None],
    refusal: IMAPClientError,
) -> None:
    client.noop()
    left = client.search(["UID", ",".join(map(str, uids))])
    if not left:
        # A person moved or deleted them all, which some servers call a failure.
        return
    if not client.folder_exists(folder):
        folders.create(client, folder)
    elif len(left) == len(uids):
        raise refusal
    step(client, left, folder)


def _move(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    client.move(uids, folder)


def _copy_and_delete(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    client.copy(uids, folder)
    client.add_flags(uids, [rb"\Deleted"], silent=True)
    # A bare EXPUNGE would remove what people marked themselves: without UIDPLUS the marks stay.
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)
