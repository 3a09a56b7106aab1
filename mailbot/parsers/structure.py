"""The tree of parts as what people see: the texts to read, and the files that came along."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from mailbot.parsers import pgp
from mailbot.parsers.charset import decode_text
from mailbot.parsers.cms import SIGNATURE_TYPES, Sealed, open_cms
from mailbot.parsers.flowed import unflow
from mailbot.parsers.limits import Note, ParseLimits
from mailbot.parsers.parts import PartHead, read_content, read_head
from mailbot.parsers.source import Part, note_defects, parse_inner, parse_parts
from mailbot.parsers.tnef import read_tnef
from mailbot.parsers.wrapped import (
    File,
    Text,
    files_of_tnef,
    holds_cms,
    holds_tnef,
    named_file,
    pgp_file,
    text_of_tnef,
)

# Formats that a mail may repeat its text in, for single programs.
_COPIES = frozenset({"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})
# What is read as text; a multipart that could not be taken apart is text too.
_SHOWN = ("text/plain", "text/html", "text/markdown", "text/x-markdown", "multipart/", *_COPIES)
_ENCRYPTED = "El mensaje, o parte de él, viene cifrado: no se pudo leer por dentro."
_SIGNED = "El mensaje viene firmado: se leyó lo firmado, y la firma no se comprobó ni se guardó."
_UNOPENED = "Un archivo «winmail.dat» o «smime.p7m» no se pudo abrir: queda como adjunto."
_DAMAGED_TNEF = "El winmail.dat venía dañado: se sacó lo legible, y queda también como adjunto."
_LEFT_OUT = (
    "El winmail.dat trae demasiados archivos: se sacaron los primeros, y queda como adjunto."
)
_SEAL_TYPES = SIGNATURE_TYPES | {"application/pgp-encrypted"}
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE
)
_BOUNDARY_LINE = re.compile(rb"(?m)^--(\S[^\r\n]{0,199})\r?\n(?=[!-9;-~]{1,100}:)")
_META_WITHIN = 4096
# Each takes the rest of the mail apart again.
_MOST_RECOVERIES = 3
_MOST_OPENED = 5
_MOST_TNEF_FILES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Texts and files in the mail's order, and the media type of every part.

    `encrypted` tells that a part of it can't be read.
    """

    texts: tuple[Text, ...]
    files: tuple[File, ...]
    types: tuple[str, ...]
    encrypted: bool = False


def read_structure(message: Part, limits: ParseLimits, note: Note) -> Structure:
    """Walk the tree; nested messages are files, their inner parts are not looked at."""
    walk = _Walk(limits, note)
    texts = walk.read(message, root=True) or walk.spare or walk.read_named()
    return Structure(
        texts=tuple(texts),
        files=tuple(walk.files),
        types=tuple(walk.types),
        encrypted=walk.encrypted,
    )


def join_plain(texts: Sequence[Text]) -> str | None:
    """All texts as plain text; None if there are none, or if some are there as HTML only."""
    plains = [text.plain for text in texts if text.plain is not None]
    return "\n".join(plains) if plains and len(plains) == len(texts) else None


def join_html(texts: Sequence[Text]) -> str | None:
    """All texts as HTML, or None if none of them is."""
    if not any(text.html for text in texts):
        return None
    return "\n".join(text.html or _as_html(text.plain or "") for text in texts)


def _as_html(plain: str) -> str:
    return f"<div>{escape(plain)}</div>".replace("\n", "<br>\n")


def _one_of(alternatives: Sequence[Sequence[Text]]) -> list[Text]:
    """What the alternatives say, as one text in two forms where there are two."""
    rich = [text for texts in alternatives if join_html(texts) for text in texts]
    plain = [text for texts in alternatives if not join_html(texts) for text in texts]
    if not (rich and plain):
        return rich or plain
    return [Text(plain=join_plain(plain), html=join_html(rich))]


class _Walk:
    """One pass over the tree, which sets the files aside and counts what was read."""

    def __init__(self, limits: ParseLimits, note: Note) -> None:
        self.limits = limits
        self.note = note
        self.files: list[File] = []
        self.types: list[str] = []
        self.encrypted = False
        # Words that count where there are no others: those in a winmail.dat.
        self.spare: list[Text] = []
        self._named: File | None = None
        self._texts_left = limits.texts
        self._bytes_left = limits.text_bytes
        self._recoveries_left = _MOST_RECOVERIES
        self._openings_left = _MOST_OPENED

    def read(self, part: Part, *, root: bool = False) -> list[Text]:
        """The texts of `part` and all below it."""
        head = read_head(part)
        self.types.append(head.type)
        note_defects(part, self.note)
        if head.type == "multipart/encrypted":
            self._note_encrypted()
        children = self._children(part, head)
        if children is None:
            return self._leaf(part, head, root=root)
        if head.type == "multipart/alternative":
            return self._alternatives(children)
        return [text for child in children for text in self.read(child)]

    def _alternatives(self, children: Sequence[Part]) -> list[Text]:
        """The best plain and the best rich text; further ones of a kind are set aside as files."""
        texts: dict[str, list[Text]] = {}
        for child in children:
            kind = child.get_content_type()
            if kind in texts and kind.startswith("text/"):
                self._set_aside(child)
            else:
                texts.setdefault(kind, []).extend(self.read(child))
        return _one_of(list(texts.values()))

    def _set_aside(self, part: Part) -> None:
        head = read_head(part)
        self.types.append(head.type)
        self.files.append(File(head=head, content=read_content(part, head, self.note)))

    def _children(self, part: Part, head: PartHead) -> list[Part] | None:
        """The parts that `part` consists of, or None for a leaf."""
        if part.is_multipart():
            children = _parts_of(part)
        elif head.type.startswith("multipart/"):
            children = self._recover(part, head)
        else:
            return None
        if head.type == "multipart/alternative":
            # Copies for single programs say what the text says; they count where nothing else is.
            return [each for each in children if each.get_content_type() not in _COPIES] or children
        if head.type in ("multipart/signed", "multipart/encrypted"):
            return self._without_seals(children, head.type) or None
        return children or None

    def _without_seals(self, children: list[Part], kind: str) -> list[Part]:
        """The parts that somebody wrote: not the signature, nor PGP's word that it encrypted."""
        unread = SIGNATURE_TYPES if kind == "multipart/signed" else _SEAL_TYPES
        left = [part for part in children[:1] if part.get_content_type() not in _SEAL_TYPES]
        left += [part for part in children[1:] if part.get_content_type() not in unread]
        if kind == "multipart/signed" and len(left) < len(children):
            self.note(_SIGNED)
        return left

    def _note_encrypted(self) -> None:
        self.encrypted = True
        self.note(_ENCRYPTED)

    def _recover(self, part: Part, head: PartHead) -> list[Part]:
        """The parts of a multipart whose boundary is missing or wrong, as far as one shows."""
        content = read_content(part, head, self.note)
        boundary = _BOUNDARY_LINE.search(content) if self._recoveries_left else None
        if boundary is None:
            return []
        self._recoveries_left -= 1
        self.note("El separador de las partes se dedujo del texto.")
        return _parts_of(parse_inner(content, boundary[1].rstrip().decode("latin-1"), self.limits))

    def _leaf(self, part: Part, head: PartHead, *, root: bool) -> list[Text]:
        content = read_content(part, head, self.note)
        if holds_tnef(head, content):
            return self._open_tnef(content, head)
        if holds_cms(head):
            return self._open_cms(content, head)
        shown = head.type.startswith(_SHOWN) and head.disposition != "attachment"
        named = bool(head.filename) and not root
        if shown and not named and self._texts_left:
            return self._text(content, head)
        if content or head.filename:
            self.files.append(File(head=head, content=content))
            if shown and self._named is None:
                self._named = self.files[-1]
        return []

    def _open_cms(self, content: bytes, head: PartHead) -> list[Text]:
        """The texts of what was signed; whatever else it is stays a file."""
        opened = open_cms(content)
        if opened.kind is Sealed.SIGNED and opened.is_mail and self._openings_left:
            self._openings_left -= 1
            self.note(_SIGNED)
            return self.read(parse_parts(opened.content, self.limits, self.note))
        self.files.append(File(head=head, content=content))
        # A file that somebody attached under its own name may be signed or encrypted too.
        if not named_file(head):
            if opened.kind is Sealed.ENCRYPTED or "enveloped" in head.parameters.get(
                "smime-type", ""
            ):
                self._note_encrypted()
            else:
                self.note(_UNOPENED)
        return []

    def _open_tnef(self, content: bytes, head: PartHead) -> list[Text]:
        """Set the files of a winmail.dat aside, and its words, which the mail often says itself."""
        opened = read_tnef(content, _MOST_TNEF_FILES)
        files = files_of_tnef(opened)
        text = text_of_tnef(opened)
        self.files += files
        self.spare += [text] if text and not self.spare else []
        if opened.damaged or opened.left_out:
            self.files.append(File(head=head, content=content))
            self.note(
                _LEFT_OUT if opened.left_out else _DAMAGED_TNEF if files or text else _UNOPENED
            )
        return []

    def read_named(self) -> list[Text]:
        """The first text with a file name, for a mail that has no other text."""
        return self._text(self._named.content, self._named.head) if self._named else []

    def _text(self, content: bytes, head: PartHead) -> list[Text]:
        self._texts_left -= 1
        if len(content) > self._bytes_left:
            self.note("El texto es muy largo: se leyó el comienzo y está entero en un adjunto.")
            self.files.append(File(head=head, content=content))
            start = content[: self._bytes_left]
            content = start.rpartition(b"\n")[0] or start
        self._bytes_left -= len(content)
        rich = head.type == "text/html"
        charset = head.charset or (_charset_of_html(content) if rich else "")
        text = decode_text(content, charset, self.note)
        if head.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, delete_space=head.parameters.get("delsp", "").lower() == "yes")
        if not rich:
            text = self._unarmoured(text)
        if not text.strip():
            return []
        return [Text(html=text) if rich else Text(plain=text)]

    def _unarmoured(self, text: str) -> str:
        """The text without PGP's armour; what was encrypted in it becomes a file."""
        bare = pgp.unarmour(text)
        if bare.signed:
            self.note(_SIGNED)
        for block in bare.encrypted[:_MOST_OPENED]:
            self.files.append(pgp_file(block))
        return bare.text


def _parts_of(part: Part) -> list[Part]:
    payload: object = part.get_payload()
    if not isinstance(payload, list):
        return []
    return [child for child in payload if isinstance(child, Part)]


def _charset_of_html(content: bytes) -> str:
    found = _META_CHARSET.search(content, 0, _META_WITHIN)
    return found[1].decode("ascii") if found else ""
