"""Microsoft's and Google's token services on loopback, and what Dovecot asks about their tokens.

Both are served over TLS, and check what they are sent as the real ones do; the introspection is
bare. `Say` makes the service answer the next request for a token in another way.
"""

import itertools
import json
import ssl
import threading
from base64 import urlsafe_b64encode
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

HOST = "127.0.0.1"
TENANT = "entidad.onmicrosoft.example"
CLIENT_ID = "11111111-2222-3333-4444-555555555555"
CLIENT_SECRET = "el~secreto~de~la~aplicacion"
MICROSOFT_SCOPE = "https://outlook.office365.com/.default"
GOOGLE_SCOPE = "https://mail.google.com/"
GOOGLE_AUDIENCE = "https://oauth2.googleapis.com/token"
ROLES = ("IMAP.AccessAsApp", "SMTP.SendAsApp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Answer a request in this way instead; with `silent` not at all."""

    status: int = 200
    body: object = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()
    silent: bool = False


@dataclass(kw_only=True)
class TokenService:
    """Started by `with`. `tls` is the services' context.

    `mailbox` is whose the tokens are that are issued from now on; `public_key` (PEM) is that of
    the certificate and of the service account. `seconds` is how long a token lasts.
    """

    tls: ssl.SSLContext
    public_key: bytes
    mailbox: str = "linea1"
    seconds: object = 3600
    roles: tuple[str, ...] = ROLES

    asked: list[dict[str, str]] = field(default_factory=list, init=False)
    """The forms of all requests for a token."""
    valid: dict[str, str] = field(default_factory=dict, init=False)
    """Tokens that mail servers take, and whose they are."""

    def __post_init__(self) -> None:
        self._says: deque[Say] = deque()
        self._numbers = itertools.count(1)
        self._over = threading.Event()
        self._servers: list[ThreadingHTTPServer] = []

    def __enter__(self) -> "TokenService":
        for handler in (_Issuing, _Introspecting):
            server = _Server((HOST, 0), handler)
            server.service = self
            self._servers.append(server)
        issuing = self._servers[0]
        issuing.socket = self.tls.wrap_socket(
            issuing.socket, server_side=True, do_handshake_on_connect=False
        )
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    @property
    def url(self) -> str:
        """Microsoft's authority."""
        return f"https://{HOST}:{self._servers[0].server_address[1]}"

    @property
    def google_url(self) -> str:
        """Google's token_uri."""
        return f"{self.url}/google/token"

    @property
    def introspection_url(self) -> str:
        """Where Dovecot asks about the token that follows."""
        return f"http://{HOST}:{self._servers[1].server_address[1]}/introspect?access_token="

    def say(self, *says: Say) -> None:
        """How the next requests for a token are answered."""
        self._says.extend(says)

    def issue(self, **claims: object) -> str:
        """A new token, as Microsoft makes them."""
        claims |= {"roles": list(self.roles), "jti": next(self._numbers), "pad": "x" * 40}
        parts = ({"alg": "RS256"}, claims, {"signature": "none"})
        token = ".".join(_encoded(part) for part in parts)
        self.valid[token] = self.mailbox
        return token

    def forget(self) -> None:
        """Be as if new."""
        self.asked.clear()
        self.valid.clear()
        self._says.clear()
        self.mailbox, self.seconds, self.roles = "linea1", 3600, ROLES

    def revoke_all(self) -> None:
        """From now on no mail server takes any token issued so far."""
        self.valid.clear()

    # Called by the handlers

    def answer(self, path: str, form: dict[str, str]) -> Say:
        self.asked.append(form)
        if self._says:
            return self._says.popleft()
        return self._google(form) if path.startswith("/google/") else self._microsoft(form)

    def wait_until_over(self) -> None:
        self._over.wait(60)

    def _microsoft(self, form: dict[str, str]) -> Say:
        if form.get("client_id") != CLIENT_ID:
            return _aadsts(700016, "Application with identifier was not found in the directory")
        if form.get("scope") != MICROSOFT_SCOPE or form.get("grant_type") != "client_credentials":
            return _aadsts(70011, "The provided value for scope is not valid")
        if "client_assertion" in form:
            audience = f"{self.url}/{TENANT}/oauth2/v2.0/token"
            if self._claims(form["client_assertion"], audience) is None:
                return _aadsts(700027, "The certificate with identifier is not registered")
        elif form.get("client_secret") != CLIENT_SECRET:
            return _aadsts(7000215, "Invalid client secret provided")
        return self._token()

    def _google(self, form: dict[str, str]) -> Say:
        claims = self._claims(form.get("assertion", ""), GOOGLE_AUDIENCE)
        if claims is None:
            return _google_error("invalid_grant", "Invalid JWT Signature.")
        if claims.get("scope") != GOOGLE_SCOPE:
            return _google_error("invalid_scope", "Invalid OAuth scope or ID token audience.")
        if claims.get("sub") != self.mailbox:
            return _google_error("invalid_grant", "Invalid email or User ID")
        return self._token()

    def _token(self) -> Say:
        body = {"token_type": "Bearer", "expires_in": self.seconds, "access_token": self.issue()}
        return Say(body=body)

    def _claims(self, assertion: str, audience: str) -> dict[str, Any] | None:
        try:
            return jwt.decode(
                assertion, self.public_key, algorithms=["RS256", "PS256"], audience=audience
            )
        except jwt.InvalidTokenError:
            return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    service: TokenService

    def handle_error(self, *_: object) -> None:
        """A client that does not trust us hangs up, and that is its affair."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # In two pieces, each answer would wait 40 ms for the acknowledgement of its first one.
    wbufsize = -1

    def log_message(self, *_: object) -> None:
        """Tests' output is for failures."""

    def reply(self, say: Say) -> None:
        if say.silent:
            self.server.service.wait_until_over()
            return
        body = say.body.encode() if isinstance(say.body, str) else json.dumps(say.body).encode()
        self.send_response(say.status)
        for name, value in (*say.headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class _Issuing(_Handler):
    def do_GET(self) -> None:
        tenant = self.path.split("/")[1]
        if tenant != TENANT:
            self.reply(_aadsts(90002, f"Tenant '{tenant}' not found.", error="invalid_tenant"))
            return
        endpoints = f"{self.server.service.url}/{tenant}/oauth2/v2.0"
        body = {
            "issuer": f"{self.server.service.url}/{tenant}/v2.0",
            "authorization_endpoint": f"{endpoints}/authorize",
            "token_endpoint": f"{endpoints}/token",
        }
        self.reply(Say(body=body))

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(content).items()}
        self.reply(self.server.service.answer(self.path, form))


class _Introspecting(_Handler):
    def do_GET(self) -> None:
        [token] = parse_qs(urlsplit(self.path).query)["access_token"]
        user = self.server.service.valid.get(token)
        body = {"active": "true", "username": user} if user else {"active": "false"}
        self.reply(Say(body=body))


def _aadsts(code: int, words: str, error: str = "invalid_client") -> Say:
    described = f"AADSTS{code}: {words}. Trace ID: 0a1b2c3d-0000-1111-2222-333344445555"
    return Say(status=400, body={"error": error, "error_description": described})


def _google_error(error: str, words: str) -> Say:
    return Say(status=400, body={"error": error, "error_description": words})


def _encoded(part: object) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
