"""The SMTP server of the measurement, in its own process, and what the servers cost."""

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

HOST = "127.0.0.1"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(kw_only=True)
class Sink:
    """Takes every mail and forgets it. Use it as a context manager."""

    port: int = 0

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "benchmarks.road.servers"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if self._process.stdout is None:
            raise RuntimeError("no pipe")
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def cpu_seconds(self) -> float:
        """What it has cost so far."""
        return _cpu(Path(f"/proc/{self._process.pid}/stat"))


def group_cpu_seconds(leader: int) -> float:
    """What the processes of a group have cost so far, those that ended included."""
    return sum(_cpu(stat, group=leader) for stat in Path("/proc").glob("[0-9]*/stat"))


def _cpu(stat: Path, group: int | None = None) -> float:
    try:
        fields = stat.read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    if group is not None and int(fields[2]) != group:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS


async def _serve() -> None:
    server = await asyncio.start_server(_session, HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def _session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    replies = {
        b"EHLO": b"250-sumidero.test\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 SIZE 33554432\r\n",
        b"DATA": b"354 go on\r\n",
        b"QUIT": b"221 bye\r\n",
    }
    writer.write(b"220 sumidero.test ESMTP\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        writer.write(replies.get(verb, b"250 OK\r\n"))
        if verb == b"DATA":
            while await reader.readline() != b".\r\n":
                pass
            writer.write(b"250 taken\r\n")
        elif verb == b"QUIT":
            break
    writer.close()


if __name__ == "__main__":
    asyncio.run(_serve())
