"""Handing mails to the SMTP server: the only code that speaks SMTP.

`Sender` is the door; a `batch` is what it delivers at a time, `pool` keeps the connections,
`connection` opens them, `session` speaks on one, `transaction` hands one mail over, `wire` says
how it looks on the wire, `failures` what each way of failing means.
"""

from mailbot.sender.carrier import Carrier
from mailbot.sender.sender import Sender
from mailbot.sender.values import Accepted, Envelope, Outcome, Probe, Refused

__all__ = ["Accepted", "Carrier", "Envelope", "Outcome", "Probe", "Refused", "Sender"]
