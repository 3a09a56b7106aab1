"""Hosts of their own on this machine: network namespaces, each with a link that can be cut.

They reach this machine at ADDRESS, and nothing else. It takes root and iproute2.
"""

import os
import shutil
import subprocess
from types import TracebackType
from typing import Self

from tests.servers.dovecot import ServerMissing

ADDRESS = "10.213.0.1"
"""Where the hosts find this machine."""


class Hosts:
    """Namespaces by name; used by `with`."""

    def __init__(self, *names: str) -> None:
        if os.geteuid() != 0 or shutil.which("ip") is None:
            raise ServerMissing(
                "Network namespaces take root and iproute2: as root, make test-long "
                "(apt-get install iproute2)"
            )
        self._numbers = {name: place for place, name in enumerate(names, start=1)}

    def __enter__(self) -> Self:
        try:
            self._build()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _build(self) -> None:
        _ip("address", "add", f"{ADDRESS}/32", "dev", "lo")
        for name, number in self._numbers.items():
            there, link = self.namespace(name), f"mbt{os.getpid()}-{number}"
            _ip("netns", "add", there)
            _ip("link", "add", link, "type", "veth", "peer", "name", "link0", "netns", there)
            _ip("address", "add", f"10.213.{number}.1/30", "dev", link)
            _ip("link", "set", link, "up")
            _ip("-n", there, "address", "add", f"10.213.{number}.2/30", "dev", "link0")
            _ip("-n", there, "link", "set", "lo", "up")
            self.join(name)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # Of what a failure kept from being built nothing has to go.
        for name in self._numbers:
            _ip("netns", "delete", self.namespace(name), check=False)
        _ip("address", "delete", f"{ADDRESS}/32", "dev", "lo", check=False)

    def namespace(self, name: str) -> str:
        """How the kernel calls this host."""
        return f"mailbot-test-{os.getpid()}-{name}"

    def cut(self, name: str) -> None:
        """Pull the host's cable out: nothing is answered, nothing refused."""
        _ip("-n", self.namespace(name), "link", "set", "link0", "down")

    def join(self, name: str) -> None:
        """Put it in."""
        there = self.namespace(name)
        _ip("-n", there, "link", "set", "link0", "up")
        _ip("-n", there, "route", "replace", "default", "via", f"10.213.{self._numbers[name]}.1")


def _ip(*arguments: str, check: bool = True) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise RuntimeError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
