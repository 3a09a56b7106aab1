"""The operator's own wording: which files may stand in his folder, and what each has to keep."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from html import unescape
from pathlib import Path

from jinja2 import Environment, TemplateError, TemplateNotFound, TemplateSyntaxError, meta, nodes

from mailbot.compose.composer import names_shown
from mailbot.compose.rendering import ORIGINAL, TEMPLATES, StyledLoader, environment
from mailbot.config import Config
from mailbot.model.decision import OutgoingMail

Parts = tuple[str, str]
"""The text of a mail, and its HTML."""

BACK = "corríjala, o borre el archivo para volver al texto original"
"""What can be done about every fault of a text of his."""

_LINK = re.compile(r'href="([^"]*)"')
_UNSEEN = re.compile(r"<title>[^<]*</title>|href=\"[^\"]*\"|display:none[^<]*<")
_UNDEFINED = re.compile(r"'([^']+)' is undefined")
_NO_ATTRIBUTE = re.compile(r"has no attribute '([^']+)'")


def own_files(folder: Path) -> list[Path]:
    """What lies in the operator's folder, in order; hidden files are none of his texts."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def faults_of_files(config: Config) -> Iterator[str]:
    """What is wrong with the files of the operator's folder before any mail is composed."""
    folder = config.templates.folder
    if folder is None:
        return
    known = sorted(path.name for path in TEMPLATES.glob("*.j2"))
    common = names_shown(config)
    try:
        for path in own_files(folder):
            if path.name in known:
                yield from _faults_of_source(path, config, common)
            else:
                yield _unknown_file(path, known)
    except OSError as error:
        where = error.filename or folder
        yield f"{where}: no se puede leer ({error.strerror}); revise sus permisos"


def told(fault: Exception, template: str, folder: Path | None) -> str:
    """`fault`, raised while `template` was composed: file, line, what, and what to do."""
    file, number = _place(fault, folder)
    line = f", línea {number}" if number else ""
    if folder and file and file.parent == folder:
        return f"{file}{line}: {_in_spanish(fault)}; {BACK}"
    return f"La plantilla {file.name if file else template} no sirve{line}: {fault}"


def lost(mail: OutgoingMail, config: Config, ours: Parts, his: Parts) -> list[str]:
    """What the operator's `mail` (`his` text and HTML) lacks that ours has and people need.

    That is the case's number, the links that people answer with, and the page on personal facts.
    """
    number = mail.case
    gone = [
        f"{_culprit(mail, kind, config)} ya no dice el número del caso: ponga {{{{ case.number }}}}"
        for kind, before, after in zip(("txt", "html"), ours, his, strict=True)
        if number and number in _shown(before) and number not in _shown(after)
    ]
    kept = set(_links(his[1]))
    gone += [
        f"{_culprit(mail, 'html', config)} ya no tiene el enlace {_short(link)}: vuelva a ponerlo"
        for link in dict.fromkeys(_links(ours[1]))
        if link not in kept and (link.startswith("mailto:") or link == config.links.privacy)
    ]
    return gone


def _culprit(mail: OutgoingMail, kind: str, config: Config) -> str:
    """The file to look at: the mail's own, else the shared ones that his folder replaces."""
    folder = config.templates.folder or TEMPLATES
    if (path := folder / f"{mail.template}.{kind}.j2").exists():
        return f"{path}: el correo {mail.template}"
    shared = [p.name for p in own_files(folder) if p.name.endswith(f".{kind}.j2")]
    shared = [name for name in shared if not name.startswith("M-")]
    return f"{folder / ' o '.join(shared)}: el correo {mail.template}"


def _faults_of_source(path: Path, config: Config, common: frozenset[str]) -> Iterator[str]:
    try:
        source = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        yield f"{path}, línea {line}: el archivo no está guardado en UTF-8; guárdelo así"
        return
    made = environment(config.templates.folder)
    yield from _faults_of_classes(path, source, made.loader)
    try:
        parsed = made.parse(source)
        known = common | _names_of_ours(path.name, made)
        strange = meta.find_undeclared_variables(parsed) - known
    except TemplateError as error:
        line = getattr(error, "lineno", None) or 1
        yield f"{path}, línea {line}: la plantilla está mal escrita ({error.message}); {BACK}"
        return
    for name in sorted(strange):
        lines = (node.lineno for node in parsed.find_all(nodes.Name) if node.name == name)
        near = get_close_matches(name, known, n=1, cutoff=0.6)
        hint = f" (¿quiso decir «{near[0]}»?)" if near else ""
        yield f"{path}, línea {min(lines)}: no existe la variable «{name}»{hint}; {BACK}"


def _faults_of_classes(path: Path, source: str, loader: object) -> Iterator[str]:
    if not (isinstance(loader, StyledLoader) and path.name.endswith(".html.j2")):
        return
    for number, line in enumerate(source.splitlines(), 1):
        try:
            loader.styled(line)
        except ValueError as error:
            yield f"{path}, línea {number}: {error}; {BACK}"


def _names_of_ours(name: str, made: Environment) -> set[str]:
    """What our own file of that name uses: the facts of its mails."""
    ours = made.parse((TEMPLATES / name).read_text("utf-8"))
    return meta.find_undeclared_variables(ours) | set(made.globals)


def _unknown_file(path: Path, known: list[str]) -> str:
    near = get_close_matches(path.name, known, n=1, cutoff=0.5)
    hint = f"¿quiso decir {near[0]}? " if near else ""
    return (
        f"{path}: ninguna plantilla se llama así; {hint}Cámbiele el nombre o sáquelo de la carpeta"
    )


def _place(fault: Exception, folder: Path | None) -> tuple[Path | None, int | None]:
    """File and line of a fault: in the operator's folder where it passed through one of his."""
    if isinstance(fault, TemplateSyntaxError):
        return Path(fault.filename or fault.name or ""), fault.lineno
    passed: list[tuple[Path, int]] = []
    trace = fault.__traceback__
    while trace:
        if (name := trace.tb_frame.f_code.co_filename).endswith(".j2"):
            passed.append((Path(name), trace.tb_lineno))
        trace = trace.tb_next
    his = [each for each in passed if each[0].parent == folder]
    ends = his or passed
    return ends[-1] if ends else (None, None)


def _in_spanish(fault: Exception) -> str:
    words = str(fault)
    if found := _UNDEFINED.search(words) or _NO_ATTRIBUTE.search(words):
        return f"no existe la variable «{found[1]}» en alguno de los correos que la usan"
    if isinstance(fault, TemplateNotFound):
        return f"ninguna plantilla se llama {fault.name}"
    if isinstance(fault, RecursionError):
        return f'se incluye a sí misma; para partir de la original use "{ORIGINAL}/…"'
    return words


def _links(html: str) -> list[str]:
    return [unescape(link) for link in _LINK.findall(html)]


def _shown(html: str) -> str:
    """What people see: a number in a link or in the page's title tells them nothing."""
    return _UNSEEN.sub("", html)


def _short(link: str) -> str:
    return link if len(link) <= 90 else f"{link[:89]}…"
