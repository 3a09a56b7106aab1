"""Whether a mail in words only is a delivery report of a mail system.

Only what a mail system wrote counts: its sender, its null return path, its fixed subject. A person
who forwards or cites a report writes to us as a person. Words are those of servers in Spanish and
English, and of Exchange and Gmail in the other languages of the region; an SMTP reply speaks all.
"""

import re
from email.message import Message

from mailbot.parsers.report_original import has_returned_mail
from mailbot.parsers.report_parts import first_field, subject_of

_DAEMON = re.compile(r"(?:^|[<\s\"(])(?:mailer-?daemon|mail-?daemon|mdaemon)\b", re.IGNORECASE)
_SYSTEM_SENDER = re.compile(
    r"<\s*>|^\s*$|(?:^|[<\s])post[-_.]?master(?:\\?@|>|\s|$)"
    r"|mail(?:er)? deliver(?:y|er)? (?:sub)?sys|\bmicrosoftexchange[0-9a-f]{32}@"
    r"|sistema de (?:entrega de )?correo|administrador del sistema\b|subsistema de entrega",
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
    r"|échec de (?:la )?(?:remise|distribution)|impossible de remettre|message non distribué"
    r"|não (?:é possível |foi )?entreg(?:ar|ue)|falha na entrega|mensagem não entregue"
    r"|impossibile recapitare|mancato recapito"
    r"|no se (?:puede|pudo|ha podido) entregar|no (?:se )?entreg(?:ad[oa]|ó)\b"
    r"|(?:mensaje|correo) (?:devuelto|(?:no|sin) entrega[rd]|retrasado|rechazado)"
    r"|(?:mensaje|correo) (?:que )?no (?:se )?(?:pudo|ha podido) (?:ser )?entrega"
    r"|error (?:en la|de) entrega|error al (?:enviar|entregar) (?:el|su) (?:mensaje|correo)"
    r"|(?:mensaje|correo)[^:]{0,12} no se pudo (?:entregar|enviar)|imposible (?:la )?entrega"
    r"|fall[oa] (?:en la|de) entrega|entrega (?:fallida|demorada|retrasada|con retraso)"
    r"|notificación (?:de|del) (?:estado|error)[^:]{0,12} (?:de|en) la? ?entrega"
    r"|(?:aviso|informe) de (?:no )?entrega|retraso en la entrega)",
    re.IGNORECASE,
)
_FAILURE_END = re.compile(
    r"[:(\-–]\s*\(?(?:delivery fail(?:ed|ure)|undeliverable|non remis|no entregado)\W*$",
    re.IGNORECASE,
)
_ANSWER_SUBJECT = re.compile(r"\W*(?:re|rv|fwd?|fw|resp?|enc|tr|aw)\s*:", re.IGNORECASE)
_PERSONS_WORDS = re.compile(
    r"\b(?:buen[oa]s (?:d[ií]as|tardes|noches)|buen d[ií]a|cordial(?:es)? saludos?|hola"
    r"|(?:respet|apreci)ad[oa]s?|señor(?:es|a|as)?|adjunto|anexo"
    r"|me (?:sale|aparece|lleg[óa]|dice|rebot)"
    r"|(?:nos|les|te|le) (?:sale|aparece|lleg[óa]|escribo|agradezco)"
    r"|quedo atent[oa]|dear|hello|hi,)",
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
    r"|duplicated message-id|mail loop|\b5\d\d[- ]{1,2}#?5\.\d{1,2}\.\d{1,3}\b"
    r"|n'a pas pu [êe]tre (?:remis|d[ée]livr|distribu)|não (?:pôde|foi|pode) (?:ser )?entreg"
    r"|falha na entrega|konnte nicht zugestellt|non è stato possibile recapitare"
    r"|no se (?:ha podido|pudo|puede|han podido|pudieron) entregar|no (?:fue|ha sido) entregad"
    r"|no pud(?:o|ieron) ser entregad|no se (?:pudo|ha podido) contactar con"
    r"|error (?:de|en la) entrega|entrega\b[^.\n]{0,60} ha fallado|no (?:ha )?lleg(?:ado|ó) a"
    r"|buzón (?:de correo )?(?:est[áa] |se encuentra )?(?:lleno|sin espacio)"
    r"|cuota (?:de disco )?exced"
    r"|(?:usuario|destinatario|dirección|cuenta|buzón)[^.\n]{0,30} (?:desconocid|no (?:se )?existe"
    r"|inexistente|no se (?:ha )?encontr|deshabilitad|no (?:es )?válid)",
    re.IGNORECASE,
)
# Nobody words it so who isn't a mail system.
_SYSTEM_PHRASE = re.compile(
    r"(?:could(?: not|n't) be|cannot be|not) delivered to the following"
    r"|(?:could not|unable to|cannot) deliver (?:the |your |this )?(?:e-?mail|message) to the"
    r" following"
    r"|delivery (?:has failed|to the following)[\w ]{0,20} recipient"
    r"|(?:message|mail) (?:could not|cannot) be delivered to\s{1,4}<?[^\s@]{1,64}@"
    r"|no se (?:ha podido|pudo|puede) entregar[\w ]{0,30} a (?:los siguientes|estos) destinatarios"
    r"|error (?:de|en la) entrega a estos destinatarios",
    re.IGNORECASE,
)
_WARNING_WORDS = re.compile(
    r"will (?:be )?(?:retr(?:y|ied)|continue|keep)|will try again|still (?:being|trying)"
    r"|not yet been delivered|only a warning|warning message|has been delayed|temporarily deferred"
    r"|could not send (?:mail|message) for past|no action is required"
    r"|transient non-fatal|delivery.{0,20}delayed"
    r"|todavía se (?:está|sigue)|se (?:está )?sigu(?:e|iendo) intent|reintent(?:ará|aremos|os)"
    r"|(?:se )?segui(?:rá|remos) intent|se volverá a intentar|entrega.{0,30}(?:demor|retras)"
    r"|(?:aún|todavía) no (?:se )?ha (?:sido )?(?:entreg|podido)"
    r"|no (?:es necesario|tiene) que (?:hacer|volver|reenviar)",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(r"giv(?:en|ing) up|permanent (?:fatal )?error|retry timeout", re.IGNORECASE)
# Where the text of the mail that came back begins; what stands below are not the system's words.
_RETURNED_BELOW = re.compile(
    r"^[-=_*#> \t]{0,60}(?:below (?:this line|the next line|is (?:a|the))"
    r"|original (?:message|mail\b)|returned (?:message|mail)|unsent message"
    r"|(?:this|here) is (?:a|the) copy|old message|a copy of"
    r"|message (?:text|headers?) follows?|included is a copy"
    r"|(?:received|return-path|message-id):[ \w<]"
    r"|the (?:header|first \d+ lines|original message)\b.{0,40} follow"
    r"|----- mensaje|mensaje original|encabezados (?:del|originales)|texto original)",
    re.IGNORECASE | re.MULTILINE,
)
# A returned mail shows its header; "-----Mensaje original-----" alone is how people answer.
_RETURNED_HEAD = re.compile(
    r"^[ \t>|]*(?:(?:received|return-path|message-id|delivered-to|x-mailer)[ \t]*:[ \t]*\S"
    r"|-+ ?(?:below this line|returned message|the following message text)|included is a copy"
    r"|below (?:this line|the next line) is)",
    re.IGNORECASE | re.MULTILINE,
)
_MAX_NOTICE = 16_000
_MAX_BEGINNING = 400
_MAX_SUBJECT = 300


def is_notice(message: Message, text: str) -> bool:
    """Whether a mail that is no multipart/report is a delivery report; `text` is all its text."""
    in_subject = _tells_in_subject(subject_of(message)[:_MAX_SUBJECT])
    null_path = _has_null_path(message)
    if _by_mail_system(message):
        if in_subject or _tells_failure(text):
            return True
        return (null_path or _by_daemon(message)) and _brings_mail_back(message, text)
    if in_subject and (null_path or _is_automatic(message)):
        return True
    if null_path:
        return _tells_failure(text) and _brings_mail_back(message, text)
    return in_subject and _is_in_systems_words(message, text)


def _tells_in_subject(subject: str) -> bool:
    return bool(_FAILURE_SUBJECT.match(subject) or _FAILURE_END.search(subject))


def _is_in_systems_words(message: Message, text: str) -> bool:
    """Whether a mail from an ordinary address, which nothing marks as automatic, is a report.

    People write about reports that they got, cite them and attach the mail that came back.
    """
    notice = notice_of(text)
    if _is_answer(message) or _PERSONS_WORDS.search(notice):
        return False
    if _SYSTEM_PHRASE.search(notice[:_MAX_BEGINNING]):
        return True
    return _tells_failure(text) and _brings_mail_back(message, text)


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


def _is_automatic(message: Message) -> bool:
    return (first_field(message, "auto-submitted") or "").lower().startswith("auto")


def _is_answer(message: Message) -> bool:
    """Mail systems cite the mail that failed, and some put "RE:" before its subject; not both."""
    cites = any(first_field(message, name) for name in ("in-reply-to", "references"))
    return cites and _ANSWER_SUBJECT.match(subject_of(message)[:_MAX_SUBJECT]) is not None


def _brings_mail_back(message: Message, text: str) -> bool:
    return has_returned_mail(message) or _RETURNED_HEAD.search(text[:_MAX_NOTICE]) is not None


def _first_words_end(text: str) -> int:
    """Past the first line with words: "The original message was received at" is no divider."""
    match = re.match(r"\s*\S[^\n]*\n", text)
    return match.end() if match else 0
