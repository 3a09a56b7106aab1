"""The log: one line for each thing that happened, in words that the administrator understands.

It says what happened to which number, never what somebody wrote: no addresses, no names, no words
of mails. docs/logging.md lists every event with its fields.
"""

from mailbot.logs.telling import is_told, tell, untold
from mailbot.logs.wording import discreet

__all__ = ["discreet", "is_told", "tell", "untold"]
