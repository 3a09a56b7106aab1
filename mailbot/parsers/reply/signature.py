"""What stands below the new words: signatures behind "-- ", phone lines, footers of lists."""

import re

from mailbot.parsers.reply.parts import APART, FOOTER, OWN, SIGNATURE, Draft
from mailbot.parsers.reply.separators import is_rule

_DELIMITER = re.compile(r"-- ?$")
_MOST_SIGNATURE_LINES = 18
_MOST_FOOTER_LINES = 12
_LONGEST_PHONE_LINE = 250

_DEVICE = (
    r"(?:i(?:phone|pad|pod)|android|samsung|galaxy|huawei|xiaomi|redmi|motorola|moto|nokia|lg"
    r"|blackberry|oppo|realme|vivo|honor|poco|zte|alcatel|sony|xperia|pixel|lenovo|macbook"
    r"|claro|movistar|tigo|windows|outlook|yahoo|gmail|móvil|movil|mobile|celular|smartphone|dispositivo"
    r"|tel[eé]fono|tablet|correo|mail|proton|hotmail|aquamail|bluemail|typeapp|spark|zoho|k-9)"
)
# The line alone is the sign: a verb of sending, a device or program, and nothing more.
_SENT_FROM = re.compile(
    r"[\W_]{0,4}(?:"
    r"(?:enviado|enviada|mandado) (?:desde|con|a partir de|usando|del?|do|através d[eo])\b"
    rf"(?=.{{0,60}}\b{_DEVICE}\b)[^,;:!?]{{2,60}}"
    r"|enviado desde mi (?-i:[A-Z])[\w-]{1,20}(?: [\w+-]{1,15}){0,4}"
    rf"|sent (?:from|via|with|using)(?=.{{0,60}}\b{_DEVICE}\b)[^,;:!?]{{2,60}}"
    rf"|sent from my [\w '’®,-]{{2,50}}\b{_DEVICE}"
    r"|sent from my [\w '’®-]{2,40}|sent from [A-Z]\w{2,20}(?:App|Mail)?"
    r"|(?:obtener|obtenga|descargar?|get) (?:outlook|bluemail|aquamail) (?:para|for) .{2,30}"
    r"|envoyé (?:de|depuis|à partir de) .{2,50}|gesendet (?:von|mit) .{2,50}"
    r"|inviato d[ao]l? .{2,40}"
    r"|verzonden (?:vanaf|met|vanuit) .{2,40}|skickat från .{2,40}|sendt fra .{2,40}"
    r"|wysłane z .{2,40}|отправлено с .{2,40}|lähetetty .{2,40}sta"
    r")[.\s_*\]]{0,4}$",
    re.IGNORECASE,
)
# What a device or program surely wrote: a line of these says nothing even where it is all there is.
_DEVICE_ALONE = re.compile(
    r"[\W_]{0,4}(?:"
    r"(?:enviad[oa]|mandado|sent) (?:desde|con|from|via|with) (?:(?:mi|my|el|un) )?"
    r"(?:(?:tel[eé]fono|celular|dispositivo|correo(?: para| de)?) )?"
    rf"{_DEVICE}(?: [\w+-]{{1,15}}){{0,4}}"
    r"|(?:obtener|obtenga|descargar?|get) (?:outlook|bluemail|aquamail) (?:para|for) [\w ]{2,30}"
    r")[.\s_*\]]{0,4}$",
    re.IGNORECASE,
)
_LINK = re.compile(r"[\s(<\[]{0,2}https?://[^\s>)\]]+[>)\]]{0,2}")
_SENDING = frozenset(
    """enviado enviada mandado sent obtener obtenga descarga descargar get envoyé gesendet inviato
    verzonden skickat sendt wysłane отправлено lähetetty""".split()
)
_LIST_FOOTER = re.compile(
    r"mailing list|mailman|listinfo|lista de (?:correo|distribuci[oó]n)|unsubscribe|darse de baja"
    r"|cancelar (?:la|su) suscripci[oó]n|has recibido este mensaje porque|google groups"
    r"|grupos de google|you received this message because",
    re.IGNORECASE,
)


def mark_signatures(draft: Draft) -> None:
    """Cut what follows "-- " down to the next quote or the end; a long text there is doubtful."""
    for index, look in enumerate(draft.looks):
        if (
            look == "--"
            and draft.parts[index] in (OWN, APART)
            and _DELIMITER.match(draft.lines[index])
        ):
            below = _words_below(draft, index)
            if len(below) > _MOST_SIGNATURE_LINES:
                draft.doubts.add("long-text-below-signature-delimiter")
            else:
                draft.mark([index, *below], SIGNATURE)


def _words_below(draft: Draft, index: int) -> list[int]:
    """The lines of words below `index` to the next part of the mail; not many more than count."""
    below: list[int] = []
    for following in range(index + 1, len(draft.lines)):
        if not draft.looks[following]:
            continue
        if draft.parts[following] not in (OWN, APART) or len(below) > _MOST_SIGNATURE_LINES:
            break
        below.append(following)
    return below


def mark_phone_lines(draft: Draft) -> None:
    """Cut "Enviado desde mi iPhone" and its like where a paragraph begins or ends with it."""
    looks = draft.looks
    for index, opening in enumerate(draft.openings):
        if opening not in _SENDING or not draft.is_own(index):
            continue
        look = _without_link(looks[index])
        if len(looks[index]) > _LONGEST_PHONE_LINE or not _SENT_FROM.match(look):
            continue
        if _in_words(draft, index - 1) and _in_words(draft, index + 1):
            continue
        draft.mark([index], SIGNATURE)


def says_nothing(draft: Draft) -> bool:
    """Whether all that stands where the sender's words would is what his device or program adds."""
    signed = [
        look for look, part in zip(draft.looks, draft.parts, strict=True)
        if part == SIGNATURE and look and not is_rule(look)
    ]  # fmt: skip
    return bool(signed) and all(_DEVICE_ALONE.match(_without_link(look)) for look in signed)


def _without_link(look: str) -> str:
    return _LINK.sub("", look[:_LONGEST_PHONE_LINE])


def _in_words(draft: Draft, index: int) -> bool:
    """Whether line `index` is one of the sender's, and no drawn rule."""
    return 0 <= index < len(draft.lines) and draft.is_own(index) and not is_rule(draft.looks[index])


def mark_list_footer(draft: Draft) -> None:
    """Cut the footer that a mailing list adds below a drawn rule."""
    below: list[int] = []
    for index in range(len(draft.lines) - 1, -1, -1):
        if not draft.is_own(index):
            continue
        below.append(index)
        if len(below) > _MOST_FOOTER_LINES:
            return
        if is_rule(draft.looks[index]):
            if any(_LIST_FOOTER.search(draft.looks[line]) for line in below):
                draft.mark(below, FOOTER)
            return
