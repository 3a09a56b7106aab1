"""What takes long and changes nothing is made before a mail is decided about, with no lock held."""

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from mailbot.model.mail import Mail
from mailbot.parsers.forms import Forms
from mailbot.pipeline.consider import understand
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.lookups import Lookups
from mailbot.pipeline.made_beside import made_of
from mailbot.pipeline.sheet_looking import KeptFiles, look_for_sheet
from mailbot.pipeline.sheet_reading import ReadSheet, Rows
from mailbot.pipeline.wanted import Made, wanted_by
from mailbot.rules.contingency_sheet.rows import WrongSheet
from mailbot.rules.event import View
from mailbot.rules.policy import Policy
from storage.ledger import Entry
from storage.lookups import StoredLookups

# Most mails name neither: they are not looked at twice.
_MAY_ASK = re.compile("informe|exportar", re.IGNORECASE)
_MAY_IMPORT = re.compile("importar", re.IGNORECASE)

_Sheet = tuple[bytes, str, datetime, tzinfo]


def made_ahead(desk: Desk, entry: Entry, mail: Mail, forms: Forms, now: datetime) -> Made:
    """What the tags of a mail ask for; whether it gets that is decided after this.

    Raises BeingMade where it is made beside, and not ready.
    """
    may_ask = _MAY_ASK.search(mail.subject) or _MAY_ASK.search(mail.text)
    if entry.head_only or not may_ask:
        return Made()
    with desk.store.read() as connection:
        event = understand(
            mail, entry.arrived_at, StoredLookups(connection), desk.policy, forms
        )  # fmt: skip
    wanted = wanted_by(event, View(), desk.policy, now)
    if not wanted:
        return Made()
    return desk.make(entry.id, wanted, now) if desk.make else made_of(desk, wanted, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetsAhead:
    """The contingency sheet of a mail, read before it is decided about; a `ReadSheet`.

    Of one that was not foreseen, since what the mail names changed meanwhile, `read` is asked.
    """

    read: ReadSheet
    found: dict[_Sheet, Rows | WrongSheet] = field(default_factory=dict)

    def __call__(self, content: bytes, name: str, now: datetime, zone: tzinfo) -> Rows:
        """The rows of a sheet. Raises WrongSheet."""
        found = self.found.get((content, name, now, zone))
        if isinstance(found, WrongSheet):
            raise found
        return self.read(content, name, now, zone) if found is None else found

    def foresee(self, content: bytes, name: str, now: datetime, zone: tzinfo) -> Rows:
        """Read a sheet, and leave what would be planned with it to the decision."""
        try:
            self.found[content, name, now, zone] = self.read(content, name, now, zone)
        except WrongSheet as wrong:
            self.found[content, name, now, zone] = wrong
        raise WrongSheet


def sheets_ahead(
    mail: Mail, forms: Forms, arrived_at: datetime, lookups: Lookups, policy: Policy, now: datetime,
    kept: KeptFiles, read: ReadSheet,
) -> ReadSheet:  # fmt: skip
    """What reads the sheet that a mail brings or confirms: it is read already, if it will be."""
    ahead = SheetsAhead(read=read)
    if _MAY_IMPORT.search(mail.subject) or _MAY_IMPORT.search(mail.text):
        event = understand(mail, arrived_at, lookups, policy, forms)
        look_for_sheet(event, View(), lookups, policy, now, _no_number, kept, ahead.foresee)
    return ahead


def _no_number(_series: str) -> str:
    raise AssertionError("a number was taken for a sheet that nothing was planned with")
