"""Runs passes of a line in forked children, and kills them where it is told to.

Started once, with everything imported; each line of standard input is one run, as JSON. So a
process can be killed hundreds of times without paying for its start. The program itself holds no
hook for this: the boundaries are the calls that make something durable or reach a server.
"""

import json
import logging
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import imapclient
from aiosmtplib.protocol import SMTPProtocol
from sqlalchemy.engine.default import DefaultDialect

import storage.files
from mailbot.compose.check import check_templates
from mailbot.config import Config
from mailbot.daemon.line import line as open_line
from mailbot.daemon.once import one_pass
from mailbot.documents.spreadsheet import workbook
from mailbot.model.sheets import Sheet
from mailbot.parsers import read_mail
from mailbot.rules.calendar import national_holidays
from mailbot.sender.session import Session
from tests.e2e.letters import COMPLETE, letter, screen


class Boundaries:
    """Counts the calls at which the process could die, and dies at the one it is told to."""

    def __init__(self, deadly: int | None) -> None:
        self.passed = 0
        self._deadly = deadly
        self._lock = threading.Lock()

    def watch(self, owner: Any, name: str) -> None:
        """Make the moments just before and just after a call boundaries."""
        original = getattr(owner, name)

        def watched(*args: Any, **options: Any) -> Any:
            self._reach()
            result = original(*args, **options)
            self._reach()
            return result

        setattr(owner, name, watched)

    def _reach(self) -> None:
        with self._lock:
            self.passed += 1
            if self.passed == self._deadly:
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(60)


def run(order: dict[str, Any]) -> int:
    """One pass, in this very process; returns how many boundaries it passed."""
    boundaries = Boundaries(order.get("kill_at"))
    boundaries.watch(DefaultDialect, "do_commit")
    boundaries.watch(storage.files.os, "fsync")
    boundaries.watch(imapclient.IMAPClient, "move")
    boundaries.watch(imapclient.IMAPClient, "fetch")
    boundaries.watch(SMTPProtocol, "write")
    # The end of the content is in a write of its own: dying after it leaves the mail uncertain.
    boundaries.watch(Session, "write")
    if seconds := order.get("kill_after"):
        killer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))
        killer.daemon = True
        killer.start()
    sections = order["sections"]
    sections["storage"]["files"] = Path(sections["storage"]["files"])
    with open_line(Config.model_validate(sections)) as line:
        one_pass(line, datetime.fromisoformat(order["at"]))
    return boundaries.passed


def warm(config: Config) -> None:
    """Load once what every child would: holidays, templates, what reads mails, writes workbooks."""
    workbook([Sheet(title="Hoja", columns=(), rows=())], title="Hoja", made=datetime.now(UTC))
    national_holidays(2026)
    check_templates(config)
    read_mail(letter(COMPLETE, files={"pantalla.png": screen()}))


def main() -> None:
    logging.disable(logging.CRITICAL)
    server = {"host": "127.0.0.1"}
    identity = {"address": "linea@entidad.test"}
    sections = {"mailbox": server, "smtp": server, "identity": identity}
    warm(Config.model_validate(sections))
    for text in sys.stdin:
        order = json.loads(text)
        ending, result = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ending)
            passed = run(order)
            os.write(result, str(passed).encode())
            os._exit(0)
        os.close(result)
        _, status = os.waitpid(child, 0)
        with os.fdopen(ending) as pipe:
            passed = pipe.read()
        sys.stdout.write(json.dumps({"status": status, "passed": int(passed or 0)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
