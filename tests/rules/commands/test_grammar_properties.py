"""What holds for any words at all: no failure, no order of others, no tag lost on the way."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.compose import words
from mailbot.parsers.reply import split_reply
from mailbot.rules.commands.tags import BY_NAME
from tests.rules.commands.reading import read, said

PIECES = (
    "[", "]", "[RESUELTO]", "[CERRADO]\n", "[NOTA] x", "［TOMAR］", "RESUELTO", "PENDIENTE CLIENTE",
    "«", "»", '"', "'", "=", "motivo=", "nora@x.co", "<mailto:nora@x.co>", "\n", "\n\n", "> ", " ",
    "\u00a0", "\u200b", "\u2060", "\u2028", "\x85", "\r", "*", "- ", "```\n", "<br>", "&nbsp;",
    "<b>", "hola", "Á", "\ud800", "[INC-2026-000123]", "[EXTERNO]", "-- \n", "RE: ",
)  # fmt: skip
MIXED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
ANY = st.one_of(MIXED, st.text(max_size=200))
# No line of a quote may look like an announcement: those cuts are doubts, tested with the parser.
ATTRIBUTION = "El lun, 23 nov 2026 a las 9:12, Ana Díaz <ana@entidad.gov.co> escribió:\n"


@settings(max_examples=300, deadline=None)
@given(ANY, ANY, st.booleans(), st.booleans())
def test_any_words_at_all_can_be_read(
    text: str, subject: str, thread_known: bool, safe: bool
) -> None:
    found = read(text, subject, thread_known=thread_known, commands_safe=safe)
    assert found.orders == bool(found.commands or found.in_doubt)
    assert safe or not found.commands


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_each_tag_is_told_in_words_that_order_the_same_again(text: str) -> None:
    for command in read(text).commands:
        (again,) = read(command.written).commands
        assert (again.tag, again.arguments, again.keys) == (
            command.tag,
            command.arguments,
            command.keys,
        )
        assert again.written == command.written


@settings(max_examples=300, deadline=None)
@given(ANY, st.sampled_from(["Gracias.", "", "Buenas tardes\n\nAna"]))
def test_words_of_others_in_a_quote_never_order(theirs: str, own: str) -> None:
    quote = "\n".join(f"> {line}" for line in theirs.splitlines())
    split = split_reply(f"{own}\n\n{ATTRIBUTION}\n{quote}\n", None, "RE: [INC-2026-000123]")
    found = read(split.text, quoted=split.quoted, commands_safe=split.commands_safe)
    assert found.commands == ()


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_words_of_others_in_our_own_mails_never_order(theirs: str) -> None:
    shown = words.paragraphs(theirs)
    assert read(shown).commands == ()
    assert read(words.one_line(theirs)).commands == ()
    subject = words.for_subject(words.one_line(theirs), 200)
    assert read(subject=subject).commands == ()


WORD = st.text(alphabet="abcdeñóÁ0123.-@_", min_size=1, max_size=12)
VALUE = st.lists(WORD, min_size=1, max_size=25).map(" ".join)
KEY = st.sampled_from(["a", "motivo", "nivel", "caso", "ue"])


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(BY_NAME)),
    st.lists(VALUE, max_size=2),
    st.lists(st.tuples(KEY, VALUE), max_size=2),
    st.integers(min_value=40, max_value=120),
    st.sampled_from(["", " "]),
)
def test_a_tag_survives_any_program_that_breaks_lines_at_blanks(
    name: str, arguments: list[str], keys: list[tuple[str, str]], column: int, soft: str
) -> None:
    quoted = [f'"{words}"' for words in arguments]
    pairs = [f'{key}="{value}"' for key, value in keys]
    tag = f"[{' '.join([name, *quoted, *pairs])}]"
    whole = read(f"{tag}\nEl texto.")
    assert said(read(f"{_broken(tag, column, soft)}\nEl texto.")) == said(whole)
    assert len(whole.commands) == 1 or len(tag) > 1_000


def _broken(line: str, column: int, soft: str) -> str:
    lines = [""]
    for word in line.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > column:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return f"{soft}\n".join(lines)
