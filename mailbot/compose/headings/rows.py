"""Rows and words that many headings share."""

from mailbot.compose import spanish
from mailbot.compose.labels import ORGAN
from mailbot.compose.letter import CaseWords, Draft, Row


def case_of(letter: Draft) -> CaseWords:
    """The case that a mail is about; ValueError for a mail that can't do without one."""
    if letter.case is None:
        raise ValueError(f"{letter.template} se escribe sobre un caso")
    return letter.case


def sentence(words: str) -> str:
    """`words` with a capital at the start."""
    return words[:1].upper() + words[1:]


def number_row(case: CaseWords) -> Row:
    """The number in force, with the service number where that is another."""
    other = case.service_number if case.service_number != case.number else ""
    return Row(label="Número", strong=case.number, rest=f" (servicio {other})" if other else "")


def due_row(case: CaseWords, unknown: str = "En orden de llegada") -> Row:
    """When the person may expect an answer."""
    if case.due:
        return Row(label="Plazo", strong=case.due, rest=" (respuesta estimada)")
    return Row(label="Plazo", rest=unknown)


def until_row(moment: str) -> Row:
    """By when the person has to answer."""
    if moment:
        return Row(label="Plazo", strong=moment)
    return Row(label="Plazo", rest="Sin fecha límite")


def window_row(letter: Draft) -> Row:
    """How long a closed case can be opened again."""
    return Row(label="Plazo", strong=_window(letter), rest=", para reabrirlo")


def window(letter: Draft) -> str:
    """`hasta el lunes 30 de noviembre de 2026`: how long a closed case can be opened again."""
    article = "hasta el " if letter.facts["reopen_until"] else "durante los próximos "
    return f"{article}{_window(letter)}"


def _window(letter: Draft) -> str:
    until = letter.facts["reopen_until"]
    if until is None:
        return f"{letter.line.reopen_days} días hábiles"
    return spanish.last_day(until, letter.zone)


def before(moment_short: str) -> str:
    """` antes del lun 23 nov, 2:40 p. m.`, "" without a moment."""
    return f" antes del {moment_short}" if moment_short else ""


def level_of(letter: Draft) -> str:
    """The level or group that the case is with, as it stands inside a sentence."""
    level = str(letter.facts["level"]) or case_of(letter).group
    # Only levels are common nouns: `Back Office` and `Coordinación` are names.
    return level[:1].lower() + level[1:] if "nivel" in level else level


def to_level(level: str) -> str:
    """`al segundo nivel funcional`, `a la Coordinación de Capacitación`, `a Back Office`."""
    if "nivel" in level:
        return f"al {level}"
    return f"a la {level}" if level.lower().startswith("coordinación") else f"a {level}"


def organ_of(letter: Draft) -> str:
    """The code of the Órgano Rector that the case depends on; "" without one."""
    return str(letter.facts["organ"]) or case_of(letter).governing_body


def organ_name(code: str) -> str:
    """The Órgano Rector with its article and full name; "" without a code."""
    return ORGAN.get(code, f"la entidad {code}" if code else "")
