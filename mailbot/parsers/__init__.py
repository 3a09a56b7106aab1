"""Reading mail: bytes in, one frozen `Mail` out."""

from mailbot.parsers.identify import MailId, identify
from mailbot.parsers.limits import ParseLimits
from mailbot.parsers.message import read_mail

__all__ = ["MailId", "ParseLimits", "identify", "read_mail"]
