"""Where requests come from and what about: channel, type, module, entity, city (R2, R56)."""

from collections import Counter
from dataclasses import dataclass

from mailbot.model.vocabulary import CaseClass, CaseType, Channel
from mailbot.reports.as_of import Seen
from mailbot.reports.period import Period
from mailbot.rules import anonymous, similar
from mailbot.rules.places import place
from mailbot.rules.policy import Policy

UNKNOWN = "Sin dato"
CHANNELS = {
    Channel.CORREO: "Correo", Channel.BUZON: "Buzón", Channel.LLAMADA: "Llamada",
    Channel.PRESENCIAL: "Presencial",
}  # fmt: skip
TYPES = {
    CaseType.SOPORTE: "Soporte", CaseType.ACOMPANAMIENTO: "Acompañamiento",
    CaseType.CAPACITACION: "Capacitación",
}  # fmt: skip
_CLASSES = {CaseClass.INCIDENTE: "Incidente", CaseClass.REQUERIMIENTO: "Requerimiento"}
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How many requests of one kind came in and were closed in the month."""

    dimension: str
    value: str
    received: int
    closed: int


class Origins:
    """Counts requests by each of their kinds."""

    def __init__(self, period: Period, policy: Policy) -> None:
        self._period, self._policy = period, policy
        self._received: Counter[tuple[str, str]] = Counter()
        self._closed: Counter[tuple[str, str]] = Counter()

    def add(self, seen: Seen) -> None:
        """Count one request of somebody."""
        received = self._period.covers(seen.case.opened_at)
        closed = any(self._period.covers(closing.at) for closing in seen.closings)
        if not (received or closed):
            return
        for kind in self._kinds(seen).items():
            self._received[kind] += received
            self._closed[kind] += closed

    def figures(self) -> tuple[Origin, ...]:
        """Each dimension in order, its most frequent value first."""
        dimensions = list(dict.fromkeys(name for name, _value in self._received))
        keys = sorted(
            self._received, key=lambda k: (dimensions.index(k[0]), -self._received[k], k[1])
        )
        return tuple(
            Origin(dimension=key[0], value=key[1], received=self._received[key],
                   closed=self._closed[key])
            for key in keys
        )  # fmt: skip

    def _kinds(self, seen: Seen) -> dict[str, str]:
        case = seen.case
        section = similar.section_of(case, self._policy.config.mass.section_groups)
        organ = anonymous.organ_of(case.requester.email, self._policy)
        category = _CLASSES.get(case.category, UNKNOWN) if case.category else UNKNOWN
        return {
            "Canal": CHANNELS[case.channel],
            "Tipo": TYPES[case.type],
            "Clase": category,
            "Módulo": case.module or UNKNOWN,
            "Sección presupuestal": section or UNKNOWN,
            "Entidad": case.requester.entity[:_LONGEST] or UNKNOWN,
            "Ciudad": place(case.requester.city, case.requester.name).title() or UNKNOWN,
            "Órgano rector solicitante": organ or "Ninguno",
        }
