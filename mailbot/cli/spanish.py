"""Click in Spanish: the help pages, and what it says about a command written wrongly."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import click

_SECTIONS = {"Options": "Opciones", "Commands": "Órdenes", "Positional arguments": "Argumentos"}


_WIDEST_NAME = 26
_LONGEST_SUMMARY = 1000
_MEANING = "0 hecho, 1 falló, 2 mal uso o mala configuración"


class _Formatter(click.HelpFormatter):
    """Help pages with Spanish headings and remarks."""

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = _WIDEST_NAME,
        col_spacing: int = 2,
    ) -> None:
        told = [(name, _in_spanish(text)) for name, text in rows]
        super().write_dl(told, col_max, col_spacing)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Uso: ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(_SECTIONS.get(name, name)):
            yield


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is Spanish, and ends with `examples` and what its exit status says.

    An example is what stands behind `mailbot`; `found` says when the status is 3, if it can be.
    """

    context_class = _Context

    def __init__(
        self,
        *arguments: Any,
        examples: Sequence[str] = (),
        found: str = "",
        **attributes: Any,
    ) -> None:
        super().__init__(*arguments, **{"options_metavar": "[OPCIONES]", **attributes})
        self.examples = tuple(examples)
        self.found = found

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section("Ejemplo" if len(self.examples) == 1 else "Ejemplos"):
                for example in self.examples:
                    # Never wrapped: it is there to be copied.
                    formatter.write(f"{'':>{formatter.current_indent}}mailbot {example}\n")
        formatter.write_paragraph()
        meaning = f"{_MEANING}, 3 {self.found}" if self.found else _MEANING
        formatter.write_text(f"Salida: {meaning}.")

    def get_short_help_str(self, limit: int = _LONGEST_SUMMARY) -> str:  # noqa: ARG002
        # The whole first sentence: half of one helps nobody.
        return super().get_short_help_str(_LONGEST_SUMMARY)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _spanish_help(super().get_help_option(ctx))


class Group(click.Group):
    """A group of commands whose help is Spanish."""

    context_class = _Context
    command_class = Command

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        metavars = {
            "options_metavar": "[OPCIONES]",
            "subcommand_metavar": "ORDEN [ARGUMENTOS]...",
        }
        super().__init__(*arguments, **{**metavars, **attributes})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _spanish_help(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        # In the order in which they were written, which is the order of the work.
        return list(self.commands)


def complaint(error: click.UsageError) -> str:
    """What is wrong with the words of a command line, in Spanish."""
    match error:
        case click.exceptions.NoSuchCommand():
            return f"no existe la orden {error.command_name}{_nearest_command(error)}"
        case click.NoSuchOption():
            return f"no existe la opción {error.option_name}{_nearest(error.possibilities or ())}"
        case click.MissingParameter():
            return f"falta {_name(error)}"
        case click.BadParameter():
            return f"{_name(error)}: {_wrong_value(error)}"
        case click.BadOptionUsage():
            needs = "necesita un valor" if "requires" in error.message else "no lleva valor"
            return f"la opción {error.option_name} {needs}"
    if extra := re.search(r"extra arguments? \((.*)\)", error.message):
        return f"sobra: {extra[1]}"
    return "falta la orden" if error.message == "Missing command." else error.message


def _in_spanish(text: str) -> str:
    """A row of a help page with click's own remarks in Spanish."""
    text = text.replace("[required]", "[obligatoria]")
    text = re.sub(r"\[default: ", "[si no se da: ", text)
    return re.sub(r"([\d.]+)<=x<=([\d.]+)\]", r"de \1 a \2]", text)


def _spanish_help(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Muestra esta ayuda."
    return option


def _nearest_command(error: click.exceptions.NoSuchCommand) -> str:
    if error.ctx is None or not isinstance(error.ctx.command, click.Group):
        return ""
    known = error.ctx.command.list_commands(error.ctx)
    return _nearest(get_close_matches(error.command_name, known, n=1)) or (
        f"; las que hay: {', '.join(known)}"
    )


def _nearest(names: Sequence[str]) -> str:
    return f" (¿quiso decir {names[0]}?)" if names else ""


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return f"la opción {max(error.param.opts, key=len)}"
    return error.param.make_metavar(error.ctx) if error.param and error.ctx else "un argumento"


def _wrong_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    match kind:
        case click.Choice():
            return f"debe ser uno de: {', '.join(map(str, kind.choices))}"
        case click.types.IntParamType():
            return "debe ser un número entero" + _bounds(kind)
        case click.Path() if absent := re.search(r"'(.*)' does not exist", error.message):
            return f"no existe {absent[1]}"
        case click.Path():
            return "no se puede usar (¿es una carpeta, o faltan permisos?)"
    return error.message


def _bounds(kind: click.types.IntParamType) -> str:
    low = getattr(kind, "min", None)
    high = getattr(kind, "max", None)
    return (f" desde {low}" if low is not None else "") + (
        f" hasta {high}" if high is not None else ""
    )
