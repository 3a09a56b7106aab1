"""The signs of machine mail in one mail: the questions that the screening table asks.

Each question is about one thing and knows nothing of the others; their order is the table's.
`X-Auto-Response-Suppress` is no sign: it is a wish, and Exchange sets it on people's mail too.
"""

import re
from dataclasses import dataclass

from mailbot.config import Config
from mailbot.model.mail import Mail
from mailbot.model.tokens import token_of
from mailbot.rules.absence import is_absence_subject, says_absence_only, words_an_absence
from mailbot.rules.authentication import Verdict, judge_sender
from mailbot.rules.calendar_mail import is_calendar_part
from mailbot.rules.directory import staff_member
from mailbot.rules.own_addresses import is_own_address
from mailbot.rules.whole_texts import has_a_need

_TRUTHLESS = frozenset({"", "no", "false", "0", "none"})
_AUTORESPONDER_HEADERS = frozenset(
    """x-autoreply x-auto-reply x-autoreply-from x-mail-autoreply x-autorespond x-autoresponder
    x-autoresponse x-auto-response x-vacation x-vacation-reply x-fc-machinegenerated
    x-amazon-mail-relay-type x-away-message""".split()
)
_DAEMON = re.compile(r"(?:mailer-?daemon|mail-daemon|mdaemon)(?:@|$)")
_UNATTENDED = re.compile(
    r"[\w.+-]*?(?:no|not|do[-_.]?not)[-_.]?(?:reply|responder|responda|respond|contestar|conteste)"
    r"[\w.+-]*@"
)
_NULL_PATH = re.compile(r"<?\s*(?:mailer-daemon(?:@[^>]*)?)?\s*>?$", re.IGNORECASE)
# DMARC (RFC 7489), also as Microsoft marks it, and Hotmail's complaints.
_MASS_REPORT = re.compile(
    r"\W*(?:preview\W{1,3})?report domain:.{0,250}submitter:"
    r"|\s*complaint about message from \d{1,3}\.\d",
    re.IGNORECASE,
)
# "google.com!entidad.gov.co!1764115200!1764201599.xml.gz" (RFC 7489, 7.2.1.1; RFC 8460, 5.1).
_MASS_REPORT_FILE = re.compile(
    r"[\w.-]{1,255}!(?:[\w.-]{1,255})!\d{9,11}!\d{9,11}(?:![\w.-]{1,80})?"
    r"\.(?:xml|json)?(?:\.?(?:gz|zip))?",
    re.IGNORECASE,
)
_REPORT_TYPE = re.compile(r"report-type\s*=\s*\"?([\w.+-]+)")
_MAX_ADDRESS = 320
_COMPLAINT_TYPES = frozenset(
    {"message/feedback-report", "application/tlsrpt+gzip", "application/tlsrpt+json"}
)
_MAX_SUBJECT = 300
_MAX_NAME = 1_000
_BULK = frozenset({"list", "bulk", "junk"})
_AUTO_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "autoreply"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """A mail with what several questions look at, taken from it once."""

    mail: Mail
    config: Config
    names: frozenset[str]
    """The names of all headers, in lower case."""
    prefixes: str
    """The same in one text, each after a blank: what begins with a prefix is found at once."""
    content_type: str
    """The mail's own Content-Type with its parameters, in lower case."""
    sender: str
    """The author's address, "" without one."""
    is_staff: bool

    def values(self, name: str) -> tuple[str, ...]:
        """The trimmed values of a header in lower case; () without it."""
        if name not in self.names:
            return ()
        return tuple(value.strip().lower() for value in self.mail.header_all(name))


def signs_of(mail: Mail, config: Config) -> Signs:
    """Take from a mail what the questions need."""
    names = frozenset([name for name, _ in mail.headers])
    sender = mail.sender.address[:_MAX_ADDRESS] if mail.sender else ""
    return Signs(
        mail=mail,
        config=config,
        names=names,
        prefixes=" " + " ".join(names),
        content_type=(mail.header("content-type") or "").strip().lower(),
        sender=sender,
        is_staff=staff_member(sender, config) is not None,
    )


def is_delivery_report(signs: Signs) -> bool:
    """The parser found a delivery report (RFC 3464 or one in words)."""
    return signs.mail.report is not None


def is_from_ourselves(signs: Signs) -> bool:
    """Our own address stands in From, or another name of our box."""
    return is_own_address(signs.sender, signs.config)


def carries_our_headers(signs: Signs) -> bool:
    """Headers that only our mails carry came back; no mail program copies them into an answer."""
    return " x-siif-" in signs.prefixes


def carries_our_message_id(signs: Signs) -> bool:
    """The Message-ID is made like ours: a token, then our own domain."""
    id_ = signs.mail.message_id
    if not id_ or token_of(id_) is None:
        return False
    own_domain = signs.config.identity.address.rpartition("@")[2]
    return id_.strip().rpartition("@")[2].lower() == own_domain


def is_complaint(signs: Signs) -> bool:
    """A feedback report (RFC 5965), or a mass report on DMARC or TLS."""
    return (
        not _COMPLAINT_TYPES.isdisjoint(signs.mail.content_types)
        or _report_type(signs) in ("feedback-report", "tlsrpt")
        or _MASS_REPORT.match(signs.mail.subject[:_MAX_SUBJECT]) is not None
        or any(
            _MASS_REPORT_FILE.fullmatch(file.name[:_MAX_NAME]) for file in signs.mail.attachments
        )
    )


def is_read_receipt(signs: Signs) -> bool:
    """A disposition notification (RFC 8098): read, deleted, displayed."""
    return (
        "message/disposition-notification" in signs.mail.content_types
        or _report_type(signs) == "disposition-notification"
    )


def is_calendar_message(signs: Signs) -> bool:
    """An invitation or its answer (RFC 6047) is the mail itself, not a file that came along."""
    if signs.content_type.startswith("text/calendar"):
        return True
    if "urn:content-classes:calendarmessage" in signs.values("content-class"):
        return True
    return any(is_calendar_part(file, signs.mail.subject) for file in signs.mail.attachments)


def says_auto_submitted(signs: Signs) -> bool:
    """Auto-Submitted (RFC 3834) says anything but `no`."""
    return any(_keyword(value) not in ("", "no") for value in signs.values("auto-submitted"))


def has_autoresponder_headers(signs: Signs) -> bool:
    """Headers that autoresponders of many makers set."""
    if not _AUTORESPONDER_HEADERS.isdisjoint(signs.names):
        found = _AUTORESPONDER_HEADERS & signs.names
        if any(value not in _TRUTHLESS for name in found for value in signs.values(name)):
            return True
    return (
        not _AUTO_PRECEDENCE.isdisjoint(_precedences(signs))
        # CommuniGate says "mirror" there for a person's mail that it passes on.
        or "reply" in signs.values("x-autogenerated")
        or "autoresponder" in signs.values("delivered-to")
    )


def has_absence_subject(signs: Signs) -> bool:
    """The subject begins as mail programs begin the answer of an absent person.

    A mail that answers none and wants something is a person's: programs' absences are answers.
    """
    mail = signs.mail
    if not is_absence_subject(mail.subject):
        return False
    return bool(mail.thread_ids) or not has_a_need(mail.text)


def answers_with_absence(signs: Signs) -> bool:
    """A direct answer whose subject is a person's absence, not "RE:" and ours.

    People answer an old mail with a new request too: then the text wants something.
    """
    mail = signs.mail
    return bool(mail.thread_ids) and words_an_absence(mail.subject) and says_absence_only(mail.text)


def is_from_daemon(signs: Signs) -> bool:
    """The mail system itself wrote it, though it is no report that we can read."""
    return _DAEMON.match(signs.sender) is not None


def has_null_path(signs: Signs) -> bool:
    """The envelope's sender is empty: nobody wants an answer (RFC 5321, 4.5.5)."""
    if signs.is_staff:
        return False
    return any(_NULL_PATH.match(value) is not None for value in signs.values("return-path"))


def is_list_mail(signs: Signs) -> bool:
    """List-* headers or Precedence list/bulk, unless a person wrote through a group box."""
    found = (
        _has_list_headers(signs)
        or "mailing-list" in signs.names
        or not _BULK.isdisjoint(_precedences(signs))
    )
    by_person = signs.is_staff or is_through_own_list(signs) or is_through_group_box(signs)
    return found and not by_person


def is_forged(signs: Signs) -> bool:
    """Our own receiver says that the sender is not who he claims to be."""
    # Reading results takes longer than all other questions, and most mail has nothing to read.
    if not any("fail" in value for value in signs.values("authentication-results")):
        return False
    return judge_sender(signs.mail, signs.config.trust).verdict is Verdict.FAIL


def is_through_own_list(signs: Signs) -> bool:
    """A list that feeds our own box (`[trust] own_lists`) passed it on."""
    own = signs.config.trust.own_lists
    if not own or "list-id" not in signs.names:
        return False
    ids = {value.rpartition("<")[2].rstrip("> ") for value in signs.values("list-id")}
    return any(list_id.strip("<> ").lower() in ids for list_id in own)


def is_through_group_box(signs: Signs) -> bool:
    """A group box passed it on: list headers, nothing to unsubscribe from, and to us by name."""
    if not _has_list_headers(signs) or "list-unsubscribe" in signs.names:
        return False
    addressed = (*signs.mail.to, *signs.mail.cc)
    return any(is_own_address(each.address, signs.config) for each in addressed)


def has_no_sender(signs: Signs) -> bool:
    """Nobody stands in From."""
    return not signs.sender


def is_nobodys(address: str) -> bool:
    """Whether an address says of itself that a machine, and no person, is behind it."""
    return any(pattern.match(address) for pattern in (_DAEMON, _UNATTENDED))


def is_from_unattended_box(signs: Signs) -> bool:
    """The address says that nobody reads there; what it tells may matter all the same."""
    return not signs.is_staff and _UNATTENDED.match(signs.sender) is not None


def is_from_staff(signs: Signs) -> bool:
    """Someone of the directory."""
    return signs.is_staff


def _has_list_headers(signs: Signs) -> bool:
    return " list-" in signs.prefixes


def _precedences(signs: Signs) -> set[str]:
    return {_keyword(v) for v in (*signs.values("precedence"), *signs.values("x-precedence"))}


def _keyword(value: str) -> str:
    """The word before parameters and comments."""
    return re.split(r"[\s;(]", value, maxsplit=1)[0]


def _report_type(signs: Signs) -> str:
    """The kind of a multipart/report, "" for any other mail."""
    if not signs.content_type.startswith("multipart/report"):
        return ""
    match = _REPORT_TYPE.search(signs.content_type)
    return match[1] if match else ""
