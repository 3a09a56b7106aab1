"""Telephones of Colombia, as the numbering plan in force since 2021 has them (CRC, Res. 5826)."""

import re

_EXTENSION = re.compile(r"[ ,;.(/-]*\b(?:ext|int)\w*\b.*$", re.IGNORECASE)
_COUNTRY = "57"


def phone_fault(phone: str) -> str:
    """Why nobody could call `phone`, which is in normal form; "" if it can be a Colombian one.

    Mobile numbers have ten digits that begin with 3, landlines ten that begin with 60; the free
    lines begin with 01 8000. Abroad a number needs its country: "+1 …".
    """
    number = _EXTENSION.sub("", phone).strip()
    digits = re.sub(r"\D", "", number)
    if not digits:
        return "Falta el número de teléfono al que pertenece la extensión."
    if number.startswith("+") and not digits.startswith(_COUNTRY):
        return "" if 8 <= len(digits) <= 15 else _LENGTH
    if len(digits) > 10 and digits.startswith(_COUNTRY):
        digits = digits.removeprefix(_COUNTRY)
    if digits.startswith(("018000", "01800")) and 11 <= len(digits) <= 13:
        return ""
    if len(digits) in (7, 8) and digits[0] != "0":
        return "Le falta el indicativo: los fijos tienen diez dígitos, por ejemplo (601) 381 1700."
    if len(digits) != 10:
        return _LENGTH
    return "" if digits.startswith(("3", "60")) else _BEGINNING


_LENGTH = "Un teléfono tiene diez dígitos, por ejemplo 310 123 4567 o (601) 381 1700."
_BEGINNING = "Los celulares empiezan por 3 y los fijos por 60, por ejemplo (601) 381 1700."
