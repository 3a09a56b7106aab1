"""What a solution must be before it reaches a person: documented (R39)."""

from mailbot.rules.commands.act import Act
from mailbot.rules.commands.rights import Refused


def documented(act: Act, solution: str) -> str:
    """The solution itself. Raises Refused for one that is too short to tell what was done."""
    least = act.policy.config.limits.solution_min_characters
    if len(" ".join(solution.split())) < least:
        raise Refused(
            f"La solución debe tener al menos {least} caracteres: describa qué se hizo y qué debe "
            "hacer el usuario."
        )
    return solution
