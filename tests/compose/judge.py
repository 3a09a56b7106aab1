"""The checklist that every outgoing mail has to pass (mails.md §2, items 1 to 10), on its bytes."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from mailbot.model.vocabulary import State
from tests.compose.page import Page

OWN_ADDRESS = "siifsoporte@minhacienda.gov.co"
FORBIDDEN_CSS = re.compile(
    r"url\(|@import|position\s*:|float\s*:|display\s*:\s*(?:flex|grid)|var\(|data:"
)
STALE = ("por medio de la presente", "me permito", "clic aquí", "haga clic", "a la mayor brevedad",
         "nos permitimos", "estimado usuario", "adjunto encontrará", "dicho caso")  # fmt: skip
TAG_WORDS = re.compile(r"\[[^\[\]\n]+\]")
NAMES = re.compile(
    "|".join(
        (*(state.value for state in State), "lunes", "martes", "miércoles", "jueves", "viernes",
         "sábado", "domingo", "noviembre", "Crítica", "Alta", "Media", "Baja"),
    )
)  # fmt: skip
DAY = re.compile(
    r"(lunes|martes|miércoles|jueves|viernes|sábado|domingo) (\d{1,2}) de (\w+) de (20\d\d)"
)
DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
          "octubre", "noviembre", "diciembre")  # fmt: skip
NUMERIC_DAY = re.compile(r"(?<![\w/-])(?:\d{1,2}/\d{1,2}/\d{2,4}|20\d\d-\d\d-\d\d)(?![\w-])")
# A cédula: said to be one, or of the shape that only they have.
IDENTIFICATION = re.compile(
    r"(?i)\b(?:c\.? ?c\.?|c[eé]dula|identificaci[oó]n)[ :#nro°.]*\d[\d.]{5,}"
    r"|\b1\.\d{3}\.\d{3}\.\d{3}\b"
)
CARRIES_IDENTIFICATIONS = "M-09"
NUMBER_LABELS = ("Número", "Números", "Caso", "Propuesta")
CASE_TOKEN = re.compile(r"\[(?:SERV|INC)-20\d\d-C?\d{1,6}\]")


def judge(raw: bytes, *, foreign_words: bool = False) -> list[str]:
    """What is wrong with a mail; with `foreign_words` it is not judged by its wording (item 10)."""
    message = message_from_bytes(raw, policy=policy.default)
    text = part(message, "plain")
    html = part(message, "html")
    page = Page()
    page.feed(html)
    page.close()
    return [
        *headers(raw, message),
        *shape(raw, message, text),
        *facts_equal(text, page),
        *no_free_tag("texto", text),
        *no_free_tag("HTML", page.visible),
        *markup(html, page),
        *sizes(html, page),
        *links(page, html),
        *pictures(message, page),
        *wording(text, foreign_words),
        *votes(text, page),
        *dates(text, foreign_words),
        *personal(text, page, message),
        *panel(text, message),
    ]


def part(message: EmailMessage, subtype: str) -> str:
    """The decoded text of the part `text/subtype`, with plain line ends."""
    found = message.get_body((subtype,))
    assert found is not None, f"no hay parte text/{subtype}"
    return str(found.get_content()).replace("\r\n", "\n")


def headers(raw: bytes, message: EmailMessage) -> Iterator[str]:
    """Items 1 and 2."""
    head = raw.partition(b"\r\n\r\n")[0].decode("ascii")
    for name in ("From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
                 "X-Auto-Response-Suppress", "X-SIIF-Correo", "MIME-Version"):  # fmt: skip
        if len(message.get_all(name, [])) != 1:
            yield f"{name} debe estar una vez"
    if not message["From"].addresses[0].display_name:
        yield "From sin nombre"
    if message["X-SIIF-Caso"] and not all(a.display_name for a in message["To"].addresses):
        yield "To sin nombre"
    if len(message["Message-ID"]) > 76:
        yield "Message-ID largo"
    if set(message["X-Auto-Response-Suppress"].split(", ")) & {"All", "DR", "NDR"}:
        yield "se suprimirían los informes de entrega"
    for name in ("List-Unsubscribe", "Precedence", "X-Priority"):
        if message[name]:
            yield f"{name} sobra"
    subject = str(message["Subject"])
    if not 0 < len(subject) <= 100:
        yield f"asunto de {len(subject)} caracteres"
    letters = [char for char in re.sub(r"\[.*?\]", "", subject) if char.isalpha()]
    if letters and sum(char.isupper() for char in letters) > len(letters) / 2:
        yield "asunto en mayúsculas"
    number = message["X-SIIF-Caso"]
    if number and f"Subject: [{number}] " not in head:
        yield "el asunto no empieza por el número en ASCII"
    for line in head.split("\r\n"):
        if re.fullmatch(r"[\w-]+:\s*", line):
            yield f"primera línea vacía: {line}"
        if not re.match(r"[\w-]+: |[ \t]+\S", line):
            yield f"línea que no es de encabezado: {line}"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        yield "fin de línea que no es CRLF"
    if max(map(len, raw.split(b"\r\n"))) > 998:
        yield "línea de más de 998 bytes"


def shape(raw: bytes, message: EmailMessage, text: str) -> Iterator[str]:
    """Item 3."""
    kinds = [p.get_content_type() for p in message.walk() if not p.is_multipart()]
    if kinds[:2] != ["text/plain", "text/html"]:
        yield f"orden de partes: {kinds}"
    for body in list(message.walk()):
        if body.get_content_maintype() == "text" and not body.get_filename():
            if body["Content-Transfer-Encoding"] != "quoted-printable":
                yield "texto sin quoted-printable"
            if body.get_content_charset() != "utf-8":
                yield "texto que no es UTF-8"
        if body.defects:
            yield f"defectos: {body.defects}"
    if not unicodedata.is_normalized("NFC", text) or "\ufffd" in text:
        yield "texto sin NFC o con caracteres perdidos"
    for line in text.split("\n"):
        # A single word after a label can't be folded.
        if len(line) > 76 and " " in re.sub(r"^[\w ]+:\s+", "", line.strip()):
            yield f"línea de texto larga: {line}"
    if re.search(r"</?(?:p|br|td|strong|a)\b[^>]*>", text):
        yield "hay etiquetas HTML en el texto"


def facts(words: str) -> set[str]:
    """Everything with a figure in it: numbers of cases, dates, hours, sizes, phones, units."""
    plain = words.replace("\xa0", " ")
    plain = re.sub(r"(?m)^\s*\d+\.\s", " ", plain)
    figures = re.findall(r"[\w/@.:-]*\d[\w/@.:-]*", re.sub(r"[.,;:](?=\s|$)", " ", plain))
    return {*figures, *NAMES.findall(plain)}


def facts_equal(text: str, page: Page) -> Iterator[str]:
    """Item 4."""
    in_text, in_html = facts(text), facts(page.visible)
    if in_text != in_html:
        yield f"hechos distintos: texto {in_text - in_html}, HTML {in_html - in_text}"


def no_free_tag(where: str, words: str) -> Iterator[str]:
    """Item 5, and stricter: no tag stands between blanks, so no new folding can free it."""
    for line in words.split("\n"):
        if re.fullmatch(r"[\s>*•·|-]*\[[^\[\]]+\][\s.,;]*", line):
            yield f"{where}: etiqueta sola en una línea: {line.strip()}"
    for match in re.finditer(r"(?<!\S)\[[^\[\]]+\](?!\S)", words):
        if not CASE_TOKEN.fullmatch(match[0]):
            yield f"{where}: etiqueta suelta: {match[0]}"


def markup(html: str, page: Page) -> Iterator[str]:
    """Items 6 and 7."""
    yield from page.faults
    found = FORBIDDEN_CSS.search(html)
    if found:
        yield f"CSS que los programas no admiten: {found[0]}"
    if "user-scalable" in html or "maximum-scale" in html:
        yield "no deja ampliar"
    levels = page.headings
    if levels.count(1) != 1 or any(b > a + 1 for a, b in pairwise(levels)):
        yield f"títulos: {levels}"


def sizes(html: str, page: Page) -> Iterator[str]:
    """Item 8."""
    if len(html.encode()) > 60_000:
        yield f"HTML de {len(html.encode())} bytes"
    for style in re.findall(r"<style>(.*?)</style>", html, re.DOTALL):
        if len(style.encode()) > 16_000:
            yield "hoja de estilo de más de 16 KB"
    small = [int(size) for size in re.findall(r"font:[^;\"]*?(\d+)px/", html) if int(size) < 14]
    if small:
        yield f"letra de {min(small)} px"
    if not 40 <= len(page.preheader) <= 110:
        yield f"texto previo de {len(page.preheader)} caracteres: {page.preheader}"


def links(page: Page, html: str) -> Iterator[str]:
    """Item 9; a web page may only be named by its whole address."""
    for href, words in page.links:
        parts = urlsplit(href)
        if parts.scheme == "mailto":
            yield from _mailto(href)
        elif parts.scheme in ("http", "https"):
            if words != href:
                yield f"enlace que no muestra su dirección: {words}"
        elif parts.scheme != "tel":
            yield f"enlace raro: {href}"


def _mailto(href: str) -> Iterator[str]:
    parts = urlsplit(href)
    if parts.path != OWN_ADDRESS:
        yield f"mailto a otro buzón: {parts.path}"
    if len(href) > 500:
        yield f"mailto de {len(href)} caracteres"
    if not parts.query:
        return
    if not re.fullmatch(r"[A-Za-z0-9._~%&=-]+", parts.query) or re.search(r"(?<!%0D)%0A", href):
        yield f"mailto mal codificado: {href}"
    values = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    subject = values["subject"][0]
    if not subject.isascii() or not re.search(r"\([0-9a-f]{32}\)$", subject):
        yield f"asunto de respuesta sin token: {subject}"


def pictures(message: EmailMessage, page: Page) -> Iterator[str]:
    """Item 7, and §1.3: every picture comes with the mail, and every one that comes is shown."""
    parts = [body for body in message.walk() if body["Content-ID"]]
    sent = sorted(f"cid:{body['Content-ID'].strip('<>')}" for body in parts)
    if sent != sorted(page.pictures):
        yield f"imágenes: van {sent}, se muestran {page.pictures}"
    for body in parts:
        if body.get_content_disposition() != "inline" or len(body.get_content()) > 8_000:
            yield f"imagen que no va en línea o de más de 8 KB: {body.get_filename()}"


def wording(text: str, foreign_words: bool) -> Iterator[str]:
    """Item 10: our own words, not what others wrote (indented, or in quotation marks)."""
    if foreign_words:
        # A person's own name or words may be «$0»: that is no wording of ours.
        return
    for formula in STALE:
        if formula in text.lower():
            yield f"fórmula gastada: {formula}"
    if re.search(r"\$\s?\d", text):
        yield "signo de pesos con cifra"
    for sentence in sentences(text):
        if len(sentence.split()) > 20:
            yield f"frase de {len(sentence.split())} palabras: {sentence}"


def sentences(text: str) -> Iterator[str]:
    """The sentences of our own words in a text part."""
    own = "\n".join(line for line in text.split("\n") if not line.startswith("   ") or "?" in line)
    own = re.sub(r"([ap])\.\xa0m\.", r"\1m", own).replace("\xa0", " ")
    own = re.sub(r"«.*?»", "«»", own, flags=re.DOTALL)
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:- |\d+\. |[\w ]+: ))", own):
        yield from re.split(r"(?<=[.?!;:])\s+", " ".join(block.split()))


def votes(text: str, page: Page) -> Iterator[str]:
    """A quote of ours that isn't recognised must read as unclear, never as a yes."""
    for where, words in (("texto", text), ("HTML", page.visible)):
        asks = re.search(r"\b(?:SI|SOLUCIONADO|CONFIRMO)\b", words)
        if asks and not re.search(r"\bNO\b", words.replace(asks[0], "")):
            yield f"{where}: dice {asks[0]} sin decir NO"


def dates(text: str, foreign_words: bool) -> Iterator[str]:
    """Days as people say them, and on the weekday that they fall on."""
    plain = " ".join(text.replace("\xa0", " ").split())
    for name, day, month, year in DAY.findall(plain):
        if month in MONTHS:
            falls = DAYS[date(int(year), MONTHS.index(month) + 1, int(day)).weekday()]
            if falls != name:
                yield f"el {day} de {month} de {year} es {falls}, no {name}"
    if foreign_words:
        return
    own = "\n".join(line for line in text.split("\n") if not line.startswith("   "))
    for found in NUMERIC_DAY.findall(re.sub(r"«.*?»", "", own, flags=re.DOTALL)):
        yield f"fecha en cifras: {found}"


def personal(text: str, page: Page, message: EmailMessage) -> Iterator[str]:
    """No identification number but where the procedure asks for it (activity 27)."""
    if message["X-SIIF-Correo"] == CARRIES_IDENTIFICATIONS:
        return
    for where, words in (("texto", text), ("HTML", page.visible), ("asunto", message["Subject"])):
        found = IDENTIFICATION.search(str(words).replace("\xa0", " "))
        if found:
            yield f"{where}: número de identificación: {found[0]}"


def panel(text: str, message: EmailMessage) -> Iterator[str]:
    """The top of a mail about a case: number, state, what follows, by when, in that order."""
    if not message["X-SIIF-Caso"]:
        return
    top = text.split("\n\n")[1]
    labels = re.findall(r"(?m)^([^:\n]{2,12}): ", top)
    if len(labels) != 4 or labels[0] not in NUMBER_LABELS or labels[1:3] != [
        "Estado", "Qué sigue"
    ]:  # fmt: skip
        yield f"el recuadro no dice número, estado, qué sigue y plazo: {labels}"
