"""Every mail on one page that a browser opens offline: text beside HTML, phone width, dark."""

from collections.abc import Sequence
from html import escape

from mailbot.compose.check import parts_of, shown_pictures
from mailbot.model.decision import OutgoingMail

_DARK = "@media (prefers-color-scheme:dark)"

_STYLE = """
:root{color-scheme:light}
body{margin:0;font:16px/1.5 Arial,Helvetica,sans-serif;color:#1f2933;background:#dfe6ed}
header{position:sticky;top:0;z-index:1;padding:12px 24px;background:#004884;color:#fff}
h1{display:inline;margin:0 24px 0 0;font-size:20px}
label{margin-right:16px;white-space:nowrap}
nav{padding:12px 24px;background:#fff;line-height:2}
nav a{display:inline-block;margin-right:14px;color:#00508f}
article{margin:24px;padding:16px 24px 24px;background:#fff;border-radius:8px}
h2{margin:0 0 4px;font-size:18px;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0 0 16px;font-size:14px}
dt{color:#4b5a69}
dd{margin:0;overflow-wrap:anywhere}
.sides{display:flex;gap:24px;align-items:flex-start;flex-wrap:wrap}
iframe{flex:none;width:616px;height:900px;border:1px solid #b8c4d0;background:#eef2f6}
pre{flex:1 1 480px;max-height:900px;margin:0;padding:16px;overflow:auto;background:#f4f7fa;
border:1px solid #d3dbe4;font:13px/1.45 Consolas,'Courier New',monospace}
.dark{display:none}
body:has(#dark:checked) .light{display:none}
body:has(#dark:checked) .dark{display:block}
body:has(#phone:checked) iframe{width:375px}
"""


def preview_page(mails: Sequence[OutgoingMail], title: str, intro: str = "") -> str:
    """A self-contained page with `mails` in order; nothing in it runs or loads anything.

    Each mail sits in a sandboxed frame of its own, so that its styles stay inside it; mail `n`
    (from 0) is at `#mn`. `intro` is HTML of the caller's own, shown above the mails.
    """
    places = [(f"m{place}", mail) for place, mail in enumerate(mails)]
    links = "\n".join(_link(place, mail) for place, mail in places)
    articles = "\n".join(_article(place, mail) for place, mail in places)
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return f"""<!DOCTYPE html>
<html lang="es-CO" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<header><h1>{escape(title)}</h1>
<label><input type="checkbox" id="phone"> Ancho de teléfono</label>
<label><input type="checkbox" id="dark"> Modo oscuro</label>
</header>
{intro}<nav aria-label="Correos">
{links}
</nav>
<main>
{articles}
</main>
</body>
</html>
"""


def _link(place: str, mail: OutgoingMail) -> str:
    return f'<a href="#{place}" title="{escape(mail.subject)}">{escape(mail.template)}</a>'


def _article(place: str, mail: OutgoingMail) -> str:
    text, html = parts_of(mail)
    html = shown_pictures(mail, html)
    rows = (
        ("Correo", mail.template),
        ("Para", ", ".join(mail.to)),
        ("Copia", ", ".join(mail.cc)),
        ("Caso", mail.case or ""),
    )
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    return f"""<article id="{place}">
<h2>{escape(mail.subject)}</h2>
<dl>{facts}</dl>
<div class="sides">
{_frame("light", mail, html)}
{_frame("dark", mail, html.replace(_DARK, "@media all"))}
<pre>{escape(text)}</pre>
</div>
</article>"""


def _frame(kind: str, mail: OutgoingMail, html: str) -> str:
    name = f"{mail.template}: {mail.subject}"
    return (
        f'<iframe class="{kind}" sandbox title="{escape(name)}" srcdoc="{escape(html)}"></iframe>'
    )
