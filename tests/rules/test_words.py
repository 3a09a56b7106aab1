"""What a person's own words mean: a yes only where nothing stands against it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.compose.check import parts_of
from mailbot.compose.examples import example_mails
from mailbot.model.mail import Address, Mail
from mailbot.rules.words import Meaning, Words, read_words
from tests.rules.mails import line_config

TOKEN = "0123456789abcdef0123456789abcdef"


def said(text: str, subject: str = "Re: [INC-2026-000123] Confirme la solución", **fields) -> Words:
    sender = Address(address="ana.rojas@sena.gov.co", name="Ana Rojas Díaz")
    return read_words(Mail(sender=sender, text=text, subject=subject, **fields))


CONFIRMS_SOLVED = """SOLUCIONADO
Recibido, sí funcionó
Sí, ya quedó. Recibido
Recibida la solución, ya funciona, gracias
Solucionado.
solucionado, gracias
SOLUCIONADO, lo encontré en la guía
Lo encontré en el manual, gracias
Ya encontré la solución en la guía
SI, quedó solucionado
Sí, quedó solucionado. Muchas gracias.
Si ya quedó
si, ya quedo solucionado muchas gracias
Buenas tardes. Confirmo que quedó solucionado, muchas gracias.
Buenos días,|Confirmo que el error fue corregido.|Cordialmente,|Ana Rojas|Tesorera
Confirmo que el caso quedó resuelto
Ya quedó
Ya quedó, mil gracias
ya quedo ok
Ya funciona
Ya funciona perfectamente, gracias por su ayuda
Sí funciona
Sí, funcionó
Si funcionó, gracias
Ahora sí funciona
Por fin sí quedó, gracias
Ya pude ingresar
Ya pude registrar la obligación, gracias
Sí señor, ya pude generar el reporte
Se solucionó el problema
Problema resuelto
Caso resuelto, gracias por la atención
El inconveniente fue superado
Ya se solucionó. Pueden cerrar el caso
Ya no sale el error
El error ya no se presenta
Ya no aparece el mensaje, gracias
Sí, ya no genera error
No volvió a salir, quedó solucionado
Listo, ya quedó
Ok, funcionó
Sí, sin problema, ya funciona
Buenas tardes Nora, sí quedó solucionado
Doctora Nora: ya quedó solucionado
La obligación 12345 quedó solucionada
Confirmo que el caso INC-2026-000123 quedó solucionado
Efectivamente quedó solucionado
Ya lo logré, gracias
*SOLUCIONADO*
Buen día|Ya quedó solucionado|Feliz tarde
Todo quedó perfecto, gracias
Si, muchas gracias ya quedó solucionado, quedo atenta
Ya quedó solucionado. Enviado desde mi iPhone
Buenas tardes, ya lo solucioné con mi compañero
Ya lo solucionamos, gracias
Lo solucioné yo misma
Buenos días, el problema ya fue resuelto, muchas gracias por su apoyo
Buenos días ya se pudo realizar el pago gracias
Ya me funcionó
Ya me deja ingresar
Ya se puede ingresar
Ya está listo
Ya está funcionando
Ya quedo
Perfecto, funcionó
Excelente, ya funciona
Solucionado!!! Muchas gracias!!!
SOLUCIONADO EL PROBLEMA
EL CASO FUE SOLUCIONADO
MUCHAS GRACIAS, YA QUEDÓ SOLUCIONADO EL INCONVENIENTE CON LA OBLIGACIÓN
Se solucionó con la guía que me enviaron
Siguiendo la guía lo pude hacer
Ya realicé el proceso, quedó bien
Seguí los pasos y funcionó
Hice lo indicado y quedó solucionado
Con la solución dada quedó resuelto
No requiero más ayuda, ya quedó
ya no me sale el error, gracias
No tengo inconvenientes, ya quedó
Sí ya lo realicé y quedó bien
Sí, ya verifiqué y funciona
Ya verificamos y quedó solucionado
Verificado, funciona correctamente
Les confirmo que ya quedó solucionado
Me permito confirmar que quedó solucionado
Me permito informar que el inconveniente fue solucionado satisfactoriamente
Buen día.|Quería confirmar que ya quedó.|Mil gracias.
SI SEÑORES YA QUEDÓ
SI FUNCIONO
SI, funciono
Si, se resolvió
Si se resolvió
Si se solucionó
Si, ya quedo solucionado, pueden cerrar el caso
Hola Ingeniera Nora, ya quedó
Sí, mil disculpas, ya quedó
El error fue solucionado
Funciona la página
Ya se puede pagar
Ya quedó sin error
lo pude hacer con el manual
encontré la solución en las preguntas frecuentes
Solucionado: si
R/ Sí, quedó solucionado""".splitlines()

CONFIRMS = """SI
Recibido, acepto la solución
Sí, confirmo el cierre. Recibido
Recibido, pueden cerrar el caso
Si
sí
Sí.
SÍ!
S\u0069\u0301
si gracias
Sí, gracias
Sí, muchas gracias por su ayuda
si señor
Sí señora, gracias
Si claro
Claro que sí
SI.|Ana Rojas|Tesorera SENA
SI|Ana Rojas Díaz
SI<BR><BR>
"SI"
  si  |
Si, confirmo
CONFIRMO
Confirmo.
Confirmado, gracias
Confirmo la solución
Sí, confirmo la solución
Acepto la solución
Acepto
Afirmativo
Correcto, gracias
Buenos días, sí, gracias
Cordial saludo|SI
Sí. Todo bien.
Todo bien, gracias
Pueden cerrar el caso, gracias
Sí, pueden cerrar el caso
Buenas tardes: sí. Gracias. Feliz día.
SI|Enviado desde mi iPhone
SI|--|ANA ROJAS
Confirmo el cierre del caso
Si, ok
Estoy conforme
Sí, estoy satisfecha
Sí, no hay problema
Sí, ya lo hice
Revisado, todo OK
Validado y confirmado, gracias
Conforme
Confirmo que sí
Favor dar por cerrado
Se puede dar por cerrado
Doy por cerrado el caso
Damos por solucionado el caso
Pueden proceder con el cierre
Por favor cerrar el caso
Si, correcto
Si es correcto
Si, es correcto
Si, asi es
Es correcto
Sip
Sii
siiii
Yes
yes, thanks
Sí sí sí
Hola, sí
Hola Nora, sí.
Estimados señores: SI. Atentamente, Ana Rojas
Ana Rojas|SI
Sí (gracias)
Sí... gracias
Sí 👍
Por supuesto que sí
Respuesta: SI
Autorizo el cierre""".splitlines()

REJECTS = """NO
No
no.
NO!
No señor
No, gracias por la ayuda pero no funciona
NO SOLUCIONADO
No solucionado.
no-solucionado
PERSISTE
Persiste el error
NO, persiste el error
El error persiste
No, sigue igual
Sigue igual
sigue saliendo el mismo error
Sigue sin funcionar
El problema continúa
Continúa el error al registrar la obligación 12345
aún no
Aun no
Todavía no
Buenas tardes, todavía no
todavía no funciona
Aún no me funciona
no se ha solucionado
No quedó solucionado
No ha sido resuelto
No se solucionó el problema
No funcionó
No me funcionó la solución
No sirve
No sirvió
Lamentablemente no
Buenas tardes|No me deja ingresar al sistema
No permite registrar el compromiso
no he podido ingresar
No fue posible generar el reporte
No puedo ingresar
Me sale el mismo error
Ya no funciona
No, el error sigue
El error sigue
Volvió a salir el error
Tampoco funcionó
Sigo con el mismo problema
No está funcionando
No está solucionado
Mi caso sigue sin solución
No confirmo
No acepto la solución
No estoy de acuerdo
No estamos de acuerdo con el cierre
No cierren el caso
No funciona. ¿Qué hago?
No. Gracias.
NO||Ahora veo este mensaje: |
NO||Ahora veo este mensaje: ¿Desea continuar? Sí / No
NO<BR><BR>Ahora veo este mensaje: el usuario no existe
Hola Nora, no, persiste
Buenas,|no.|Ana Rojas
No, adjunto pantalla
No, me sale error ORA-01403
Lo probamos y no funciona
nada que funciona
No ha funcionado
No me ha funcionado
no nos deja
No nos ha sido posible ingresar
no se pudo
No se pudo ingresar
no ha sido solucionado aún
Aún no ha sido solucionado
Aún está pendiente
aun sigue
El usuario sigue bloqueado
continuamos con el inconveniente
Presenta el mismo error
Persisten los inconvenientes
Error persistente
Nuevamente sale el error
Sale otra vez el error
Me sigue saliendo
Sigue fallando
Sigue
sigue sin aparecer
Sigue sin solución
Sigue el problema
El problema no se ha resuelto
Falta solucionar
No quedó
No quedó bien
NO FUNCIONA!!!
no funciona nada
nada que me funciona
Nada, sigue igual
No, nada
No no
No. No funciona.
No, aún no
no, todavia
Todavía sale
Desafortunadamente persiste
Desafortunadamente no
Negativo
Rechazo la solución
La solución no corresponde
La solución no es correcta
No es la solución
Eso no me sirve
No me ayuda
No estoy conforme
Estoy inconforme con la respuesta
No estoy satisfecho
no se ve
Confirmo que no
Confirmo que no funcionó
Confirmo que el error persiste
Le informo que aún persiste
Por favor no cerrar
No pueden cerrar el caso
Aún no lo cierren
Todavía no cierren el caso por favor
Reabrir
Por favor reabrir el caso
Nop
nope
El estado del caso es Cerrado pero no está solucionado
No me han solucionado
no me han dado solución
No se evidencia solución
No han solucionado el caso
Claro que no
Respuesta: NO
Nunca quedó
De ninguna manera
Cerraron el caso y no solucionaron""".splitlines()

UNCLEAR = """SI NO
SI, recibido
Sí, recibido, gracias
Si recibido
Recibido. SI
SI|Recibido|Gracias
Sí, confirmo recibido
Confirmado, recibido
SI, quedo enterado
Sí, acuso recibo de su correo
Sí o no
SI|NO
Sí, pero ahora sale otro mensaje?
Sí, pero ahora sale otro mensaje
Sí pero no
Sí, aunque demoró
sí?
¿Sí?
¿Quedó solucionado?
¿Ya funciona?
No funciona?
no, gracias a Dios ya quedó
No, ya quedó
No, todo está bien, ya funciona
No gracias
No, gracias
SI   si funcionó|NO   si el error sigue (cuéntenos qué ve ahora)
Sí, funcionó|No, el error sigue
Sí, ya quedó, pero sigue saliendo un mensaje
Quedó solucionado a medias
Parcialmente solucionado
Creo que sí
Creo que ya quedó
Parece que ya funciona
Creo que no
Al parecer quedó solucionado
Espero que haya quedado solucionado
Aún no he podido probar
Todavía no lo he verificado
No he podido verificar
No pude validar la solución
No sé si funcionó
No sé
No estoy segura
Si ya quedó solucionado, pueden cerrar el caso
Si funciona les aviso
Si no funciona les aviso
Si no
Sí, quedó solucionado. ¿Cómo hago para el otro pago?
Sí. Ahora el sistema muestra la pantalla en blanco
Quedó solucionado. Necesito ayuda con otro tema
Me dicen que quedó solucionado
Según el asesor quedó solucionado
Funciona por ahora
Ya quedó enviado el documento
Ya quedó registrado lo que pidieron
Sí, por favor
Sí, el usuario es mrojas
Mañana confirmo
Les confirmo más tarde
El otro caso quedó solucionado
Debería estar solucionado
Sí, quedó solucionado el error, ahora sale otro al pagar
Funciona lento
Funciona a veces
Unas cosas funcionan y otras no
Más o menos
Sin solucionar no, ya quedó solucionado
Sí. Cordialmente, Ana. P.D. No funciona
10/10
Sí, el cierre es correcto
ya no requiero soporte
Ya no es necesario
No es necesario, ya lo solucioné
Ya no sale
No entiendo la solución
No comprendo qué debo hacer
No sé cómo hacerlo
Sí, funcionó pero demoró mucho
Sí, solo que se demora
Si, sin embargo falta un usuario
Sí, excepto el reporte
Sí y no
Ni sí ni no
Sí, eso creo
Sí, parece
Sí, por ahora
Sí, por el momento
Si señor por el momento
Sí, gracias. Por cierto, necesito otra cosa
Sí. Adjunto soporte
Sí, adjunto lo solicitado
Sí, con gusto
Sí, ya envié los documentos
Si|Ahora veo este mensaje: error
Si se soluciono pueden cerrar
1. Sí
Sí 👎
Sí, a las 3
Si [ ] No [ ]
SI/NO
SI SOLUCIONADO NO
Solucionado: no
¿Solucionado? Sí
Ya quedó con error
Ya quedó el error
Ya me deja ver el error
Ya puedo ingresar y el error es al firmar
Solucionado un error
Solucionado el primer error
Se solucionó el error y sale otro
El caso fue cerrado sin estar solucionado
Está solucionado dicen ustedes
No autorizo el cierre
Funciona para unos
Confirmo mi correo
Confirmo el usuario
no... sí quedó
No, sí
No lo encontré en la guía""".splitlines()

STATE = """ESTADO
Estado
estado?
Estado por favor
Estado del caso
Estado de mi caso INC-2026-000123
¿Cuál es el estado de mi caso?
Buenas tardes, quisiera saber el estado de mi solicitud. Gracias.
¿Cómo va mi caso?
¿En qué va mi solicitud?
En qué estado se encuentra el caso
Me pueden informar el estado del servicio SERV-2026-000001
¿Qué ha pasado con mi caso?
¿Hay alguna novedad sobre mi caso?
estado del trámite
Buenas tardes, por favor me informan el estado del caso INC-2026-000123, gracias
cómo va el caso
Que paso con mi caso
Qué estado tiene mi solicitud
Necesito saber en qué va mi caso porque no me han respondido""".splitlines()

NONE = """

Muchas gracias
Ok, gracias
Recibido
Quedo atenta
Confirmo recibido
Buenas tardes
Cordialmente,|Ana Rojas
No hay problema
Sin problema
Sin problemas, gracias
No se preocupe
Tengo 3 facturas
tengo 5 obligaciones por pagar
3 facturas quedaron pendientes de pago en el mes
Mi usuario es mrojas y la unidad ejecutora 36-02-00
Adjunto lo solicitado
Adjunto la pantalla del error
Buenas tardes, envío la plantilla diligenciada
Si requieren más datos me avisan
Si necesita algo más me escribe
Quedo atenta para que el caso sea solucionado
El estado de la obligación es Generado
Estado: Activo
1. Ingresé al módulo|2. Registré la obligación|3. Salió el mensaje
El teléfono es 6013821000
Carrera 7 No. 6-45
13-01-01
Solicito acompañamiento para el cierre
\U0001f44d
El error es ORA-01403
5 de noviembre
3:45
2 días
5 usuarios
4 5
Por fin
ya está
Listo
Perfecto
ok ya
Ya
De acuerdo
De acuerdo, gracias
Pude realizar el registro con éxito
Se realizó el proceso exitosamente
Ya no aparece el registro
Ya no me aparece la opción de pagar
Nada
Todavía
Eso no era lo que pedí
Satisfecho
No tengo más dudas, gracias
No he recibido respuesta
No recibí la solución
No me llegó el correo
No veo la solución
Qué debo hacer
Casi
Validado
Espero confirmación
Quedo a la espera de la solución
En espera de solución
Por favor solucionar
Por favor dar solución
Así es
Si se soluciona me avisan
cuando funcione les aviso
5 Ana Rojas
5 5
5 5 5
5555
5+
1 5 2 4 3 5 4 5
Amabilidad: muy buena
oportunidad de mejora: 3 casos
2026
13-01-01-000
3 de diciembre
Tengo 5 usuarios bloqueados
1 usuario
5, sin embargo tengo 3 facturas pendientes
Mi calificación es muy buena
hay respuesta
sigo a la espera
Sigo a la espera de su respuesta
Si ya
Si es
Si ustedes
Si la solución
Si me dan la solución
Si es posible
Confirmo lectura
Lo encontré en el correo""".splitlines()


@pytest.mark.parametrize("text", CONFIRMS_SOLVED)
def test_it_says_that_it_works(text: str):
    words = said(text.replace("|", "\n"))
    assert (words.meaning, words.solved) == (Meaning.CONFIRM, True)


@pytest.mark.parametrize("text", CONFIRMS)
def test_it_says_yes_and_no_more(text: str):
    words = said(text.replace("|", "\n"))
    assert (words.meaning, words.solved) == (Meaning.CONFIRM, False)


def test_a_signature_below_a_yes_does_not_matter():
    signature = """Cordialmente,

    Ana Rojas
    Profesional Especializado
    Grupo de Tesorería
    Tel. 6013821000 Ext. 123
    ana.rojas@sena.gov.co
    www.sena.gov.co
    Carrera 7 No. 6-45 Bogotá"""
    assert said(f"Sí\n\n{signature}").meaning is Meaning.CONFIRM
    assert said(f"Sí\n\n{signature}\nP. D. el error persiste").meaning is Meaning.UNCLEAR
    assert said(f"No\n\n{signature}").meaning is Meaning.REJECT


@pytest.mark.parametrize("text", REJECTS)
def test_it_says_no(text: str):
    assert said(text.replace("|", "\n")) == Words(meaning=Meaning.REJECT)


@pytest.mark.parametrize("text", UNCLEAR)
def test_a_doubt_is_no_vote(text: str):
    assert said(text.replace("|", "\n")).meaning is Meaning.UNCLEAR


@pytest.mark.parametrize("text", STATE)
def test_it_asks_how_the_case_stands(text: str):
    assert said(text.replace("|", "\n")) == Words(meaning=Meaning.STATE)


@pytest.mark.parametrize("text", NONE)
def test_it_says_something_else(text: str):
    assert said(text.replace("|", "\n")) == Words(meaning=Meaning.NONE)


@pytest.mark.parametrize(
    ("text", "scores", "comment"),
    [
        ("5", (None, None, None, 5), ""),
        (" 5.\n", (None, None, None, 5), ""),
        ("*5*", (None, None, None, 5), ""),
        ("1", (None, None, None, 1), ""),
        ("cinco", (None, None, None, 5), ""),
        ("5/5", (None, None, None, 5), ""),
        ("4 de 5", (None, None, None, 4), ""),
        ("5,0", (None, None, None, 5), ""),
        ("4.00", (None, None, None, 4), ""),
        ("5 puntos", (None, None, None, 5), ""),
        ("5 (muy satisfecho)", (None, None, None, 5), ""),
        ("Calificación: 4", (None, None, None, 4), ""),
        ("Mi calificación es 5", (None, None, None, 5), ""),
        ("Le doy un 5", (None, None, None, 5), ""),
        ("Buenas tardes. 5. Gracias", (None, None, None, 5), "Gracias"),
        ("Buenas tardes,\n5\nAna Rojas", (None, None, None, 5), "Ana Rojas"),
        ("5, excelente servicio", (None, None, None, 5), "excelente servicio"),
        ("5 Excelente atención", (None, None, None, 5), "Excelente atención"),
        ("2\nNo me solucionaron nada", (None, None, None, 2), "No me solucionaron nada"),
        ("5\nComentario: muy amables", (None, None, None, 5), "muy amables"),
        ("1: 4 2: 2 3: 3 4: 2 demorado", (4, 2, 3, 2), "demorado"),
        ("1:4, 2:2, 3:3, 4:2", (4, 2, 3, 2), ""),
        ("1. 5\n2. 4\n3. 5\n4. 5", (5, 4, 5, 5), ""),
        ("1- 5 2- 5 3- 4 4- 4", (5, 5, 4, 4), ""),
        ("1=5 2=5 3=4 4=4", (5, 5, 4, 4), ""),
        ("1) 5\n2) 4", (5, 4, None, None), ""),
        (
            "1. Amabilidad: 4\n2. Oportunidad: 2\n3. Claridad: 3\n4. General: 2\nComentario: lento",
            (4, 2, 3, 2),
            "lento",
        ),
        (
            "1. Amabilidad: 5_  2. Oportunidad: _4  3. Claridad y utilidad de la solución: 5 "
            "4. Satisfacción general: 5  Comentario: _",
            (5, 4, 5, 5),
            "",
        ),
        ("Amabilidad 5, oportunidad 4, claridad 5, general 5", (5, 4, 5, 5), ""),
        ("Amabilidad: cinco\nOportunidad: cuatro", (5, 4, None, None), ""),
        ("1. Amabilidad: 4\n2. Oportunidad: \n3. Claridad: \n4. General: 5",
         (4, None, None, 5), ""),
        ("4. General: 5", (None, None, None, 5), ""),
        ("4 5 4 5", (4, 5, 4, 5), ""),
        ("4, 5, 4, 5", (4, 5, 4, 5), ""),
        ("4\n5\n4\n5", (4, 5, 4, 5), ""),
        ("5-5-5-5 excelente", (5, 5, 5, 5), "excelente"),
        ("5 en todo", (5, 5, 5, 5), ""),
        ("Todo 5, gracias", (5, 5, 5, 5), "gracias"),
    ],
)  # fmt: skip
def test_it_rates(text: str, scores: tuple[int | None, ...], comment: str):
    words = said(text)
    assert (words.meaning, words.scores, words.comment) == (Meaning.SCORES, scores, comment)
    assert words.rates


@pytest.mark.parametrize(
    "text",
    [
        "1. Amabilidad: \n2. Oportunidad: \n3. Claridad: \n4. General: \nComentario: ",
        "1. Amabilidad: 7\n2. Oportunidad: 4",
        "1. Amabilidad: 4\n1. Amabilidad: 2",
        "10/5",
        "0",
        "6",
        "cero",
        "4.5",
        "4,5\nGracias",
        "Le pongo un 10",
        "Diez, muy amables",
    ],
)
def test_a_ballot_that_cannot_be_counted_is_unclear(text: str):
    words = said(text)
    assert (words.meaning, words.scores, words.rates) == (Meaning.UNCLEAR, None, True)


@pytest.mark.parametrize("remark", ["No me solucionaron nada", "el error sigue igual"])
def test_a_remark_may_say_that_the_solution_does_not_work(remark: str):
    assert said(f"2, porque {remark}").persists
    assert not said("2, porque se demoraron").persists


@pytest.mark.parametrize(
    ("subject", "text", "meaning"),
    [
        ("SI, funciono", "SI", Meaning.CONFIRM),
        ("SI, funciono", "", Meaning.CONFIRM),
        ("SI, funciono", "NO", Meaning.UNCLEAR),
        ("SI, funciono", "Adjunto la pantalla", Meaning.UNCLEAR),
        ("SI, funciono", "¿SI?", Meaning.UNCLEAR),
        ("NO, el error sigue", "NO\n\nAhora veo este mensaje: ORA-01403", Meaning.REJECT),
        ("NO, el error sigue", "", Meaning.REJECT),
        ("NO, el error sigue", "Ahora veo este mensaje: ORA-01403", Meaning.REJECT),
        ("NO, el error sigue", "SI", Meaning.UNCLEAR),
        ("Calificacion 4", "4", Meaning.SCORES),
        ("Calificacion 4", "", Meaning.SCORES),
        ("Calificacion 4", "Muy amables", Meaning.SCORES),
        ("Encuesta", "1. Amabilidad: 4", Meaning.SCORES),
        ("Encuesta", "", Meaning.NONE),
        ("Respuesta", "Mi respuesta: sí", Meaning.CONFIRM),
    ],
)
def test_a_click_and_its_body_say_the_same_or_nothing(subject: str, text: str, meaning: Meaning):
    assert said(text, f"[INC-2026-000123] {subject} ({TOKEN})").meaning is meaning


def test_a_click_keeps_its_score_where_the_digit_was_replaced_by_a_remark():
    words = said("Muy amables", f"[EXTERNO] [INC-2026-000123] Calificacion 4 ({TOKEN})")
    assert (words.scores, words.comment) == ((None, None, None, 4), "Muy amables")


@pytest.mark.parametrize(
    "subject",
    [
        f"Re: [INC-2026-000123] SI, funciono ({TOKEN})",
        "[INC-2026-000123] SI, funciono",
        f"[INC-2026-000123] SI, funciono ({TOKEN}) por favor",
    ],
)
def test_a_subject_that_no_click_wrote_votes_for_nothing(subject: str):
    assert said("", subject).meaning is Meaning.NONE


@pytest.mark.parametrize("text", ["SI", "NO", "5", "SOLUCIONADO"])
def test_where_the_cut_is_doubtful_nothing_is_a_vote(text: str):
    assert said(text, commands_safe=False) == Words(meaning=Meaning.UNCLEAR)


@pytest.fixture(scope="module")
def our_mails() -> list[str]:
    return [parts_of(mail)[0] for mail in example_mails(line_config())]


@pytest.mark.parametrize("answer", ["", "SI\n\n", "Sí, quedó solucionado.\n\n", "NO\n\n", "5 "])
def test_a_mail_of_ours_taken_for_the_persons_words_is_never_a_vote(
    our_mails: list[str], answer: str
):
    read = {said(answer + text).meaning for text in our_mails}
    assert read.isdisjoint((Meaning.CONFIRM, Meaning.SCORES))


def test_a_mail_that_asks_yes_or_no_reads_unclear(our_mails: list[str]):
    asking = [text for text in our_mails if "SI   si funcionó" in text]
    assert asking
    assert {said(answer + text).meaning for text in asking for answer in ("", "SI\n", "NO\n")} == {
        Meaning.UNCLEAR
    }


YES = CONFIRMS_SOLVED + CONFIRMS
# What stands behind "Ahora veo este mensaje:" is cited, so that nothing in it is a vote.
NO = [text for text in REJECTS if "veo este mensaje" not in text]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str):
    words = said(text, subject=text)
    assert (words.scores is not None) == (words.meaning is Meaning.SCORES)
    assert words.meaning is Meaning.CONFIRM or not words.solved


@given(st.sampled_from(YES), st.data())
def test_a_question_mark_never_leaves_a_yes(text: str, data: st.DataObject):
    place = data.draw(st.integers(0, len(text)))
    asked = (text[:place] + "?" + text[place:]).replace("|", "\n")
    assert said(asked).meaning is not Meaning.CONFIRM


@given(
    st.sampled_from(YES), st.sampled_from(NO), st.booleans(),
    st.sampled_from([". ", "\n", "\n\n", ".\nCordialmente,\n"]),
)  # fmt: skip
def test_both_senses_are_no_vote(yes: str, no: str, reverse: bool, joint: str):
    pair = [no, yes] if reverse else [yes, no]
    words = said(joint.join(pair).replace("|", "\n"))
    assert words.meaning not in (Meaning.CONFIRM, Meaning.REJECT)


WORDS = st.sampled_from(
    """si sí no quedó ya solucionado funciona pero error sigue gracias , . \n señor confirmo caso
    aún si, no, 5 estado el otro""".split(" ")
)


@given(st.lists(WORDS, max_size=12))
def test_a_lone_no_in_any_place_is_never_a_yes(words: list[str]):
    assert said(" ".join([*words, "\nno persiste"])).meaning is not Meaning.CONFIRM
    assert said(" ".join(["pero", *words])).meaning is not Meaning.CONFIRM


REPEATED = (
    *("a", " ", "\n", "?", "*", "1. ", "5 ", "5\n", "\u0301", "\u200b", "🙂", "ı", "İ"),
    *("si ", "no ", "si, ", "si,\n", "no se ", "no se ha ", "ya no se ", "sigue el la ", "de "),
    *("1: 4 ", "amabilidad ", "gracias por ", "estado del ", "<br>", "Ana ", "mi es de con "),
)


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_a_huge_text_of_one_word_is_no_vote(piece: str):
    meaning = said(piece * (100_000 // len(piece))).meaning
    assert meaning not in (Meaning.CONFIRM, Meaning.REJECT)
