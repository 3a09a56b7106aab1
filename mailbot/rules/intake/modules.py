"""Which module of SIIF a request is about (domain.md §2): only where exactly one is spoken of."""

import re

from mailbot.rules.intake.words import folded

_CODES = "PRG APR EPG ING DYC PAC PAG REC CUN SCUN CON ADM SEG CEN".split()
_CODE = re.compile(rf"\b(?:{'|'.join(_CODES)})\b")
_NAMED_CODE = re.compile(rf"\bmodulo (?:de )?({'|'.join(code.lower() for code in _CODES)})\b")
_SHOUTED_WORDS = 6

# Words that belong to one module alone.
_WORDS = {
    "PRG": "programacion presupuestal|anteproyecto",
    "APR": "apropiacion(?:es)?|traslados? presupuestal(?:es)?",
    "EPG": (
        "gastos|ejecucion presupuestal|cdp|certificados? de disponibilidad|compromisos?"
        "|obligacion(?:es)?|cuentas? por pagar"
    ),
    "DYC": "derechos y cartera",
    "ING": "ingresos",
    "PAC": "pac|programa anual mensualizado(?: de caja)?",
    "PAG": "ord(?:en|enes) de pago|modulo de pagos|pagaduria",
    "REC": "recaudos?",
    "CUN": "cuenta unica nacional|s?cun",
    "CON": "contabilidad|contables?",
    "ADM": "(?:crea(?:r|cion)|vincula(?:r|cion)) (?:de )?(?:un )?(?:terceros?|cuentas? bancarias?)",
    "SEG": (
        "firma digital|certificado digital|contrasena|clave (?:de acceso|del? usuario)"
        "|perfil(?:es)?|token|usuario (?:siif )?(?:bloqueado|inactivo|suspendido)"
    ),
    "CEN": "modulo de consultas?",
}
_PATTERNS = tuple((code, re.compile(rf"\b(?:{words})\b")) for code, words in _WORDS.items())


def module_of(subject: str, text: str, declared: str = "") -> str | None:
    """The module that was `declared`, else that of the subject, else that of the text."""
    if declared:
        return _one_module(declared.upper(), folded(declared))
    return _one_module(subject, folded(subject)) or _one_module(text, folded(text))


def _one_module(text: str, plain: str) -> str | None:
    named = _NAMED_CODE.search(plain)
    if named:
        return _official(named[1].upper())
    codes = {_official(code) for code in _CODE.findall(text)}
    # Where everything is written in capitals, "CON" and "REC" are ordinary words.
    if codes and sum(word.isupper() for word in text.split()) > _SHOUTED_WORDS:
        codes = set()
    if codes:
        return codes.pop() if len(codes) == 1 else None
    spoken = [code for code, pattern in _PATTERNS if pattern.search(plain)]
    return spoken[0] if len(spoken) == 1 else None


def _official(code: str) -> str:
    return "CUN" if code == "SCUN" else code
