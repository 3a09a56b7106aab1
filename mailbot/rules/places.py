"""What a city's name may look like: facts of people are free text, and hold more than a name."""

import re

from mailbot.rules.intake.words import folded

_LONGEST = 40
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,'’()-])*")
_STREET = re.compile(
    r"\b(?:calle|cll|cl|carrera|cra|kra|cr|kr|avenida|av|ak|ac|diagonal|transversal|barrio|apto"
    r"|casa|torre|edificio|piso|oficina)\b"
)


def place(city: str, name: str = "") -> str:
    """The city if it can be the name of one; "" for an address or anything else.

    `name` is the person's: who wrote it into the wrong field is not a place.
    """
    said = " ".join(city.split())
    if len(said) > _LONGEST or not _NAME.fullmatch(said) or _STREET.search(folded(said)):
        return ""
    words = set(re.findall(r"\w+", folded(said)))
    return "" if words <= set(re.findall(r"\w+", folded(name))) else said
