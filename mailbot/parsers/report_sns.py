"""Bounces that Amazon SES tells through SNS: a text that is one JSON value, with another in it.

Source: docs.aws.amazon.com/ses/latest/dg/notification-contents.html.
"""

import json
from email.message import Message
from typing import Any

from mailbot.model.mail import DeliveryReport, ReportedRecipient
from mailbot.parsers.report_parts import first_field
from mailbot.parsers.report_standard import status_in

_SENDER = "@sns.amazonaws.com"
_MAX_RECIPIENTS = 100


def read_notification(message: Message, text: str) -> DeliveryReport | None:
    """The bounce that an SNS mail tells; None for any other mail, other notifications included.

    Raises ValueError or RecursionError for what isn't JSON.
    """
    if _SENDER not in (first_field(message, "from") or "").lower():
        return None
    bounce = _bounce(text)
    if bounce is None:
        return None
    told = bounce.get("bounce", {})
    permanent = told.get("bounceType") == "Permanent"
    recipients = [_recipient(each, permanent) for each in told.get("bouncedRecipients", ())]
    return DeliveryReport(
        recipients=tuple(recipients[:_MAX_RECIPIENTS]), original_message_id=_original_id(bounce)
    )


def _bounce(text: str) -> dict[str, Any] | None:
    start = text.find("{")
    if start < 0:
        return None
    value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    told = value.get("Message", value)
    bounce = json.loads(told, strict=False) if isinstance(told, str) else told
    kind = bounce.get("notificationType", bounce.get("eventType"))
    return bounce if kind == "Bounce" else None


def _recipient(told: dict[str, Any], permanent: bool) -> ReportedRecipient:
    return ReportedRecipient(
        address=str(told["emailAddress"]).strip(" <>").lower(),
        status=status_in(str(told.get("status", ""))),
        permanent=permanent,
    )


def _original_id(bounce: dict[str, Any]) -> str | None:
    mail = bounce.get("mail", {})
    id_ = mail.get("commonHeaders", {}).get("messageId")
    headers = mail.get("headers", ())
    told = id_ or next((h["value"] for h in headers if h["name"].lower() == "message-id"), None)
    return str(told).strip("<> ") or None if told else None
