"""A line ready to work: its store held for this process, both servers known but not reached."""

import random
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from mailbot.config import Config
from mailbot.config.servers import Mailbox as MailboxSection
from mailbot.config.servers import Smtp as SmtpSection
from mailbot.daemon.clock import real_time
from mailbot.daemon.start import refuse_faulty_own_texts
from mailbot.documents import load_documents
from mailbot.inbox import Box, Credentials, Mailbox, PasswordCredentials, TokenCredentials
from mailbot.model.line import ProcessRole
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.examining import Examiner
from mailbot.pipeline.form_reading import FormReader, form_process
from mailbot.pipeline.reading import Reader
from mailbot.pipeline.sheet_reading import SheetReader, sheet_process
from mailbot.rules.policy import Policy
from mailbot.sender import Carrier, Sender
from mailbot.tokens import bearer_for
from storage import Alone, Presence, one_of_many, only_one, open_existing, open_store
from storage.presence import ROLE_OF

_DUTIES = {role: duty for duty, role in ROLE_OF.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Everything that a running line needs."""

    desk: Desk
    mailbox: Box
    mailbox_name: str
    sender: Carrier
    jitter: Callable[[], float] = random.random
    """Spreads attempts to send; from 0 to 1."""
    roles: frozenset[ProcessRole] = frozenset(ProcessRole)
    """What this process does for the line; others may do the rest."""

    def leads(self, role: ProcessRole) -> bool:
        """Whether it is this process that does at present what one process does for all."""
        return role in self.roles and self.desk.presence.leads(_DUTIES[role])


@contextmanager
def line(
    config: Config, *, shared: bool = False, roles: Collection[ProcessRole] | None = None
) -> Iterator[Line]:
    """Open the store, hold it for this process, and make ready (not yet reach) both servers.

    With `shared` another process may be at work on it: for questions only, which never make a
    database (StorageError where there is none yet). With `roles` others may be at work beside this
    one, where the database allows it. Raises ConfigurationError for faulty texts of the operator's
    own.
    """
    if not shared:
        refuse_faulty_own_texts(config)
    with ExitStack() as open_things:
        presence: Presence = Alone()
        if not shared:
            held = only_one(config) if roles is None else one_of_many(config, roles)
            presence = open_things.enter_context(held)
        store = open_existing(config) if shared else open_store(config)
        open_things.callback(store.close)
        if not shared and presence.number is None:
            store.files.forget_unfinished()
        reader = Reader.within(config.limits)
        open_things.callback(reader.close)
        documents = form_process(config)
        open_things.callback(documents.close)
        forms = FormReader.of(config, documents)
        sheets = sheet_process(config)
        open_things.callback(sheets.close)
        examiner = Examiner.of(config)
        desk = Desk(
            policy=Policy.from_config(config),
            store=store,
            documents=load_documents(config.documents, config.phones, config.identity.address),
            new_token=lambda: secrets.token_hex(16),
            read=reader,
            examine=examiner,
            forms=forms,
            read_sheet=SheetReader(apart=sheets),
            antivirus_trouble=examiner.antivirus_trouble,
            presence=presence,
        )
        mailbox = Mailbox(config.mailbox, mailbox_credentials(config.mailbox))
        open_things.callback(mailbox.close)
        sender = mail_sender(config.smtp)
        open_things.callback(sender.close)
        yield Line(
            desk=desk,
            mailbox=mailbox,
            mailbox_name=name_of(config.mailbox),
            sender=sender,
            roles=frozenset(ProcessRole if roles is None else roles),
        )


def name_of(mailbox: MailboxSection) -> str:
    """How the ledger calls a mailbox: account, server and folder."""
    return f"{mailbox.user}@{mailbox.host}/{mailbox.folder}"


def mailbox_credentials(mailbox: MailboxSection) -> Credentials:
    """How the mailbox's account proves itself."""
    if bearer := bearer_for("mailbox", mailbox, real_time):
        return TokenCredentials(bearer=bearer)
    return PasswordCredentials(user=mailbox.user or "", password=mailbox.password or SecretStr(""))


def mail_sender(smtp: SmtpSection) -> Sender:
    """The way out, with its account; to be closed."""
    return Sender(smtp, smtp.secret, bearer_for("smtp", smtp, real_time))
