"""What commands open: the store of an existing line, its policy, and the time they speak of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailbot.cli.frame import Invocation
from mailbot.cli.options import moment
from mailbot.daemon.clock import latest_or, real_time
from mailbot.rules.policy import Policy
from storage import Store, open_existing


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """An open store to look things up in, as of `now`."""

    store: Store
    connection: Connection
    policy: Policy
    now: datetime


@contextmanager
def query(invocation: Invocation, at: str | None = None) -> Iterator[Query]:
    """Open the line's store to read. A query never makes a database."""
    with existing_store(invocation) as (store, policy), store.read() as connection:
        now = moment(at, policy.calendar.zone) if at else latest_or(connection, real_time())
        yield Query(store=store, connection=connection, policy=policy, now=now)


@contextmanager
def existing_store(invocation: Invocation) -> Iterator[tuple[Store, Policy]]:
    """Open the line's store; StorageError if there is none yet."""
    config = invocation.config()
    store = open_existing(config)
    try:
        yield store, Policy.from_config(config)
    finally:
        store.close()
