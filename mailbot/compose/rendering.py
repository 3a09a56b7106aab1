"""The templates: loaded and styled once, rendered for each mail."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    select_autoescape,
)
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from mailbot.compose import spanish
from mailbot.compose.folding import folded, indented
from mailbot.compose.headings.survey import answers_to
from mailbot.compose.labels import ASKED
from mailbot.compose.letter import CaseWords, Heading, LineWords, Row
from mailbot.compose.listing import CaseRow, Listing
from mailbot.compose.one_click import Reply, Survey
from mailbot.compose.prose import pieces
from mailbot.compose.styles import classes_in, read_styles, with_inline_styles
from mailbot.model.vocabulary import Field

TEMPLATES = Path(__file__).parent.parent / "templates"

ORIGINAL = "original"
"""Before a slash and a template's name: our own file, not the operator's."""

_OWN_VALUES = frozenset((CaseRow, CaseWords, Heading, LineWords, Listing, Reply, Row, Survey))
_HARMLESS = _OWN_VALUES | {LoopContext}

Uptodate = Callable[[], bool]


class Sandbox(SandboxedEnvironment):
    """A sandbox that knows our own frozen values, loops and macros: they are harmless.

    The general checks ask some twenty questions at each of the hundred attributes of a mail, and
    at each macro.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) in _HARMLESS and not attribute.startswith("_"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(obj) is not Macro:
            return super().call(context, obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(context.eval_ctx, *args, **kwargs)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # All are set before the first template is loaded; a ChainMap is slow to copy for each mail.
        return {**self.globals, **(d or {})}


class StyledLoader(BaseLoader):
    """Loads templates; those for HTML get their styles inlined from `inline.css`.

    Files of `own`, the operator's folder, win over those of the same name; `original/NAME` is
    ours whatever that folder holds, so that a text of his can extend it.
    """

    def __init__(self, folder: Path, own: Path | None) -> None:
        ours = FileSystemLoader(folder)
        his = [FileSystemLoader(own)] if own else []
        self._files = ChoiceLoader([*his, ours, PrefixLoader({ORIGINAL: ours})])
        self._styles = read_styles((folder / "inline.css").read_text(encoding="utf-8"))
        self.sheet = (folder / "screen.css").read_text(encoding="utf-8")
        self._kept = classes_in(self.sheet)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Uptodate | None]:
        source, name, uptodate = self._files.get_source(environment, template)
        if template.endswith(".html.j2"):
            source = self.styled(source)
        return source, name, uptodate

    def styled(self, source: str) -> str:
        """`source` with its styles written in; ValueError for a class without style."""
        return with_inline_styles(source, self._styles, self._kept)

    def list_templates(self) -> list[str]:
        return [
            name for name in self._files.list_templates()
            if name.endswith(".j2") and not name.startswith(f"{ORIGINAL}/")
        ]  # fmt: skip


@lru_cache(maxsize=4)
def environment(own: Path | None = None) -> Environment:
    """The environment of all templates; a missing fact is an error, HTML is escaped.

    `own` is the operator's folder. What was loaded stays as it was until `load_again`.
    """
    loader = StyledLoader(TEMPLATES, own)
    made = Sandbox(
        loader=loader,
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals["sheet"] = Markup(loader.sheet)
    made.filters.update(
        answers=answers_to,
        asked=_asked,
        blocks=_blocks,
        broken=_broken,
        capitalized=_capitalized,
        contact_rows=_contact_rows,
        errors_first=_errors_first,
        listed=_listed,
        figure=spanish.number,
        indented=indented,
        is_web=_is_web,
        pieces=pieces,
        quoted=_quoted,
        to_complete=_to_complete,
    )
    return made


def load_again() -> None:
    """Forget the templates that were loaded: their files may have changed."""
    environment.cache_clear()


def render_html(template: str, words: Mapping[str, Any], own: Path | None = None) -> str:
    """The HTML part of a mail; jinja2.TemplateError if a template is faulty or a fact missing."""
    return environment(own).get_template(f"{template}.html.j2").render(words)


def render_text(template: str, words: Mapping[str, Any], own: Path | None = None) -> str:
    """The text part of a mail, folded; raises as `render_html`."""
    return folded(environment(own).get_template(f"{template}.txt.j2").render(words))


def _asked(field: Field) -> str:
    return ASKED[field][0]


def _to_complete(fields: Iterable[Field]) -> list[str]:
    return [label for field in fields if (label := ASKED[field][1])]


def _blocks(text: str) -> list[str]:
    return text.split("\n\n")


def _broken(block: str) -> Markup:
    return Markup("<br>\n").join(escape(line) for line in block.split("\n"))


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]


def _contact_rows(case: CaseWords, brief: bool) -> list[tuple[str, str]]:
    """What is known of who asks, each row with its label; `brief` is without the request itself."""
    rows = [
        ("Usuario SIIF", case.siif_user),
        ("Entidad", case.entity),
        ("Unidad", case.executing_unit),
        ("Contacto", " · ".join(filter(None, (case.phone, case.city)))),
    ]
    if not brief:
        rows += [("Asunto", case.subject), ("Recibido", case.opened)]
    return [(label, value) for label, value in rows if value]


def _errors_first(results: Iterable[Any]) -> list[Any]:
    return sorted(results, key=lambda row: bool(row.ok))


def _listed(numbers: str | Iterable[str]) -> str:
    return numbers if isinstance(numbers, str) else ", ".join(numbers)


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _quoted(tag: str) -> str:
    return tag if tag.startswith("«") else f"«[{tag.strip('[]')}]»"
