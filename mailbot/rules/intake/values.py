"""Each fact's shape: what counts as a unit's code, a telephone, an identification, a login.

Every reader takes the text that stands where the fact is expected and gives it in its normal form,
"" where it is not one. Nothing is guessed: a doubtful value is no value, and the line asks.
"""

import re

from mailbot.rules.intake.entities import ACRONYMS
from mailbot.rules.intake.words import folded

UNIT = re.compile(r"^\d{2}-\d{2}-\d{2}(-[0-9A-Z]{2,6}){0,2}$")
"""A unit's code as it is stored (domain.md §4.2)."""

_DASH = r"[ ]?[-–—.‐‑][ ]?"
_SPELLED_UNIT = re.compile(
    rf"(?<![\w.-])(\d\d)(?:{_DASH}|[ ])?(\d\d)(?:{_DASH}|[ ])?(\d\d)"
    r"((?:[-–‐‑][0-9A-Z]{2,6}(?![\w])){0,2})(\d{3})?(?![\d.,]*\d|[A-Za-z])"
)
_PLAIN_UNIT = re.compile(
    r"(?<![\w./-])\d\d-\d\d-\d\d(?:-[0-9A-Z]{2,6}){0,2}(?![\w/-]|[.,]\d)"
)  # fmt: skip

_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")

_EXT = r"(?:[ ,;.(/-]{0,3}(?:ext(?:ensi[oó]n|s|\.)?|int\.?)[ .:#]{0,3}(?:n[o°º]\.?[ ])?\d{1,6}\)?)?"
_GAP = r"[ .-]?"
# Ten digits that begin with 3 (mobile) or 60 (landline since 2021), with the country before them.
_LONG_PHONE = re.compile(
    rf"(?<![\d$.,-])(?:\(?(?:\+|00)?57\)?{_GAP})?"
    rf"(?:3\d\d{_GAP}\d{{3}}{_GAP}\d\d{_GAP}\d\d|3\d\d{_GAP}\d\d{_GAP}\d\d{_GAP}\d{{3}}"
    rf"|\(?\+?60\d\)?{_GAP}\d{{3}}{_GAP}\d\d{_GAP}\d\d)(?![\d]|[.,-]\d){_EXT}",
    re.IGNORECASE,
)
_ANY_PHONE = re.compile(
    rf"(?<![\d$.,])(?:\(?(?:\+|00)?57\)?{_GAP})?"
    rf"(?:\(?(?:60)?\d\)?{_GAP})?\d{{3}}{_GAP}\d\d{_GAP}\d\d(?![\d]|[.,]\d){_EXT}"
    rf"|(?<![\d$])01[ -]?8000[ -]?\d{{2,3}}[ -]?\d{{2,3}}[ -]?\d{{0,3}}(?!\d){_EXT}",
    re.IGNORECASE,
)
_FOREIGN_PHONE = re.compile(r"(?<![\d$.,])\+?\d[\d ().-]{5,18}\d(?![\d]|[.,]\d)")
_ONLY_EXT = re.compile(r"^(?:ext(?:ensi[oó]n|\.)?[ .:#]{0,3})?(\d{2,6})$", re.IGNORECASE)

_IDENTIFICATION = re.compile(r"(?<![\d$.-])\d{1,4}(?:[. ']?\d{3}){1,3}(?![\d]|[.,]\d|-\d)")
_LOGIN = re.compile(r"[A-Za-zñÑ][\wñÑ.-]{2,30}(?:@[A-Za-z0-9.-]{3,60})?")

_BLANK = re.compile(
    r"[\W_xX]*(?:n/?a|no aplica|ningun[oa]?|no tengo.*|no (?:lo )?se|no hay|pendiente|por definir|"
    r"desconozco|sin datos?|escriba.*|indique.*|diligencie.*|ingrese.*)?[\W_]*"
)


def is_blank(value: str) -> bool:
    """Whether a value is the empty place of a form: "____", "N/A", "no tengo", "<nombre>"."""
    value = value.strip()
    bracketed = value[:1] + value[-1:] in ("<>", "[]", "{}") and "@" not in value
    return bracketed or _BLANK.fullmatch(folded(value)[:200]) is not None


def unit(value: str) -> tuple[str, str]:
    """The code where a unit is expected, missing hyphens put in, and the words around it.

    "Unidad 130101 - Ministerio de Hacienda" gives ("13-01-01", "Unidad  Ministerio de Hacienda").
    """
    code, start, end = find_unit(value)
    rest = f"{value[:start]} {value[end:]}" if code else value
    return code, rest.strip(" -–—,;:.()|/")


def find_unit(value: str) -> tuple[str, int, int]:
    """The first code where a unit is expected, and where it starts and ends; "" for none."""
    found = _SPELLED_UNIT.search(value)
    if not found:
        return "", 0, 0
    code = f"{found[1]}-{found[2]}-{found[3]}"
    suffix, end = re.sub("[–‐‑]", "-", found[4]), found.end()
    last = suffix.rpartition("-")[2]
    if last in ACRONYMS and not found[5]:
        # "36-02-00-SENA" is a code and its entity; "13-01-01-DT" is a code with a subunit.
        suffix, end = suffix[: -len(last) - 1], end - len(last)
    if found[5]:
        suffix += f"-{found[5]}"
    code += suffix
    return (code, found.start(), end) if UNIT.match(code) else ("", 0, 0)


def loose_unit(text: str) -> str:
    """A unit's code anywhere in `text`, written in full and not a date (24-11-26, 26-11-24)."""
    for found in _PLAIN_UNIT.finditer(text):
        first, second, third = (int(found[0][at : at + 2]) for at in (0, 3, 6))
        day_first = 1 <= first <= 31 and 1 <= second <= 12 and 19 <= third <= 40
        year_first = 19 <= first <= 40 and 1 <= second <= 12 and 1 <= third <= 31
        if len(found[0]) > 8 or not (day_first or year_first):
            return found[0]
    return ""


def email(value: str) -> str:
    """The first address of `value`, in small letters."""
    found = _EMAIL.search(value)
    return found[0].lower() if found else ""


def phone(value: str) -> str:
    """The telephone where one is expected, as it was written: mobile, landline, extension."""
    found = _LONG_PHONE.search(value) or _ANY_PHONE.search(value) or _FOREIGN_PHONE.search(value)
    if found and 7 <= sum(char.isdigit() for char in found[0]) <= 20:
        return _squeezed(found[0])
    alone = _ONLY_EXT.match(value.strip(" .,;"))
    return f"ext. {alone[1]}" if alone and not value.strip()[:1].isdigit() else ""


def loose_phone(text: str) -> str:
    """A telephone with all its ten digits anywhere in `text`."""
    found = _LONG_PHONE.search(text)
    return _squeezed(found[0]) if found else ""


def extension(value: str) -> str:
    """The digits of an extension."""
    alone = _ONLY_EXT.match(value.strip(" .,;"))
    return alone[1] if alone else ""


def identification(value: str) -> str:
    """The digits of an identification, 5 to 11 of them."""
    found = _IDENTIFICATION.search(value)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return digits if 5 <= len(digits) <= 11 else ""


def login(value: str) -> str:
    """A SIIF user where one is expected: one word with a letter; a person's two names are none."""
    value = value.strip(" \t.,;:\"'“”«»*()")
    found = _LOGIN.match(value)
    if not found:
        return ""
    rest = value[found.end() :].strip()
    if rest and rest[0] not in "(/,;|-–." and not rest[0].isdigit():
        return ""
    return found[0].rstrip(".-")


def _squeezed(value: str) -> str:
    return " ".join(value.split()).strip(" .,;-/")
