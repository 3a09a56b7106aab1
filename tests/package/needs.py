"""What a package asks for, and all that comes with it, as the installed metadata says."""

from collections.abc import Iterable
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def comes_with(requirements: Iterable[str], *extras: str) -> set[str]:
    """The canonical names of the distributions that these requirements bring, extras included."""
    found: dict[tuple[str, str], None] = {}
    waiting = [(text, extra) for text in requirements for extra in ("", *extras)]
    while waiting:
        text, extra = waiting.pop()
        asked = Requirement(text)
        if asked.marker and not asked.marker.evaluate({"extra": extra}):
            continue
        for wanted in ("", *asked.extras):
            key = (canonicalize_name(asked.name), wanted)
            if key not in found:
                found[key] = None
                waiting += [(each, wanted) for each in distribution(asked.name).requires or ()]
    return {name for name, _ in found}
