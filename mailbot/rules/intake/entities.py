"""What looks like the name of an entity of the nation."""

import re

# Nouns that begin the name of a national entity; offices inside one (grupo, oficina) do not count.
_ENTITY_NOUN = (
    r"ministerio|instituto|agencia|superintendencia|universidad|corporaci[oó]n|fondo|"
    r"servicio (?:nacional|geol[oó]gico)|departamento (?:administrativo|nacional|para)|"
    r"unidad (?:administrativa|nacional|de gesti[oó]n|de informaci[oó]n|de planeaci[oó]n|"
    r"de servicios|para)|rama judicial|consejo (?:superior|nacional)|fiscal[ií]a|"
    r"procuradur[ií]a|contralor[ií]a|registradur[ií]a|defensor[ií]a|polic[ií]a nacional|"
    r"ej[eé]rcito nacional|armada|fuerza a[eé]rea|fuerza aeroespacial|senado|"
    r"c[aá]mara de representantes|presidencia|auditor[ií]a general|comisi[oó]n|contadur[ií]a|"
    r"parques nacionales|archivo general|hospital militar|caja de retiro|club militar|"
    r"comando general|direcci[oó]n (?:general mar[ií]tima|nacional|de impuestos)|escuela superior|"
    r"jurisdicci[oó]n especial|defensa civil|biblioteca nacional|museo nacional|tribunal|"
    r"industria militar|imprenta nacional|sanidad|centro nacional"
)
ACRONYMS = frozenset((
    "ANH ANI ANLA ANM ANT ANTV AUNAP ARN ADR APC CAR CASUR CGN CGR CNSC CORPONARIÑO CREG CRA CRC "
    "CREMIL DANE DAPRE DAFP DIAN DIMAR DNI DNP DPS ESAP FAC FNA FONCEP FONPRECON FONVIVIENDA "
    "FUTIC ICA ICBF ICANH ICC ICETEX ICFES IDEAM IGAC INCI INDUMIL INM INPEC INS INSOR "
    "INVIAS INVIMA ITC MADR MEN MHCP MINAGRICULTURA MINAMBIENTE MINCIENCIAS MINCIT MINCOMERCIO "
    "MINCULTURA MINDEFENSA MINDEPORTE MINEDUCACION MINENERGIA MINHACIENDA MININTERIOR MINJUSTICIA "
    "MINRELACIONES MINSALUD MINTIC MINTRABAJO MINTRANSPORTE MINVIVIENDA MINIGUALDAD PONAL RNEC "
    "SENA SGC SIC SSF SUPERFINANCIERA SUPERNOTARIADO SUPERSALUD SUPERSOCIEDADES SUPERTRANSPORTE "
    "SUPERSERVICIOS SUPERVIGILANCIA SUPERSOLIDARIA UAESP UARIV UBPD UGPP UIAF UNAL UNGRD UNP UPME "
    "UPRA URF URT USPEC ANSV AEROCIVIL ANE ANDJE CCE CNMH COLDEPORTES COLJUEGOS DEFENSA FISCALIA "
    "JEP CORTOLIMA CORPOBOYACA CORPOGUAJIRA CVC CVS CORANTIOQUIA CORNARE CORPOURABA CDMB"
).split())  # fmt: skip
# Long acronyms are no ordinary words in small letters either: "Minhacienda".
_LONG = "|".join(sorted(name for name in ACRONYMS if len(name) > 5))
_SHORT = "|".join(sorted((name for name in ACRONYMS if len(name) <= 5), key=len, reverse=True))
ENTITY = re.compile(
    rf"\b(?:(?:el|la)[ ]+)?((?:(?i:{_ENTITY_NOUN})\b(?:[ ]+(?:[A-ZÁÉÍÓÚÑ][\wÁÉÍÓÚÑáéíóúñ]*"
    rf"|de|del|la|las|los|y|e|para|en)\b)*"
    rf"|(?:{_SHORT}|(?i:{_LONG}))\b"
    r"(?:[ ]+(?i:regional|seccional|sede|direcci[oó]n general)(?:[ ]+[A-ZÁÉÍÓÚÑ][\wáéíóúñ]*)*)?))"
)
"""The name of a national entity in running text; group 1 is the name without its article."""

_TRAILING = re.compile(r"(?:[ ]+(?:de|del|la|las|los|y|e|para|en))+$", re.IGNORECASE)


def entity_name(value: str) -> str:
    """The entity that `value` begins with: a known noun or acronym, "" otherwise."""
    found = ENTITY.match(value.strip(" *_-–—,;.()|"))
    return tidy_entity(found[1]) if found else ""


def tidy_entity(name: str) -> str:
    """A name without the small words that a sentence left at its end; "" for a bare noun."""
    name = _TRAILING.sub("", " ".join(name.split()))
    return name if " " in name or name.upper() in ACRONYMS else ""
