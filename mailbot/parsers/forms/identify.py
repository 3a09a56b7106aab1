"""Which form a page is, if it is one at all, and which parts of it are forms of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import fixed
from mailbot.parsers.forms.labels import Labels, announced, names_template
from mailbot.parsers.forms.page import Block, Line, Page
from mailbot.parsers.forms.values import FormKind, Medium, OwnTemplate, Slot
from mailbot.parsers.forms.wording import FORM_MARK, HINTS, LABELS, TAGS, VERSION_MARK
from mailbot.parsers.forms.words import folded, label_words

_FEWEST_LABELS = 4
_FEWEST_IN_WORDS = 5
_SHARE_OF_TEMPLATE = 0.5
_FEWEST_OF_TEMPLATE = 2
_KINDS = {kind.value: kind for kind in FormKind}
_OURS = frozenset(TAGS.values())
_FORM_HINTS = tuple(folded(hint) for hint in HINTS.values())
_NO_LABELS = Labels()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which form it is, by which labels it is read, and the template of the operator's, if any."""

    kind: FormKind
    labels: Labels
    version: str = ""
    template: str = ""


def parts_of(page: Page) -> Iterator[tuple[Block, ...]]:
    """The forms that stand one below the other in a page, each from its title on."""
    starts = [at for at, text in _heads(page.blocks) if fixed.title_kind(text)]
    # A title may come twice in one form: in its heading, and in a line above that.
    starts = [at for at, before in zip(starts, [-9, *starts], strict=False) if at - before > 3]
    if len(starts) < 2:
        yield page.blocks[starts[0] :] if starts and page.medium is Medium.TEXT else page.blocks
        return
    first = starts[0] if page.medium is Medium.TEXT else 0
    for start, end in zip([first, *starts[1:]], [*starts[1:], len(page.blocks)], strict=True):
        yield page.blocks[start:end]


def identify(
    page: Page, blocks: Sequence[Block], templates: Sequence[OwnTemplate]
) -> Identity | None:
    """Which form `blocks`, a part of `page`, are; None if they are none."""
    texts = [text for _, text in _all_texts(blocks)]
    version = page.properties.get(VERSION_MARK, "") or next(
        filter(None, map(fixed.version_in, texts)), ""
    )
    named = page.properties.get(FORM_MARK, "")
    titled = next(filter(None, (fixed.title_kind(text) for text in texts)), None)
    for template in templates:
        if _is_template(template, texts, page.named, named):
            return Identity(
                kind=template.kind, labels=Labels(template.labels), version=version,
                template=template.name,
            )  # fmt: skip
    by_content = _kind_by_content(page, texts)
    kind = titled or (_KINDS.get(named) if by_content else None) or by_content
    if kind is None or (page.medium is Medium.TEXT and not _is_in_words(texts)):
        return None
    return Identity(kind=kind, labels=_NO_LABELS, version=version)


def _is_template(
    template: OwnTemplate, texts: Sequence[str], named: Sequence[tuple[str, str]], form: str
) -> bool:
    if template.name == form:
        return True
    own = Labels(template.labels).own
    heads = {folded_label for text in texts for folded_label in _own_labels(text, own)}
    heads |= {label for name, _ in named for label in _own_labels(name.replace("_", " "), own)}
    titled = any(names_template(text, template.name) for text in texts[:20])
    wanted = _FEWEST_OF_TEMPLATE if titled else max(
        _FEWEST_OF_TEMPLATE, len(own) * _SHARE_OF_TEMPLATE
    )  # fmt: skip
    return len(heads) >= min(wanted, len(own)) > 0


def _own_labels(text: str, own: dict[str, Slot]) -> Iterator[str]:
    first = text.partition("\n")[0]
    for part in (first, first.partition(":")[0]):
        if (label := label_words(part[:120])) in own:
            yield label


def _kind_by_content(page: Page, texts: Sequence[str]) -> FormKind | None:
    asked = announced(texts, _NO_LABELS)
    ours = {name.lower() for name, _ in page.named} & _OURS
    by_name = {slot for name, _ in page.named if (slot := _NO_LABELS.slot(name.replace("_", " ")))}
    asked |= by_name | {slot for slot, tag in TAGS.items() if tag in ours}
    fewest = 1 if page.properties.get(FORM_MARK) in _KINDS else _FEWEST_LABELS
    if len(asked) < fewest and not ours:
        return None
    if asked & {Field.TOPICS, Field.ATTENDEES}:
        return FormKind.ACCOMPANIMENT
    if asked & {Field.DESCRIPTION, Field.SCREENSHOTS}:
        return FormKind.FUNCTIONAL
    return FormKind.OTHER


def _is_in_words(texts: Sequence[str]) -> bool:
    """Whether words of a mail are a form that was pasted, not just facts with labels."""
    titles = any(map(fixed.title_kind, texts))
    hints = any(hint in folded(text[:400]) for text in texts for hint in _FORM_HINTS)
    written = {label for label in LABELS.values() for text in texts if text.startswith(label)}
    asked = len(announced(texts, _NO_LABELS))
    return ((titles or hints) and asked >= 2) or len(written) >= _FEWEST_IN_WORDS


def _heads(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """The blocks that hold one text, which may be a title."""
    for at, block in enumerate(blocks):
        texts = [block.text] if isinstance(block, Line) else [cell for cell in block.cells if cell]
        if len(texts) == 1:
            yield at, texts[0]


def _all_texts(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    for at, block in enumerate(blocks):
        for text in (block.text,) if isinstance(block, Line) else block.cells:
            if text:
                yield at, text
