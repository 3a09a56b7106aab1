"""What looks like a person's name."""

import re

from mailbot.rules.intake.entities import ACRONYMS
from mailbot.rules.intake.words import words_of

_PARTICLES = frozenset("de del la las los y da di do dos san santa van von e".split())
_TITLES = frozenset(
    """dr dra doctor doctora ing ingeniero ingeniera sr sra srta senor senora senorita lic abg
    abogado abogada cp mg msc esp phd econ arq adm don dona my ct tc cr st te si pt it""".split()
)

# Words of offices, duties, things and greetings: no person is called so.
_NO_NAME = frozenset(
    """tesoreria tesorera tesorero presupuesto contabilidad contador contadora contable financiera
    financiero finanzas oficina grupo area direccion subdireccion director directora subdirector
    subdirectora secretaria secretario ministerio instituto unidad ejecutora entidad servicio
    servicios departamento administrativo administrativa administrativos agencia superintendencia
    universidad corporacion fondo policia ejercito armada fuerza hospital alcaldia gobernacion
    soporte mesa ayuda notificaciones correspondencia ventanilla atencion ciudadano juridica
    pagaduria pagador pagadora almacen recursos humanos gestion nomina siif nacion noreply reply
    administrador administradora sistema sistemas coordinador coordinadora coordinacion jefe jefa
    profesional especializado especializada universitario tecnico tecnica auxiliar asistente
    analista asesor asesora funcionario funcionaria usuario usuaria contratista lider perfil
    nacional regional seccional central general republica colombia bogota linea canal correo
    electronico email telefono celular buenos buenas dias tardes noches hola saludo saludos
    cordial cordialmente atentamente gracias estimado estimada estimados apreciados senores
    buzon cuenta cuentas pagos compras contratos contratacion planeacion archivo radicacion
    control interno tecnologia informatica info contacto comunicaciones talento humano caja
    tramite tramites ingresos gastos cartera recaudo impuestos aduanas enviado desde
    iphone android samsung outlook error caso solicitud orden pago obligacion compromiso
    registro modulo para con que por una el en se no mi su es nuevo nueva muy""".split()
)

_WORD = re.compile(r"(?:[^\W\d_]|['’.-])+")
_CUT = re.compile(r"[,;|/(\[<\d:•·]|[ ][-–—][ ]|\bC\.?C\.?\b|[ ]{3,}|\t")


def person_name(value: str, *, trusted: bool = False) -> str:
    """The person's name that `value` begins with, "" if it is none.

    Elsewhere than behind a label (`trusted`) a name has two to six words, each capitalised.
    """
    value = _CUT.split(value.strip(" *_-–\"'“”«»"), maxsplit=1)[0].strip(" .,-–*_\"'“”")
    words = value.split()
    while words and words[0].rstrip(".").lower() in _TITLES:
        words = words[1:]
    most = 8 if trusted else 6
    if not (1 if trusted else 2) <= len(words) <= most or len(value) > 80:
        return ""
    if not all(_WORD.fullmatch(word) and word not in ACRONYMS for word in words):
        return ""
    if not trusted and not all(w[0].isupper() or w.lower() in _PARTICLES for w in words):
        return ""
    plain = [folded_word for word in words for folded_word in words_of(word)]
    full = [word for word in plain if word not in _PARTICLES]
    if any(word in _NO_NAME for word in plain) or not any(len(word) > 1 for word in full):
        return ""
    if trusted:
        return " ".join(words)
    long = sum(len(word) > 1 for word in full)
    return " ".join(words) if long >= 2 and not _mixed(words) else ""


def _mixed(words: list[str]) -> bool:
    """Capitals beside ordinary words, as in "Ana INVIAS": the capitals are no name."""
    real = [word for word in words if word.lower() not in _PARTICLES and len(word.strip(".")) > 1]
    shouted = [word for word in real if word.isupper()]
    return bool(shouted) and len(shouted) < len(real)
