"""The page that shows every mail, offline and inert."""

from dataclasses import replace
from html.parser import HTMLParser

from mailbot.compose.examples import EXAMPLES, example_mails
from mailbot.compose.preview import preview_page
from tests.compose.desk import CASE, LINE, composed, send


class Frames(HTMLParser):
    """Collects every tag of the page, and the frames' attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.frames: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "iframe":
            self.frames.append(dict(attrs))


def read(page: str) -> Frames:
    frames = Frames()
    frames.feed(page)
    return frames


def test_it_shows_every_mail_light_and_dark() -> None:
    page = read(preview_page(example_mails(LINE), "Correos de la línea"))
    assert page.tags.count("article") == len(EXAMPLES)
    assert len(page.frames) == 2 * len(EXAMPLES)
    light, dark = (str(frame["srcdoc"]) for frame in page.frames[:2])
    # Neither asks the browser: both are to be seen whatever its own colours are.
    assert "prefers-color-scheme:dark" not in light + dark
    assert light.replace("@media not all", "@media all") == dark != light


def test_each_mail_is_called_by_its_name() -> None:
    mails = example_mails(LINE)[:2]
    source = preview_page(mails, "Correos", names=("uno", "<dos>"))
    assert ">uno</a>" in source
    assert source.count("&lt;dos&gt;") == 4


def test_it_loads_and_runs_nothing() -> None:
    source = preview_page(example_mails(LINE), "Correos")
    page = read(source)
    assert "default-src 'none'" in source
    assert {frame["sandbox"] for frame in page.frames} == {None}
    assert not {"script", "img", "link", "form"} & set(page.tags)
    assert all("src" not in frame for frame in page.frames)


def test_hostile_words_stay_words() -> None:
    case = replace(CASE, subject='"></iframe><script>alert(1)</script>')
    mail = composed(send(case=case, to=("<script>@entidad.example",)))
    page = read(preview_page([mail], "<script>alert(1)</script>"))
    assert "script" not in page.tags
    assert len(page.frames) == 2
