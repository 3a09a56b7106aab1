"""M-32: the digest as a mail to its coordinator, with every row of it in a file (§8)."""

from dataclasses import replace
from datetime import date

from mailbot.model.decision import Decision, Enclosure, Send
from mailbot.model.digest import Digest
from mailbot.model.vocabulary import Outcome

TREND = "tendencia"
"""How the mail calls its picture."""


def decide_digest(digest: Digest, day: date) -> Decision:
    """The digest of `day`, once, whatever happens to the process that writes it."""
    send = replace(digest_mail(digest, day), once=f"digest:{day.isoformat()}:{digest.person}")
    return Decision(outcome=Outcome.CASE_EVENT, rule="digest", reason=send.reason, effects=(send,))


def digest_mail(digest: Digest, day: date) -> Send:
    """The mail itself: staff mail, which no brake holds back (§16.9)."""
    return Send(
        template="M-32",
        to=(digest.person,),
        facts={"digest": replace(digest, sheets=())},
        enclosures=(
            Enclosure(name=f"{TREND}.png", inline=TREND, trend=digest.trend, type="image/png"),
            Enclosure(name=f"Resumen_{day.isoformat()}.xlsx", sheets=digest.sheets),
        ),
        to_staff=True,
        brake=False,
        reason=f"Resumen diario del {day:%d/%m/%Y}",
    )
