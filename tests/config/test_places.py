"""Every key of a TOML text is found on its line, however the text is laid out."""

import tomllib
from collections.abc import Iterator

import pytest

from mailbot.config.kinds import Key
from mailbot.config.places import line_of, lines_of_keys

LAYOUTS = [
    ("a table", "\n[a]\nb = 1\n", {("a",): 2, ("a", "b"): 3}),
    ("a table within", "[a.b]\nc = 1", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 2}),
    ("a table after the ones within", "[a.b]\n[a]\nc = 1", {("a",): 1, ("a", "c"): 3}),
    ("spaces in a header", "[ a . b ]\nc = 1", {("a", "b", "c"): 2}),
    (
        "tables in a list",
        "[[a]]\nb = 1\n[[a]]\nb = 2",
        {("a",): 1, ("a", 0, "b"): 2, ("a", 1, "b"): 4},
    ),
    (
        "a table below one of a list",
        "[[a]]\n[[a]]\n[a.b]\nc = 1",
        {("a", 1): 2, ("a", 1, "b"): 3, ("a", 1, "b", "c"): 4},
    ),
    (
        "a list of tables in a list of tables",
        "[[a]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\nc = 1",
        {("a", 0, "b", 0, "c"): 3, ("a", 1, "b", 0, "c"): 6, ("a", 1, "b", 1, "c"): 8},
    ),
    ("dotted keys", "a.b = 1\na.c.d = 2", {("a",): 1, ("a", "b"): 1, ("a", "c", "d"): 2}),
    ("quoted keys", "'a b' = 1\n\"c\\u0041\" . d = 1", {("a b",): 1, ("cA", "d"): 2}),
    (
        "a list over lines",
        "a = [\n  1, # uno\n  2,\n]\nb = 1",
        {("a", 0): 2, ("a", 1): 3, ("b",): 5},
    ),
    ("an empty list", "a = []\nb = 1", {("a",): 1, ("b",): 2}),
    ("lists in a list", "a = [[1],\n[2, 3]]", {("a", 1): 2, ("a", 1, 1): 2}),
    ("a table in a line", "a = { b = 1, c.d = [1, 2] }", {("a", "b"): 1, ("a", "c", "d", 1): 1}),
    ("an empty table", "a = {}\nb = 1", {("b",): 2}),
    (
        "tables in a line of a list",
        "a = [\n {b = 1},\n {b = 2}]",
        {("a", 0, "b"): 2, ("a", 1, "b"): 3},
    ),
    ("brackets in a text", "a = \"[x] # = {\"\nb = '[y'\nc = 1", {("b",): 2, ("c",): 3}),
    ("an escaped quote", 'a = "\\"\\\\"\nb = 1', {("b",): 2}),
    ("a text over lines", 'a = """\n[x]\n\\""" y = 1\n"""\nb = 1', {("a",): 1, ("b",): 5}),
    ("quotes at the end of a long text", 'a = """x"""""\nb = 1', {("b",): 2}),
    ("a literal text over lines", "a = '''\n\\\n''\n'''''\nb = 1", {("b",): 5}),
    ("an empty long text", "a = \"\"\"\"\"\"\nb = ''''''\nc = 1", {("c",): 3}),
    ("a comment after a value", "a = 1 # [x]\nb = 2026-01-01 07:00:00 # c = 1\nd = 1", {("d",): 3}),
    ("Windows line ends", "[a]\r\nb = 1\r\n[c]\r\nd = 2\r\n", {("a", "b"): 2, ("c", "d"): 4}),
]


@pytest.mark.parametrize(
    ("text", "lines"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS]
)
def test_keys_are_found(text: str, lines: dict[Key, int]):
    found = lines_of_keys(text)
    assert {key: found.get(key) for key in lines} == lines
    assert set(found) == set(_keys(tomllib.loads(text)))


def test_what_is_not_there_is_told_at_the_table_around_it():
    lines = lines_of_keys("\n[a]\nb = 1")
    assert line_of(("a", "c", "d"), lines) == 2
    assert line_of(("e",), lines) is None


def _keys(value: object, place: Key = ()) -> Iterator[Key]:
    if place:
        yield place
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _keys(below, (*place, name))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _keys(below, (*place, number))
