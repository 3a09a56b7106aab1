"""The chain of a case's history: who changes, drops or moves an entry later is found out.

Each entry holds a salted digest of what it says, and a chain value over the entry before it, the
case, its place, its times, who and what kind. The chain does not run over the words themselves:
they can be erased with their salt, and the rest still proves what stood where.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.schema import case_events, cases
from storage.statements import Statement

PAYLOAD = ("actor", "reason", "text", "mail")
"""What an entry says: the part that can be erased."""

_FACTS = ("role", "event", "source", "target", "rule", "activity")
"""What happened, which no erasure touches."""

_SALT_BYTES = 16
_CHAIN_AT = Statement(
    select(case_events.c.chain).where(
        case_events.c.case_id == bindparam("row"), case_events.c.seq == bindparam("place")
    )
)
_ENTRIES = (
    select(case_events).where(case_events.c.case_id == bindparam("row")).order_by(case_events.c.seq)
)
_CASE = select(cases.c.service_number, cases.c.events).where(cases.c.id == bindparam("row"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What the chain of a case says about its history.

    `broken_at` is the number of the first entry that is not as it was written, None where all
    are; `fault` says in Spanish what is wrong with it. `redacted` are the entries whose words were
    erased. The first `unsealed` entries are older than the chain: it proves nothing of them.
    `head` is the last chain value: who noted it down sees later that nothing before it changed.
    """

    entries: int
    unsealed: int = 0
    redacted: tuple[int, ...] = ()
    head: str = ""
    broken_at: int | None = None
    fault: str = ""

    @property
    def intact(self) -> bool:
        return self.broken_at is None


def sealed(
    rows: Sequence[Mapping[str, Any]], service_number: str, previous: str
) -> list[dict[str, Any]]:
    """Rows of `case_events` in order, each with its salt, digest and chain value."""
    found: list[dict[str, Any]] = []
    for row in rows:
        salt = secrets.token_hex(_SALT_BYTES)
        digest = digest_of(salt, row)
        previous = chained(previous, service_number, row, digest)
        found.append({**row, "salt": salt, "digest": digest, "chain": previous})
    return found


def last_chain(connection: Connection, row: int, seq: int) -> str:
    """The chain value of the entry `seq` of a case; "" where there is none."""
    return _CHAIN_AT.scalar(connection, {"row": row, "place": seq}) or ""


def digest_of(salt: str, row: Mapping[str, Any]) -> str:
    """SHA-256 of the salt and of what an entry says, as JSON with sorted keys in plain ASCII."""
    said = json.dumps({name: row[name] for name in PAYLOAD}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((salt + said).encode("ascii")).hexdigest()


def chained(previous: str, service_number: str, row: Mapping[str, Any], digest: str) -> str:
    """SHA-256 of a JSON list: what came before, the case, the place, the times, what happened."""
    about = [
        previous, service_number, row["seq"], _utc(row["at"]), _utc(row["recorded_at"]),
        *(row[name] for name in _FACTS), digest,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(about, separators=(",", ":")).encode("ascii")).hexdigest()


def entries(connection: Connection, row: int) -> list[dict[str, Any]]:
    """The history of a case as it is stored, seals included."""
    return [dict(each) for each in connection.execute(_ENTRIES, {"row": row}).mappings()]


def verify(connection: Connection, row: int) -> Verification:
    """Whether the history of the case with this key is as it was written."""
    number, count = connection.execute(_CASE, {"row": row}).one()
    return verified(entries(connection, row), number, count)


def verified(rows: Iterable[Mapping[str, Any]], service_number: str, count: int) -> Verification:
    """Whether these rows are the `count` entries that were written about a case."""
    previous, seen, unsealed = "", 0, 0
    redacted: list[int] = []
    for row in rows:
        seen += 1
        fault = _fault(row, seen, previous, service_number)
        if fault:
            return Verification(
                entries=count, unsealed=unsealed, redacted=tuple(redacted), head=previous,
                broken_at=seen, fault=fault,
            )  # fmt: skip
        unsealed += not row["chain"]
        if row["redacted"]:
            redacted.append(seen)
        previous = row["chain"]
    wrong = min(seen, count) + 1 if seen != count else None
    return Verification(
        entries=count, unsealed=unsealed, redacted=tuple(redacted), head=previous,
        broken_at=wrong,
        fault=f"el caso tiene {count} entradas y aquí hay {seen}" if wrong else "",
    )  # fmt: skip


def _fault(row: Mapping[str, Any], place: int, previous: str, service_number: str) -> str:
    if row["seq"] != place:
        return "falta esta entrada, o cambió de lugar"
    if not row["chain"]:
        return "la entrada no tiene sello" if previous else ""
    if row["redacted"]:
        if row["text"] or row["mail"] or row["salt"]:
            return "la entrada se declaró borrada y todavía dice algo"
    elif digest_of(row["salt"], row) != row["digest"]:
        return "cambió lo que dice la entrada"
    if chained(previous, service_number, row, row["digest"]) != row["chain"]:
        return "cambió qué pasó, cuándo o por qué regla, o una entrada anterior"
    return ""


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
