"""Whose address a row of the contingency sheet may name: the same people as [NUEVO]."""

from mailbot.model.mail import Address
from mailbot.rules.forwarded import is_internal
from mailbot.rules.machine_mail import is_nobodys
from mailbot.rules.policy import Policy


def why_nobodys(email: str, policy: Policy) -> str:
    """Why an address is no requester's, in Spanish; "" for one that can be."""
    if is_internal(Address(address=email), policy):
        return f"Correo: {email} es de la línea o de la Administración; escriba el del solicitante."
    if is_nobodys(email):
        return f"Correo: nadie lee en {email}; escriba el del solicitante."
    return ""
