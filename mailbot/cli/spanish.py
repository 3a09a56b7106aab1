"""Click in Spanish: the help pages, and what it says about a command written wrongly."""

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from difflib import get_close_matches

import click

_SECTIONS = {"Options": "Opciones", "Commands": "Órdenes", "Positional arguments": "Argumentos"}


class _Formatter(click.HelpFormatter):
    """Help pages with Spanish headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Uso: ")

    def section(self, name: str) -> AbstractContextManager[None]:
        return super().section(_SECTIONS.get(name, name))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is Spanish."""

    context_class = _Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return _spanish_pieces(super().collect_usage_pieces(ctx))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _spanish_help(super().get_help_option(ctx))


class Group(click.Group):
    """A group of commands whose help is Spanish."""

    context_class = _Context
    command_class = Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return _spanish_pieces(super().collect_usage_pieces(ctx))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _spanish_help(super().get_help_option(ctx))


def complaint(error: click.UsageError) -> str:
    """What is wrong with the words of a command line, in Spanish."""
    match error:
        case click.exceptions.NoSuchCommand():
            known = error.ctx.command.list_commands(error.ctx) if _has_commands(error) else ()
            return f"no existe la orden {error.command_name}" + _nearest(error.command_name, known)
        case click.NoSuchOption():
            return f"no existe la opción {error.option_name}" + _nearest(
                error.option_name, error.possibilities or ()
            )
        case click.MissingParameter():
            return f"falta {_named(error)}"
        case click.BadParameter():
            return f"{_named(error)}: {_wrong_value(error)}"
        case click.BadOptionUsage():
            needs = "necesita un valor" if "requires" in error.message else "no lleva valor"
            return f"la opción {error.option_name} {needs}"
    if extra := re.search(r"extra arguments? \((.*)\)", error.message):
        return f"sobra: {extra[1]}"
    return "falta la orden" if error.message == "Missing command." else error.message
