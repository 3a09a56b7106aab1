"""One lazy connection to the mailbox, where every foreign exception becomes one of ours."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from mailbot.config import servers
from mailbot.errors import MailboxError
from mailbot.inbox import connection, failures, folders
from mailbot.inbox.credentials import Credentials

LOGOUT_SECONDS = 2.0


class Session:
    """Connects when it is needed, keeps a folder selected, and forgets a connection that failed.

    `uidvalidity` is the inbox's, as `reopen` last found it (0 before). `created` names the folders
    that the last connection had to make. For one thread at a time.
    """

    def __init__(self, server: servers.Mailbox, credentials: Credentials) -> None:
        self._server = server
        self._credentials = credentials
        self._client: IMAPClient | None = None
        self._selected: tuple[str, bool] | None = None
        self._names: dict[str, str] = {}
        self.uidvalidity = 0
        self.created: tuple[str, ...] = ()

    def reopen(self) -> int:
        """Select the inbox anew; its UIDVALIDITY holds for all that follows, and is returned."""
        self.forget_selection()
        before, self.uidvalidity = self.uidvalidity, 0
        try:
            self._ready(self._server.folder)
        finally:
            self.uidvalidity = self.uidvalidity or before
        return self.uidvalidity

    @contextmanager
    def commands(self, doing: str, folder: str | None = None) -> Iterator[IMAPClient]:
        """The client, with `folder` selected (the inbox, for writing, when not given).

        Whatever goes wrong in the block is raised as MailboxError, and the connection is dropped:
        the next use makes a new one. `doing` completes the Spanish sentence of the failure.
        """
        client = self._ready(folder or self._server.folder)
        try:
            yield client
        except MailboxError:
            self.drop()
            raise
        except Exception as error:
            self.drop()
            raise failures.during_command(error, self._server, doing) from error
        except BaseException:
            self.drop()
            raise

    def name(self, configured: str) -> str:
        """How this server calls a folder; known once connected."""
        return self._names.get(configured, configured)

    def forget_selection(self) -> None:
        """Let the next command select its folder anew, which shows it as it is now."""
        self._selected = None

    def drop(self) -> None:
        """Close the connection without a word."""
        client, self._client, self._selected = self._client, None, None
        if client is not None:
            connection.disconnect(client)

    def close(self) -> None:
        """Take leave of the server, if it is still there."""
        if self._client is not None:
            # A server that is gone or stalls must not hold up the end of the program.
            with suppress(IMAPClientError, OSError):
                self._client.socket().settimeout(LOGOUT_SECONDS)
                self._client.logout()
        self.drop()

    def _ready(self, folder: str) -> IMAPClient:
        try:
            if self._client is None:
                self._client = connection.connect(self._server, self._credentials)
                self._find_folders(self._client)
            self._select(self._client, folder)
        except MailboxError:
            self.drop()
            raise
        except Exception as error:
            self.drop()
            raise failures.while_connecting(error, self._server) from error
        except BaseException:
            self.drop()
            raise
        return self._client

    def _find_folders(self, client: IMAPClient) -> None:
        client.normalise_times = False
        prefix, separator = folders.personal_namespace(client)
        created = []
        own = (self._server.done_folder, self._server.parked_folder)
        for configured in (self._server.folder, *own):
            names = folders.candidates(configured, prefix, separator)
            found = folders.existing(client, names)
            if found is None and configured not in own:
                raise MailboxError(
                    f"La carpeta {configured} no existe en el buzón: revise [mailbox] folder."
                )
            if found is None:
                found = names[-1]
                folders.create(client, found)
                created.append(found)
            self._names[configured] = found
        self.created = tuple(created)

    def _select(self, client: IMAPClient, folder: str) -> None:
        name = self.name(folder)
        wanted = (name, folder != self._server.folder)
        if self._selected == wanted:
            return
        self._selected = None
        answer = client.select_folder(*wanted)
        if folder == self._server.folder:
            self._check_validity(int(answer[b"UIDVALIDITY"]))
        self._selected = wanted

    def _check_validity(self, found: int) -> None:
        self.uidvalidity = self.uidvalidity or found
        if self.uidvalidity != found:
            raise MailboxError(
                "El buzón fue creado de nuevo en el servidor (cambió UIDVALIDITY): los correos se "
                "leerán con sus nuevos números en la próxima pasada."
            )
