"""Whether every template still makes a mail that may go out: at start, and for `doctor`."""

import re
from base64 import b64encode
from email import message_from_bytes, policy

from mailbot.compose.examples import EXAMPLES, compose_example
from mailbot.compose.own_texts import faults_of_files, lost, told
from mailbot.compose.rendering import load_again
from mailbot.config import Config
from mailbot.config.supplied import Templates
from mailbot.model.decision import OutgoingMail

MOST_HTML_BYTES = 60_000
"""Gmail clips at 102 KB; a mail with all its words has to stay well below (mails.md §1.3)."""

_LONE_TAG = re.compile(r"^[\s>*•·|-]*\[[^\[\]\n]+\][\s.,;]*$", re.MULTILINE)


def check_templates(config: Config) -> list[str]:
    """Compose each example; what is wrong comes back in Spanish, one line a fault.

    The operator's own texts are read anew, and also held against ours: no mail may lose the
    case's number or a link that people answer with.
    """
    if config.templates.folder:
        load_again()
    faults = list(faults_of_files(config))
    if not faults:
        faults = [fault for place in range(len(EXAMPLES)) for fault in _faults(place, config)]
    return list(dict.fromkeys(faults))


def lone_tags(text: str) -> list[str]:
    """The lines of `text` that a command reader could take for a command."""
    return [line.strip() for line in _LONE_TAG.findall(text)]


def parts_of(mail: OutgoingMail) -> tuple[str, str]:
    """The text and the HTML of a composed mail."""
    message = message_from_bytes(mail.raw, policy=policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    if text is None or html is None:
        raise ValueError(f"{mail.template}: falta el texto o el HTML")
    return text.get_content(), html.get_content()


def shown_pictures(mail: OutgoingMail, html: str) -> str:
    """`html`, the HTML of `mail`, with the pictures that came with it inside: for a page, which
    knows no other parts.
    """
    if b"\r\nContent-ID: " not in mail.raw:
        return html
    for part in message_from_bytes(mail.raw, policy=policy.default).walk():
        if part["Content-ID"]:
            encoded = b64encode(part.get_content()).decode()
            inside = f"data:{part.get_content_type()};base64,{encoded}"
            html = html.replace(f"cid:{part['Content-ID'].strip('<>')}", inside)
    return html


def _faults(place: int, config: Config) -> list[str]:
    example = EXAMPLES[place]
    try:
        mail = compose_example(place, example, config)
    # A text of the operator's can do whatever a template can: divide by zero, call a word.
    except Exception as fault:
        return [told(fault, example.name, config.templates.folder)]
    text, html = parts_of(mail)
    faults = [
        f"{example.name}: la etiqueta {tag} está sola en una línea y podría ejecutarse"
        for tag in lone_tags(text)
    ]
    if len(html.encode()) > MOST_HTML_BYTES:
        faults.append(f"{example.name}: el HTML pasa de {MOST_HTML_BYTES // 1000} KB")
    if config.templates.folder:
        ours = compose_example(place, example, config.model_copy(update={"templates": Templates()}))
        faults += lost(mail, config, parts_of(ours), (text, html))
    return faults
