"""The file with which an application proves itself to Microsoft: a private key in PEM form."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mailbot.tokens.values import TokenRefused

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pem:
    """What the file holds: the key, and the certificate if that is in it too ("" if not)."""

    private_key: str = field(repr=False)
    certificate: str


def read_certificate(path: Path, section: str) -> Pem:
    """The file at `path`; raises TokenRefused if its key can't be used."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        text = path.read_text("ascii")
        load_pem_private_key(text.encode(), password=None)
    except (OSError, ValueError, TypeError):
        raise TokenRefused(
            f"{path} no tiene una clave privada en formato PEM y sin contraseña: revise "
            f"[{section}] certificate_file."
        ) from None
    found = _CERTIFICATE.search(text)
    return Pem(private_key=text, certificate=found[0] if found else "")


def expires(path: Path) -> datetime | None:
    """When the certificate in the file ends; None where it holds none that can be read."""
    from cryptography import x509

    found = _CERTIFICATE.search(path.read_text("ascii", errors="replace"))
    if found is None:
        return None
    try:
        return x509.load_pem_x509_certificate(found[0].encode()).not_valid_after_utc
    except ValueError:
        return None
