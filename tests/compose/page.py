"""An HTML part read strictly: balance, structure, what is seen, and with which contrast."""

import re
from html.parser import HTMLParser

VOID = frozenset("br hr img meta link input".split())
FORBIDDEN_TAGS = frozenset("script form iframe svg base link object embed video".split())


_DEFAULTS = {
    "color": "#000000", "back": "#ffffff", "dark-color": "#000000", "dark-back": "#ffffff",
}  # fmt: skip


class Page(HTMLParser):
    """The strict reader; what is wrong is in `faults` once closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.headings: list[int] = []
        self.links: list[tuple[str, str]] = []
        self.title = self.preheader = ""
        self.contrasts: list[tuple[float, str]] = []
        self._open: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self._seen: list[str] = []
        self.pictures: list[str] = []
        self._tables: list[tuple[bool, bool]] = []
        self._sheet = ""
        self._dark: dict[str, dict[str, str]] = {}

    @property
    def visible(self) -> str:
        """What a reader sees, block by block."""
        joined = re.sub(r"[^\S\n\xa0]+", " ", "".join(self._seen))
        return re.sub(r" ?\n[ \n]*", "\n", joined)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self._check(tag, given)
        if tag in ("p", "td", "th", "li", "h1", "h2", "h3", "tr", "br", "div", "ul", "ol", "table"):
            self._seen.append("\n")
        self._follow_tables(tag, given)
        if tag in VOID:
            return
        self._open.append((tag, given, self._style(tag, given)))
        if tag == "a":
            self.links.append((given.get("href", ""), ""))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not self._open or self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> no cierra lo que está abierto")
            return
        self._open.pop()
        if tag == "table":
            self._close_table()
        if tag in ("p", "td", "th", "li", "h1", "h2", "h3", "tr", "div", "table"):
            self._seen.append("\n")
        if tag == "style":
            self._read_dark()

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _, _ in self._open]
        if "style" in tags:
            self._sheet += data
        elif tags[-1:] == ["title"]:
            self.title += data
        elif any("display:none" in given.get("style", "") for _, given, _ in self._open):
            self.preheader += data.strip()
        elif "body" in tags:
            if tags[-1] in ("table", "tbody", "tr", "ul", "ol") and data.strip():
                self.faults.append(f"texto fuera de celda: {data.strip()}")
            # In HTML a line end is a blank; only marks break lines.
            self._seen.append(data.replace("\n", " "))
            if "a" in tags:
                href, words = self.links[-1]
                self.links[-1] = (href, words + data)
            if data.strip():
                self._measure(data.strip())

    def handle_comment(self, data: str) -> None:
        if not data.startswith("[if mso]>") or not data.endswith("<![endif]"):
            self.faults.append(f"comentario: {data[:40]}")

    def close(self) -> None:
        super().close()
        if self._open:
            self.faults.append(f"sin cerrar: {[tag for tag, _, _ in self._open]}")
        for ratio, words in self.contrasts:
            if ratio < 4.5:
                self.faults.append(f"contraste {ratio:.1f}: {words}")

    def _check(self, tag: str, given: dict[str, str]) -> None:
        parent = self._open[-1][0] if self._open else ""
        inside = {"tr": {"tbody", "thead"}, "td": {"tr"}, "th": {"tr"}, "tbody": {"table"},
                  "li": {"ul", "ol"}}  # fmt: skip
        if tag in FORBIDDEN_TAGS:
            self.faults.append(f"<{tag}> no va en un correo")
        if parent not in inside.get(tag, {parent}):
            self.faults.append(f"<{tag}> dentro de <{parent}>")
        if parent == "p" and tag in ("p", "table", "ul", "ol", "div", "h1", "h2"):
            self.faults.append(f"<{tag}> dentro de <p>")
        if tag == "img":
            self.pictures.append(given.get("src", ""))
            if not (given.get("alt") and given.get("width", "").isdigit()):
                self.faults.append("imagen sin alt o sin width")
        if tag == "th" and "scope" not in given:
            self.faults.append("th sin scope")
        first_in_body = parent == "body" and tag not in VOID
        if (tag == "html" or first_in_body) and not (
            given.get("lang", "").startswith("es") and given.get("dir") == "ltr"
        ):
            self.faults.append(f"<{tag}> sin lang y dir")
        if "id" in given or any(key.startswith("on") for key in given):
            self.faults.append(f"<{tag}> con id o con acción")

    def _follow_tables(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table":
            self._tables.append((given.get("role") == "presentation", False))
        elif tag == "th" and self._tables:
            self._tables[-1] = (self._tables[-1][0], True)

    def _close_table(self) -> None:
        for_layout, has_heads = self._tables.pop()
        if for_layout and has_heads:
            self.faults.append("tabla de diseño con th")
        if not (for_layout or has_heads):
            self.faults.append("tabla de diseño sin role=presentation")

    def _style(self, tag: str, given: dict[str, str]) -> dict[str, str]:
        own = dict(self._open[-1][2] if self._open else _DEFAULTS)
        pairs = (declaration.partition(":") for declaration in given.get("style", "").split(";"))
        declared = {key.strip(): value.strip() for key, _, value in pairs}
        own["color"] = declared.get("color", own["color"])
        own["back"] = declared.get("background-color", own["back"])
        dark: dict[str, str] = {}
        for name in given.get("class", "").split():
            dark |= self._dark.get(name, {})
        own["dark-color"] = dark.get("color") or declared.get("color") or own["dark-color"]
        back = dark.get("background-color") or declared.get("background-color")
        own["dark-back"] = back or own["dark-back"]
        return own

    def _read_dark(self) -> None:
        _, _, block = self._sheet.partition("@media (prefers-color-scheme:dark){")
        for names, body in re.findall(r"([^{}]+)\{([^{}]*)\}", block):
            pairs = dict(d.split(":", 1) for d in body.replace("!important", "").split(";") if d)
            for name in names.split(","):
                self._dark.setdefault(name.strip().lstrip("."), {}).update(pairs)

    def _measure(self, words: str) -> None:
        style = self._open[-1][2]
        for front, back in (("color", "back"), ("dark-color", "dark-back")):
            self.contrasts.append((contrast(style[front], style[back]), f"{front}: {words[:40]}"))


def contrast(one: str, other: str) -> float:
    """The contrast of two `#rrggbb` colours (WCAG 2.1)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
