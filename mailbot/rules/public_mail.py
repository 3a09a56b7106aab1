"""Public mail providers: a shared domain there says nothing about a shared entity."""

_NAMES = frozenset(
    """gmail googlemail hotmail outlook live msn yahoo ymail rocketmail icloud me mac aol gmx
    protonmail proton pm zoho zohomail yandex mail tutanota tuta tutamail aim fastmail hushmail duck
    terra latinmail mailinator yopmail une etb emcali""".split()
)
_SECOND_LEVEL = frozenset(("com", "net", "org", "co", "gov", "edu"))


def is_public_provider(domain: str) -> bool:
    """Whether anybody can get an address at `domain`, e.g. gmail.com or yahoo.com.co."""
    labels = domain.lower().rstrip(".").split(".")
    while len(labels) > 1 and (len(labels[-1]) <= 3 or labels[-1] in _SECOND_LEVEL):
        labels.pop()
    return labels[-1] in _NAMES and not domain.lower().endswith((".gov.co", ".edu.co", ".mil.co"))
