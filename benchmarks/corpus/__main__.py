"""Every message of a corpus through the whole of the pure core; then the scores of each part."""

import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from mailbot.config import Config
from mailbot.documents import load_documents
from mailbot.errors import UnreadableMail
from mailbot.pipeline.consider import consider
from mailbot.pipeline.lookups import NothingKnown
from mailbot.pipeline.posting import Press, compose_all
from mailbot.rules.policy import Policy

NOW = datetime(2026, 11, 24, 14, 12, tzinfo=UTC)


def main(folder: Path) -> int:
    """Print what became of each kind of message; 1 if any had no outcome."""
    config = Config.model_validate(
        {
            "mailbox": {"host": "localhost"},
            "smtp": {"host": "localhost"},
            "identity": {"address": "linea@entidad.test"},
            "staff": [
                {"name": "Ana", "email": "ana@entidad.test", "roles": ["N1"]},
                {"name": "Hernán", "email": "hernan@entidad.test", "roles": ["HERR"]},
            ],
        }
    )
    policy = Policy.from_config(config)
    tokens = (f"{place:032x}" for place in range(10**9))
    press = Press(
        policy=policy,
        documents=load_documents(config.documents, config.phones, config.identity.address),
        new_token=lambda: next(tokens),
    )
    outcomes: Counter[tuple[str, str]] = Counter()
    failures: list[str] = []
    slowest = (0.0, "")
    messages = json.loads((folder / "manifest.json").read_text())["messages"]
    for message in messages:
        raw = (folder / message["path"]).read_bytes()
        began = time.process_time()
        try:
            considered = consider(
                raw, NOW, NothingKnown(), policy, NOW, next_number=lambda: "SERV-2026-000001"
            )
            compose_all(considered.decision, NothingKnown(), press, NOW)
            outcomes[message["category"], considered.decision.outcome] += 1
        except UnreadableMail:
            outcomes[message["category"], "parked"] += 1
        except Exception as error:
            failures.append(f"{message['path']}: {error!r}")
        slowest = max(slowest, (time.process_time() - began, message["path"]))
    print(f"{len(messages)} messages, {len(failures)} without an outcome")
    for (category, outcome), count in sorted(outcomes.items()):
        print(f"  {category:12} {outcome:16} {count:5}")
    print(f"slowest: {slowest[0] * 1000:.0f} ms CPU, {slowest[1]}")
    for failure in failures:
        print(f"FAILED {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
