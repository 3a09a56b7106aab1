"""What must always be true of the line, looked at after each pass."""

from mailbot.simulate.checks.inspector import Inspector
from mailbot.simulate.checks.violation import Violation

__all__ = ["Inspector", "Violation"]
