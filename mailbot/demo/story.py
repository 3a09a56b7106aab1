"""The three days that the demonstration plays, in the order of time."""

from collections.abc import Sequence

from mailbot.demo.intake import INTAKE
from mailbot.demo.solving import SOLVING
from mailbot.demo.steps import Step

STORY: Sequence[Step] = tuple(sorted((*INTAKE, *SOLVING), key=lambda step: step.at))
