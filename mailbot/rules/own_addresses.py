"""The addresses under which mail reaches the line's own box: mail from them is our own coming back.

Beside `[identity] address` the account of `[mailbox]`, and both with anything behind a "+" (RFC
5233), as servers deliver them; Gmail reads no dots either.
"""

from functools import lru_cache

from mailbot.config import Config
from mailbot.parsers.domains import ascii_domain
from mailbot.rules.directory import staff_member

_GMAIL = frozenset({"gmail.com", "googlemail.com"})


def is_own_address(address: str, config: Config) -> bool:
    """Whether mail to `address` comes into the line's box; never one of the staff directory."""
    if address == config.identity.address:
        return True
    if "@" not in address:
        return False
    own = _own_boxes(config.identity.address, config.mailbox.user or config.identity.address)
    return _box(address) in own and staff_member(address, config) is None


@lru_cache(maxsize=8)
def _own_boxes(identity: str, account: str) -> frozenset[str]:
    """The boxes of a line; the name of the account that is read may be short for one of it."""
    user = account.lower()
    whole = user if "@" in user else f"{user}@{identity.rpartition('@')[2]}"
    return frozenset((_box(identity), _box(whole)))


def _box(address: str) -> str:
    """The address of the box that `address` is delivered to."""
    local, _, domain = address.rpartition("@")
    domain = ascii_domain(domain.rstrip("."))
    local = local.strip('"').partition("+")[0]
    if domain in _GMAIL:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"
