"""Is everything in place? Small named checks, each saying what it found and what to do about it."""

from mailbot.doctor.examine import CHECKS, examine
from mailbot.doctor.findings import Finding, Level

__all__ = ["CHECKS", "Finding", "Level", "examine"]
