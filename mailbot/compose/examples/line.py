"""The line that the example mails come from where nobody has configured one."""

from mailbot.compose.examples.frame import ADVISOR, COORDINATORS
from mailbot.config import Config

_OTHERS = (
    ("Jorge Iván Salcedo", "jorge.salcedo@linea.example"),
    ("Diana Torres Lara", "diana.torres@linea.example"),
)


def example_line() -> Config:
    """A complete configuration of a made-up line: every default, and the examples' own people."""
    server = {"host": "127.0.0.1"}
    manuals = "https://www.ejemplo.gov.co/siif"
    return Config.model_validate(
        {
            "mailbox": server,
            "smtp": server,
            "identity": {"address": "siifsoporte@ejemplo.gov.co"},
            "staff": [
                {"name": "Carlos Mejía Ospina", "email": ADVISOR, "roles": ["N2F"], "group": "N2F"},
                {"name": "Marta Díaz Rincón", "email": COORDINATORS[0], "roles": ["CL1"]},
                {"name": "Jorge León Pardo", "email": COORDINATORS[1], "roles": ["CL23"]},
                *(
                    {"name": name, "email": email, "roles": ["N2F"], "group": "N2F"}
                    for name, email in _OTHERS
                ),
            ],
            "governing_body": [{"code": "DGPPN", "email": "mesa@rector.example"}],
            "addresses": {"findings": "hallazgos@entidad.example"},
            "links": {
                "manuals": f"{manuals}/manuales",
                "faq": f"{manuals}/preguntas",
                "privacy": "https://www.ejemplo.gov.co/politica-de-datos",
            },
        }
    )
