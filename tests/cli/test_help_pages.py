"""Each help page says what an administrator needs: what for, options, examples, exit status."""

import importlib
import shlex
from collections.abc import Iterator

import click
import pytest

from mailbot.cli.spanish import Command
from mailbot.cli.table import COMMANDS
from tests.cli.program import run


def commands() -> Iterator[tuple[str, Command]]:
    """Each command that does something, with the words that call it."""
    for row in COMMANDS:
        module, _, name = row.target.partition(":")
        top = getattr(importlib.import_module(module), name)
        if isinstance(top, click.Group):
            for below, command in top.commands.items():
                assert isinstance(command, Command)
                yield f"{row.name} {below}", command
        else:
            yield row.name, top


EVERY = dict(commands())


@pytest.mark.parametrize("words", EVERY)
def test_its_options_are_all_explained(words: str) -> None:
    options = [each for each in EVERY[words].params if isinstance(each, click.Option)]
    assert [each.name for each in options if not (each.help or "").endswith(".")] == []


@pytest.mark.parametrize("words", EVERY)
def test_its_examples_are_of_this_command_and_are_taken(words: str) -> None:
    command = EVERY[words]
    assert command.examples
    for example in command.examples:
        _, called, given = example.rpartition(words)
        assert called, example
        parser = command.make_parser(click.Context(command))
        parser.parse_args(args=shlex.split(given))


@pytest.mark.parametrize("words", EVERY)
def test_its_page_can_be_copied_from_and_says_its_status(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = run(capsys, *words.split(), "--help").out
    command = EVERY[words]
    lines = shown.splitlines()
    for example in command.examples:
        assert f"  mailbot {example}" in lines
    status = " ".join(shown[shown.index("Salida:") :].split())
    assert status.startswith("Salida: 0 hecho, 1 falló, 2 mal uso o mala configuración")
    assert (f", 3 {command.found}." in status) == bool(command.found)
    assert not {"[required]", "default:", "<=x<=", "..."} & set(shown.split())


@pytest.mark.parametrize("group", sorted({words.split()[0] for words in EVERY if " " in words}))
def test_a_group_tells_what_each_of_its_commands_does_in_whole_sentences(
    group: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = " ".join(run(capsys, group, "--help").out.split())
    for words, command in EVERY.items():
        if words.startswith(f"{group} "):
            assert command.get_short_help_str() in shown
            assert command.get_short_help_str()[-1] not in " …"


def test_ranges_and_defaults_are_told_in_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(run(capsys, "simulate", "--help").out.split())
    assert "[si no se da: 365; de 1 a 3660]" in shown
    assert "[obligatoria]" in run(capsys, "report", "--help").out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    from mailbot import __version__

    assert run(capsys, "--version").out == f"mailbot {__version__}\n"
