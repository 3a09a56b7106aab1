"""Who wrote a mail, and how surely: From only, never Reply-To (design.md, Identity and trust)."""

import re
from dataclasses import dataclass

from mailbot.config import Config
from mailbot.config.people import StaffMember
from mailbot.model.mail import Mail
from mailbot.model.vocabulary import IdentityBy
from mailbot.parsers.signatures import vouches_for
from mailbot.rules.authentication import Verdict, judge_sender
from mailbot.rules.directory import staff_member

_QUOTED_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
_IN_BRACKETS = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_BARE = re.compile(r"(?:^|[,;:])\s*([^\s<>,;:\"]+@[^\s<>,;:\"]+)\s*(?=$|[,;])")
_MAX_FROM = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The author of a mail.

    `address` is that of From, "" without one. `verified` says that it is proven, `by` what proves
    it. `staff` is the person of the directory with this address, proven or not: commands need
    `verified` too. `forged` says that our own receiver calls the sender false. `reason` is Spanish.
    """

    address: str
    verified: bool
    by: IdentityBy
    staff: StaffMember | None
    forged: bool
    reason: str


def identify_sender(mail: Mail, config: Config) -> Identity:
    """Judge the author of `mail`; whatever is in doubt is not verified."""
    address = mail.sender.address if mail.sender else ""
    staff = staff_member(address, config) if address else None
    by, forged, reason = _proof(mail, config, staff)
    return Identity(
        address=address,
        verified=by is not IdentityBy.NONE,
        by=by,
        staff=staff,
        forged=forged,
        reason=reason,
    )


def worth_verifying(mail: Mail, config: Config) -> bool:
    """Whether a DKIM signature that we verify ourselves would change what `mail` may do.

    Only staff needs proof, and only where our receiver gives none: all other mail costs no look-up.
    """
    return (
        config.trust.verify_dkim
        and mail.sender is not None
        and staff_member(mail.sender.address, config) is not None
        and mail.header("dkim-signature") is not None
        and _has_one_author(mail)
        and judge_sender(mail, config.trust).verdict is Verdict.NONE
    )


def _proof(mail: Mail, config: Config, staff: StaffMember | None) -> tuple[IdentityBy, bool, str]:
    """By what the author is known, whether he is forged, and why."""
    judgement = judge_sender(mail, config.trust)
    if judgement.verdict is Verdict.FAIL:
        return IdentityBy.NONE, True, judgement.reason
    if not _has_one_author(mail):
        return IdentityBy.NONE, False, "El correo no tiene exactamente un remitente en From."
    if judgement.verdict is Verdict.PASS:
        return IdentityBy.AUTHENTICATION_RESULTS, False, judgement.reason
    signer = _signer(mail, config)
    if signer and judgement.verdict is Verdict.NONE:
        return IdentityBy.DKIM, False, f"Se verificó la firma DKIM de {signer}."
    trusts_from = config.trust.commands_require == "directory"
    if staff and trusts_from and judgement.verdict is Verdict.NONE:
        reason = "La dirección está en el directorio; la configuración confía en From."
        return IdentityBy.DIRECTORY, False, reason
    return IdentityBy.NONE, False, judgement.reason


def _signer(mail: Mail, config: Config) -> str | None:
    """The domain whose signature over this mail, verified by ourselves, vouches for its author."""
    if not config.trust.verify_dkim or mail.sender is None:
        return None
    author = mail.sender.domain
    return next((signer for signer in mail.signers if vouches_for(signer, author)), None)


def _has_one_author(mail: Mail) -> bool:
    """Whether From is one header with one address, the one that was read."""
    if mail.sender is None:
        return False
    values = mail.header_all("from")
    if len(values) != 1 or len(values[0]) > _MAX_FROM:
        return False
    plain = _QUOTED_OR_COMMENT.sub(" ", values[0])
    authors = {match.lower() for form in (_IN_BRACKETS, _BARE) for match in form.findall(plain)}
    return authors == {mail.sender.address}
