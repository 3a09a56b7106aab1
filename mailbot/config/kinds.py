"""The kinds of values that keys hold: addresses, hours, files, and how a fault in one is told.

An `expected` text completes the sentence "debe ser …" for kinds that a type alone can't explain.
Files are looked for where the configuration is: loading passes its folder as pydantic's context.
"""

import os
import re
from collections.abc import Iterable
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from mailbot.model.vocabulary import Role

Key = tuple[str | int, ...]
"""Where a value stands: names of tables and keys, and positions in lists (from 0)."""

Fault = tuple[Key, str]
"""Where something is wrong, and what, in Spanish."""


def refuse(faults: Iterable[Fault]) -> None:
    """Raise what a validator found, each with the place below the validated value; none is fine."""
    found = tuple(faults)
    if found:
        raise PydanticCustomError(
            "refused", "{words}", {"words": "; ".join(what for _, what in found), "faults": found}
        )


def refuse_value(what: str) -> PydanticCustomError:
    """The error of a validator that refuses the value itself."""
    return PydanticCustomError("refused", "{words}", {"words": what, "faults": (((), what),)})


STAFF_ROLES = tuple(role.value for role in Role if role not in (Role.SYS, Role.USR))
"""The roles of domain.md §3 that a person of the directory can hold."""


def _expected(text: str) -> object:
    return Field(json_schema_extra={"expected": text})


def _without_zone(value: time) -> time:
    if value.tzinfo is not None:
        raise refuse_value("debe ser una hora sin zona (la zona es calendar.timezone)")
    return value


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError):
        raise refuse_value(
            f'no se conoce la zona horaria "{value}" (por ejemplo: America/Bogota)'
        ) from None
    return value


def _a_role_of_the_line(value: Role) -> Role:
    if value in (Role.SYS, Role.USR):
        raise refuse_value(f"debe ser uno de los roles {', '.join(STAFF_ROLES)} (dice {value})")
    return value


def absolute(value: Path, info: ValidationInfo) -> Path:
    """`value` made absolute from the folder of the configuration; itself where none is known."""
    return info.context / value if isinstance(info.context, Path) else value


def _as_written(value: object) -> object:
    # A default is a path already, which strict validation of a file's text does not take.
    return str(value) if isinstance(value, Path) else value


def _existing(value: Path, info: ValidationInfo) -> Path:
    path = absolute(value, info)
    if isinstance(info.context, Path) and (trouble := unusable(path)):
        raise refuse_value(trouble)
    return path


def _existing_folder(value: Path, info: ValidationInfo) -> Path:
    path = absolute(value, info)
    if isinstance(info.context, Path) and not path.is_dir():
        raise refuse_value(f"no existe la carpeta {path}: créela o quite esta clave")
    return path


def unusable(path: Path) -> str | None:
    """Why `path` can't be read as a file, in Spanish; None if it can."""
    if not path.exists():
        return f"no existe el archivo {path}"
    if not path.is_file():
        return f"{path} no es un archivo"
    if not os.access(path, os.R_OK):
        return f"no se puede leer {path}: revise sus permisos"
    return None


def _with_its_spaces(value: object, validate: ValidatorFunctionWrapHandler) -> SecretStr:
    # Texts lose the spaces around them, but a password may begin or end with one.
    secret: SecretStr = SecretStr(value) if isinstance(value, str) else validate(value)
    return secret


_DATABASE = re.compile(
    r"(?P<sqlite>sqlite(\+\w+)?:///)(?P<path>[^?]+)(?P<query>\?.*)?|postgresql(\+\w+)?://.+",
    re.DOTALL,
)


def _database(value: str, info: ValidationInfo) -> str:
    match = _DATABASE.fullmatch(value)
    if match is None or match["path"] == ":memory:":
        # The address may hold a password, so it is not repeated.
        raise refuse_value(
            'debe ser "sqlite:///ruta/del/archivo.db" o "postgresql://usuario@servidor/base"'
        )
    if match["sqlite"] and isinstance(info.context, Path):
        return f"{match['sqlite']}{info.context / match['path']}{match['query'] or ''}"
    return value


EmailText = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$", to_lower=True),
    _expected("una dirección de correo, sin nombre ni < >"),
]
DomainText = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s]+$", to_lower=True),
    _expected("un dominio, como cgn.gov.co"),
]
HostText = Annotated[
    str,
    StringConstraints(pattern=r"^([^\s/:@]+|[0-9A-Fa-f:.]+)$"),
    _expected("el nombre o la dirección de un servidor, sin puerto ni protocolo"),
]
TenantText = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9A-Fa-f-]{36}|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)$"),
    _expected("el id o un dominio del inquilino de Microsoft 365, como entidad.onmicrosoft.com"),
]
ClientId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"),
    _expected("el id de aplicación (cliente): 32 cifras hexadecimales en cinco grupos"),
]
Thumbprint = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9A-Fa-f]{2}:?){19}[0-9A-Fa-f]{2}$"),
    AfterValidator(lambda value: value.replace(":", "")),
    _expected("la huella SHA-1 del certificado: 40 cifras hexadecimales"),
]
HttpsUrl = Annotated[
    str,
    StringConstraints(pattern=r"^https://[^\s/?#@]+(/[^\s?#]*)?$"),
    AfterValidator(lambda value: value.rstrip("/")),
    _expected("una dirección que empiece por https://"),
]
ClamdAddress = Annotated[
    str,
    StringConstraints(pattern=r"^(/.+|\[[0-9A-Fa-f:]+\]:\d{1,5}|[^\s/:@\[\]]+:\d{1,5})$"),
    _expected('"servidor:puerto" o la ruta completa de un socket, como /run/clamav/clamd.ctl'),
]
UnitText = Annotated[str, StringConstraints(min_length=1)]
Hours = Annotated[float, Field(gt=0, le=2000)]
Share = Annotated[float, Field(gt=0, le=1)]
Port = Annotated[int, Field(gt=0, lt=65536)]
TimeOfDay = Annotated[
    time, AfterValidator(_without_zone), _expected('una hora de dos dígitos, como "07:00"')
]
ZoneName = Annotated[str, AfterValidator(_known_zone)]
StaffRole = Annotated[
    Role,
    AfterValidator(_a_role_of_the_line),
    _expected(f"uno de los roles {', '.join(STAFF_ROLES)}"),
]
ExistingFile = Annotated[Path, AfterValidator(_existing), _expected("la ruta de un archivo")]
FilePath = Annotated[Path, AfterValidator(absolute), _expected("la ruta de un archivo")]
ExistingFolder = Annotated[
    Path, AfterValidator(_existing_folder), _expected("la ruta de una carpeta")
]
FolderPath = Annotated[
    Path,
    BeforeValidator(_as_written),
    AfterValidator(absolute),
    _expected("la ruta de una carpeta"),
]
Password = Annotated[SecretStr, WrapValidator(_with_its_spaces)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
Security = Literal["none", "tls", "starttls"]
Auth = Literal["password", "oauth2-microsoft", "oauth2-google"]
