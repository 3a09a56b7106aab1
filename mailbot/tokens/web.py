"""The way to a token service: HTTPS only, with a time limit, and never on to where it points.

Imported when a token is first fetched: it brings `requests`.
"""

import logging
import ssl
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from mailbot.tokens.values import TokenRefused, TokenUnavailable

LONGEST_SECONDS = 20.0
"""Within how many seconds a token service must answer: a login waits for it."""

# They log addresses and answers at DEBUG: neither must reach any log of ours.
for _name in ("urllib3", "requests", "msal", "google", "google.auth", "google.oauth2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class TokenWeb(requests.Session):
    """A session with one token service, trusting the system's authorities and `ca_file`.

    Every request answers with a JSON object below status 500, or raises: TokenUnavailable when
    trying again may help, TokenRefused when the configuration must change.
    """

    def __init__(self, *, seconds: float, ca_file: Path | None) -> None:
        super().__init__()
        self._seconds = min(seconds, LONGEST_SECONDS)
        self.mount("https://", _Trusting(_context(ca_file)))

    def request(  # type: ignore[override]
        self, method: str, url: str, **options: Any
    ) -> requests.Response:
        host = urlsplit(url).hostname
        if not url.startswith("https://"):
            raise TokenRefused(f"El servicio de tokens debe usar https, y {host} no lo usa.")
        # A redirected POST would carry the secret to whatever host the answer names.
        options |= {"timeout": self._seconds, "allow_redirects": False}
        try:
            answer = super().request(method, url, **options)
            is_object = isinstance(answer.json(), dict)
        except (requests.JSONDecodeError, RecursionError):
            is_object = False
        except requests.RequestException as error:
            raise TokenUnavailable(self._told(error, host)) from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise TokenUnavailable(
                f"El servicio de tokens {host} no atiende por ahora (HTTP {answer.status_code})."
            )
        if answer.is_redirect or not is_object:
            raise TokenUnavailable(
                f"{host} no respondió como un servicio de tokens (HTTP {answer.status_code}): "
                "revise si un proxy o un portal de la red se interpone."
            )
        return answer

    def _told(self, error: requests.RequestException, host: str | None) -> str:
        if isinstance(error, requests.Timeout):
            return f"El servicio de tokens {host} no respondió en {self._seconds:g} s."
        if isinstance(error, requests.exceptions.SSLError):
            return (
                f"El certificado de {host} no es de confianza: revise la red, o indique en ca_file "
                "la autoridad que lo firmó."
            )
        if isinstance(error, requests.exceptions.ProxyError):
            return f"El proxy no deja llegar al servicio de tokens {host}: revise HTTPS_PROXY."
        return (
            f"No se pudo llegar al servicio de tokens {host}: revise el DNS, el cortafuegos y la "
            "variable HTTPS_PROXY."
        )


class _Trusting(HTTPAdapter):
    """`requests` trusts its own list of authorities; we trust the system's, as for mail."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__()

    def cert_verify(self, conn: Any, *_: Any) -> None:
        # The original puts the list of `requests` beside our context's.
        conn.cert_reqs = "CERT_REQUIRED"

    def init_poolmanager(self, *sizes: Any, **options: Any) -> None:
        super().init_poolmanager(*sizes, **options, ssl_context=self._context)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, **options, ssl_context=self._context)


@cache
def _context(ca_file: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            raise TokenRefused(f"No se pueden leer certificados de {ca_file} ({error}).") from None
    return context
