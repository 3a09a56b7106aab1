"""What the loops work with: the policy, the store, and what composing needs."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.documents import Document
from mailbot.model.mail import Mail
from mailbot.parsers import read_mail
from mailbot.pipeline.examining import Examine, as_it_is, no_trouble
from mailbot.pipeline.form_reading import FormReader
from mailbot.pipeline.posting import Press
from mailbot.pipeline.sheet_reading import ReadSheet, read_sheet
from mailbot.pipeline.wanted import Made, Wanted
from mailbot.rules.policy import Policy
from storage import Alone, Presence, Store

Make = Callable[[int, Wanted, datetime], Made]
"""Makes what a mail, by its number in the ledger, asks for at a time."""


@dataclass(slots=True)
class Answers:
    """Which mails the deadlines wait for: the key of the last one, and until when the mailbox had
    been read then. None: they wait for none at the moment.
    """

    awaited: tuple[int, datetime] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One process's working place. `deciding` is held while a case is decided about and written.

    `read` reads a mail's bytes within limits of time and memory, `examine` asks others about it;
    `forms` reads those that came back with it, without bounds where it is None; `read_sheet` the
    contingency sheets; `make` makes what it asks for and takes long, here where it is None;
    `antivirus_trouble` says why files could not be examined lately, "" if they could.
    A decision rests on the case as it was read; two at once could each undo the other's change.
    `answers` are the mails that deadlines wait for; `presence` is how this process is known among
    others that work on the same line.
    `unspent` are mails with a counted attempt that never took place, or that the store made fail;
    `slow` those whose first look took too long, until they have their outcome.
    """

    policy: Policy
    store: Store
    documents: Mapping[str, Document]
    new_token: Callable[[], str]
    read: Callable[[bytes], Mail] = read_mail
    examine: Examine = as_it_is
    forms: FormReader | None = None
    read_sheet: ReadSheet = read_sheet
    make: Make | None = None
    antivirus_trouble: Callable[[], str] = no_trouble
    answers: Answers = field(default_factory=Answers)
    presence: Presence = field(default_factory=Alone)
    deciding: threading.Lock = field(default_factory=threading.Lock)
    unspent: set[int] = field(default_factory=set)
    slow: set[int] = field(default_factory=set)

    @property
    def press(self) -> Press:
        return Press(
            policy=self.policy,
            documents=self.documents,
            new_token=self.new_token,
            files=self.store.files,
        )
