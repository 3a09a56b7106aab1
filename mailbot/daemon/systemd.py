"""What systemd is told of the service: ready, in good shape, at its end (sd_notify(3))."""

import socket
from collections.abc import Mapping
from typing import Self

from mailbot.logs import tell

_MICROSECONDS = 1_000_000
_LONGEST = 1.0
"""Seconds that a manager whose queue is full may hold us up."""


class ServiceManager:
    """The socket of whoever started the service; without one nothing is told.

    `watchdog_seconds` is after how much silence the service is ended, None where nobody watches.
    """

    def __init__(self, address: str = "", watchdog_seconds: float | None = None) -> None:
        self._address = address
        self.watchdog_seconds = watchdog_seconds if address else None

    @classmethod
    def of(cls, environment: Mapping[str, str], pid: int) -> Self:
        """The one that the environment of process `pid` names."""
        watched = environment.get("WATCHDOG_USEC", "")
        is_meant = environment.get("WATCHDOG_PID", str(pid)) == str(pid)
        seconds = int(watched) / _MICROSECONDS if watched.isdecimal() and is_meant else None
        return cls(environment.get("NOTIFY_SOCKET", ""), seconds or None)

    def tell(self, **facts: str | int) -> None:
        """Tell facts such as READY=1. That nobody listens is no fault of the line's."""
        if not self._address:
            return
        text = "\n".join(f"{name}={_one_line(value)}" for name, value in facts.items())
        # A name that begins with @ is of Linux's abstract names, which begin with a zero byte.
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams:
                datagrams.settimeout(_LONGEST)
                datagrams.sendto(text.encode(), address)
        except OSError as error:
            tell("systemd.unheard", reason=error)


def _one_line(value: str | int) -> str:
    return " ".join(str(value).split())
