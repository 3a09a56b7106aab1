"""Whether a mail in words only is a delivery report of a mail system.

Only what a mail system wrote counts: its sender, its null return path, its fixed subject. A person
who forwards or cites a report writes to us as a person.
"""

import re
from email.message import Message

from mailbot.parsers.report_original import has_returned_mail
from mailbot.parsers.report_parts import first_field, subject_of

_DAEMON = re.compile(r"(?:^|[<\s\"(])(?:mailer-?daemon|mail-?daemon|mdaemon)\b", re.IGNORECASE)
_SYSTEM_SENDER = re.compile(
    r"<\s*>|^\s*$|(?:^|[<\s])post[-_.]?master(?:\\?@|>|\s|$)"
    r"|mail(?:er)? deliver(?:y|er)? (?:sub)?sys",
    re.IGNORECASE,
)
_NULL_PATH = re.compile(r"<?\s*(?:mailer-daemon(?:@[^>]*)?)?\s*>?\s*$", re.IGNORECASE)
_FAILURE_SUBJECT = re.compile(
    r"\W*(?:postmaster\W{1,3})?(?:"
    r"undeliver(?:able|ed)\b|failure notice|returned (?:e-?)?mail|returned to sender|nondeliverable"
    r"|(?:e-?mail|message|mail) (?:system|fail|error|not delivered|undeliver|status|could not)"
    r"|(?:e-?mail|message|mail)?\s?(?:non-?)?delivery (?:status|fail|notif|problem|error|report)"
    r"|(?:e-?mail|message|mail)?\s?delivery (?:delay|system|warning|has failed)|non-delivery:"
    r"|could not (?:send|deliver)|unable to deliver|permanent delivery|failed mail"
    r"|warning\W{1,3}.{0,30}(?:mail|message|delivery)|there was an error sending your mail"
    r"|bounced? (?:mail|message)|postmaster notify|postfix smtp server: errors|loop alert"
    r"|unzustellbar|nicht zustellbar|non remis|mdaemon (?:warning|notification)"
    r"|no se (?:puede|pudo|ha podido) entregar|no (?:se )?entreg(?:ad[oa]|ó)\b"
    r"|(?:mensaje|correo) (?:devuelto|no entregado)|error (?:en la|de) entrega"
    r"|fall[oa] (?:en la|de) entrega|entrega (?:fallida|demorada|retrasada|con retraso)"
    r"|notificación (?:de|del) (?:estado|error)[^:]{0,12} (?:de|en) la? ?entrega"
    r"|(?:aviso|informe) de (?:no )?entrega|retraso en la entrega)",
    re.IGNORECASE,
)
_FAILURE_WORDS = re.compile(
    r"could(?: not|n't) be\s+(?:delivered|reached|sent)|(?:un|not )able to (?:be\s+)?deliver"
    r"|undeliver(?:able|ed)|(?:delivery|message|mail)\b.{0,40}\b(?:failed|failure|rejected)"
    r"|permanent(?:ly)? (?:fatal )?(?:error|fail)|did not reach|c(?:annot|ould not) (?:be )?deliver"
    r"|(?:user|host|recipient|mailbox|address)\b.{0,20}\b(?:unknown|not found|unavailable|disabled)"
    r"|error.{0,40}\bdeliver|trouble delivering|had (?:delivery|permanent)|transcript of session"
    r"|no such (?:user|recipient|mailbox)|mailbox (?:is )?full|invalid (?:user|recipient)"
    r"|returned (?:mail|to sender|because)|not been delivered|(?:was|did) not (?:found|exactly)"
    r"|no se (?:ha podido|pudo|puede|han podido|pudieron) entregar|no (?:fue|ha sido) entregad"
    r"|error (?:de|en la) entrega|buzón (?:está )?lleno|no ha llegado a"
    r"|(?:usuario|destinatario|dirección) (?:desconocid|no existe|inexistente|no se encontr)",
    re.IGNORECASE,
)
# Nobody words it so who isn't a mail system.
_SYSTEM_PHRASE = re.compile(
    r"(?:could(?: not|n't) be|cannot be|not) delivered to the following"
    r"|delivery (?:has failed|to the following)[\w ]{0,20} recipient"
    r"|no se (?:ha podido|pudo|puede) entregar[\w ]{0,30} a (?:los siguientes|estos) destinatarios"
    r"|error (?:de|en la) entrega a estos destinatarios",
    re.IGNORECASE,
)
_WARNING_WORDS = re.compile(
    r"will (?:be )?(?:retr(?:y|ied)|continue|keep)|will try again|still (?:being|trying)"
    r"|not yet been delivered|only a warning|warning message|has been delayed|temporarily deferred"
    r"|could not send (?:mail|message) for past|no action is required"
    r"|transient non-fatal|delivery.{0,20}delayed"
    r"|(?:se )?segui(?:rá|remos) intent|se volverá a intentar|entrega.{0,30}(?:demor|retras)"
    r"|(?:aún|todavía) no se ha (?:entreg|podido)"
    r"|no (?:es necesario|tiene) que (?:hacer|volver|reenviar)",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(r"giv(?:en|ing) up|permanent (?:fatal )?error|retry timeout", re.IGNORECASE)
# Where the text of the mail that came back begins; what stands below are not the system's words.
_RETURNED_BELOW = re.compile(
    r"^[-=_*#>\s]{0,60}(?:below (?:this line|the next line|is (?:a|the))|original message"
    r"|returned (?:message|mail)|unsent message|(?:this|here) is (?:a|the) copy|old message"
    r"|a copy of|message (?:text|headers?) follows?|included is a copy|received: |return-path: "
    r"|the (?:header|first \d+ lines|original message)\b.{0,40} follow"
    r"|mensaje original|encabezados (?:del|originales)|texto original)",
    re.IGNORECASE | re.MULTILINE,
)
_MAX_NOTICE = 16_000
_MAX_SUBJECT = 300


def is_notice(message: Message, text: str) -> bool:
    """Whether a mail that is no multipart/report is a delivery report; `text` is all its text."""
    in_subject = _FAILURE_SUBJECT.match(subject_of(message)[:_MAX_SUBJECT]) is not None
    if _by_mail_system(message) and (in_subject or _tells_failure(text)):
        return True
    null_path = _has_null_path(message)
    if not (in_subject or null_path or _by_daemon(message)):
        return False
    if _brings_mail_back(message, text):
        return _by_daemon(message) or _tells_failure(text)
    return in_subject and (
        null_path
        or (first_field(message, "auto-submitted") or "").lower().startswith("auto")
        or _SYSTEM_PHRASE.search(notice_of(text)) is not None
    )


def notice_of(text: str) -> str:
    """The mail system's own words: what stands above the mail that came back."""
    start = text[:_MAX_NOTICE]
    below = _RETURNED_BELOW.search(start, _first_words_end(start))
    return start[: below.start()] if below else start


def is_temporary(notice: str) -> bool:
    """Whether the mail system says that it goes on trying."""
    return _WARNING_WORDS.search(notice) is not None and _GIVEN_UP.search(notice) is None


def _by_mail_system(message: Message) -> bool:
    return (
        _by_daemon(message)
        or _SYSTEM_SENDER.search(first_field(message, "from") or "") is not None
        or first_field(message, "x-failed-recipients") is not None
    )


def _has_null_path(message: Message) -> bool:
    """Absent people's answers have it too."""
    path = first_field(message, "return-path")
    return path is not None and _NULL_PATH.match(path) is not None


def _by_daemon(message: Message) -> bool:
    return _DAEMON.search(first_field(message, "from") or "") is not None


def _tells_failure(text: str) -> bool:
    return _FAILURE_WORDS.search(notice_of(text)) is not None


def _brings_mail_back(message: Message, text: str) -> bool:
    return has_returned_mail(message) or _RETURNED_BELOW.search(text[:_MAX_NOTICE]) is not None


def _first_words_end(text: str) -> int:
    """Past the first line with words: "The original message was received at" is no divider."""
    match = re.match(r"\s*\S[^\n]*\n", text)
    return match.end() if match else 0
