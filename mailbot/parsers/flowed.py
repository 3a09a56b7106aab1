"""Text in format=flowed (RFC 3676) as paragraphs again."""


def unflow(text: str, *, delete_space: bool) -> str:
    """`text` with its soft line breaks joined; quote marks stay, one run of ">" a line.

    `delete_space` is the DelSp parameter: the space that marks a soft break is not part of the
    text.
    """
    lines: list[str] = []
    paragraph: list[str] = []
    depth = 0
    for line in text.split("\n"):
        words = line.lstrip(">")
        deep = len(line) - len(words)
        if paragraph and deep != depth:
            lines.append(_quoted(depth, paragraph))
            paragraph = []
        depth = deep
        # A first space is stuffing (§4.4), so that no line begins with "From " or a quote mark.
        words = words.removeprefix(" ")
        soft = words.endswith(" ") and words != "-- "
        paragraph.append(words[:-1] if soft and delete_space else words)
        if not soft:
            lines.append(_quoted(depth, paragraph))
            paragraph = []
    if paragraph:
        lines.append(_quoted(depth, paragraph))
    return "\n".join(lines)


def _quoted(depth: int, paragraph: list[str]) -> str:
    words = "".join(paragraph)
    return f"{'>' * depth} {words}" if depth else words
