"""Words that say nothing of the matter: grammar, courtesy, and what every request speaks of."""

EMPTY_WORDS = frozenset(
    """
    algo algun alguna alguno ante antes aqui asi aun aunque bajo bien cada como con contra cual
    cuales cualquier cuando cuanto del desde despues donde dos durante ella ellos entonces entre era
    eres esa ese eso esta estaba estamos estan estar estas este esto estos fue fueron han hasta hay
    hemos hizo hoy las les los mas mes mis mucha mucho muy nada nos nosotros nuestra nuestro otra
    otro para pero poco poder podemos por porque pues puede pueden puedo que quien quiere quiero
    saber segun ser ser sea sido siempre sin sino sobre solo son soy sus tal tambien tampoco tan
    tanto tenemos tener tengo tiene tienen toda todas todo todos tres una uno unas unos usted
    ustedes vez veces voy deja dejan hace hacer haciendo intenta intentar intento intentamos
    realizar momento dia dias manana tarde ayer ahora mismo misma siguiente
    adjunta adjunto adjuntos agradece agradecemos agradezco amable amablemente anexa anexo apoyo
    atenta atentamente atento ayuda ayudar buen buena buenas bueno buenos caso casos colaboracion
    colaborar consulta cordial cordialmente correo doctor doctora estimado estimada estimados favor
    gracias informar informo ingeniero ingeniera mensaje permito respetado respetada respetados
    quedo remito saludo saludos senor senora senores sirva solicitar solicito solicitamos solicitud
    soporte urgente urgencia
    aparece arroja continuar dice entidad error errores falla fallo genera imposible
    inconveniente incidente informa linea ministerio modulo muestra nacion novedad pantalla
    pantallas permite permiten posible presenta presento problema problemas reporta reporto sale
    servicio siif sistema unidad usuario usuarios
    """.split()
)
"""Folded; no search looks for them, and no two cases are alike by them."""
