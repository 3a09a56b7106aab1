"""The guides in Spanish keep true: tags, who may say them, times, alarms, commands, keys, links."""

import importlib
import re
from pathlib import Path

import click
import pytest
from PIL import Image
from pypdf import PdfReader

from mailbot.cli.table import COMMANDS, Row
from mailbot.config import Config
from mailbot.config.hours import SlaTable
from mailbot.config.limits import Alarms
from mailbot.config.periods import Take
from mailbot.model.vocabulary import Role
from mailbot.rules.alarm_words import Kind
from mailbot.rules.commands.brackets import read_tag
from mailbot.rules.commands.table import ACTS, TRANSITIONS, WITHOUT_A_CASE
from mailbot.rules.commands.tags import EFFECT, Tag
from mailbot.rules.commands.usage import usage

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/guias"
NAMES = ("usuario", "asesor", "coordinador", "administrador")
GUIDES = {name: (FOLDER / f"{name}.md").read_text("utf-8") for name in NAMES}
README = (ROOT / "README.md").read_text("utf-8")
SCHEMA = Config.model_json_schema()

NOT_STAFF = (Role.USR, Role.OR, Role.SYS)
EVERYBODY = tuple(role for role in Role if role not in NOT_STAFF)

CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
BRACKETS = re.compile(r"\[([A-ZÁÉÍÓÚÑ]{2}[^\]\n]*)\](?!\()")
COMMAND = re.compile(r"(?:^|(?<=/bin/))mailbot(?: -c \S+)? ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)
KEY = re.compile(r"`\[([a-z]+)\](?: ([a-z_]+))?[^`]*`")
PICTURE = re.compile(r"!\[([^\]]*)\]\((imagenes/[^)]+)\)")
LINKED = re.compile(r"\[([^\]]+)\]\([^)]+\)")
LINK = re.compile(r"\]\(([^)#:]+)\)")


def code(text: str) -> str:
    """What stands as code in a guide, spans and blocks."""
    return "\n".join(block or span for block, span in CODE.findall(text))


def who(tag: Tag) -> str:
    """Who may say a tag by the table, as the advisor's sheet writes it."""
    rows = (row for row in (*TRANSITIONS, *ACTS) if row.by is tag)
    roles = {role for row in rows for role in row.who} | set(WITHOUT_A_CASE.get(tag, ()))
    if roles.issuperset(EVERYBODY):
        return "todos"
    both = {"N2": {Role.N2F, Role.N2T}, "N3": {Role.N3F, Role.N3T}}
    whole = {role: level for level, pair in both.items() if roles >= pair for role in pair}
    return ", ".join(dict.fromkeys(whole.get(role, role) for role in Role if role in roles))


def loaded(row: Row) -> object:
    """The command of a row."""
    module, _, name = row.target.partition(":")
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("tag", Tag)
def test_the_advisors_sheet_has_each_tag_as_it_is_written_by_whom_and_what_it_does(
    tag: Tag,
) -> None:
    assert f"| `{usage(tag)}` | {who(tag)} | {EFFECT[tag]} |" in GUIDES["asesor"]


def test_the_times_are_those_of_a_line_that_sets_none() -> None:
    budgets, take, alarms = SlaTable(), Take(), Alarms()
    for level, until in (("N1", take.N1), ("N2", take.N2), ("N3", take.N3)):
        own = getattr(budgets, level)
        hours = (own.critica, own.alta, own.media, own.baja, until)
        row = " | ".join(f"{each:g} h" for each in hours)
        assert f"| {level} | {row} |" in GUIDES["asesor"]
        assert re.search(
            rf" nivel \| {own.media:g} horas.* \| {own.media:g} horas \|", GUIDES["usuario"]
        )
    for limit in (
        f"{alarms.unreachable_minutes:g} minutos sin poder leerlo",
        f"{alarms.quiet_hours:g} horas hábiles sin correo",
        f"{alarms.outbox_minutes:g} minutos sin que",
        f"{alarms.clock_seconds / 60:g} minutos de diferencia",
        f"menos de {alarms.disk_mb:g} MB",
    ):
        assert limit in GUIDES["administrador"]


@pytest.mark.parametrize("name", NAMES)
def test_every_tag_that_a_guide_names_exists(name: str) -> None:
    named = [each for each in BRACKETS.findall(GUIDES[name]) if not re.search(r"-20\d\d-", each)]

    assert [each for each in named if read_tag(each) is None] == []


@pytest.mark.parametrize("kind", Kind)
def test_the_administrator_reads_what_each_alarm_means(kind: Kind) -> None:
    assert f"| `{kind}` |" in GUIDES["administrador"]


@pytest.mark.parametrize("name", [row.name for row in COMMANDS])
def test_every_command_stands_where_an_administrator_looks(name: str) -> None:
    assert re.search(rf"\b{name}\b", code(GUIDES["administrador"]) + code(README))


@pytest.mark.parametrize("name", NAMES)
def test_every_command_that_a_guide_names_exists(name: str) -> None:
    rows = {row.name: row for row in COMMANDS}
    for order, below in COMMAND.findall(code(GUIDES[name])):
        assert order in rows, order
        command = loaded(rows[order])
        if isinstance(command, click.Group):
            assert not below or below in command.commands, f"{order} {below}"


@pytest.mark.parametrize("name", NAMES)
def test_every_key_of_the_configuration_that_a_guide_names_exists(name: str) -> None:
    for section, key in KEY.findall(GUIDES[name]):
        assert section in SCHEMA["properties"], section
        reference = SCHEMA["properties"][section].get("$ref", "").rpartition("/")[2]
        assert not key or key in SCHEMA["$defs"][reference]["properties"], f"[{section}] {key}"


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_a_guide_leads_somewhere_and_the_readme_leads_to_it(name: str) -> None:
    broken = [each for each in LINK.findall(GUIDES[name]) if not (FOLDER / each).exists()]

    assert broken == []
    assert f"(docs/guias/{name}.md)" in README


def test_every_picture_is_shown_once_with_words_for_who_does_not_see_it() -> None:
    shown = [found for guide in GUIDES.values() for found in PICTURE.findall(guide)]

    assert sorted(path for _, path in shown) == sorted(
        path.relative_to(FOLDER).as_posix() for path in (FOLDER / "imagenes").iterdir()
    )
    for words, path in shown:
        assert len(words) > 40, path
        with Image.open(FOLDER / path) as picture:
            assert picture.format == "PNG"
            assert picture.width <= 1000
        assert (FOLDER / path).stat().st_size < 100_000


@pytest.mark.parametrize(("name", "pages"), [("usuario", 1), ("asesor", 2)])
def test_the_printed_guide_says_what_the_guide_says_on_one_sheet(name: str, pages: int) -> None:
    printed = PdfReader(FOLDER / f"{name}.pdf")
    letters = _letters("".join(page.extract_text() for page in printed.pages))

    assert len(printed.pages) == pages
    text = LINKED.sub(r"\1", PICTURE.sub("", GUIDES[name]))
    lines = [re.sub(r"^(#+|-|\d+\.) |```|`|\*\*", "", line) for line in text.splitlines()]
    cells = [cell for line in lines for cell in line.strip("|").split("|")]
    missing = [cell for cell in cells if not re.fullmatch(r"[-\s]*", cell)
               and _letters(cell) not in letters]  # fmt: skip
    assert missing == [], f"make pictures ONLY={name}"


def _letters(text: str) -> str:
    return "".join(text.split()).replace("\N{HYPHEN}", "-")
