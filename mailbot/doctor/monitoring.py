"""Whether this machine's monitoring can ask where `[metrics]` says."""

import errno
import http.client
import socket
from collections.abc import Iterator

from mailbot.doctor.findings import Subject, Verdict, fault, fine

_SECONDS = 3.0


def monitoring(subject: Subject) -> Iterator[Verdict]:
    """Whether the port is free, or ours already (the line may be at work)."""
    section = subject.config.metrics
    if section.port is None:
        yield fine("no se pide ([metrics] port)")
        return
    place = f"{section.address}, puerto {section.port}"
    family = socket.AF_INET6 if ":" in section.address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as plug:
            # As the line itself does: a connection that has just ended holds nothing.
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            plug.bind((section.address, section.port))
            plug.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            yield _taken(section.address, section.port, place)
        else:
            yield fault(
                f"no se puede escuchar en {place}: {error.strerror}",
                "use en [metrics] un puerto libre desde 1024",
            )
        return
    yield fine(f"{place} está libre para mailbot run")


def _taken(address: str, port: int, place: str) -> Verdict:
    client = http.client.HTTPConnection(address, port, timeout=_SECONDS)
    try:
        client.request("HEAD", "/health")
        is_ours = client.getresponse().headers.get("Server", "") == "mailbot"
    except (OSError, http.client.HTTPException):
        is_ours = False
    finally:
        client.close()
    if is_ours:
        return fine(f"mailbot responde en {place}")
    return fault(
        f"otro programa usa {place}: nadie podrá consultar el estado de la línea",
        "use otro puerto en [metrics], o detenga ese programa",
    )
