"""The keys of the two servers: `[mailbox]` and `[smtp]`."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from mailbot.config.kinds import (
    Auth,
    ClientId,
    ExistingFile,
    FilePath,
    HostText,
    HttpsUrl,
    Password,
    Port,
    Security,
    TenantText,
    Thumbprint,
    refuse,
)
from mailbot.config.section import Section

_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"


class Server(Section):
    """How to reach a server, and with which account."""

    host: HostText
    port: Port
    security: Security = "tls"
    auth: Auth = "password"
    user: str | None = Field(default=None, min_length=1)
    password: Password | None = None
    """The secret itself, wherever it came from: this key, `password_file` or the environment."""
    password_file: FilePath | None = None
    tenant: TenantText | None = None
    client_id: ClientId | None = None
    client_secret: Password | None = None
    """The secret itself, wherever it came from, as with `password`."""
    client_secret_file: FilePath | None = None
    certificate_file: ExistingFile | None = None
    certificate_thumbprint: Thumbprint | None = None
    authority: HttpsUrl = "https://login.microsoftonline.com"
    service_account_file: ExistingFile | None = None
    token_uri: HttpsUrl | None = None
    """Another address than the one that the service account's key names."""
    ca_file: ExistingFile | None = None
    """Certificates to trust besides the system's (own servers)."""
    timeout_seconds: float = Field(default=60, gt=0, le=600)

    @property
    def secret(self) -> str | None:
        """The password in clear, for logging in and nothing else."""
        return self.password.get_secret_value() if self.password else None

    @model_validator(mode="after")
    def _certificate_is_known(self) -> Self:
        # Microsoft finds it by its thumbprint, which the certificate itself tells too.
        file = self.certificate_file
        if file and not self.certificate_thumbprint and _CERTIFICATE not in file.read_bytes():
            what = "falta: certificate_file tiene la clave, pero no el certificado"
            refuse([(("certificate_thumbprint",), what)])
        return self


class Mailbox(Server):
    """The IMAP box that is read."""

    # What `logins` asks for beside the schema's own: whoever lacks the table is told all of it.
    model_config = ConfigDict(
        json_schema_extra={"needed": ["host", "user", "password o password_file"]}
    )

    port: Port = 993
    folder: str = Field(default="INBOX", min_length=1)
    done_folder: str = Field(default="Procesados", min_length=1)
    parked_folder: str = Field(default="Revisar", min_length=1)
    poll_seconds: float = Field(default=60, gt=0, le=3600)

    @model_validator(mode="after")
    def _three_folders(self) -> Self:
        # A mail filed where it is read from would come in again with every pass.
        if self.folder in (self.done_folder, self.parked_folder):
            refuse([(("folder",), "debe ser otra carpeta que done_folder y parked_folder")])
        if self.done_folder == self.parked_folder:
            refuse([(("parked_folder",), "debe ser otra carpeta que done_folder")])
        return self


class Smtp(Server):
    """The server that mails are handed to."""

    port: Port = 587
    security: Security = "starttls"
    connections: int = Field(default=3, gt=0, le=20)
