"""The two servers: whether they let us in, and whether what they offer is enough."""

from collections.abc import Iterator
from datetime import timedelta

from mailbot.config import Config
from mailbot.config.servers import Server
from mailbot.daemon.line import mail_sender, mailbox_credentials
from mailbot.doctor.findings import Subject, Verdict, fault, fine, warning
from mailbot.inbox import Facts, Mailbox
from mailbot.sender import Probe
from mailbot.tokens import certificate

_CLOCKS_APART = timedelta(minutes=10)
_CERTIFICATE_LEFT = timedelta(days=14)
_MEGABYTE = 1024 * 1024


def mailbox(subject: Subject) -> Iterator[Verdict]:
    """Open the box as a pass would."""
    server = subject.config.mailbox
    yield from _own_certificate("mailbox", server, subject)
    facts = subject.mailbox(subject.config)
    yield fine(f"{server.host} recibe ({_tls(facts.tls)}); en {server.folder}: {facts.messages}")
    if facts.created:
        yield fine(f"se crearon las carpetas {', '.join(facts.created)}")
    if "IDLE" not in facts.capabilities:
        yield fine(
            "el servidor no avisa del correo nuevo (IDLE)",
            f"el buzón se mira cada {server.poll_seconds:g} segundos (poll_seconds)",
        )
    if facts.newest and facts.newest > subject.now + _CLOCKS_APART:
        yield warning(
            f"el último correo del buzón llegó en el futuro ({facts.newest.isoformat()})",
            "ponga en hora este equipo o el servidor de correo (NTP): los plazos dependen de ello",
        )


def smtp(subject: Subject) -> Iterator[Verdict]:
    """Open a session, with login where one is configured."""
    yield from _own_certificate("smtp", subject.config.smtp, subject)
    found = subject.smtp(subject.config)
    login = "con cuenta" if found.authenticated else "sin cuenta"
    yield fine(f"{found.server} acepta la sesión ({_tls(found.tls)}, {login})")
    if found.sender_refusal:
        yield fault(
            f"{found.server} no recibe correo de {subject.config.identity.address}: "
            f"{found.sender_refusal}",
            "pida que la cuenta de [smtp] pueda enviar con esa dirección, o revise "
            "identity.address",
        )
    yield from _certificate(found, subject)
    yield from _size(found, subject)


def look_at_mailbox(config: Config) -> Facts:
    """Open the configured box once; raises MailboxError."""
    box = Mailbox(config.mailbox, mailbox_credentials(config.mailbox))
    try:
        return box.probe()
    finally:
        box.close()


def look_at_smtp(config: Config) -> Probe:
    """Open one session with the configured server; raises ServerUnavailable."""
    with mail_sender(config.smtp) as sender:
        return sender.probe(config.identity.address)


def _own_certificate(section: str, server: Server, subject: Subject) -> Iterator[Verdict]:
    """Told before the server is asked, since an expired one is why it lets nobody in."""
    until = certificate.expires(server.certificate_file) if server.certificate_file else None
    if until and until < subject.now + _CERTIFICATE_LEFT:
        yield warning(
            f"el certificado de la aplicación de [{section}] vence el {until:%Y-%m-%d}",
            "registre uno nuevo en Microsoft Entra y póngalo en certificate_file",
        )


def _certificate(found: Probe, subject: Subject) -> Iterator[Verdict]:
    until = found.certificate_until
    if until and until < subject.now + _CERTIFICATE_LEFT:
        yield warning(
            f"el certificado de {found.server} vence el {until:%Y-%m-%d}",
            "avise a quien administra el servidor: después no saldrá ningún correo",
        )


def _size(found: Probe, subject: Subject) -> Iterator[Verdict]:
    largest = subject.config.limits.outgoing_mb
    if found.size_limit and found.size_limit < largest * _MEGABYTE:
        fits = found.size_limit / _MEGABYTE
        yield warning(
            f"{found.server} acepta correos de hasta {fits:.1f} MB y limits.outgoing_mb es "
            f"{largest:g}",
            f"ponga limits.outgoing_mb en {fits:.1f} o menos",
        )


def _tls(version: str | None) -> str:
    return version or "sin cifrar"
