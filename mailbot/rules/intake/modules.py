"""Which module of SIIF a request is about (domain.md §2): only where exactly one is spoken of."""

import re

from mailbot.rules.intake.words import folded, words_of

_CODES = "PRG APR EPG ING DYC PAC PAG REC CUN SCUN CON ADM SEG CEN".split()
_CODE = re.compile(rf"\b(?:{'|'.join(_CODES)})\b")
_NAMED_CODE = re.compile(rf"\bmodulo (?:de )?({'|'.join(code.lower() for code in _CODES)})\b")
_SHOUTED_WORDS = 6

# Words that belong to one module alone, whole and in this order.
_SPOKEN = {
    "PRG": "programacion presupuestal, anteproyecto",
    "APR": "apropiacion, apropiaciones, traslado presupuestal, traslados presupuestales",
    "EPG": (
        "gastos, ejecucion presupuestal, cdp, certificado de disponibilidad, compromiso, "
        "compromisos, obligacion, obligaciones, cuenta por pagar, cuentas por pagar"
    ),
    "DYC": "derechos y cartera",
    "ING": "ingresos",
    "PAC": "pac, programa anual mensualizado",
    "PAG": "orden de pago, ordenes de pago, modulo de pagos, pagaduria",
    "REC": "recaudo, recaudos",
    "CUN": "cuenta unica nacional, cun, scun",
    "CON": "contabilidad, contable, contables",
    "ADM": (
        "crear tercero, crear un tercero, creacion de tercero, creacion de terceros, "
        "vincular cuenta bancaria, vinculacion de cuenta bancaria, crear cuenta bancaria"
    ),
    "SEG": (
        "firma digital, certificado digital, contrasena, clave de acceso, clave del usuario, "
        "perfil, perfiles, token, usuario bloqueado, usuario siif bloqueado, usuario inactivo"
    ),
    "CEN": "modulo de consulta, modulo de consultas",
}
_PHRASES = tuple(
    (code, tuple(f" {phrase} " for phrase in phrases.split(", ")))
    for code, phrases in _SPOKEN.items()
)


def module_of(subject: str, text: str, declared: str = "") -> str | None:
    """The module that was `declared`, else that of the subject, else that of the text."""
    if declared:
        return _one_module(declared.upper())
    return _one_module(subject) or _one_module(text)


def _one_module(text: str) -> str | None:
    plain = folded(text)
    named = _NAMED_CODE.search(plain)
    if named:
        return _official(named[1].upper())
    codes = {_official(code) for code in _CODE.findall(text)}
    # Where everything is written in capitals, "CON" and "REC" are ordinary words.
    if codes and sum(word.isupper() for word in text.split()) > _SHOUTED_WORDS:
        codes = set()
    if codes:
        return codes.pop() if len(codes) == 1 else None
    words = f" {' '.join(words_of(plain))} "
    spoken = [code for code, phrases in _PHRASES if any(phrase in words for phrase in phrases)]
    return spoken[0] if len(spoken) == 1 else None


def _official(code: str) -> str:
    return "CUN" if code == "SCUN" else code
