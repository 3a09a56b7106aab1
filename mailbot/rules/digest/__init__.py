"""The coordinators' daily digest (R27, R38): from facts to a value, and to the mail M-32."""

from mailbot.rules.digest.build import digest
from mailbot.rules.digest.facts import DigestFacts
from mailbot.rules.digest.mail import decide_digest, digest_mail
from mailbot.rules.digest.readers import groups_of, readers

__all__ = ["DigestFacts", "decide_digest", "digest", "digest_mail", "groups_of", "readers"]
