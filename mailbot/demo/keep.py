"""`make demo KEEP=1`: the mailbox stays up and the daemon goes on, in real time, until Ctrl-C."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from rich.table import Table

from mailbot.compose.spanish import long_moment
from mailbot.daemon.running import run
from mailbot.demo.mailbox import HOST, PASSWORD
from mailbot.demo.people import LINE, PEOPLE
from mailbot.demo.show import Show
from mailbot.demo.stage import Stage
from mailbot.demo.steps import BOGOTA
from mailbot.demo.watch import News, Watcher

IMAP_PORT = 11143
SMTP_PORT = 11025
LOOK_SECONDS = 0.5


def free_or_any(port: int) -> int:
    """`port` if it is free on loopback, else 0 (any free one)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return 0
    return port


def keep_up(playing: Stage, watcher: Watcher, show: Show) -> None:
    """Say how to reach the mailbox, and run the daemon until SIGINT or SIGTERM."""
    clock = playing.clock
    clock.let_go()
    stop = threading.Event()
    looking = threading.Thread(target=_tell, args=(watcher, show, clock, stop), name="show")
    try:
        # Ctrl-C may come before the daemon listens for it.
        with suppress(KeyboardInterrupt):
            looking.start()
            _explain(playing, show, clock())
            run(playing.line, clock)
    finally:
        stop.set()
        if looking.is_alive():
            looking.join()
    show.say("El buzón se cerró; la página tiene también los correos de ahora.")


def _tell(
    watcher: Watcher, show: Show, clock: Callable[[], datetime], stop: threading.Event
) -> None:
    while not stop.wait(LOOK_SECONDS):
        news = watcher.look()
        if news.arrivals or news.lapses or news.departures:
            show.tell(clock(), _what(news), news)


def _what(news: News) -> str:
    if news.arrivals:
        return "Llega un correo"
    return "Pasa el tiempo" if news.lapses else "Sale la respuesta"


def _explain(playing: Stage, show: Show, now: datetime) -> None:
    mailbox = playing.mailbox
    show.say("\n[bold]El buzón queda abierto. Escriba desde cualquiera de estas cuentas:[/bold]\n")
    table = Table(box=None, padding=(0, 2), header_style="dim")
    for heading in ("Dirección", "Usuario IMAP", "Quién es"):
        table.add_column(heading)
    for person in PEOPLE:
        table.add_row(person.address, person.login, person.part)
    show.print(table)
    show.say(
        f"""
Leer (IMAP):   {HOST}, puerto {mailbox.imap_port}, sin cifrado; contraseña de todas: {PASSWORD}
Enviar (SMTP): {HOST}, puerto {mailbox.smtp_port}, sin cifrado ni contraseña
Escriba a {LINE.address}: mailbot responde en pocos segundos.
El reloj sigue desde aquí: {long_moment(now, BOGOTA)}
Ctrl-C termina.
"""
    )
