"""The mailbox that is read: the only place that speaks IMAP."""

from mailbot.inbox.box import Box
from mailbot.inbox.credentials import Credentials, PasswordCredentials, TokenCredentials
from mailbot.inbox.mailbox import Mailbox
from mailbot.inbox.values import Facts, Fetched, Filed, Listed, Undelivered

__all__ = [
    "Box",
    "Credentials",
    "Facts",
    "Fetched",
    "Filed",
    "Listed",
    "Mailbox",
    "PasswordCredentials",
    "TokenCredentials",
    "Undelivered",
]
