"""Failures that mean "cannot go on with this item". Foreseen cases are values, not exceptions.

    MailbotError
    ├── ConfigurationError     the operator must change something before we can start
    ├── WrongUse               a command was called wrongly (exit 2)
    ├── StorageError           the database or the file folder refused; try again later
    │   ├── DatabaseBehind     the schema is older (or newer) than this program
    │   ├── AlreadyRunning     another daemon holds this database
    │   ├── Overtaken          another process changed the case meanwhile: to be decided anew
    │   └── AlreadySettled     another process settled the mail: nothing is left to decide
    ├── MailboxError           the IMAP server: lost, refused, or not as expected; try again
    │   └── MailboxLoginError  it refused the account: a person must look
    ├── SendError              the SMTP server said no, or nothing (see `SendError`)
    │   └── ServerUnavailable  no mail at all can go out now: not reached, no TLS, no session
    │       └── SmtpLoginError     it refused the account: a person must look
    ├── AntivirusError         clamd gave no verdict: not reached, too slow, or not understood
    └── UnreadableMail         a mail that can't be processed: it is parked with this reason

Messages that operators or coordinators read are Spanish and say what to do.
"""

import errno
from enum import StrEnum


class MailbotError(Exception):
    """Base of every failure of ours."""


class ConfigurationError(MailbotError):
    """The configuration is faulty. `faults` lists all of them, one line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class WrongUse(MailbotError):
    """A command was called with words or a time that it can't take."""


class StorageError(MailbotError):
    """The database or the folder of files refused (locked, full, gone); nothing was changed."""


class DatabaseBehind(StorageError):
    """The database's schema does not fit this program."""


class AlreadyRunning(StorageError):
    """Another process of mailbot works on this database."""


class Overtaken(StorageError):
    """Another process changed the case since it was looked at; nothing was written.

    What was decided is to be decided anew, on what there is now.
    """


class AlreadySettled(StorageError):
    """Another process gave the mail its outcome, or recorded how its sending ended, meanwhile."""


class MailboxError(MailbotError):
    """The mailbox can't be used now; what was not received stays there."""


class MailboxLoginError(MailboxError):
    """The IMAP server refused the account."""


class Failure(StrEnum):
    """What a failed attempt to send means for the mail."""

    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNCERTAIN = "uncertain"


class SendError(MailbotError):
    """An attempt to send failed.

    `failure` says whether to try again (TEMPORARY: surely not delivered), give up (PERMANENT), or
    that the server may have taken it (UNCERTAIN: lost after DATA). `code` is the SMTP code, if any.
    """

    def __init__(self, failure: Failure, message: str, code: int | None = None) -> None:
        self.failure = failure
        self.code = code
        super().__init__(message)


class ServerUnavailable(SendError):
    """The SMTP server can't be used now, whatever the mail; always TEMPORARY, nothing was sent."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(Failure.TEMPORARY, message, code)


class SmtpLoginError(ServerUnavailable):
    """The SMTP server refused the account; mails wait until a person has looked."""


class AntivirusError(MailbotError):
    """The antivirus gave no verdict; files are kept by the other rules."""


class UnreadableMail(MailbotError):
    """A mail that can't be read within the limits; the message is the reason, in Spanish."""


def disk_words(failure: OSError) -> str:
    """What the disk refuses and why, in Spanish, with what to do where that is clear."""
    match failure.errno:
        case errno.EACCES | errno.EPERM:
            return "este usuario no tiene permiso; trabaje en una carpeta suya o indique otra"
        case errno.ENOSPC | errno.EDQUOT:
            return "no queda espacio en el disco"
        case errno.EROFS:
            return "esa carpeta es de solo lectura; indique otra, o revise el disco"
        case errno.ENOENT:
            return "no existe"
        case errno.EFBIG:
            return "este proceso no puede escribir archivos tan grandes; revise ulimit -f"
        case errno.EISDIR:
            return "es una carpeta; indique un archivo"
        case errno.ENOTDIR | errno.EEXIST:
            return "ahí hay otra cosa con ese nombre; indique otro"
    return failure.strerror or str(failure)
