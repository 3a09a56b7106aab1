"""Folder names: as people configure them, and as this server calls them."""

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from mailbot.errors import MailboxError


def candidates(configured: str, prefix: str, separator: str) -> tuple[str, ...]:
    """Names under which a server may keep the folder, the likeliest to be there first.

    In the configuration "/" divides levels; `prefix` and `separator` are the server's (RFC 2342).
    The last name is the one to create.
    """
    if configured.upper() == "INBOX":
        return ("INBOX",)
    translated = configured.replace("/", separator) if separator else configured
    if prefix and not translated.startswith(prefix):
        translated_below = prefix + translated
    else:
        translated_below = translated
    return tuple(dict.fromkeys((configured, translated, translated_below)))


def personal_namespace(client: IMAPClient) -> tuple[str, str]:
    """(prefix, separator) of the account's own folders."""
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        if personal:
            prefix, separator = personal[0]
            return prefix, separator or ""
    for _, separator, _ in client.list_folders("", "INBOX"):
        return "", separator.decode() if separator else ""
    return "", ""


def existing(client: IMAPClient, names: tuple[str, ...]) -> str | None:
    """The first of these names that the server has."""
    return next((name for name in names if client.folder_exists(name)), None)


def create(client: IMAPClient, name: str) -> None:
    """Make a folder and subscribe it, so that mail programs show it."""
    try:
        client.create_folder(name)
    except IMAPClientError as error:
        # Another process may have made it first.
        if not client.folder_exists(name):
            raise MailboxError(
                f"No se pudo crear la carpeta {name} en el buzón: créela a mano o dé permiso a la "
                f"cuenta. El servidor dijo: {error}"
            ) from error
    try:
        client.subscribe_folder(name)
    except IMAPClientError:
        # Only a courtesy to people; some servers know no subscriptions.
        return
