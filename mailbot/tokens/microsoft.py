"""Tokens of Microsoft Entra for an application of its own (client credentials, RFC 6749 §4.4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mailbot.config.servers import Server
from mailbot.tokens import words
from mailbot.tokens.values import Token, TokenRefused, TokenUnavailable

_SCOPES = {
    "login.microsoftonline.us": "https://outlook.office365.us/.default",
    "login.partner.microsoftonline.cn": "https://partner.outlook.cn/.default",
}
"""Exchange Online of the national clouds; everywhere else it is the world's."""

_SCOPE = "https://outlook.office365.com/.default"
_USUAL_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrosoftIssuer:
    """Fetches tokens as a server's table says; `section` is its name."""

    section: str
    server: Server

    def issue(self, now: datetime) -> Token:
        """See Issuer."""
        from mailbot.tokens.web import TokenWeb

        credential = self._credential()
        server = self.server
        with TokenWeb(seconds=server.timeout_seconds, ca_file=server.ca_file) as web:
            application = self._application(credential, web)
            try:
                answer = application.acquire_token_for_client(scopes=[self._scope()])
            except (TypeError, ValueError, OverflowError):
                answer = {}
        if "error" in answer:
            raise self._refusal(answer)
        return _token(answer, now)

    def _application(self, credential: object, web: object) -> Any:
        """A new one each time: msal would keep tokens and failures of its own."""
        import msal

        try:
            return msal.ConfidentialClientApplication(
                self.server.client_id,
                client_credential=credential,
                authority=f"{self.server.authority}/{self.server.tenant}",
                http_client=web,
                validate_authority=False,
                instance_discovery=False,
            )
        except ValueError:
            # The service knows no such tenant: it describes none.
            raise TokenRefused(
                f"Microsoft no conoce el inquilino {self.server.tenant}: revise [{self.section}] "
                "tenant (y authority, si la puso)."
            ) from None
        except KeyError:
            raise words.nonsense("Microsoft") from None

    def _credential(self) -> object:
        server = self.server
        if server.certificate_file is None:
            return server.client_secret.get_secret_value() if server.client_secret else ""
        from mailbot.tokens.certificate import read_certificate

        pem = read_certificate(server.certificate_file, self.section)
        if server.certificate_thumbprint:
            return {"private_key": pem.private_key, "thumbprint": server.certificate_thumbprint}
        return {"private_key": pem.private_key, "public_certificate": pem.certificate}

    def _scope(self) -> str:
        host = self.server.authority.removeprefix("https://").partition("/")[0]
        return _SCOPES.get(host, _SCOPE)

    def _refusal(self, answer: dict[str, Any]) -> TokenRefused | TokenUnavailable:
        if answer["error"] == "temporarily_unavailable":
            return TokenUnavailable("Microsoft no da tokens por ahora.")
        described = str(answer.get("error_description") or answer["error"])
        secret = self.server.client_secret
        if secret is not None:
            described = described.replace(secret.get_secret_value(), "…")
        return TokenRefused(words.refused_by_microsoft(self.section, described))


def _token(answer: dict[str, Any], now: datetime) -> Token:
    text = answer.get("access_token")
    if not words.is_token(text):
        raise words.nonsense("Microsoft")
    try:
        lifetime = timedelta(seconds=int(answer.get("expires_in", _USUAL_SECONDS)))
        return Token(text=str(text), expires=now + lifetime)
    except (TypeError, ValueError, OverflowError):
        raise words.nonsense("Microsoft") from None
