"""What our own receiver says about a mail's sender: Authentication-Results read with care.

A header anybody can write: only our receiver's own one counts, the topmost of its name (RFC 8601,
section 5), and what can't be read says nothing. `[trust] scheme` says who our receiver is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mailbot.config.people import Trust
from mailbot.model.mail import Mail
from mailbot.parsers.domains import ascii_domain

_HEADER = "authentication-results"
_AUTH_AS = "x-ms-exchange-organization-authas"
_MAX_LENGTH = 8_000
_AUTHSERV_ID = re.compile(r"""(?:\s*\([^()]*\))?\s*"?([^\s;()"]+)""")
_OUTSIDE = re.compile(r"""[^"()]+|"(?:[^"\\]|\\.)*"|[()]""", re.DOTALL)
_IN_COMMENT = re.compile(r"(?:[^()\\]|\\.)+|[()]", re.DOTALL)
_CLAUSE = re.compile(r"\s*([\w-]+)\s*(?:/\s*\d+\s*)?=\s*([^\s;]*)(.*)", re.DOTALL)
_HEADER_FROM = re.compile(r"(?<![\w.-])header\s*\.\s*from\s*=\s*([^\s;]+)", re.IGNORECASE)
# Exchange Online writes its results on top of the line in which its front door says from whom it
# has the mail: what stands below came with the mail.
_FRONT_DOOR = re.compile(r"\bby\s+[\w.-]{1,200}\.mail\.protection\.outlook\.com\b", re.IGNORECASE)
# A failing result is never outweighed, not even one in a comment or in a lower block; but those
# may be anybody's words, so they are no proof of forgery either.
_ANY_FAIL = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


class Verdict(StrEnum):
    """What the receiver found out.

    FAIL is a forged sender, NONE says nothing either way, DOUBT has a failing result that may not
    be our receiver's: nothing else may prove the sender then.
    """

    PASS = "pass"
    FAIL = "fail"
    NONE = "none"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and in Spanish what it rests on."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class DmarcResult:
    """One DMARC clause: its result, and the domain of From that it speaks of."""

    result: str
    domain: str | None


_NOTHING = Judgement(Verdict.NONE, "El servidor de correo no dice si el remitente es auténtico.")
_UNREADABLE = Judgement(Verdict.NONE, "El resultado de autenticación no se puede leer.")
_FORGED = Judgement(Verdict.FAIL, "El servidor de correo dice que el remitente es falso (DMARC).")
_DOUBTFUL = Judgement(Verdict.DOUBT, "Los resultados de autenticación se contradicen.")
_PROVEN = Judgement(Verdict.PASS, "El servidor de correo confirmó el remitente (DMARC).")
_UNPROVEN = Judgement(Verdict.NONE, "El servidor de correo no confirmó el remitente (DMARC).")
_OTHER_DOMAIN = Judgement(Verdict.NONE, "La confirmación (DMARC) habla de otro dominio.")
_INTERNAL = Judgement(Verdict.PASS, "Exchange confirmó que el correo viene de la organización.")


def judge_sender(mail: Mail, trust: Trust) -> Judgement:
    """What our receiver says about the address in From."""
    blocks = _own_blocks(mail, trust)
    top = _judge_block(blocks[0], mail) if blocks else _NOTHING
    if top.verdict is Verdict.FAIL:
        return top
    if any(_ANY_FAIL.search(block) for block in blocks):
        return _DOUBTFUL
    if top.verdict is Verdict.NONE and trust.scheme == "exchange-online" and _is_internal(mail):
        return _INTERNAL
    return top


def _own_blocks(mail: Mail, trust: Trust) -> list[str]:
    """The results that can be our receiver's, topmost first, without its id."""
    values = mail.header_all(_HEADER)
    if not values:
        return []
    if trust.scheme == "exchange-online":
        # Exchange writes no id: with one on top nothing here is surely Exchange's.
        top = _above_front_door(mail)
        return [value for value in values if _CLAUSE.match(value)] if _CLAUSE.match(top) else []
    if not trust.authserv_id:
        return []
    own = trust.authserv_id.strip().lower()
    return [value for value in values if authserv_id_of(value) == own]


def _above_front_door(mail: Mail) -> str:
    """The first results of all, if the receiving hop can have written them; else ""."""
    for name, value in mail.headers:
        if name == _HEADER:
            return value
        if name == "received" and _FRONT_DOOR.search(value):
            return ""
    return ""


def authserv_id_of(value: str) -> str:
    """Who wrote an Authentication-Results, in lower case; "" where that can't be read."""
    match = _AUTHSERV_ID.match(value)
    return match[1].lower() if match else ""


def _judge_block(block: str, mail: Mail) -> Judgement:
    results = _read(block)
    if results is None:
        return _UNREADABLE
    if any(result.result == "fail" for result in results):
        return _FORGED
    if not results or any(result.result != "pass" for result in results):
        return _UNPROVEN
    author = ascii_domain(mail.sender.domain if mail.sender else "")
    if not author or any(result.domain != author for result in results):
        return _OTHER_DOMAIN
    return _PROVEN


def _is_internal(mail: Mail) -> bool:
    """Valid only where Exchange strips that header from outside mail; `doctor` says so."""
    return [value.strip().lower() for value in mail.header_all(_AUTH_AS)] == ["internal"]


def _read(block: str) -> list[DmarcResult] | None:
    """Every DMARC clause of a block; None if it is malformed."""
    if "dmarc" not in block.lower():
        return []
    plain = _without_comments(block[:_MAX_LENGTH])
    if plain is None or len(block) > _MAX_LENGTH:
        return None
    return list(_dmarc_clauses(plain))


def _dmarc_clauses(plain: str) -> Iterator[DmarcResult]:
    for clause in plain.split(";"):
        match = _CLAUSE.match(clause)
        if match and match[1].lower() == "dmarc":
            domains = {ascii_domain(d.rpartition("@")[2]) for d in _HEADER_FROM.findall(match[3])}
            domain = domains.pop() if len(domains) == 1 else None
            yield DmarcResult(match[2].lower(), domain)


def _without_comments(value: str) -> str | None:
    """`value` with comments as blanks and quoted texts as "_"; None if either has no end."""
    kept, depth, position = [], 0, 0
    while position < len(value):
        match = (_IN_COMMENT if depth else _OUTSIDE).match(value, position)
        if match is None:
            return None
        piece, position = match[0], match.end()
        if piece == "(":
            depth += 1
            kept.append(" ")
        elif piece == ")":
            depth -= 1
        elif not depth:
            kept.append('"_"' if piece[0] == '"' else piece)
        if depth < 0:
            return None
    return None if depth else "".join(kept)
