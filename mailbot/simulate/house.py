"""The simulated line's own house: its configuration, its staff, the boxes around it."""

from pathlib import Path
from typing import Any

from mailbot.config import Config

LINE = "siifsoporte@minhacienda.test"
RECEIVER = "mx.minhacienda.test"
DOMAIN = "minhacienda.test"
ADMINISTRATION = f"siif@{DOMAIN}"
"""A box of the Administración whose mail reaches the line's box."""

MODULES = ("EPG", "CON", "PAC", "ING", "SEG")
BODIES = {"CGN": "enlace@cgn.test", "DGPPN": "enlace@dgppn.test", "DGCPTN": "enlace@dgcptn.test"}
FINDINGS = f"hallazgos@{DOMAIN}"
CHANGES = f"cambios@{DOMAIN}"
PETITIONS = f"pqrsd@{DOMAIN}"

_STAFF: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Ana Gómez", "ana.gomez", "N1", ()),
    ("Nelson Ríos", "nelson.rios", "N1", ()),
    ("Sandra Pulido", "sandra.pulido", "N1", ()),
    ("Beatriz Oviedo", "beatriz.oviedo", "BO", ()),
    ("Braulio Pinto", "braulio.pinto", "BO", ()),
    ("Nora Díaz", "nora.diaz", "N2F", ()),
    ("Néstor Vela", "nestor.vela", "N2F", ()),
    ("Carlos Mejía", "carlos.mejia", "N2F", ()),
    ("Lina Ávila", "lina.avila", "N2F", ()),
    ("Tomás Gil", "tomas.gil", "N2T", ()),
    ("Tulia Roa", "tulia.roa", "N3T", ()),
    ("Fabio Luna", "fabio.luna", "N3F", ("EPG", "PAC")),
    ("Flor Parra", "flor.parra", "N3F", ("CON", "ING")),
    ("Fidel Mora", "fidel.mora", "N3F", ("SEG",)),
    ("Carmen Prada", "carmen.prada", "CAP", ()),
    ("Clara Luna", "clara.luna", "CL1", ()),
    ("Dora Campo", "dora.campo", "CL23", ()),
    ("Darío Tovar", "dario.tovar", "CDT", ()),
    ("Alba Mesa", "alba.mesa", "ADM", ()),
    ("Hernán Ruiz", "hernan.ruiz", "HERR", ()),
)


def house(folder: Path) -> Config:
    """The configuration of the simulated line; its store lies in `folder`."""
    sections: dict[str, Any] = {
        "mailbox": {"host": "simulado", "user": "siifsoporte"},
        "smtp": {"host": "simulado"},
        "identity": {"address": LINE},
        "storage": {"database": f"sqlite:///{folder}/mailbot.db", "files": folder / "archivo"},
        "trust": {"authserv_id": RECEIVER},
        "staff": [
            {
                "name": name, "email": f"{login}@{DOMAIN}", "roles": [role],
                "modules": list(modules),
            }
            for name, login, role, modules in _STAFF
        ],
        "governing_body": [
            {"code": code, "email": email, "domains": [email.partition("@")[2]]}
            for code, email in BODIES.items()
        ],
        "addresses": {"findings": FINDINGS, "changes": CHANGES, "petitions": PETITIONS},
        "orientation": {"addresses": [ADMINISTRATION]},
    }  # fmt: skip
    return Config.model_validate(sections)
