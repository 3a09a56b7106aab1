"""Which of our mails ask for a vote: an answer to any other is none, whoever wrote it (§8).

«SI» under an acknowledgement or under a question of the advisor answers something else, and a token
proves only that somebody had that mail.
"""

from mailbot.model.vocabulary import MatchBy
from mailbot.rules.event import MailArrived

WHETHER_IT_WORKS = frozenset(("M-10R", "M-12", "M-38", "M-52"))
"""Ask SI or NO of a solved case."""

FOR_A_RATING = frozenset(("M-05", "M-10R", "M-13", "M-19", "M-20", "M-39U"))
"""Bring the survey of a closed case (§16.20), or say why an answer to it was not counted."""


def answers_another_mail(event: MailArrived, asking: frozenset[str]) -> bool:
    """Whether the mail answers one of ours that is none of `asking`.

    One that a number alone leads to a case answers none.
    """
    match = event.match
    return match is not None and match.by is MatchBy.TOKEN and match.answered not in asking
