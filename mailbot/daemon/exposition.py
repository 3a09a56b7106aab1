"""The line's figures in the text format of Prometheus; counts only, nothing about a person."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from mailbot.daemon.health import Health
from mailbot.daemon.standing import Standing
from mailbot.model.vocabulary import MailStatus
from mailbot.rules.alarm_words import Kind, kind_of


class _Figures(Collector):
    """One look at the line."""

    def __init__(self, standing: Standing, health: Health, now: datetime) -> None:
        self._standing = standing
        self._health = health
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from self._mails()
        yield from self._cases()
        yield from self._line()

    def _mails(self) -> Iterator[GaugeMetricFamily]:
        found = self._standing
        waiting = found.inbound.get("received", 0)
        yield _one("mailbot_unprocessed_mails", "Mails received and not decided yet.", waiting)
        yield _one(
            "mailbot_oldest_unprocessed_seconds",
            "Age of the oldest mail that is not decided; 0 if none.",
            self._since(found.oldest_unprocessed) or 0,
        )
        settled = {name: count for name, count in found.inbound.items() if name != "received"}
        yield _many(
            "mailbot_inbound_mails", "Mails in the ledger by outcome.", ("outcome",), settled
        )
        yield _one("mailbot_parked_mails", "Mails set aside for a person.", found.parked)
        sent = dict.fromkeys(map(str, MailStatus), 0) | found.outbox
        yield _many("mailbot_outbox_mails", "Outgoing mails by status.", ("status",), sent)
        held = {
            "answers": sum(each.mails for each in found.brakes.answers),
            "requests": sum(each.mails for each in found.brakes.requests),
        }
        yield _many("mailbot_held_mails", "Mails held by brakes since midnight.", ("of",), held)
        dead = len(found.brakes.dead)
        yield _one("mailbot_dead_addresses", "Addresses that mail does not reach.", dead)

    def _cases(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily(
            "mailbot_open_cases", "Open cases by state and level.", labels=("state", "level")
        )
        for state, level, count in self._standing.cases:
            family.add_metric((state, level), count)
        yield family
        held = self._standing.closings_held
        yield _one("mailbot_closings_held", "Whether silent closings wait for a person.", held)

    def _line(self) -> Iterator[GaugeMetricFamily]:
        contacts = dict(self._standing.last_contact)
        last = self._since(contacts.pop("pass"))
        if last is not None:
            yield _one("mailbot_last_pass_seconds", "Seconds since the last pass began.", last)
        served = {name: at.timestamp() for name, at in contacts.items() if at}
        yield _many(
            "mailbot_last_contact_timestamp_seconds",
            "When each server last served.",
            ("server",),
            served,
        )
        standing = {kind_of(alarm) for alarm in self._standing.alarms}
        alarms = {str(kind): float(kind in standing) for kind in Kind}
        yield _many("mailbot_alarm", "Whether an alarm of this kind lasts.", ("kind",), alarms)
        yield _one("mailbot_healthy", "What /health says.", self._health.is_well)

    def _since(self, moment: datetime | None) -> float | None:
        return max(0.0, (self._now - moment).total_seconds()) if moment else None


def exposition(standing: Standing, health: Health, now: datetime) -> bytes:
    """The figures as Prometheus reads them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(standing, health, now))
    return generate_latest(registry)


def _one(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, value=float(value))


def _many(
    name: str, what: str, labels: tuple[str], values: Mapping[str, float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=labels)
    for label, value in sorted(values.items()):
        family.add_metric((label,), value)
    return family
