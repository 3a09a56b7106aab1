"""The single words that people write to a question that asks SI or NO, by what they do.

Words stand in small letters without accents, as `folded` leaves them.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a phrase does to the sentence it stands in."""

    YES = "yes"
    """Says yes, and no more than that."""
    SOLVED = "solved"
    """Says that it works now, whoever did it."""
    FIXED = "fixed"
    """Says that a trouble is over: the trouble may be named beside it."""
    CLOSE = "close"
    """Lets us close the case: a yes, unless a condition stands before it."""
    ACCEPT = "accept"
    """Says by name that it takes the solution or the closing."""
    RECEIPT = "receipt"
    """Tells that a mail came: a bare yes beside it may say no more than that."""
    NO = "no"
    """Says that it does not work."""
    SI = "si"
    """The word "si": yes at the beginning of a clause, "if" elsewhere."""
    NOT = "not"
    """The word "no": a no where it stands alone, elsewhere only a negation."""
    DOUBT = "doubt"
    """Makes the mail unclear by itself."""
    HEDGE = "hedge"
    """Takes the certainty from a yes and from a no."""
    LIMIT = "limit"
    """Takes the certainty from a yes: a reserve, a wish, a new trouble, somebody else's word."""
    STATE = "state"
    """Asks how the case stands."""
    STATE_WORD = "state word"
    """The bare word "estado", which asks only where it stands alone."""
    PLEASE = "please"
    """Asks for something, if only by its tone."""
    GIVES = "gives"
    """Hands something over: the mail says more than a vote."""
    MATTER = "matter"
    """What a solved thing is called: it may stand beside SOLVED."""
    TROUBLE = "trouble"
    """Names a trouble: it may stand beside FIXED."""
    SMALL = "small"
    """Articles, pronouns and the like, which mean nothing alone."""
    FILLER = "filler"
    """Means nothing here: courtesy and greetings."""
    COMMA = "comma"
    STOP = "stop"
    ASK = "ask"
    UNKNOWN = "unknown"


# Say yes, and no more.
_YES = """
confirmo confirmado confirmada confirmamos afirmativo acepto aceptamos aceptado aceptada correcto
conforme sip yes
""".split()

# Say that it works now.
_SOLVED = """
funciona funcionan funciono funcionaron funcionando sirvio sirve sirvieron
""".split()

# Say that a trouble is over.
_FIXED = "solucionaron resolvieron arreglaron corrigieron".split()

# Say that it does not.
_NO = """
negativo nop nope nones inconforme inconformes persiste persisten persistia persistio persistiendo
persistente persistentes
""".split()

# Take the certainty from a yes and a no.
_HEDGE = """
creo creemos parece pareceria quiza quizas supongo suponemos espero esperamos ojala posiblemente
probablemente aparentemente depende acaso
""".split()

# Take the certainty from a yes.
_LIMIT = """
pero aunque excepto salvo menos solo solamente unicamente sino excepcion casi momentaneamente
temporalmente hasta cuando mientras segun como donde debe deben deberia deberian podria habria
hubiera seria estaria fuera tendria dijo dijeron dice dicen informa informan informaron indica
indican indicaron comenta comentan afirma afirman voy vamos va probare verificare revisare
validare confirmare confirmaremos confirmarles pruebo verifico reviso valido probar verificar
revisar validar luego despues apenas manana ahora otro otra otros otras nuevo nueva nuevos nuevas
nuevamente sigue siguen siguiente continua falta faltan falto pendiente pendientes aun todavia
necesito necesitamos necesita necesitan requiero requerimos requiere requieren solicito solicita
solicitamos ayuden ayudeme ayudenos ayudar ayudarme ayudarnos cuanto mal fallo fallan fallando
bloqueado bloqueada bloqueados sale salen aparece aparecen muestra arroja anterior inicial ni
nunca jamas tampoco nada ningun ninguno ninguna lejos imposible falso irregular antes ayer quiero
queremos quisiera espera ser sea tengo tenemos hay debo sin
""".split()

# Hand something over.
_GIVES = """
adjunto adjunta adjuntamos adjuntos anexo anexa anexos anexamos envio envie enviado enviada
enviamos enviaron enviar remito remitimos remitido relaciono relacionado relacionada
""".split()

# What a solved thing is called, and what one does with it.
_MATTER = """
caso casos ticket incidente incidentes servicio solicitud requerimiento tema asunto situacion
consulta cierre cerrar cierra cerrarlo guia guias manual manuales instructivo sistema aplicativo
aplicacion modulo pagina plataforma portal opcion menu usuario usuarios perfil perfiles clave
contrasena token certificado firma firmas digital acceso ingreso ingresar entrar acceder registrar
generar pagar firmar autorizar aprobar cargar descargar consultar obligar comprometer realizar
hacer ver crear anular reintegrar terminar continuar finalizar imprimir guardar registro
obligacion obligaciones orden ordenes pago pagos compromiso compromisos cdp rp crp disponibilidad
presupuestal presupuesto reporte reportes informe cadena nomina cuenta cuentas bancaria bancarias
beneficiario tercero terceros deduccion deducciones reintegro reintegros traslado pac cupo rubro
recurso recursos contable contabilidad tesoreria documento documentos archivo archivos plano
transaccion transacciones proceso procesos operacion tramite descripcion unidad ejecutora ue
entidad epg gas numero nro num radicado reportado reportada presentado presentada presentaba tenia
teniamos indicado indicada mencionado mencionada citado correo
""".split()

# Name a trouble.
_TROUBLE = """
problema problemas error errores inconveniente inconvenientes falla fallas dificultad dificultades
impase impasse bloqueo mensaje mensajes novedad
""".split()

# Mean nothing alone.
_SMALL = """
a al ante con de del e el en es esta este eso esto estos estas fue ha han he hemos la las le les
lo los me mi mis muy nos o para por pues que se su sus te todo toda todos todas tu un una uno y ya
yo usted ustedes asi tambien
""".split()

# Courtesy.
_FILLER = """
efectivamente exacto exactamente claro bien ok okay vale listo perfecto excelente super genial
buen buena buenas buenos hola cordial cordiales cordialmente saludo saludos atentamente atte att
estimado estimada estimados estimadas respetado respetada respetados respetadas apreciado
apreciada apreciados senor senora senores senoras sr sra sres doctor doctora dr dra ingeniero
ingeniera ing compañeros companeros equipo linea soporte siif nacion mil mucho mucha muchas muchos
gracias muchisimas dios bendiga bendiciones feliz felices exitos amable amables amablemente
agradezco agradecemos agradecido agradecida agradecidos agradecidas atencion ayuda apoyo
colaboracion gestion respuesta oportuna pronta rapida valiosa gran excelentes
medio presente permito permitimos informo informamos informar informarles informarle comunico
comunicamos comento comentarles manifiesto mediante atento atenta quedo quedamos abrazo
satisfaccion satisfactoriamente satisfactorio correctamente exitosamente exito exitoso exitosa
totalmente completamente definitivamente perfectamente finalmente cabalidad thanks thank you
igualmente respecto relacion acuerdo solucion soluciones dada brindada dado hoy
nuestra nuestro nuestros nuestras misma mismo companero companera estoy estamos satisfecho
satisfecha satisfechos segui seguimos siguiendo pasos indicaciones instrucciones recomendaciones
hice hicimos realice realizamos realizado verificado verificamos revisado revisamos validado
validamos probado probamos comprobado comprobamos bueno r rta
""".split()

# Tell that a mail came, and has been seen.
_RECEIPT = "recibido recibida enterado enterada".split()

KIND_OF_WORD = {
    word: kind
    for kind, words in (
        (Kind.FILLER, _FILLER),
        (Kind.RECEIPT, _RECEIPT),
        (Kind.SMALL, _SMALL),
        (Kind.TROUBLE, _TROUBLE),
        (Kind.MATTER, _MATTER),
        (Kind.GIVES, _GIVES),
        (Kind.LIMIT, _LIMIT),
        (Kind.HEDGE, _HEDGE),
        (Kind.NO, _NO),
        (Kind.SOLVED, _SOLVED),
        (Kind.FIXED, _FIXED),
        (Kind.YES, _YES),
    )
    for word in words
}
"""What a word alone does; any other word is UNKNOWN."""
