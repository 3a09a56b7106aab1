"""The command line. `main` is the program; `table` lists what it can do."""

from mailbot.cli.frame import main

__all__ = ["main"]
