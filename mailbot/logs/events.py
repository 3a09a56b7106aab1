"""Every event that is logged: its key, how grave it is, and its sentence.

A part of a sentence in square brackets is left out where a field in it has no value; a double
bracket is one that is written.
"""

import logging
import string
from dataclasses import dataclass

INFO, WARNING, ERROR, DEBUG = logging.INFO, logging.WARNING, logging.ERROR, logging.DEBUG


@dataclass(frozen=True, slots=True)
class Event:
    """How an event is told. `more` are the fields that its Spanish sentence does not name."""

    level: int
    words: str
    more: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it has, those of its sentence first."""
        named = (name for _text, name, _spec, _conversion in string.Formatter().parse(self.words))
        return tuple(dict.fromkeys((*filter(None, named), *self.more)))


EVENTS = {
    # Mails that come in: each is received once and has one outcome.
    "mail.received": Event(
        INFO, "Llegó el correo {mail}[, copia del {duplicate_of}].", ("bytes", "duplicate_of")
    ),
    "case.opened": Event(INFO, "Se abrió el caso {case}[ por el correo {mail}].", ("rule", "ms")),
    "reply.matched": Event(INFO, "El correo {mail} entró al caso {case}.", ("rule", "ms")),
    "mail.read": Event(
        INFO, "Se atendió el correo {mail}[ del caso {case}]: {outcome}.", ("rule", "ms")
    ),
    "mail.ignored": Event(INFO, "No se atiende el correo {mail}[: {reason}].", ("rule", "ms")),
    "mail.parked": Event(
        WARNING, "El correo {mail} quedó apartado para una persona[: {reason}].", ("rule", "ms")
    ),
    "tag.done": Event(INFO, "{role} ordenó {tag}[ en el caso {case}]: hecho.", ("mail", "ms")),
    "tag.refused": Event(
        INFO, "{tag}[ en el caso {case}] no se ejecutó: {reason}", ("role", "mail", "ms")
    ),
    "mail.attempt_failed": Event(ERROR, "correo {mail}: falló el intento {attempt}"),
    "mail.parked_untold": Event(ERROR, "correo {mail}: apartado sin poder avisar"),
    "mail.settled_elsewhere": Event(INFO, "correo {mail}: otro proceso ya lo decidió"),
    # What happens to cases, whatever brought it about.
    "case.state": Event(
        INFO, "El caso {case} pasó[ de {source}] a {target}.", ("role", "rule", "activity")
    ),
    "case.assigned": Event(
        INFO, "El caso {case} quedó con el grupo {group}.", ("role", "rule", "activity")
    ),
    "case.anonymised": Event(INFO, "Se anonimizaron {cases} casos."),
    "deadline.ran": Event(INFO, "Se cumplió un plazo[ del caso {case}]: {rule}."),
    "closings.held": Event(WARNING, "Los cierres por falta de respuesta quedan en espera."),
    "brake.held": Event(
        WARNING, "Un freno retuvo el correo {template}[ del caso {case}][: {reason}]."
    ),
    # Mails that go out.
    "mail.sent": Event(
        INFO, "Salió {template} (correo de salida {mail})[ del caso {case}].",
        ("recipients", "attempt"),
    ),
    "mail.delayed": Event(
        INFO,
        "{template} (correo de salida {mail})[ del caso {case}] saldrá más tarde"
        "[: código {code}].",
        ("attempt",),
    ),
    "mail.uncertain": Event(
        WARNING, "No se sabe si salió {template} (correo de salida {mail})[ del caso {case}].",
        ("attempt",),
    ),
    "mail.sent_elsewhere": Event(
        WARNING,
        "Otro proceso dio por muerto a este mientras enviaba {template} (correo de salida {mail}) "
        "y lo envía él.",
    ),
    "mail.failed": Event(
        WARNING,
        "No se pudo entregar {template} (correo de salida {mail})[ del caso {case}]"
        "[: código {code}].",
        ("attempt",),
    ),
    "mail.refusal_untold": Event(ERROR, "correo de salida {mail}: no se pudo avisar del rechazo"),
    # The line itself.
    "run.started": Event(INFO, "mailbot está en marcha: atiende {mailbox}"),
    "run.stopped": Event(INFO, "mailbot se detuvo en orden"),
    "pass.done": Event(
        INFO,
        "Pasada: {received} recibidos, {decided} decididos, {parked} apartados, "
        "{deadlines} plazos, en {ms} ms.",
    ),
    "backlog.waiting": Event(
        INFO, "Quedan {waiting} correos por decidir; van {done}, {rate} por minuto."
    ),
    "pass.refused": Event(ERROR, "{reason}"),
    "pass.failed": Event(ERROR, "falló una pasada; se intentará de nuevo"),
    "delivery.refused": Event(ERROR, "{reason}"),
    "delivery.failed": Event(ERROR, "falló un envío; se intentará de nuevo"),
    "server.lost": Event(ERROR, "No se puede usar {server}: {reason}"),
    "server.regained": Event(WARNING, "Se puede usar de nuevo {server}, tras {minutes} min."),
    "alarm.began": Event(WARNING, "Empezó una alarma: {reason}", ("kind",)),
    "alarm.over": Event(INFO, "Terminó la alarma: {reason}", ("kind",)),
    "loop.stuck": Event(ERROR, "no avanza: {loop}; systemd reiniciará el servicio"),
    "deadline.failed": Event(
        ERROR, "caso {row}: falló un plazo; se intentará en la próxima pasada"
    ),
    "retention.failed": Event(
        ERROR, "caso {row}: no se pudo anonimizar; se intentará después"
    ),
    "routine.failed": Event(ERROR, "falló «{routine}»; se intentará de nuevo"),
    "routine.put_off": Event(
        ERROR, "no se hizo «{routine}»[: {reason}]; se intentará de nuevo en {minutes} min"
    ),
    "job.failed": Event(ERROR, "falló un trabajo del proceso auxiliar: {job}"),
    "alarm.failed": Event(ERROR, "no se pudo avisar del estado de la línea"),
    "brake.untold": Event(ERROR, "falló el resumen de lo que retuvieron los frenos"),
    "sheet.stale": Event(ERROR, "la hoja de contingencia no quedó al día: {reason}"),
    "file.unlinked": Event(ERROR, "archivo {sha256}: {reason}"),
    "antivirus.lost": Event(ERROR, "antivirus: no responde: {reason}"),
    "antivirus.failed": Event(ERROR, "antivirus: {reason}"),
    "antivirus.regained": Event(WARNING, "antivirus: clamd responde de nuevo"),
    "settings.kept": Event(INFO, "Configuración guardada en {path} ({changes} cambios)."),
    "settings.unreadable": Event(
        WARNING, "La copia {path} no se puede leer; se guarda otra completa."
    ),
    "monitoring.refused": Event(
        ERROR,
        "sin monitoreo: no se puede escuchar en {address}, puerto {port} ([[metrics]]): {reason}",
    ),
    "monitoring.failed": Event(ERROR, "falló una consulta de monitoreo"),
    "monitoring.broken_off": Event(DEBUG, "no se pudo atender una consulta de monitoreo"),
    "systemd.unheard": Event(DEBUG, "systemd no recibió el aviso: {reason}"),
}  # fmt: skip
