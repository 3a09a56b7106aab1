"""Faults of the configuration: what is seeded, how grave it is, who finds it, what it names."""

from collections.abc import Callable

from mailbot.config.secrets import PLACEHOLDER
from mailbot.doctor.findings import Level
from tests.doctor.working import House

FAULT, WARNING = Level.FAULT, Level.WARNING


def changed(old: str, new: str) -> Callable[[House], None]:
    return lambda house: house.change(old, new)


def added(tables: str) -> Callable[[House], None]:
    return lambda house: house.add(tables)


SETTINGS = [
    (
        "a key that is none",
        changed("password_file", "pasword_file"),
        FAULT,
        "configuration",
        "pasword_file",
    ),
    (
        "a text without its quote",
        changed('"mx.entidad.gov.co"', '"mx'),
        FAULT,
        "configuration",
        "línea 10",
    ),
    (
        "a table forgotten",
        changed("[identity]\naddress", "[links]\nfaq"),
        FAULT,
        "configuration",
        "identity",
    ),
    ("a role that is none", changed('"N1", ', '"N7", '), FAULT, "configuration", "N7"),
    (
        "hours upside down",
        added('[calendar]\nopens = "19:00"\ncloses = "07:00"'),
        FAULT,
        "configuration",
        "calendar",
    ),
    (
        "a zone that is none",
        added('[calendar]\ntimezone = "Bogota"'),
        FAULT,
        "configuration",
        "Bogota",
    ),
    (
        "a staff address twice",
        changed(
            "[[staff]]",
            '[[staff]]\nname = "Eva"\nemail = "ana@entidad.gov.co"\nroles = ["N1"]\n[[staff]]',
        ),
        FAULT,
        "configuration",
        "ana@entidad.gov.co",
    ),
    (
        "the line among its staff",
        changed('"ana@', '"soporte@'),
        FAULT,
        "configuration",
        "identity.address",
    ),
    (
        "one folder for two things",
        changed("[smtp]", 'done_folder = "INBOX"\n[smtp]'),
        FAULT,
        "configuration",
        "done_folder",
    ),
    (
        "values of the example",
        changed("imap.entidad", "imap.ejemplo"),
        FAULT,
        "configuration",
        "mailbox.host",
    ),
    (
        "a form that is not there",
        added('[documents]\nfunctional_form = "falta.docx"'),
        FAULT,
        "configuration",
        "falta.docx",
    ),
    (
        "a password file that is not there",
        changed('"clave"', '"calve"'),
        FAULT,
        "configuration",
        "calve",
    ),
    (
        "an empty password file",
        lambda house: house.write("clave", ""),
        FAULT,
        "configuration",
        "clave",
    ),
    (
        "the password of the example",
        lambda house: house.write("clave", PLACEHOLDER),
        FAULT,
        "secrets",
        "[mailbox]",
    ),
    (
        "a password that others can read",
        lambda house: (house.folder / "clave").chmod(0o644),
        WARNING,
        "secrets",
        "clave",
    ),
    (
        "a bare connection",
        changed("[smtp]", 'security = "none"\n[smtp]'),
        WARNING,
        "encryption",
        "imap.entidad.gov.co",
    ),
    ("nobody of N1", changed('"N1", ', ""), WARNING, "staff", "N1"),
    (
        "nobody who is told",
        changed('"N1", "BO", "CL1", "CL23", "HERR", ', ""),
        FAULT,
        "staff",
        "CL1",
    ),
    ("a module without coordinator", changed(', "N3F"', ""), WARNING, "staff", "EPG"),
    (
        "a coordinator without module",
        changed('modules = ["EPG"]', ""),
        WARNING,
        "staff",
        "Ana Prieto",
    ),
    (
        "staff at a public provider",
        changed("ana@entidad.gov.co", "ana@gmail.com"),
        WARNING,
        "staff",
        "ana@gmail.com",
    ),
    (
        "an organ at a public provider",
        added('[[governing_body]]\ncode = "CGN"\nemail = "a@cgn.gov.co"\ndomains = ["gmail.com"]'),
        FAULT,
        "staff",
        "gmail.com",
    ),
    (
        "an organ among the staff",
        added('[[governing_body]]\ncode = "CGN"\nemail = "ana@entidad.gov.co"'),
        WARNING,
        "staff",
        "CGN",
    ),
    (
        "staff among the boxes of others",
        added('[orientation]\naddresses = ["ana@entidad.gov.co"]'),
        WARNING,
        "staff",
        "orientation.addresses",
    ),
    (
        "no proof asked for",
        changed("[trust]", '[trust]\ncommands_require = "directory"'),
        WARNING,
        "trust",
        "directory",
    ),
    (
        "no receiver named",
        changed('authserv_id = "mx.entidad.gov.co"', ""),
        WARNING,
        "trust",
        "trust.authserv_id",
    ),
    (
        "another account than the line's",
        changed('user = "soporte@', 'user = "buzon@'),
        WARNING,
        "identity",
        "buzon@entidad.gov.co",
    ),
    (
        "a page without https",
        added('[links]\nfaq = "http://entidad.gov.co/faq"'),
        WARNING,
        "pages",
        "links.faq",
    ),
    (
        "another office that is the line",
        added('[addresses]\npetitions = "soporte@entidad.gov.co"'),
        FAULT,
        "pages",
        "addresses.petitions",
    ),
    (
        "an agreement that ended",
        added('[[agreement]]\nunits = ["12-08-01"]\nfrom = 2026-01-01\nuntil = 2026-06-30\nN1 = 2'),
        WARNING,
        "calendar",
        "12-08-01",
    ),
    (
        "more time for what is graver",
        added("[sla.N1]\ncritica = 12"),
        WARNING,
        "calendar",
        "sla.N1",
    ),
]
