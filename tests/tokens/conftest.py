"""A token service, a Dovecot that takes its tokens, and configurations that name them."""

import json
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from mailbot.config import servers
from mailbot.tokens import Bearer, bearer_for
from tests.servers.dovecot import Dovecot
from tests.servers.token_service import CLIENT_ID, CLIENT_SECRET, HOST, TENANT, TokenService

NOW = datetime(2026, 11, 24, 14, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The application's key pair: PEM texts."""

    private: str
    public: bytes
    certificate: str


@pytest.fixture(scope="session")
def keys() -> Keys:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mailbot")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=10))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    return Keys(
        private=key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
        public=key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo),
        certificate=certificate.public_bytes(pem).decode(),
    )


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tokens") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(autouse=True)
def nothing_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy and authorities this machine is told to use, the tests do without."""
    monkeypatch.setenv("NO_PROXY", HOST)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def running(authority: trustme.CA, keys: Keys) -> Iterator[TokenService]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(context)
    with TokenService(tls=context, public_key=keys.public) as service:
        yield service


@pytest.fixture
def service(running: TokenService) -> TokenService:
    """The running service as if it were new."""
    running.forget()
    return running


@pytest.fixture(scope="session")
def token_dovecot(running: TokenService) -> Iterator[Dovecot]:
    """A Dovecot that asks the service about every token."""
    with Dovecot(running.introspection_url) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def microsoft(service: TokenService, ca_file: Path) -> dict[str, object]:
    """The keys of a table whose account has tokens of Microsoft."""
    return {
        "host": HOST,
        "security": "none",
        "timeout_seconds": 5,
        "auth": "oauth2-microsoft",
        "user": service.mailbox,
        "tenant": TENANT,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "authority": service.url,
        "ca_file": ca_file,
    }


@pytest.fixture
def account_key(keys: Keys, tmp_path: Path) -> dict[str, str]:
    """The JSON key of a service account of Google."""
    return {
        "type": "service_account",
        "project_id": "mailbot",
        "private_key_id": "1",
        "private_key": keys.private,
        "client_email": "mailbot@mailbot.iam.gserviceaccount.example",
        "token_uri": "https://never.example/token",
    }


@pytest.fixture
def google(
    service: TokenService, ca_file: Path, account_key: dict[str, str], tmp_path: Path
) -> dict[str, object]:
    """The keys of a table whose account has tokens of Google."""
    path = tmp_path / "clave.json"
    path.write_text(json.dumps(account_key))
    return {
        "host": HOST,
        "security": "none",
        "timeout_seconds": 5,
        "auth": "oauth2-google",
        "user": service.mailbox,
        "service_account_file": path,
        "token_uri": service.google_url,
        "ca_file": ca_file,
    }


MakeBearer = Callable[..., Bearer]


@pytest.fixture
def bearer_of(clock: Clock) -> MakeBearer:
    """Makes the bearer of a table for `[mailbox]`."""

    def make(table: dict[str, object], clock: Clock = clock, **keys: object) -> Bearer:
        bearer = bearer_for("mailbox", servers.Mailbox.model_validate(table | keys), clock)
        assert bearer is not None
        return bearer

    return make
