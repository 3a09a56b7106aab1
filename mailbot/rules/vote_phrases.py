"""What people write to a question that asks SI or NO, as one ordered table of phrases.

Phrases stand in small letters without accents, as `folded` leaves them. The first row that fits at
a place wins, so that "no hay problema" is read before "no", and "si no" before "si".
"""

import re

from mailbot.rules.patterns import any_of
from mailbot.rules.vote_words import KIND_OF_WORD, Kind

_END = r"(?=\s*(?:$|[.,:;!\n]))"
_ERROR = any_of("error(?:es)? mensajes? inconvenientes? problemas? fallas? novedad(?:es)? alertas?")
_FIXED = any_of("solucionad resuelt arreglad corregid subsanad superad") + "[oa]s?"
_FIXES = any_of(
    """solucion\\w* resolv\\w* resuel\\w* arregl\\w* correg\\w* corrig\\w* subsan\\w* sirv\\w*
    funcion\\w*"""
)
_FIXED_IT = any_of(
    """soluciono resolvio arreglo corrigio subsano supero pudo solucionaron resolvieron arreglaron
    corrigieron"""
)
_CLITICS = "(?:" + any_of("me nos se le les lo la los las te") + " ){0,2}"
_HELPERS = (
    "(?:"
    + any_of(
        """ha han he hemos habia fue fueron esta estan quedo quedaron queda quedan sido quedado
        estado pudo pudieron puede pueden podido logro lograron logrado sigue ser"""
    )
    + " ){0,4}"
)
_TESTS = any_of("prob verific revis valid confirm compro mirar mirado ensay ver\\b visto") + r"\w*"
_TRIED = any_of(
    """he hemos ha han pude pudimos puedo podemos podido alcance logrado sido posible es fue aun
    todavia a"""
)
_SHOWS = any_of("sale aparece presenta genera arroja muestra da saca falla") + "n?"
_HAS = any_of("hay hubo tengo tenemos existe existen salio genero presento")
_AGAIN = any_of(
    r"""salir aparecer fallar present\w+ gener\w+ bloque\w+ sacar pasar ocurrir arrojar suceder
    dar"""
)
_REPEATED = "(?:nuevamente|otra vez|de nuevo|todavia|aun)"
_BEFORE_ERROR = (
    "(?: " + any_of("el la los las ese esa este esta dicho ningun ninguna mas otro") + ")"
)
_GOES_ON = any_of("sigue siguen seguimos sigo continua continuan continuamos")
_BETWEEN = "(?: " + any_of("el la los con en dando saliendo lo de me") + ")"
_GOES_ON_SO = any_of(
    """igual sin mism[oa]s? fall\\w+ saliendo apareciendo presentand\\w+ generand\\w+ arrojando
    mostrando bloquead\\w+ mal pendiente sacando dando sucediendo ocurriendo pasando present[ea]"""
)
_FAILS = any_of(
    """deja dejan dejo permite permiten permitio carga cargan cargo abre abrio ingresa entra guarda
    guardo refleja reflejo visualiza actualiza actualizo responde quedo quedaron pude pudimos puedo
    podemos pudo pueden? logre logro logramos ven? corresponde ayud\\w+ evidencia observa"""
)
_CASES = "casos? solicitud solicitudes tickets? incidentes? servicios? requerimientos? serv inc"
_CASE = any_of(_CASES)
_ASKED = any_of(f"{_CASES} tramites?")
_OF_CASE = "(?: " + any_of(
    """a con de del el en esta este la las los mi mis nuestra nuestro numero presente que respecto
    se sobre su tiene va encuentra al"""
) + ")"  # fmt: skip
_GUIDE = (
    "(?: en (?:la|el|las|los|una|un) "
    "(?:guias?|manual(?:es)?|preguntas frecuentes|faqs?|instructivos?|tutorial(?:es)?))"
)
_CLOSES = "(?:cerrar(?:lo|se|la)?|cierre(?:n|nlo)?|finalizar(?:lo)?)"
_DID = any_of(
    """solucione solucionamos resolvi resolvimos logre logramos pude pudimos
    arregle"""
)
_CAN_NOW = any_of(
    """quedo quedaron pude pudimos puedo podemos logre logramos dejo deja permite permitio ingrese
    entre salio pudo puede"""
)
_THANKED = any_of(
    """por a de su sus la el toda todo tan muy valiosa oportuna pronta gran les? mucho mucha ustedes
    dios"""
)
_HELP = any_of(
    """ayuda apoyo colaboracion gestion atencion respuesta soporte solucion amabilidad paciencia
    orientacion informacion"""
)
_SENT = any_of("enviaron envio dieron dio indicaron indico compartieron compartio brindaron brindo")
_CALM = any_of(
    """problemas? inconvenientes? novedad(?:es)? contratiempos? dudas? preguntas? inquietud(?:es)?
    particular error(?:es)? fallas?"""
)

_ROWS: tuple[tuple[Kind, str], ...] = (
    # Courtesy that holds a "no" or a "si", and what says nothing.
    (Kind.FILLER, "no hay (?:ningun |de )?(?:problemas?|que|lio|inconveniente|cuidado|afan)"),
    (Kind.FILLER, f"(?:sin|no es|no tengo|ningun)(?: (?:ningun|ninguna|mas|otr[oa]))? {_CALM}"),
    (Kind.FILLER, "no se preocupen?|por favor no responder"),
    (Kind.FILLER, "no siendo (?:mas|otro)(?: el motivo| por el momento)?"),
    (Kind.FILLER, r"no duden? en (?:escribir\w*|contactar\w*)|no imprim\w+"),
    (Kind.FILLER, r"no (?:requi\w+|necesit\w+) (?:mas|otra) (?:ayuda|soporte|nada)"),
    (Kind.RECEIPT, r"(?:confirm\w+|acus\w+) (?:el |la |de )?(?:recib\w+|recepcion|lectura)"),
    (Kind.FILLER, r"confirm\w+ (?:el |la |de )?asistencia"),
    (Kind.FILLER, r"(?:permito|permitimos|quiero|quisiera|queria|deseo) confirmar(?:les?)?"),
    (Kind.FILLER, r"confirm\w+ que(?= (?:\w+ ){0,6}(?:no|aun|todavia|persisten?|siguen?)\b)"),
    (Kind.FILLER, rf"(?:gracias|agradec\w+)(?: {_THANKED}){{0,5}}(?: {_HELP}\b(?: y)?){{0,4}}"),
    (Kind.FILLER, (r"(?:buen[oa]?s?|feliz|felices|excelente|lind[oa]|bonit[oa]|gran) "
     r"(?:dias?|tardes?|noches?|semana|fin de semana|jornada|resto de \w+)")),
    (Kind.FILLER, (r"(?:quedo|quedamos|estoy|sigo|estare|estamos)(?: muy)? "
     r"(?:atent[oa]s?|pendientes?)(?: a(?: cualquier \w+)?)?")),
    (Kind.FILLER, r"(?:enviado|sent) (?:desde|from) (?:mi |my |el )?\w+(?: de \w+)?"),
    (Kind.FILLER, r"(?:obten\w+|get) outlook (?:para|for) \w+"),
    (Kind.FILLER, rf"(?:{_CASE} )?(?:n[o°º]?\.? ?)?(?:serv|inc)[- ]?20\d\d[- ]?c?\d{{1,6}}"),
    (Kind.FILLER, (r"(?:ya )?(?:lo )?(?:verifique|revise|valide|probe|comprobe)(?: y| que)?"
     r"(?= (?:ya |si )?(?:quedo|funcion|esta|se))")),
    (Kind.FILLER, f"que (?:me|nos) {_SENT}"),
    (Kind.FILLER, r"(?:disculp\w+|perdon)(?: (?:por|la|el|las?))*(?: (?:demora|molestias?))?"),
    (Kind.SOLVED, ("(?:si,|(?:ahora|por fin|hoy) si,?)(?: ya)? (?:me |nos )?"
     "(?:quedo|quedaron|pude|pudimos|puedo|dejo)"
     "(?! (?:muy )?(?:atent|enterad|pendiente|a la espera|en espera))")),
    (Kind.FILLER, r"(?:ahora|asi|por fin|hoy) si(?! no\b)(?=[ ,]+\w)"),
    (Kind.ACCEPT, ("(?:confirmo|confirmamos|acepto|aceptamos|autorizo) (?:el |la )?"
     "(?:cierre|solucion)"
     f"(?: (?:del?|al?) (?:la |el |mi )?{_CASE})?")),
    # A no that would look like a doubt.
    (Kind.NO, rf"no (?:senor\w*|doctor[ae]?s?|ingenier\w+|ing|dra?|sra?|claro){_END}"),
    (Kind.NO, f"no(?: no)+{_END}"),
    (Kind.NO, r"no (?:estoy|estamos|quedo|quede|quedamos) (?:conforme|satisfech\w+|de acuerdo)"),
    (Kind.NO, r"no (?:confirm|acept)(?:o|amos)|no (?:es la solucion|es correct\w+|conforme)"),
    (Kind.NO, "no (?:(?:lo )?cierren(?:lo)?|cerrar|(?:doy|damos) por)"),
    (Kind.NO, r"reabr\w+|abr(?:ir|an)(?:lo)? (?:el caso )?(?:de nuevo|nuevamente|otra vez)"),
    # Doubts.
    (Kind.FIXED, r"ya no (?:persist\w+|siguen?|continuan?)"),
    (Kind.DOUBT, r"ya no (?:es necesario|se requiere|lo requi\w+|requi\w+|necesit\w+)"),
    (Kind.DOUBT, rf"ya no {_CLITICS}{_SHOWS}{_END}"),
    (Kind.DOUBT, r"no (?:persist\w+|siguen?|continuan?|se mantienen?)"),
    (Kind.DOUBT, f"(?:creo|creemos|supongo|parece|espero|diria|pienso) que (?:si|no){_END}"),
    (Kind.DOUBT, f"si no{_END}|no[ ,]+(?:muchas )?gracias|ni si,? ni no"),
    (Kind.DOUBT, "mas o menos|a medias|parcial(?:mente)?|en parte|quien sabe"),
    (Kind.DOUBT, r"no (?:estoy|estamos) (?:muy |tan )?(?:segur|clar|convencid)\w*"),
    (Kind.DOUBT, rf"(?:no se|ni idea)(?: (?:si|como|que|cuando|cual)\b|{_END})"),
    (Kind.DOUBT, rf"no {_CLITICS}(?:entiend\w+|entendi\w*|comprend\w+|queda? (?:muy )?claro)"),
    (Kind.DOUBT, "no es (?:muy )?clar[oa]"),
    (Kind.DOUBT, f"(?:aun |todavia )?no (?:lo |la |se )?(?:{_TRIED} ){{0,4}}{_TESTS}"),
    (Kind.DOUBT, f"(?:falta|pendiente|queda) (?:por |de )?{_TESTS}"),
    # It works, said with a negation.
    (Kind.FIXED, rf"(?:ya )?no {_CLITICS}(?:ha vuelto|volvio|volvieron|han vuelto) a {_AGAIN}"),
    (Kind.FIXED, f"ya no {_CLITICS}(?:{_SHOWS}|{_HAS}){_BEFORE_ERROR}{{0,2}} {_ERROR}"),
    (Kind.FIXED, rf"{_ERROR} ya no {_CLITICS}(?:{_SHOWS}|persisten?|existen?|ocurren?)"),
    (Kind.LIMIT, f"no {_CLITICS}(?:{_SHOWS}|{_HAS}){_BEFORE_ERROR}{{0,2}} {_ERROR}"),
    # It does not work.
    (Kind.NO, f"(?:aun|todavia|tampoco|pues|que|lamentablemente|desafortunadamente) no{_END}"),
    (Kind.NO, f"no (?:aun|todavia){_END}"),
    (Kind.NO, f"(?:no|nunca|jamas|tampoco) {_CLITICS}{_HELPERS}(?:{_FIXES}|{_FIXED})"),
    (Kind.NO, rf"no {_CLITICS}{_FAILS}"),
    (Kind.NO, f"no {_CLITICS}(?:(?:he|hemos|ha|han) (?:podido|logrado|quedado)|ha sido posible)"),
    (Kind.NO, "no (?:fue|es) posible"),
    (Kind.NO, r"no esta (?:bien|correct\w+|list[oa]|funcionando|habilitad\w+|disponible)"),
    (Kind.NO, "no (?:me|nos) (?:han?|dieron|dio)(?: dado| brindado)? (?:ninguna )?solucion"),
    (Kind.NO, rf"nada (?:que {_CLITICS}\w+|ha cambiado)|sin cambios|para nada|nunca quedo"),
    (Kind.NO, "de ninguna manera|en absoluto"),
    (Kind.NO, f"(?:sin|falta) (?:ninguna )?{_FIXES}"),
    (Kind.NO, "rechaz(?:o|amos|ada|ado)(?: la solucion)?"),
    (Kind.NO, rf"{_GOES_ON}{_BETWEEN}{{0,3}} (?:{_GOES_ON_SO}|{_ERROR})"),
    (Kind.NO, f"(?:sigue|siguen|continua|continuan){_END}|se mantienen?"),
    (Kind.NO, f"(?:el |la |lo |los )?mism[oa]s? (?:{_ERROR}|situacion|pantalla)|lo mismo{_END}"),
    (Kind.NO, "(?:todo|esta|estamos|quedo|es) igual"),
    (Kind.NO, f"{_REPEATED} {_CLITICS}{_SHOWS}"),
    (Kind.NO, rf"{_SHOWS}(?: el error)? {_REPEATED}\b"),
    (Kind.NO, r"(?:aun|todavia) (?:esta |sigue )?(?:pendiente|igual|sin|bloquead\w+|mal)"),
    (Kind.NO, f"(?:vuelve|volvio|vuelven|volvieron) (?:a {_AGAIN}|el error)"),
    # How the case stands.
    (Kind.STATE, f"estado(?: actual)?{_OF_CASE}{{1,6}} {_ASKED}"),
    (Kind.STATE, ("(?:en que(?: (?:estado|va|etapa|punto))?|como)"
     f"(?: (?:va|van|esta|quedo|se|encuentra|sigue)){{1,3}}{_OF_CASE}{{0,4}} {_ASKED}")),
    (Kind.STATE, f"que (?:ha pasado|paso|hay|saben|novedades hay){_OF_CASE}{{1,4}} {_ASKED}"),
    (Kind.STATE, ("(?:alguna?|hay(?: alguna)?) (?:novedad|novedades|respuesta|avances?)"
     f"{_OF_CASE}{{1,4}} {_ASKED}")),
    (Kind.STATE_WORD, "estado"),
    # What takes the certainty away.
    (Kind.UNKNOWN, rf"(?:sea|sean|ser|quede|queden|pronta|por|seran?) (?:\w+ )?{_FIXED}"),
    (Kind.LIMIT, rf"(?:un|uno|una|algun\w*)(?: de l[ao]s(?: dos)?)? {_ERROR}"),
    (Kind.HEDGE, "si no|al parecer|tal vez|pued[ea] ser"),
    (Kind.LIMIT, "sin embargo|no obstante|lo unico|a veces|por (?:ahora|el momento)|mas tarde"),
    (Kind.LIMIT, "en cuanto|tan pronto|de nuevo|otra vez|para que"),
    # It works, or yes.
    (Kind.YES, r"(?:confirm|inform|coment|indic|manifiest|clar|obvi)\w* que si(?! no)\b"),
    (Kind.YES, "(?:por supuesto|desde luego) que si(?! no)"),
    (Kind.YES, "todo (?:bien|ok|perfecto|correcto|en orden)"),
    (Kind.CLOSE, ("(?:pueden?|podemos|autorizo|autorizamos|procedan?|proceder|se puede)"
     f"(?: (?:a|el|la|al|su|con|dar|por|que|proceder|se)){{0,3}} {_CLOSES}")),
    (Kind.CLOSE, ("(?:(?:por )?favor |se puede |pueden |podemos )?(?:dar|doy|damos) por "
     "(?:cerrad|terminad|finalizad|solucionad|resuelt)[oa]s?")),
    (Kind.CLOSE, f"(?:por )?favor {_CLOSES}"),
    (Kind.PLEASE, "(?:por )?favor"),
    (Kind.FIXED, f"(?:se|me lo|lo) {_FIXED_IT}|{_FIXED}"),
    (Kind.SOLVED, (r"(?:quedo|quedaron|esta|estan|salio) (?:ya |todo |muy )?"
     r"(?:bien|list[oa]s?|perfect\w+|excelente|ok|correct\w+|al dia|habilitad\w+|desbloquead\w+)")),
    (Kind.SOLVED, f"ya {_CLITICS}{_CAN_NOW}"),
    (Kind.SOLVED, f"lo {_DID}{_GUIDE}?|lo (?:encontre|encontramos|halle){_GUIDE}"),
    (Kind.SOLVED, f"(?:encontre|encontramos|halle) (?:la |una )?(?:solucion|respuesta){_GUIDE}?"),
    (Kind.SI, "si+"),
    (Kind.NOT, "no+"),
)  # fmt: skip

# A yes beside one of these is none.
_FROWNS = "\N{THUMBS DOWN SIGN}\N{CROSS MARK}\N{NO ENTRY SIGN}\N{WHITE FROWNING FACE}"
_FROWNS += "\N{DISAPPOINTED FACE}-\N{LOUDLY CRYING FACE}\N{SLIGHTLY FROWNING FACE}"

# The group that tells the row stands behind it: before it, it would hide the row's first letter,
# by which most rows are passed over.
_PHRASES = "|".join(rf"(?:{row})\b(?P<p{place}>)" for place, (_, row) in enumerate(_ROWS))

SCANNER = re.compile(
    "|".join(
        [
            rf"\b(?:{_PHRASES})",
            rf"(?P<frown>[{_FROWNS}]|,?: ?\((?=\s|$))",
            r"(?P<comma>[,:/()]+)",
            r"(?P<stop>[.!;\n…]+)",
            r"(?P<ask>[?¿]+)",
            r"(?P<figure>\d[\w.,/-]*\w|\d)",
            r"(?P<word>[^\W_]+)",
        ]
    )
)
"""Cuts a folded text into phrases and words; blanks and other marks fall between."""

_MARKS = {"comma": Kind.COMMA, "stop": Kind.STOP, "ask": Kind.ASK, "figure": Kind.MATTER,
          "frown": Kind.LIMIT}  # fmt: skip


def kind_of(match: re.Match[str]) -> Kind:
    """What the phrase or word that SCANNER found does to its sentence."""
    group = match.lastgroup or ""
    if group == "word":
        return KIND_OF_WORD.get(match[0], Kind.UNKNOWN)
    return _MARKS.get(group) or _ROWS[int(group[1:])][0]
