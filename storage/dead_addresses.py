"""Addresses that mail does not reach: nothing is sent there until something comes from them."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from mailbot.model.line import DeadAddress
from storage.schema import dead_addresses
from storage.statements import Statement, any_of

_AMONG = Statement(select(dead_addresses).where(dead_addresses.c.address.in_(any_of("addresses"))))
_INSERT = Statement(insert(dead_addresses))
_DELETE = Statement(delete(dead_addresses).where(dead_addresses.c.address == bindparam("of")))


def save(connection: Connection, what: DeadAddress) -> None:
    """Remember a dead address, or forget one that is alive again.

    One that is dead already keeps its first time and its first reason.
    """
    if what.alive:
        _DELETE.change(connection, {"of": what.address})
    elif not among(connection, (what.address,)):
        row = {"address": what.address, "since": what.since, "status": what.status,
               "message_id": what.message_id}  # fmt: skip
        _INSERT.change(connection, row)


def among(connection: Connection, addresses: Iterable[str]) -> dict[str, DeadAddress]:
    """Those of these addresses that are dead, by their address."""
    asked = list(dict.fromkeys(addresses))
    if not asked:
        return {}
    rows = _AMONG.mappings(connection, {"addresses": asked})
    return {row["address"]: DeadAddress(**row) for row in rows}


def every(connection: Connection) -> tuple[DeadAddress, ...]:
    """All dead addresses, the oldest first."""
    query = select(dead_addresses).order_by(dead_addresses.c.since, dead_addresses.c.address)
    return tuple(DeadAddress(**row) for row in connection.execute(query).mappings())
