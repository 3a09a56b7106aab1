"""The history of a case as the archive carries it: verifiable, and without identifications."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mailbot.model.masking import hidden

Json = dict[str, Any]

_WORDS = ("actor", "reason", "text")
_AS_THEY_ARE = (
    "seq", "role", "event", "source", "target", "mail", "rule", "activity", "digest", "chain",
)  # fmt: skip


def history_json(
    rows: Sequence[Mapping[str, Any]], *, number: str, service_number: str, count: int, head: str,
    identification: str,
) -> Json:  # fmt: skip
    """What `verificar.py` checks. An entry with a number in it is masked and loses its salt.

    Its digest then proves nothing about the words, but the chain still runs through it; with the
    salt, who knows the words but for some digits could try them all.
    """
    return {
        "caso": number,
        "servicio": service_number,
        "entradas": count,
        "sello": head,
        "historia": [_entry(row, identification) for row in rows],
    }


def _entry(row: Mapping[str, Any], identification: str) -> Json:
    words = {name: hidden(row[name], identification) for name in _WORDS}
    masked = any(words[name] != row[name] for name in _WORDS)
    return {
        **{name: row[name] for name in _AS_THEY_ARE},
        **words,
        "at": _utc(row["at"]),
        "recorded_at": _utc(row["recorded_at"]),
        "salt": "" if masked else row["salt"],
        "redacted": bool(row["redacted"]),
        "masked": masked,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
