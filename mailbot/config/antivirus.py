"""The keys of `[antivirus]`: the clamd that looks at files, where the house has one."""

from typing import Self

from pydantic import Field, model_validator

from mailbot.config.kinds import ClamdAddress, refuse
from mailbot.config.section import Section


class Antivirus(Section):
    """How to reach clamd, and what becomes of files that it could not look at."""

    clamd: ClamdAddress | None = None
    timeout_seconds: float = Field(default=10, gt=0, le=120)
    required: bool = False

    @model_validator(mode="after")
    def _has_what_is_required(self) -> Self:
        if self.required and self.clamd is None:
            refuse([(("required",), "necesita que clamd diga cómo llegar al antivirus")])
        return self
