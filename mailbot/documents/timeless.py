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
    with zipfile.ZipFile(io.BytesIO(content)) as saved:
        members = {name: saved.read(name) for name in saved.namelist()}
    stamp = f"{made:%Y-%m-%dT%H:%M:%SZ}".encode()
    members[_CORE] = _MODIFIED.sub(rb"\g<1>" + stamp, members[_CORE])
    return package.write(members)
