"""A saved workbook as the same bytes at every build; pure."""

import io
import re
import zipfile
from datetime import datetime

from mailbot.documents import package

_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def timeless(content: bytes, made: datetime) -> bytes:
    """The package with `made` as the moment of its saving, its members without times."""
    return package.write(timeless_members(content, made))


def timeless_members(content: bytes, made: datetime) -> dict[str, bytes]:
    """The members of the package, in order, with `made` as the moment of its saving."""
    with zipfile.ZipFile(io.BytesIO(content)) as saved:
        members = {name: saved.read(name) for name in saved.namelist()}
    stamp = f"{made:%Y-%m-%dT%H:%M:%SZ}".encode()
    members[_CORE] = _MODIFIED.sub(rb"\g<1>" + stamp, members[_CORE])
    return members
