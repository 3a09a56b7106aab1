"""Facts told in sentences: "Soy Ana Rojas, de la UE 36-02-00 del SENA, usuario SIIF ARojas"."""

import re

from mailbot.rules.intake import values
from mailbot.rules.intake.entities import ENTITY, tidy_entity
from mailbot.rules.intake.facts import DECLARED_NONE, Facts, keep, store
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.people import person_name
from mailbot.rules.intake.words import folded

_UNIT_WORD = re.compile(r"\b(?:unidad(?:es)? ejecutoras?|u\.? ?e\.?|pci)(?=[ :.,(\d#])")
_NAMED = re.compile(
    r"\b(?:soy|me llamo|mi nombre(?: completo)? es|escribe|habla|saluda|quien suscribe"
    r"|el suscrito|la suscrita|yo|de parte de)[ ,:]+"
)
_USER = re.compile(
    r"\b(?:mi )?(?:usuario|login)(?P<siif>(?: de| del| en| en el)? si{1,2}f{1,2}(?: nacion)?)?"
    r" ?(?:es|:|=|-|n[o°º]\.?)? ?[\"“'«(]?"
)
_USER_TOKEN = re.compile(r"[A-Za-zñÑ][\wñÑ]*(?:[.-][\wñÑ]+)*")
_PHONE_WORD = re.compile(
    r"\b(?:telefonos?|tel|cel(?:ular)?|celulares|movil|fijo|whatsapp|llama\w*|marca\w*|contacta\w*"
    r"|comunica\w*|contacto|numero|extension|ext|pbx|linea)\b"
)
_IDENTIFIED = re.compile(
    r"\b(?:cedula|c\.? ?c\.?|identificad[oa]|identificacion)"
    r"(?: (?:de ciudadania|con|numero|n[ou]m?\.?|nro\.?|cedula|c\.?c\.?|es|la|:|#)){0,5}[ :#.]*"
)
_BELONGS = re.compile(
    r"\b(?:soy|funcionari[oa]|trabajo|laboro|contratista|servidora?(?: public[oa])?|escribo"
    r"|tesorer[oa]|contadora?|pagadora?|profesional|coordinadora?|entidad|ejecutora)\b"
)
_TOPIC = re.compile(r"\btemas? (?:de|del|sobre|relacionad[oa]s? con|es|son)[ :]+")
_ATTENDEES = re.compile(r"\b(?:asistira|asistiran|asistiremos|participara|participaran)\b[ :]*")
_SENTENCE_END = re.compile(r"[.;\n]|$")
_NO_SCREEN = re.compile(
    r"\b(?:no (?:aplican?|hay|existen?|se (?:genera|presenta|muestra)n?|genera|arroja)|sin) "
    r"(?:(?:ningun|ninguna|las|la|el|una|un|de|del|anexar|adjuntar|mensaje|o|ni) ){0,4}"
    r"(?:pantallas?|pantallazos?|capturas?|imagen|imagenes|screenshots?)\b"
    r"|\b(?:pantallas?|pantallazos?|capturas?)(?: (?:del?|la|el|los|error|mensaje|o)){0,4}"
    r" ?[:=-]? ?(?:no aplican?|n/a)\b"
)
_SCREEN = re.compile("pantall|captura|imagen|screenshot")
_NEAR = 60
_NOT_DOCUMENT = re.compile(
    r"\b(?:orden(?:es)?|pago|compromiso|obligacion(?:es)?|cdp|crp|rp|rubro|cuenta|factura|nit|cedula"
    r"|c\.?c|documento|contrato|radicado|comprobante|caso|valor|solicitud)\b[^,;]{0,30}$"
)
# Ordinary words that follow "usuario SIIF" and are no login.
_NO_LOGIN = frozenset(
    """bloqueado bloqueada inactivo activo activa nuevo nueva siif nacion asignado creado con sin
    para pero que del de la el los las y en no me se esta este esa tiene aparece presenta sale
    genera actual anterior final funcional administrador registrador consulta perfil entidad clave
    contrasena es fue como cual desde por requiere necesita solicita coordinador pagador
    contable presupuesto central unico mio suyo quien cuando ya""".split()
)


def read_prose(text: str, plain: str, facts: Facts) -> None:
    """Add to `facts` what the sentences of `text` say clearly and no label said before.

    `plain` is the same text, folded.
    """
    _read_name(text, plain, facts)
    _read_unit(text, plain, facts)
    _read_user(text, plain, facts)
    _read_phone(text, plain, facts)
    if Key.ENTITY not in facts and (found := _belonging(text, plain)):
        facts[Key.ENTITY] = found
    if Key.IDENTIFICATION not in facts:
        for mark in _IDENTIFIED.finditer(plain):
            if keep(facts, Key.IDENTIFICATION, _leading_identification(text[mark.end() :][:20])):
                break
    for key, pattern in ((Key.TOPICS, _TOPIC), (Key.ATTENDEES, _ATTENDEES)):
        told = pattern.search(plain) if key not in facts else None
        if told:
            end = _SENTENCE_END.search(text, told.end())
            store(facts, key, text[told.end() : end.start() if end else None].rstrip(" .,"))
    if _SCREEN.search(plain) and _NO_SCREEN.search(plain):
        facts.setdefault(Key.SCREENS, DECLARED_NONE)


def _read_name(text: str, plain: str, facts: Facts) -> None:
    if Key.NAME in facts:
        return
    for mark in _NAMED.finditer(plain):
        if keep(facts, Key.NAME, _leading_name(text[mark.end() :][:90])):
            return


def _leading_name(text: str) -> str:
    """The capitalised words that `text` begins with, if they are a person's name."""
    words: list[str] = []
    for word in text.split("\n", 1)[0].split():
        bare = word.rstrip(".,;:)")
        if not bare or not (bare[0].isupper() or bare in ("de", "del", "la", "los", "las", "y")):
            break
        words.append(bare)
        if bare != word:
            break
    while words and words[-1].islower():
        words.pop()
    while len(words) >= 2:
        name = person_name(" ".join(words))
        if name:
            return name
        # "Ana Rojas del SENA": the name is what stands before the connective.
        cut = max((n for n, word in enumerate(words) if word.islower()), default=0)
        words = words[:cut]
        while words and words[-1].islower():
            words.pop()
    return ""


def _read_unit(text: str, plain: str, facts: Facts) -> None:
    for mark in _UNIT_WORD.finditer(plain):
        if Key.UNIT in facts:
            break
        near = text[mark.end() : mark.end() + 60]
        code, start, end = values.find_unit(near)
        if code and not any(char.isdigit() for char in near[:start]) and start <= _NEAR // 2:
            facts[Key.UNIT] = code
            _entity_after(text[mark.end() + end :][: _NEAR * 2], facts)
    if Key.UNIT not in facts:
        keep(facts, Key.UNIT, values.loose_unit(text))


def _entity_after(text: str, facts: Facts) -> None:
    """The entity that a unit's code is followed by: "36-02-00 del SENA"."""
    lead = re.match(r"[ ,(–—-]*(?:(?:del|de|de la|de el|la|el|correspondiente al?)[ ]+)*", text)
    found = ENTITY.match(text, lead.end()) if lead else None
    if found:
        keep(facts, Key.ENTITY, tidy_entity(found[1]))


def _read_user(text: str, plain: str, facts: Facts) -> None:
    if Key.SIIF_USER in facts:
        return
    for mark in _USER.finditer(plain):
        token = _USER_TOKEN.match(text, mark.end())
        if token and _is_login(token[0], text[token.end() :][:2], mark):
            facts[Key.SIIF_USER] = token[0]
            return


def _is_login(token: str, after: str, mark: re.Match[str]) -> bool:
    if not 3 <= len(token) <= 30 or folded(token) in _NO_LOGIN or after[:1] == "@":
        return False
    # A login shows itself by a figure, a point or a capital inside: "ARojas", "mrojas2", "m.rojas".
    if any(c.isdigit() or c in "._" for c in token) or any(c.isupper() for c in token[1:]):
        return True
    announced = bool(mark["siif"] or mark[0].startswith("mi ")) and token[0].islower()
    ended = (
        mark[0].rstrip()[-1:] in (":", "=")
        or not after
        or after[0] in "\n,;)\"”'»."
        or after == " y"
    )
    common = folded(token).endswith(("ado", "ada", "ido", "ida", "ados", "cion", "mente"))
    return announced and ended and not common


def _read_phone(text: str, plain: str, facts: Facts) -> None:
    if Key.PHONE in facts:
        return
    for mark in _PHONE_WORD.finditer(plain):
        end = mark.end() + _NEAR
        near = text[mark.start() : end].split("\n", 1)[0]
        found = values.loose_phone(near) or _short_phone(near[mark.end() - mark.start() :])
        if found and not _NOT_DOCUMENT.search(folded(near[: near.find(found[:4])])):
            facts[Key.PHONE] = found
            return


def _short_phone(text: str) -> str:
    """A telephone without area code right behind the word for it."""
    lead = re.match(r"[ .:#]*(?:al?|el|es|fijo|numero|n[o°º]\.?|oficina)?[ .:#]*(?=[(\d+])", text)
    return values.phone(text[lead.end() :][:30]) if lead else ""


def _belonging(text: str, plain: str) -> str:
    """The entity that the writer says to belong to."""
    for mark in _BELONGS.finditer(plain):
        near = text[mark.end() : mark.end() + _NEAR].split(".", 1)[0]
        for found in ENTITY.finditer(near):
            # The name may go on beyond the stretch that was searched for its beginning.
            whole = ENTITY.match(text, mark.end() + found.start(1))
            name = tidy_entity(whole[1]) if whole else ""
            if name:
                return name
    return ""


def _leading_identification(text: str) -> str:
    return values.identification(text) if text[:1].isdigit() else ""
