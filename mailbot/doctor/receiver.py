"""Whether the server that receives writes what commands by mail are proved with (RFC 8601)."""

from collections.abc import Iterator, Sequence
from email.parser import BytesHeaderParser
from email.policy import compat32
from typing import TYPE_CHECKING

from mailbot.doctor.findings import Subject, Verdict, fault, fine, warning
from mailbot.doctor.stored import looked_into
from mailbot.rules.authentication import authserv_id_of

if TYPE_CHECKING:
    from storage.store import Store

_LATEST = 10
"""How many mails are read: enough to meet one that came from outside."""

_FEWEST = 3
"""With fewer the mails may all be of our own house, which some servers don't check."""


def receiver(subject: Subject) -> Iterator[Verdict]:
    """Compare `trust.authserv_id` with what the latest mails kept bear."""
    rules = subject.config.trust
    own = rules.authserv_id
    if not own or rules.scheme != "rfc8601":
        yield fine("no se mira: la prueba no depende de trust.authserv_id")
        return
    mails = _latest_ids(subject)
    if len(mails) < _FEWEST:
        yield fine("se sabrá cuando haya correos recibidos")
        return
    proved = sum(own.strip().lower() in ids for ids in mails)
    if proved:
        yield fine(f"{proved} de los últimos {len(mails)} correos traen la prueba de {own}")
    elif rules.verify_dkim or rules.commands_require == "directory":
        # Commands run all the same, by another proof or by none.
        yield warning(*_never_seen(own, mails))
    else:
        yield fault(*_never_seen(own, mails))


def _never_seen(own: str, mails: Sequence[tuple[str, ...]]) -> tuple[str, str]:
    # The topmost header is what the last server wrote; those below may be anybody's.
    tops = sorted({ids[0] for ids in mails if ids})
    told = f"ninguno de los últimos {len(mails)} correos trae Authentication-Results de {own}"
    if not tops:
        return (
            f"{told}: no lo trae de nadie, y ninguna orden por correo se podrá probar",
            "pida a quien administra el servidor que lo escriba, o use verify_dkim = true",
        )
    return (
        f"{told}, sino de {', '.join(tops)}",
        "si ese es su servidor, escríbalo en trust.authserv_id; si no, pida que el suyo lo escriba",
    )


def _latest_ids(subject: Subject) -> list[tuple[str, ...]]:
    with looked_into(subject) as found:
        if found is None:
            return []
        from storage import arrivals

        store, connection = found
        digests = arrivals.latest_raws(connection, _LATEST)
        return [_ids(store, digest) for digest in digests if store.files.has(digest)]


def _ids(store: "Store", digest: str) -> tuple[str, ...]:
    mail = BytesHeaderParser(policy=compat32).parsebytes(store.files.get(digest))
    values = mail.get_all("Authentication-Results", [])
    return tuple(filter(None, (authserv_id_of(" ".join(str(value).split())) for value in values)))
