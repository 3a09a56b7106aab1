"""Every message of a corpus through mailbot: read, screened, decided, its answers composed."""

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.corpus.manifest import Entry
from mailbot.config import Config
from mailbot.documents import load_documents
from mailbot.errors import UnreadableMail
from mailbot.pipeline.consider import consider
from mailbot.pipeline.lookups import NothingKnown
from mailbot.pipeline.posting import Press, compose_all
from mailbot.rules.policy import Policy
from storage.files import Files

NOW = datetime(2026, 11, 24, 14, 12, tzinfo=UTC)
CONFIG = Config.model_validate(
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


@dataclass(slots=True)
class Outcomes:
    """How often each outcome came in each category, what had none, and the CPU time of each."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    milliseconds: list[tuple[float, str]] = field(default_factory=list)


def through_mailbot(entries: Sequence[Entry]) -> Outcomes:
    """Decide about every message as if nothing were known before it."""
    outcomes = Outcomes()
    policy = Policy.from_config(CONFIG)
    with tempfile.TemporaryDirectory() as folder:
        press = _press(policy, Path(folder))
        for entry in entries[:1]:
            # Templates are read once, with the first mail that is composed.
            with suppress(Exception):
                _outcome(entry, policy, press)
        for entry in entries:
            began = time.process_time()
            try:
                outcomes.counts[entry.category, _outcome(entry, policy, press)] += 1
            except Exception as error:
                outcomes.failures.append(f"{entry.path}: {error!r}")
            outcomes.milliseconds.append((1000 * (time.process_time() - began), entry.path))
    return outcomes


def _press(policy: Policy, folder: Path) -> Press:
    tokens = (f"{place:032x}" for place in range(10**9))
    return Press(
        policy=policy,
        documents=load_documents(CONFIG.documents, CONFIG.phones, CONFIG.identity.address),
        new_token=lambda: next(tokens),
        files=Files(folder, durable=False),
    )


def _outcome(entry: Entry, policy: Policy, press: Press) -> str:
    try:
        considered = consider(
            entry.as_mail(), NOW, NothingKnown(), policy, NOW,
            next_number=lambda _series: "SERV-2026-000001",
        )  # fmt: skip
    except UnreadableMail:
        return "parked"
    for attachment in considered.event.mail.attachments:
        press.files.put(attachment.content)
    compose_all(considered.decision, NothingKnown(), press, NOW)
    return str(considered.decision.outcome)


def report(outcomes: Outcomes) -> None:
    """Print the outcomes by category, and what a message costs."""
    times = sorted(outcomes.milliseconds)
    mean = sum(each for each, _ in times) / len(times)
    print(f"{len(times)} messages through mailbot, {len(outcomes.failures)} without an outcome")
    for (category, outcome), count in sorted(outcomes.counts.items()):
        print(f"  {category:12} {outcome:16} {count:5}")
    print(
        f"CPU a message, answers composed: mean {mean:.1f} ms, median "
        f"{times[len(times) // 2][0]:.1f} ms, 99 % within {times[len(times) * 99 // 100][0]:.1f} "
        f"ms, slowest {times[-1][0]:.1f} ms ({times[-1][1]})"
    )
    for failure in outcomes.failures:
        print(f"NO OUTCOME {failure}")
