"""How words of an HTML page look to a reader: overlooked, set apart, or plain."""

from dataclasses import dataclass

from mailbot.parsers.html_colour import WHITE, Colour, is_seen
from mailbot.parsers.html_style import Style

STRUCK = frozenset({"s", "del", "strike"})


@dataclass(slots=True, frozen=True)
class Appearance:
    """How words look: `overlooked` where they are struck out, out of sight or behind a bar,
    `apart` where they are indented or framed below others."""

    overlooked: bool = False
    colour: Colour | None = None
    ground: Colour = WHITE
    apart: bool = False

    @property
    def suspect(self) -> bool:
        """Whether a reader overlooks or ignores them."""
        return self.overlooked or not is_seen(self.colour, self.ground)

    def inside(self, tag: str, style: Style, *, apart: bool) -> "Appearance":
        """The appearance of words in an element with this tag and style."""
        return Appearance(
            self.overlooked or style.suspect or tag in STRUCK,
            style.colour or self.colour,
            style.ground or self.ground,
            self.apart or apart,
        )


UNSTYLED = Appearance()
