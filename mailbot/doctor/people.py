"""Who the line is and whom it obeys: staff, proof of identity, and its own address."""

from collections.abc import Iterator

from mailbot.doctor.findings import Subject, Verdict, fault, fine, warning
from mailbot.model.vocabulary import Role
from mailbot.rules.public_mail import is_public_provider

_NEEDED = (Role.N1, Role.BO, Role.CL1, Role.CL23, Role.HERR)


def staff(subject: Subject) -> Iterator[Verdict]:
    """Roles without anyone, and modules that nobody coordinates."""
    found = [*_empty_roles(subject), *_uncoordinated(subject), *_strangers(subject)]
    yield from found or [fine(f"{len(subject.config.staff)} personas; ningún rol necesario vacío")]


def trust(subject: Subject) -> Iterator[Verdict]:
    """Whether commands by mail can be proved, and whether unproved ones would run."""
    rules = subject.config.trust
    if rules.commands_require == "directory":
        yield warning(
            "se obedece a quien escriba con la dirección de un funcionario, sin prueba "
            '(commands_require = "directory")',
            'fuera de una red cerrada, use "authenticated"',
        )
    elif rules.scheme == "exchange-online":
        yield fine(
            "se cree en lo que escribe Exchange Online",
            "confirme que Exchange quita X-MS-Exchange-Organization-AuthAs del correo de fuera",
        )
    elif rules.authserv_id:
        yield fine(
            f"se cree en Authentication-Results de {rules.authserv_id}",
            "confirme que ese servidor lo escribe en cada correo, y que quita del correo de fuera "
            "los que traen su nombre",
        )
    elif not rules.verify_dkim:
        yield warning(
            "falta trust.authserv_id: nadie puede dar órdenes por correo",
            "copie el primer nombre de Authentication-Results de un correo recibido en el buzón; "
            "si su servidor no lo escribe, use verify_dkim = true",
        )
    if rules.verify_dkim:
        yield fine(
            "se verifican las firmas DKIM de los funcionarios",
            "confirme que este equipo puede consultar el DNS",
        )


def identity(subject: Subject) -> Iterator[Verdict]:
    """Whether the accounts look like the line's own address."""
    address = subject.config.identity.address
    accounts = {"mailbox": subject.config.mailbox.user, "smtp": subject.config.smtp.user}
    others = {
        section: user
        for section, user in accounts.items()
        if user and "@" in user and user.lower() != address
    }
    for section, user in others.items():
        yield warning(
            f"[{section}] entra como {user} y la línea escribe como {address}",
            "confirme que esa cuenta recibe y puede enviar el correo de la línea",
        )
    if not others:
        yield fine(f"la línea escribe como {subject.config.identity.name} <{address}>")


def _empty_roles(subject: Subject) -> Iterator[Verdict]:
    held = {role for member in subject.config.staff for role in member.roles}
    empty = [role for role in _NEEDED if role not in held]
    if empty:
        # Notices that nobody else can get go to one of these two.
        verdict = warning if held & {Role.CL1, Role.HERR} else fault
        yield verdict(
            f"nadie tiene {'los roles' if len(empty) > 1 else 'el rol'} {', '.join(empty)}",
            "agregue a esas personas en [[staff]], o esos roles a quien los cumpla",
        )


def _uncoordinated(subject: Subject) -> Iterator[Verdict]:
    everyone = subject.config.staff
    coordinators = [member for member in everyone if Role.N3F in member.roles]
    without = [member.name for member in coordinators if not member.modules]
    if without:
        yield warning(
            f"{', '.join(without)}: N3F sin módulo", "escriba en modules los que coordina cada uno"
        )
    covered = {module for member in coordinators for module in member.modules}
    open_modules = sorted({module for member in everyone for module in member.modules} - covered)
    if open_modules:
        yield warning(
            f"módulos sin coordinador (N3F): {', '.join(open_modules)}",
            "agregue esos módulos a un N3F en [[staff]]",
        )


def _strangers(subject: Subject) -> Iterator[Verdict]:
    """Words of authority that anybody's address would carry, and addresses with two masters."""
    for member in subject.config.staff:
        if is_public_provider(member.email.rpartition("@")[2]):
            yield warning(
                f"{member.name} escribe desde un proveedor público ({member.email})",
                "escriba su dirección institucional en [[staff]]",
            )
    directory = {member.email for member in subject.config.staff}
    for body in subject.config.governing_body:
        for domain in filter(is_public_provider, body.domains):
            yield fault(
                f"governing_body {body.code}: cualquiera puede tener una dirección de {domain}",
                "quite ese dominio y deje solo los de la entidad",
            )
        if body.email in directory:
            yield warning(
                f"{body.email} está en [[staff]] y es el órgano rector {body.code}",
                "deje esa dirección en uno de los dos: sus respuestas se leerían como órdenes",
            )
    for address in sorted(directory.intersection(subject.config.orientation.addresses)):
        yield warning(
            f"{address} está en [[staff]] y en orientation.addresses",
            "quite esa dirección de orientation.addresses",
        )
