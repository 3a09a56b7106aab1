"""`make demo`: plays the story, leaves its page, and with --keep leaves the mailbox up."""

import argparse
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mailbot.demo.keep import IMAP_PORT, SMTP_PORT, free_or_any, keep_up
from mailbot.demo.page import write_page
from mailbot.demo.reckoning import reckon
from mailbot.demo.show import Show, console
from mailbot.demo.stage import Clock, stage
from mailbot.demo.story import STORY
from mailbot.demo.watch import Watcher

OUT = Path("demo-out")
INTERRUPTED = 130
"""What a shell calls a program that Ctrl-C ended."""


def main(arguments: Sequence[str]) -> int:
    """Play the demonstration; 0 if every mail that arrived has its outcome, else 1.

    Everything but the page lies in a temporary folder, which is removed.
    """
    parser = argparse.ArgumentParser(prog="make demo", description="La demostración de mailbot.")
    parser.add_argument("--keep", action="store_true", help="deja el buzón abierto al terminar")
    parser.add_argument("--out", type=Path, default=OUT, help="carpeta de la página (demo-out)")
    options = parser.parse_args(arguments)
    _hush()
    ports = (free_or_any(IMAP_PORT), free_or_any(SMTP_PORT)) if options.keep else (0, 0)
    with tempfile.TemporaryDirectory(prefix="mailbot-demo-") as folder:
        try:
            return _play(Path(folder), options.out, ports, keep=options.keep)
        except KeyboardInterrupt:
            return INTERRUPTED


def _play(folder: Path, out: Path, ports: tuple[int, int], *, keep: bool) -> int:
    show = Show(console())
    show.begin()
    clock = Clock(STORY[0].at)
    with stage(folder, clock, imap_port=ports[0], smtp_port=ports[1]) as playing:
        watcher = Watcher(playing.line.desk.store)
        for step in playing.play(STORY):
            show.tell(step.at, step.tells, watcher.look())
        reckoning = reckon(playing.line, clock())
        page = write_page(playing.line.desk.store, out, clock())
        show.end(reckoning.lines, page)
        if keep:
            keep_up(playing, watcher, show)
            write_page(playing.line.desk.store, out, clock())
    return 0 if reckoning.settled else 1


def _hush() -> None:
    """Leave the terminal to the story: of the libraries, only what went wrong is told."""
    for library in ("mail.log", "apscheduler", "alembic", "asyncio"):
        logging.getLogger(library).setLevel(logging.ERROR)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
