"""The line of domain.md §13: its staff, the órganos rectores, and the defaults of §10.2."""

from typing import Any

from mailbot.config import Config
from tests.scenarios.letters import BOX, HOUSE, RECEIVER


def member(name: str, mailbox: str, role: str, *modules: str) -> dict[str, Any]:
    """A line of `[[staff]]`."""
    return {"name": name, "email": f"{mailbox}@{HOUSE}", "roles": [role], "modules": modules}


STAFF = (
    member("Ana Gómez", "ana", "N1"),
    member("Beatriz Oviedo", "bo", "BO"),
    member("Nora Díaz", "nora", "N2F"),
    member("Tito Paz", "tito", "N2T"),
    member("Teo Lara", "teo", "N3T"),
    member("Nelson Vera", "nel", "N3F", "EPG"),
    member("Carla Pinto", "cap", "CAP"),
    member("Clara Luna", "cl1", "CL1"),
    member("Luis Rey", "cl23", "CL23"),
    member("Darío Tovar", "cdt", "CDT"),
    member("Adela Mora", "adm", "ADM"),
    member("Hernán Ruiz", "her", "HERR"),
)


def config(**sections: Any) -> Config:
    """The configuration, with what the scenario sets."""
    bodies = [
        {"code": code, "email": f"enlace@{code.lower()}.test", "domains": [f"{code.lower()}.test"]}
        for code in ("CGN", "DGPPN", "DGCPTN")
    ]
    given: dict[str, Any] = {
        "mailbox": {"host": "127.0.0.1"},
        "smtp": {"host": "127.0.0.1"},
        "identity": {"address": BOX},
        "trust": {"authserv_id": RECEIVER},
        "staff": STAFF,
        "governing_body": bodies,
        "orientation": {"addresses": [f"siif@{HOUSE}"]},
        "addresses": {
            "findings": f"hallazgos@{HOUSE}", "changes": f"cambios@{HOUSE}",
            "petitions": f"pqrsd@{HOUSE}",
        },
        **sections,
    }  # fmt: skip
    return Config.model_validate(given)
