"""The keys that say who is who: identity, trust, staff, órganos rectores, other boxes."""

from typing import Literal

from pydantic import Field

from mailbot.config.kinds import DomainText, EmailText, StaffRole
from mailbot.config.section import Section
from mailbot.model.vocabulary import Group


class Identity(Section):
    """Who the line is in its mails."""

    address: EmailText
    name: str = Field(default="Línea de Soporte SIIF Nación", min_length=1)


class Trust(Section):
    """What proves who wrote a mail."""

    scheme: Literal["rfc8601", "exchange-online"] = "rfc8601"
    authserv_id: str | None = None
    verify_dkim: bool = False
    same_entity: bool = True
    own_lists: tuple[str, ...] = ()
    commands_require: Literal["authenticated", "directory"] = "authenticated"


class StaffMember(Section):
    """One person of the line, by the address that commands come from."""

    name: str = Field(min_length=1)
    email: EmailText
    roles: tuple[StaffRole, ...] = Field(min_length=1)
    group: Group | None = None
    modules: tuple[str, ...] = ()


class GoverningBody(Section):
    """An Órgano Rector: CGN, DGPPN or DGCPTN."""

    code: Literal["CGN", "DGPPN", "DGCPTN"]
    email: EmailText
    domains: tuple[DomainText, ...] = ()


class Orientation(Section):
    """Boxes of the Administración whose mail reaches us (activity 4 a)."""

    addresses: tuple[EmailText, ...] = ()


class Addresses(Section):
    """Where other procedures begin."""

    findings: EmailText | None = None
    changes: EmailText | None = None
    petitions: EmailText | None = None
