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
nav a{display:inline-block;margin-right:14px;color:#00508f;white-space:nowrap}
article{margin:24px;padding:16px 24px 24px;background:#fff;border-radius:8px}
article{scroll-margin-top:64px}
h2{margin:0 0 4px;font-size:18px;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0 0 16px;font-size:14px}
dt{color:#4b5a69}
dd{margin:0;overflow-wrap:anywhere}
.sides{display:flex;gap:24px;align-items:flex-start;flex-wrap:wrap}
iframe{flex:none;box-sizing:border-box;width:618px;max-width:100%;height:900px;
border:1px solid #b8c4d0;background:#eef2f6}
pre{flex:1 1 480px;min-width:0;max-height:900px;margin:0;padding:16px;overflow:auto;
background:#f4f7fa;border:1px solid #d3dbe4;font:13px/1.45 Consolas,'Courier New',monospace}
.dark{display:none}
body:has(#dark:checked) .light{display:none}
body:has(#dark:checked) .dark{display:block}
body:has(#phone:checked) iframe{width:377px}
@media (max-width:700px){article{margin:12px 0;padding:16px;border-radius:0}}
"""


def preview_page(
    mails: Sequence[OutgoingMail], title: str, intro: str = "", names: Sequence[str] = ()
) -> str:
    """A self-contained page with `mails` in order; nothing in it runs or loads anything.

    Each mail sits in a sandboxed frame of its own, so that its styles stay inside it; mail `n`
    (from 0) is at `#mn`. `intro` is HTML of the caller's own, shown above the mails; `names` are
    what the mails are called, their codes by default.
    """
    called = names or [mail.template for mail in mails]
    places = [
        (f"m{n}", name, mail) for n, (name, mail) in enumerate(zip(called, mails, strict=True))
    ]
    links = "\n".join(_link(*each) for each in places)
    articles = "\n".join(_article(*each) for each in places)
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


def _link(place: str, name: str, mail: OutgoingMail) -> str:
    return f'<a href="#{place}" title="{escape(mail.subject)}">{escape(name)}</a>'


def _article(place: str, name: str, mail: OutgoingMail) -> str:
    text, html = parts_of(mail)
    html = shown_pictures(mail, html)
    rows = (
        ("Correo", name),
        ("Para", ", ".join(mail.to)),
        ("Copia", ", ".join(mail.cc)),
        ("Caso", mail.case or ""),
    )
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    return f"""<article id="{place}">
<h2>{escape(mail.subject)}</h2>
<dl>{facts}</dl>
<div class="sides">
{_frame("light", f"{name}: {mail.subject}", html.replace(_DARK, "@media not all"))}
{_frame("dark", f"{name}: {mail.subject}", html.replace(_DARK, "@media all"))}
<pre>{escape(text)}</pre>
</div>
</article>"""


def _frame(kind: str, title: str, html: str) -> str:
    return (
        f'<iframe class="{kind}" sandbox title="{escape(title)}" srcdoc="{escape(html)}"></iframe>'
    )
