"""The keys of `[metrics]`: where this machine's monitoring may ask how the line stands."""

from ipaddress import ip_address

from pydantic import field_validator

from mailbot.config.kinds import Port, refuse_value
from mailbot.config.section import Section


class Metrics(Section):
    """Where to listen; without a port nothing does."""

    address: str = "127.0.0.1"
    port: Port | None = None

    @field_validator("address")
    @classmethod
    def _of_this_machine_only(cls, address: str) -> str:
        try:
            is_own = ip_address(address).is_loopback
        except ValueError:
            is_own = False
        if not is_own:
            raise refuse_value(
                'debe ser una dirección de este mismo equipo, "127.0.0.1" o "::1": las cifras no '
                "se ofrecen a otros equipos"
            )
        return address
