"""What takes long and changes nothing is made before a mail is decided about, with no lock held."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from mailbot.model.mail import Mail
from mailbot.model.report import FinishedReport
from mailbot.parsers.forms import Forms
from mailbot.pipeline.consider import understand
from mailbot.pipeline.lookups import Lookups
from mailbot.pipeline.reporting import with_reports
from mailbot.rules.event import View
from mailbot.rules.policy import Policy

# Most mails name no report: they are not looked at twice.
_MAY_ASK = re.compile("informe", re.IGNORECASE)


def reports_ahead(
    mail: Mail, forms: Forms, arrived_at: datetime, lookups: Lookups, policy: Policy, now: datetime
) -> Mapping[date, FinishedReport]:
    """The reports that the tags of a mail ask for; whether it gets them is decided after this."""
    if not (_MAY_ASK.search(mail.subject) or _MAY_ASK.search(mail.text)):
        return {}
    event = understand(mail, arrived_at, lookups, policy, forms)
    return with_reports(event, View(), lookups, policy, now).reports
