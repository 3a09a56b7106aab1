"""The keys of `[log]`: how what happens is written on stderr."""

from typing import Literal

from mailbot.config.section import Section


class Log(Section):
    """In which form, and from which gravity on."""

    format: Literal["texto", "json"] = "texto"
    level: Literal["debug", "info", "warning", "error"] = "info"
