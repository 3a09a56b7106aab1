"""Which migration this program needs, and what people do about a database that has another."""

REVISION = "0007"
"""The migration that this program needs; a database with another one is refused."""


def told_mismatch(revision: str | None) -> str:
    """That the database has another schema than this program's, and what the operator does."""
    return (
        f"La base de datos tiene el esquema {revision} y este programa necesita {REVISION}. "
        f"{what_to_do(revision or '')}"
    )


def what_to_do(revision: str) -> str:
    """What the operator does about a database that has another schema, older or newer."""
    if revision > REVISION:
        return "La escribió un mailbot más nuevo: instale esa versión o restaure una copia"
    return "Haga una copia de seguridad y ejecute: mailbot db upgrade"
