"""Where a mail's greeting, message and signature are, and where another person's words begin."""

import re
from dataclasses import dataclass

from mailbot.rules.courtesy import is_courtesy
from mailbot.rules.intake.people import person_name
from mailbot.rules.intake.words import folded, words_of

_LONGEST_SIGNATURE = 14
_LONGEST_LINE = 100
_SHORTEST_WRAPPED = 55
_FEW_LINES = 8
_FEW_WORDS = 10

# Where a quoted or forwarded mail begins, in folded text.
_OTHERS = re.compile(
    r"^[ \t]*(?:-{2,}[ ]*(?:mensaje (?:original|reenviado|enviado)|original message|forwarded)"
    r"|inicio del mensaje reenviado|begin forwarded message|mensaje reenviado por"
    r"|(?:el|on)\b[^\n]{5,160}\b(?:escribio|wrote)[ ]*:?[ ]*$"
    r"|\*?(?:de|from)[ ]*:\*?[ ]*\S[^\n]*\n(?:[^\n]*\n){0,3}?"
    r"[ \t]*\*?(?:enviado(?: el)?|sent|fecha|date|para|to|asunto|subject)[ ]*:)",
    re.MULTILINE,
)
_GREETING = re.compile(
    r"(?:[¡]?(?:muy[ ])?(?:buen(?:os|as)?[ ](?:dias?|tardes?|noches?)|buenas|hola|"
    r"(?:(?:reciban?[ ])?un[ ])?cordial(?:es)?[ ]saludos?|saludos?(?:[ ]cordial(?:es)?)?"
    r"|respetad[oa]s?(?:\(as?\))?|estimad[oa]s?(?:\(as?\))?|apreciad[oa]s?|senor(?:es|as|ita)?"
    r"|dear|hello|good[ ]morning)(?!\w))[ \t,.:;!¡-]*"
)
# A line of nothing but these words says to whom the mail is addressed.
_ADDRESS = frozenset(
    """linea de del la el los las y soporte siif nacion ministerio hacienda credito publico mhcp
    mesa ayuda equipo administracion administrador ciudad bogota d c senores senoras coordinacion
    coordinador coordinadora sistema integrado informacion financiera e s m a todos todas asesores
    asesor companeros colegas quien corresponda pueda interesar grupo nivel amigos mis en ref re
    referencia attn atn doctor doctora ingeniero ingeniera muy""".split()
)
_CLOSING = re.compile(
    r"(?:[-_=]{2,}|muy[ ])?[ ]*(?:(?P<sure>cordialmente|atentamente|att?e?\b|sinceramente"
    r"|(?:best[ ]|kind[ ])?regards)|(?:cordial(?:es)?|un[ ]cordial)[ ]saludos?|saludos?\b"
    r"|un[ ]saludo|feliz[ ](?:dia|tarde|noche)|bendiciones"
    r"|(?P<thanks>(?:muchas[ ]|mil[ ])?gracias\b))[ ]*(?:cordial(?:es)?\b)?"
)
_DELIMITER = re.compile(r"[ ]*(?:--|[-_=]{3,})[ ]*$")
_COURTESY = re.compile(
    r"(?:(?:quedo|quedamos|estoy|estamos)[ ](?:muy[ ])?atent|cualquier[ ](?:duda|inquietud)"
    r"|feliz[ ]|adjunto[ ](?:las?[ ])?(?:pantalla|imagen|captura)\w*[ .]*$)"
)
_PHONE_FOOTER = re.compile(r"(?:enviado|sent)[ ](?:desde|from)\b|obtener[ ]outlook|get[ ]outlook")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closing:
    """A closing formula: the words behind it on its line, and whether it can't be a greeting."""

    beside: str
    sure: bool


def own_part(text: str) -> str:
    """`text` up to where another person's words begin, without lines quoted with ">"."""
    begin = _OTHERS.search(folded(text))
    own = text[: begin.start()] if begin else text
    if ">" not in own:
        return own
    return "\n".join(line for line in own.split("\n") if not line.lstrip().startswith(">"))


def split_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """The message's lines, and those of the signature below it."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for place in range(len(filled) - 1, max(len(filled) - _LONGEST_SIGNATURE - 2, 0), -1):
        number = filled[place]
        closing = _closing(lines[number])
        if closing is None:
            continue
        below = [closing.beside] if closing.beside else []
        below += [line for line in lines[number + 1 :] if line.strip()]
        # "Cordial saludo" and thanks also begin letters: then the message is what follows.
        if closing.sure or message(lines[:number]) or not below or person_name(below[0]):
            return lines[:number], below
    return _split_at_name(lines, filled)


def is_closing(line: str) -> bool:
    """Whether a line closes a letter ("Cordialmente,", "Gracias.", "--")."""
    return _closing(line) is not None


def is_greeting(line: str) -> bool:
    """Whether a line greets ("Buenos días, señores:")."""
    return _GREETING.match(folded(line.strip())) is not None


def flat(lines: list[str]) -> str:
    """The lines with single blanks, and those joined that a mail program wrapped."""
    joined: list[str] = []
    for line in lines:
        words = " ".join(line.split())
        if joined and words and _goes_on(joined[-1], words[0]):
            joined[-1] += f" {words}"
        else:
            joined.append(words)
    return "\n".join(joined)


def message(lines: list[str]) -> str:
    """The message alone: without greeting, address and courtesies at its end."""
    left = [line.strip() for line in lines]
    while left and (not left[0] or _is_address(left[0])):
        left.pop(0)
    if left:
        left[0] = _without_greeting(left[0])
    while left and (not left[-1] or _is_parting(left[-1])):
        left.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(left)).strip()


def signature_of(quoted: str, *, text: str, author: str) -> list[str]:
    """The lines of the author's own signature among the words cut off from his mail.

    They must say that they are his: by a closing formula, a delimiter or his name before them.
    """
    lines = [line.strip() for line in own_part(quoted).split("\n") if line.strip()]
    if not lines:
        return []
    last = next((line for line in reversed(text.split("\n")) if line.strip()), "")
    named = len(set(words_of(author)) & set(words_of(lines[0]))) >= 2
    first = _closing(lines[0])
    polite = _is_parting(lines[0])
    if not (named or polite or is_closing(last)):
        return []
    if polite:
        lines[:1] = [first.beside] if first and first.beside else []
    own: list[str] = []
    for line in lines[:_LONGEST_SIGNATURE]:
        if len(line) > _LONGEST_LINE or (own and is_greeting(line)):
            break
        own.append(line)
    return own


def _goes_on(before: str, first: str) -> bool:
    """Whether a line that begins with `first` continues the one before it."""
    if not before or before[-1] in ".:;":
        return False
    return first.islower() or len(before) >= _SHORTEST_WRAPPED


def _closing(line: str) -> _Closing | None:
    if _DELIMITER.match(line):
        return _Closing(beside="", sure=True)
    stripped = line.strip(" \t*_")
    plain = folded(stripped)
    found = _CLOSING.match(plain) if len(plain) <= _LONGEST_LINE else None
    if not found:
        return None
    beside = stripped[found.end() :].strip(" \t,.:;!-*")
    sure = found["sure"] is not None
    if not beside or person_name(beside) or (sure and len(beside.split()) <= _FEW_WORDS):
        return _Closing(beside=beside, sure=sure)
    return _Closing(beside="", sure=False) if is_courtesy(plain) else None


def _split_at_name(lines: list[str], filled: list[int]) -> tuple[list[str], list[str]]:
    """A signature without formula: the last paragraph, if it begins with a person's name."""
    if not filled:
        return lines, []
    blank = max((n for n in range(filled[-1]) if not lines[n].strip()), default=-1)
    block = [line for line in lines[blank + 1 :] if line.strip()]
    short = len(block) <= _FEW_LINES and all(len(line) <= _LONGEST_LINE for line in block)
    if blank > filled[0] and short and person_name(block[0]):
        return lines[: blank + 1], block
    return lines, []


def _is_address(line: str) -> bool:
    plain = folded(line)
    found = _GREETING.match(plain)
    rest = line[found.end() :] if found else line
    if found and person_name(rest):
        return True
    return all(word in _ADDRESS for word in words_of(rest))


def _without_greeting(line: str) -> str:
    for _ in range(2):
        found = _GREETING.match(folded(line))
        line = line[found.end() :].lstrip(" ,.;:-") if found else line
    return line


def _is_parting(line: str) -> bool:
    plain = folded(line)
    polite = _COURTESY.match(plain) and len(words_of(plain)) <= _FEW_WORDS
    return bool(polite or _PHONE_FOOTER.match(plain) or is_closing(line) or is_courtesy(plain))
