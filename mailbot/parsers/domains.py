"""Domains in the one form in which they can be compared."""


def ascii_domain(domain: str) -> str:
    """`domain` in lower case and IDNA, without dots or quotes at its ends; "" if it is none."""
    name = domain.strip().strip('."').lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
