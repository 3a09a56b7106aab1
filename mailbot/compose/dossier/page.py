"""`expediente.html`: the whole case on one page that a browser opens offline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from mailbot.compose.inert import inert_page
from mailbot.model.masking import hidden

_STYLE = """
body{margin:0;font:15px/1.5 Arial,Helvetica,sans-serif;color:#1f2933;background:#eef2f6}
header{padding:16px 24px;background:#004884;color:#fff}
h1{margin:0;font-size:22px}
main{max-width:1000px;margin:0 auto;padding:8px 24px 40px}
section{margin:20px 0;padding:12px 24px;background:#fff;border-radius:8px}
h2{margin:0 0 8px;font-size:18px}
h3{margin:16px 0 4px;font-size:15px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0}
dt{color:#4b5a69}
dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
td,th{padding:4px 12px 4px 0;text-align:left;vertical-align:top;border-top:1px solid #d3dbe4;
overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0;font:13px/1.45 Consolas,monospace}
.bad{color:#8c1d10;font-weight:bold}
"""

_FACTS = (
    ("Servicio", "service_number"), ("Incidente", "incident_number"), ("Estado", "state"),
    ("Tipo", "type"), ("Canal", "channel"), ("Nivel", "level"), ("Grupo", "group"),
    ("Asesor", "assignee"), ("Criticidad", "criticality"), ("Módulo", "module"),
    ("Llegó", "opened_at"), ("Vence", "due_at"), ("Cerrado", "closed_at"),
    ("Motivo del cierre", "close_reason"), ("Hallazgo", "finding_number"),
    ("Órgano rector", "governing_body"), ("Incidente masivo", "parent"),
)  # fmt: skip
_PERSON = (
    ("Nombre", "name"), ("Correo", "email"), ("Usuario SIIF", "siif_user"),
    ("Unidad ejecutora", "executing_unit"), ("Entidad", "entity"), ("Teléfono", "phone"),
    ("Ciudad", "city"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail of the case in the archive: its file, its copy for reading ("" without), its words."""

    file: str
    copy: str = ""
    at: str
    what: str
    """Who wrote to whom, and about what."""
    text: str = ""


def case_page(
    record: Mapping[str, Any], letters: Sequence[Letter], files: Sequence[str], seals: str,
    identification: str = "",
) -> str:  # fmt: skip
    """The page of a case as `case show --json` has it; links lead to files of the archive only.

    `files` are the paths of its files in the archive, `seals` what the chain of its history says.
    Numbers of identification in the words of mails are hidden.
    """
    title = f"Expediente del caso {record['id']}"
    parts = (
        _section("El caso", _facts(record, _FACTS)),
        _section("Quién lo pidió", _facts(record["requester"], _PERSON)),
        _section("Qué pidió", f"<pre>{escape(record['description'] or '')}</pre>"),
        _section("Historia", f"<p>{escape(seals)}</p>{_history(record['history'])}"),
        _section("Correos", "".join(_letter(each, identification) for each in letters)),
        _section("Archivos", _listed(files)),
    )
    body = f"<header><h1>{escape(title)}</h1></header>\n<main>{''.join(parts)}</main>"
    return inert_page(title, body, _STYLE)


def _facts(record: Mapping[str, Any], rows: Iterable[tuple[str, str]]) -> str:
    pairs = ((label, record.get(name)) for label, name in rows)
    cells = (f"<dt>{label}</dt><dd>{escape(str(value))}</dd>" for label, value in pairs if value)
    return f"<dl>{''.join(cells)}</dl>"


def _history(entries: Iterable[Mapping[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{escape(str(each['at']))}</td><td>{escape(each['actor'])} ({each['role']})</td>"
        f"<td>{escape(_change(each))}{escape(each['reason'])}{_words(each['text'])}</td></tr>"
        for each in entries
    )
    return f"<table><tr><th>Cuándo</th><th>Quién</th><th>Qué</th></tr>{rows}</table>"


def _change(entry: Mapping[str, Any]) -> str:
    return f"{entry['from']} → {entry['to']}: " if entry["from"] and entry["to"] else ""


def _words(text: str) -> str:
    return f"<pre>{escape(text)}</pre>" if text else ""


def _letter(letter: Letter, identification: str) -> str:
    copy = f" · {_link(letter.copy, 'copia de lectura')}" if letter.copy else ""
    original = _link(letter.file, "original") if letter.file else "el original ya no se conserva"
    return (
        f"<h3>{escape(hidden(letter.what, identification))}</h3>"
        f"<p>{escape(letter.at)} · {original}{copy}</p>"
        f"{_words(hidden(letter.text, identification))}"
    )


def _listed(files: Sequence[str]) -> str:
    if not files:
        return "<p>El caso no tiene archivos.</p>"
    return f"<ul>{''.join(f'<li>{escape(name)}</li>' for name in files)}</ul>"


def _link(name: str, words: str) -> str:
    # Names in the archive are ours: letters, digits and hyphens.
    return f'<a href="{escape(name)}">{words}</a>'


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>"
