"""The messages of a corpus and what is known about each (`manifest.json`)."""

import email
import email.policy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HEADER = (
    b"From: persona@entidad.test\r\nTo: linea@entidad.test\r\nSubject: Re: caso\r\n"
    b"Message-ID: <%d@entidad.test>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message: `expected` holds the known answers by name, {} where there are none.

    With `bare` the file is the text of a mail without its header.
    """

    path: str
    category: str
    expected: dict[str, Any]
    bare: bool
    content: bytes

    @property
    def name(self) -> str:
        return Path(self.path).name

    def as_mail(self) -> bytes:
        """The message as a server would deliver it; a bare text gets a header."""
        return _HEADER % len(self.content) + self.content if self.bare else self.content

    def words(self) -> tuple[str | None, str | None, str]:
        """Plain text, HTML and subject; a bare text has no subject."""
        if self.bare:
            return self.content.decode("utf-8", "replace"), None, ""
        message = email.message_from_bytes(self.content, policy=email.policy.default)
        plain, html = message.get_body(("plain",)), message.get_body(("html",))
        return (
            plain.get_content() if plain else None,
            html.get_content() if html else None,
            str(message.get("Subject", "")),
        )


def read_manifest(corpus: Path) -> Iterator[Entry]:
    """Every message of the corpus in the order of its manifest."""
    for row in json.loads((corpus / "manifest.json").read_text("utf-8"))["messages"]:
        yield Entry(
            path=row["path"],
            category=row["category"],
            expected=row.get("expected") or {},
            bare=row.get("format") == "body-text",
            content=(corpus / row["path"]).read_bytes(),
        )
