"""The antivirus of the house, where it has one: clamd is shown every file before it is kept."""

from mailbot.antivirus.clamd import version
from mailbot.antivirus.scanner import Scanner

__all__ = ["Scanner", "version"]
