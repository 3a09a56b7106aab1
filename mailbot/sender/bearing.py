"""Logging in at the SMTP server with an access token (XOAUTH2)."""

import asyncio

from aiosmtplib import SMTP, SMTPAuthenticationError
from aiosmtplib.auth import auth_xoauth2_encode

from mailbot.errors import ServerUnavailable, SmtpLoginError
from mailbot.sender import failures
from mailbot.tokens import Bearer, TokenRefused, TokenUnavailable
from mailbot.tokens.words import reason_of

_ACCEPTED, _CHALLENGE = 235, 334


async def login(smtp: SMTP, bearer: Bearer, server: str) -> None:
    """Authenticate; a refused token is replaced once, since it may have been revoked.

    Raises SmtpLoginError, ServerUnavailable, aiosmtplib's exceptions, or OSError.
    """
    token = await _token(bearer)
    try:
        await _authenticate(smtp, bearer, token, server)
    except SmtpLoginError:
        renewed = await _token(bearer, refused=token)
        if renewed == token:
            raise
        await _authenticate(smtp, bearer, renewed, server)


async def _token(bearer: Bearer, refused: str = "") -> str:
    try:
        return await asyncio.to_thread(bearer.token, refused)
    except TokenRefused as failure:
        raise SmtpLoginError(str(failure)) from None
    except TokenUnavailable as failure:
        raise ServerUnavailable(str(failure)) from None


async def _authenticate(smtp: SMTP, bearer: Bearer, token: str, server: str) -> None:
    # Not by aiosmtplib's `auth_xoauth2`: it keeps the reason that the server gives to itself.
    login_text = auth_xoauth2_encode(bearer.user, token)
    reply = await smtp.execute_command(b"AUTH", b"XOAUTH2", login_text)
    reason = ""
    if reply.code == _CHALLENGE:
        reason = reason_of(reply.message.encode())
        reply = await smtp.execute_command(b"")
    if reply.code == _ACCEPTED:
        return
    if not failures.is_permanent(reply.code):
        raise SMTPAuthenticationError(reply.code, reply.message)
    words = f"{reply.code} {failures.reply_text(reply.message)}"
    raise SmtpLoginError(
        f"El servidor SMTP {server} {bearer.refusal(token, words, reason)}", reply.code
    )
