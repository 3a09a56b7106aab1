"""DKIM signatures that we verify ourselves (RFC 6376), as strictly as an order by mail needs it.

dkimpy does the arithmetic. Around it stands what it leaves open: what a signature must cover, the
flags of a key, an expiry measured against the mail's arrival instead of the wall clock, and bounds,
because anybody can write a signature in the name of the domain that we look up. Signatures of
ed25519 (RFC 8463) say nothing here: who makes them signs with RSA too.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from mailbot.model.mail import Mail
from mailbot.parsers.domains import ascii_domain

Lookup = Callable[[str], str | None]
"""The one TXT record of a name, its strings joined; None without one, or where DNS fails."""

_MOST_SIGNATURES = 5
_LONGEST_HEAD = 100_000
_LONGEST_SIGNATURE = 4_096
_MOST_NAMES = 100
_SMALLEST_KEY = 1024
_PARENT_LABELS = 3

# What decides whose words are read, how the body is read, and that a mail is no second one. A
# changed Content-Type shows other parts of the same signed body: those that somebody was quoted in.
_MUST_BE_SIGNED = frozenset(
    (b"from", b"subject", b"date", b"message-id", b"content-type", b"content-transfer-encoding")
)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
# dkimpy's patterns take the square of a run of blanks.
_LONG_BLANK = re.compile(rb"\s{50}")
_BLANKS = re.compile(rb"[\t ]+")
_HOST = re.compile(rb"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_][a-z0-9_-]{0,62}")
_SECONDS = re.compile(rb"\d{1,12}")

_SILENT = logging.Logger("dkimpy", logging.CRITICAL + 1)

_Fields = Sequence[tuple[bytes, bytes]]
_Tags = Mapping[bytes, bytes]


def vouches_for(signer: str, author: str) -> bool:
    """Whether a signature of domain `signer` proves an author at domain `author`.

    The same domain, or one above it. Above it only with three labels or more, because two can be a
    registry's (gov.co); below it never, because domains below are given to others who send mail.
    """
    name = ascii_domain(author)
    above = signer.count(".") >= _PARENT_LABELS - 1 and name.endswith(f".{signer}")
    return bool(name) and (signer == name or above)


def signers(raw: bytes, mail: Mail, lookup: Lookup, at: datetime) -> tuple[str, ...]:
    """The domain that vouches for the author of `mail`, which is `raw` as it was read; () if none.

    `lookup` gets names like `selector._domainkey.domain`, only of domains that could vouch.
    `at` is when the mail reached our server: an expiry (x=) is measured against it. Whatever goes
    wrong is no result.
    """
    try:
        return _signers(raw, mail, lookup, at)
    except Exception:
        # Hostile bytes may trip the library anywhere; a signature that can't be read is none.
        return ()


def _signers(raw: bytes, mail: Mail, lookup: Lookup, at: datetime) -> tuple[str, ...]:
    end = _HEAD_END.search(raw, 0, _LONGEST_HEAD)
    if end is None or mail.sender is None:
        return ()
    # Imported here: it is needed for few mails, and brings a DNS library along.
    import dkim

    verifier = dkim.DKIM(raw, logger=_SILENT, minkey=_SMALLEST_KEY)
    fields: _Fields = verifier.headers
    if not _is_read_alike(fields, mail) or not _has_one_of_each(fields):
        return ()
    body = verifier.body
    given = [field for field in fields if field[0].lower() == b"dkim-signature"]
    for field in given[:_MOST_SIGNATURES]:
        tags = _tags(field[1], mail.sender.domain, at)
        names = _signed_names(tags)
        if tags is None or not _covers(names, fields):
            continue
        relaxed = tags.get(b"c", b"").endswith(b"/relaxed")
        # The same to a signature, and cheap for its patterns where a body is all blanks.
        verifier.body = _BLANKS.sub(b" ", body) if relaxed else body
        if verifier.verify_sig(dict(tags), names, field, _keys(tags, lookup)):
            return (tags[b"d"].decode("ascii").lower(),)
    return ()


def _is_read_alike(fields: _Fields, mail: Mail) -> bool:
    """Whether the verifier sees the header that we act on: readers differ over broken lines."""
    seen = [name.lower().decode("ascii") for name, _ in fields]
    return seen == [name for name, _ in mail.headers]


def _has_one_of_each(fields: _Fields) -> bool:
    """Whether nothing that must be signed is there twice: a signature covers the lowest one."""
    names = [name.lower() for name, _ in fields]
    return names.count(b"from") == 1 and all(names.count(name) <= 1 for name in _MUST_BE_SIGNED)


def _tags(value: bytes, author: str, at: datetime) -> _Tags | None:
    """The tags of a signature that could prove `author`, None for any other."""
    import dkim
    from dkim.util import parse_tag_value

    if len(value) > _LONGEST_SIGNATURE or _LONG_BLANK.search(value):
        return None
    tags: dict[bytes, bytes] = parse_tag_value(value)
    # dkimpy measures times against the wall clock.
    dkim.validate_signature_fields({key: tags[key] for key in tags if key not in (b"t", b"x")})
    hosts = (tags[b"d"].lower(), tags[b"s"].lower())
    usable = (
        tags[b"a"] == b"rsa-sha256"
        # With l= anybody may write below what was signed.
        and b"l" not in tags
        and all(_HOST.fullmatch(host) for host in hosts)
        and vouches_for(hosts[0].decode("ascii"), author)
        and _is_in_force(tags, at)
    )
    return tags if usable else None


def _is_in_force(tags: _Tags, at: datetime) -> bool:
    until, since = tags.get(b"x"), tags.get(b"t", b"0")
    if until is None:
        return True
    if not (_SECONDS.fullmatch(until) and _SECONDS.fullmatch(since)):
        return False
    return int(until) > int(since) and int(until) >= at.timestamp()


def _signed_names(tags: _Tags | None) -> list[bytes]:
    if tags is None:
        return []
    return [name.strip().lower() for name in tags[b"h"].split(b":")]


def _covers(names: Sequence[bytes], fields: _Fields) -> bool:
    present = {name.lower() for name, _ in fields} & _MUST_BE_SIGNED
    return len(names) <= _MOST_NAMES and present <= set(names)


def _keys(tags: _Tags, lookup: Lookup) -> Callable[..., bytes | None]:
    """What gives the verifier the key of a signature, if that key may make such signatures."""

    def key(name: bytes, timeout: float = 0) -> bytes | None:  # noqa: ARG001 (dkimpy passes it)
        record = lookup(name.decode("ascii").rstrip(".").lower())
        octets = record.encode("ascii") if record else None
        return octets if octets and _may_sign(octets, tags) else None

    return key


def _may_sign(record: bytes, tags: _Tags) -> bool:
    """The flags of a key record (RFC 6376 §3.6.1), which dkimpy passes over."""
    from dkim.util import parse_tag_value

    key: dict[bytes, bytes] = parse_tag_value(record)
    flags = _listed(key, b"t")
    identity = tags.get(b"i", b"@" + tags[b"d"]).rpartition(b"@")[2].lower()
    return (
        # A domain that tries signing out wants its mail treated as unsigned.
        b"y" not in flags
        and (b"s" not in flags or identity == tags[b"d"].lower())
        and b"sha256" in (_listed(key, b"h") or {b"sha256"})
        and bool({b"*", b"email"} & (_listed(key, b"s") or {b"*"}))
        and key.get(b"k", b"rsa") == b"rsa"
    )


def _listed(key: _Tags, tag: bytes) -> set[bytes]:
    return {value.strip().lower() for value in key.get(tag, b"").split(b":")} - {b""}
