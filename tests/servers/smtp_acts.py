"""What `SmtpServer` can be told to do with a mail; each act is for one mail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RefuseSender:
    """Answer MAIL from this address with `reply`."""

    reply: str


@dataclass(frozen=True, slots=True)
class RefuseRecipient:
    """Answer RCPT to this address with `reply`."""

    reply: str


@dataclass(frozen=True, slots=True)
class RefuseContent:
    """Answer the end of the content with `reply`."""

    reply: str


@dataclass(frozen=True, slots=True)
class DropAtRecipient:
    """Cut the connection instead of answering RCPT."""


@dataclass(frozen=True, slots=True)
class DropAtData:
    """Cut the connection instead of answering DATA with 354."""


@dataclass(frozen=True, slots=True)
class DropInContent:
    """Cut the connection after `size` bytes of the content."""

    size: int = 1000


@dataclass(frozen=True, slots=True)
class StallInContent:
    """Read `size` bytes of the content and then nothing more, without a word."""

    size: int = 1000


@dataclass(frozen=True, slots=True)
class RefuseInContent:
    """Answer with `reply` after `size` bytes of the content, before its end."""

    reply: str
    size: int = 1000


@dataclass(frozen=True, slots=True)
class DropUntaken:
    """Read the whole content, do not take the mail, cut the connection instead of a reply."""


@dataclass(frozen=True, slots=True)
class DropTaken:
    """Take the mail, cut the connection before the 250 is written."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Take the mail, but answer only after `SmtpServer.let_go`."""


Act = (
    RefuseSender
    | RefuseRecipient
    | RefuseContent
    | DropAtRecipient
    | DropAtData
    | DropInContent
    | StallInContent
    | RefuseInContent
    | DropUntaken
    | DropTaken
    | Hold
)
