"""The configuration: one frozen value, read from a TOML file and checked before anything runs."""

from mailbot.config.loading import load
from mailbot.config.schema import Config

__all__ = ["Config", "load"]
