"""HTML of others made inert, and the page that holds it: nothing runs, loads, sends or leads away.

Cleaned by nh3 (the browsers' own reading of HTML). What it keeps is words and their order.
"""

from html import escape

import nh3

from mailbot.parsers.html import html_to_text, prepare_html
from mailbot.parsers.html_limits import is_affordable

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a page of ours may do: have styles of its own, and nothing else."""

_TAGS = frozenset(
    """abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup
    dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img
    ins kbd li main mark ol p pre q s samp section small span strike strong sub summary sup table
    tbody td tfoot th thead time tr tt u ul var wbr""".split()
)
# A picture keeps its words only, a link too: where it leads stands in the original.
_ATTRIBUTES = {
    "img": {"alt"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "ol": {"start"},
    "*": {"dir", "lang"},
}
_WITH_CONTENT = frozenset(
    "script style title head template noscript iframe object embed svg math select textarea".split()
)


def inert(html: str) -> str:
    """The body of foreign HTML as it may stand in a page of ours.

    No script, style, form, frame, picture or link is left. What would cost too much to read, or
    is beyond what is read at all, comes back as its words alone.
    """
    source, whole = prepare_html(html)
    if not whole or not is_affordable(source):
        return f"<pre>{escape(html_to_text(source))}</pre>"
    return nh3.clean(
        source,
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(),
        link_rel=None,
    )


def inert_page(title: str, body: str, style: str = "") -> str:
    """A self-contained page; `body` is HTML that is inert already."""
    return f"""<!DOCTYPE html>
<html lang="es-CO" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
