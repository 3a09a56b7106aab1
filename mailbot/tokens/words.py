"""What a refusal means and what a person must do about it, in Spanish: pure.

Codes: Microsoft's "Microsoft Entra authentication and authorization error codes"; Google's "Using
OAuth 2.0 for Server to Server Applications". docs/oauth2.md has the steps.
"""

import binascii
import json
import re
from base64 import b64decode, urlsafe_b64decode

from mailbot.tokens.values import TokenUnavailable

_CODE = re.compile(r"AADSTS(\d+)")
_SECRETS = re.compile(r"[A-Za-z0-9+/_.=~-]{64,}")
"""What may be a token, a signed assertion, or a login in base64: never to be shown."""

_LONGEST = 300

_CONSENT = (
    "agregue a la aplicación el permiso {permission} y conceda el consentimiento del administrador"
)
_MICROSOFT = {
    "90002": "no existe ese inquilino; revise [{section}] tenant",
    "900023": "ese inquilino no es válido; revise [{section}] tenant",
    "700016": (
        "la aplicación no existe en ese inquilino; revise [{section}] client_id y tenant, y que "
        "un administrador le haya dado su consentimiento"
    ),
    "7000215": (
        "el secreto no es válido; en [{section}] client_secret va el valor del secreto, no su id"
    ),
    "7000222": "el secreto venció; cree uno nuevo en Certificados y secretos y cámbielo aquí",
    "7000112": "la aplicación está deshabilitada; habilítela en Aplicaciones empresariales",
    "700027": (
        "el certificado no está registrado en la aplicación o no corresponde a la clave; revise "
        "[{section}] certificate_file y certificate_thumbprint"
    ),
    "700024": "la hora de este equipo no es correcta; sincronícela (NTP)",
    "65001": f"falta el consentimiento; {_CONSENT}",
    "501051": f"falta el permiso; {_CONSENT}",
    "500011": "el inquilino no tiene Exchange Online, o authority es de otra nube",
    "53003": "una directiva de acceso condicional lo impide; exceptúe a la aplicación",
}
_PERMISSIONS = {"mailbox": "IMAP.AccessAsApp", "smtp": "SMTP.SendAsApp"}

_DELEGATION = (
    "autorice en la consola de administración la delegación en todo el dominio para el id de "
    "cliente de la cuenta de servicio, con el alcance https://mail.google.com/"
)
_GOOGLE = (
    ("unauthorized_client", f"falta la delegación; {_DELEGATION}"),
    ("access_denied", f"falta la delegación; {_DELEGATION}"),
    ("Invalid email", "no existe la cuenta {user}; revise [{section}] user"),
    ("invalid_subject", "no existe la cuenta {user}; revise [{section}] user"),
    ("reasonable timeframe", "la hora de este equipo no es correcta; sincronícela (NTP)"),
    (
        "Invalid JWT Signature",
        "la clave fue eliminada o es de otra cuenta; ponga una nueva en service_account_file",
    ),
    ("account not found", "la cuenta de servicio ya no existe; cree otra con su clave"),
    ("disabled", "la cuenta está deshabilitada; habilítela en Google"),
)


def refused_by_microsoft(section: str, described: str) -> str:
    """Why Microsoft gives no token, from its `error_description`, and what to do."""
    code = _CODE.search(described)
    todo = _MICROSOFT.get(code[1] if code else "", "revise el registro de la aplicación")
    told = todo.format(section=section, permission=_PERMISSIONS.get(section, ""))
    return f"Microsoft no dio un token para [{section}]: {told}. Dijo: {shown(described)}"


def refused_by_google(section: str, user: str, described: str) -> str:
    """Why Google gives no token, from its error and description, and what to do."""
    todo = next(
        (todo for sign, todo in _GOOGLE if sign.lower() in described.lower()),
        "revise la cuenta de servicio y su delegación",
    )
    told = todo.format(section=section, user=user)
    return f"Google no dio un token para [{section}]: {told}. Dijo: {shown(described)}"


def nonsense(service: str) -> TokenUnavailable:
    """The failure of an answer that is neither a token nor a refusal."""
    return TokenUnavailable(f"{service} respondió algo que no es un token; se intentará de nuevo.")


def after_microsoft(section: str, user: str, token: str) -> str:
    """What to do when Exchange refuses a token that Microsoft issued."""
    permission = _PERMISSIONS[section]
    roles = _roles(token)
    if roles is not None and permission not in roles:
        return _CONSENT.format(permission=permission)
    steps = (
        f"revise que [{section}] user sea el buzón, y en Exchange: New-ServicePrincipal con el id "
        f"de objeto de la aplicación empresarial, Add-MailboxPermission sobre {user}, y "
    )
    if section == "smtp":
        return steps + "Set-CASMailbox -SmtpClientAuthenticationDisabled $false"
    return steps + "Set-CASMailbox -ImapEnabled $true"


def after_google(section: str, user: str, _token: str) -> str:
    """What to do when Gmail refuses a token that Google issued."""
    return (
        f"revise que [{section}] user sea la dirección principal del buzón ({user}) y que tenga "
        "Gmail con IMAP habilitado"
    )


def reason_of(challenge: bytes) -> str:
    """What the JSON says that a mail server sends, in base64 or not, with its refusal ("" if none).

    https://developers.google.com/gmail/imap/xoauth2-protocol#error_response
    """
    try:
        text = challenge if challenge.lstrip().startswith(b"{") else b64decode(challenge)
        reason = json.loads(text)
    except (binascii.Error, ValueError, RecursionError):
        return ""
    if not isinstance(reason, dict):
        return ""
    told = (f"{key} {value}" for key, value in reason.items() if isinstance(value, str | int))
    return shown(", ".join(told))


def shown(described: str) -> str:
    """A service's own words on one short line, without anything that may be a token."""
    return _SECRETS.sub("…", " ".join(described.split()))[:_LONGEST]


def is_token(text: object) -> bool:
    """Whether `text` can stand in a login: it must not end its own field there."""
    return isinstance(text, str) and bool(text) and text.isascii() and text.isprintable()


def _roles(token: str) -> list[object] | None:
    """The permissions that a token of Microsoft names; None where it can't be read.

    Not verified, since nothing but advice depends on it.
    """
    body = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        claims = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    roles = claims.get("roles", []) if isinstance(claims, dict) else None
    return roles if isinstance(roles, list) else None
