"""What the report of a month costs: 50,000 cases in it, each with its history."""

import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mailbot.config import Config
from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.vocabulary import (
    CloseReason,
    EventKind,
    Group,
    Role,
    State,
)
from mailbot.pipeline.reporting import month_report
from mailbot.rules import moves
from mailbot.rules.policy import Policy
from storage import cases, open_store
from storage.lookups import StoredLookups

_OCTOBER = datetime(2026, 10, 1, 12, tzinfo=UTC)
_MODULES = ("EPG", "CON", "PAC", "ING", "SEG")


def measure(count: int) -> None:
    """Print how long it takes to make the cases, and then the report of their month."""
    with tempfile.TemporaryDirectory() as folder:
        config = _config(Path(folder))
        policy, store = Policy.from_config(config), open_store(config)
        with _timed(f"{count} cases written"), store.write() as connection:
            for place in range(count):
                case, events = _case(place, policy)
                cases.save(connection, case, events, case.opened_at)
        before = _memory()
        with _timed(f"the report of {count} cases"), store.read() as connection:
            report = month_report(
                date(2026, 10, 1), StoredLookups(connection), policy,
                datetime(2026, 11, 3, 13, tzinfo=UTC),
            )  # fmt: skip
        store.close()
    sizes = ", ".join(f"{file.name} {len(file.content) // 1024} KB" for file in report.files)
    print(f"{report.sentences[0]} {sizes}; {_memory() - before} MB more at its highest")


def _case(place: int, policy: Policy) -> tuple[Case, tuple[CaseEvent, ...]]:
    """A request that is escalated to N2 and closed, or solved at once, or still open."""
    chance = random.Random(place)
    at = _OCTOBER + timedelta(days=chance.random() * 28)
    case = moves.opened(
        Case(
            service_number=f"SERV-2026-{place:06}", opened_at=at, subject="Error al autorizar",
            description="Al autorizar sale un error. " * 8, module=chance.choice(_MODULES),
            requester=Requester(
                email=f"persona{place % 5000}@entidad.test", name="Persona de Ejemplo",
                executing_unit=f"{place % 40:02}-01-00", entity=f"Entidad {place % 40}",
                identification=f"{79_000_000 + place}", city="Bogotá",
            ),
        ),
        policy,
    )  # fmt: skip
    events = [_event(at, EventKind.CREATED, "new-request")]
    if place % 3:
        case = moves.moved(
            case, at + timedelta(hours=2), policy, group=Group.BO,
            incident_number=f"INC-2026-{place:06}",
        )  # fmt: skip
        events.append(_event(at + timedelta(hours=2), EventKind.TRANSITION, "T4", State.ABIERTO))
        case = moves.assigned(case, at + timedelta(hours=3), policy, Group.N2F, "nora@linea.test")
        events.append(
            _event(at + timedelta(hours=3), EventKind.TRANSITION, "T5", State.EN_PROGRESO)
        )
    if place % 10:
        end = at + timedelta(hours=chance.random() * 90)
        end = max(end, at + timedelta(hours=4))
        case = moves.closed(case, end, policy, CloseReason.ACEPTACION_TACITA, asked_at=end)
        events.append(_event(end, EventKind.TRANSITION, "T19", State.CERRADO))
    return case, tuple(events)


def _event(at: datetime, kind: EventKind, rule: str, target: State | None = None) -> CaseEvent:
    return CaseEvent(
        at=at, event=kind, actor="ana@linea.test", role=Role.N1, rule=rule, target=target,
        reason="Ejemplo", text="Lo que dijo. " * 20,
    )  # fmt: skip


def _config(folder: Path) -> Config:
    return Config.model_validate(
        {
            "mailbox": {"host": "localhost"},
            "smtp": {"host": "localhost"},
            "identity": {"address": "linea@entidad.test"},
            "storage": {"database": f"sqlite:///{folder}/m.db", "files": folder / "archivo"},
        }
    )


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def _timed(what: str) -> Iterator[None]:
    wall = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - wall:.1f} s")


if __name__ == "__main__":
    measure(50_000)
