"""Commit 3: each attempt to send is registered before the network is touched, and settled after.

`sending` registers and hands over, `ends` says what an outcome means for a mail, `settling` records
it and tells people about who will never get theirs.
"""

from mailbot.delivery.sending import Delivered, deliver_due, recover_interrupted

__all__ = ["Delivered", "deliver_due", "recover_interrupted"]
