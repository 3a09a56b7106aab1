"""Replies as they arrive in plain text, by what the program or the person did."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TextMail:
    """A mail and what must come out: the new words exactly, and words that must be cut off."""

    name: str
    plain: str
    text: str
    cut: tuple[str, ...] = ()
    subject: str = "Re: [SERV-2026-000123] No puedo generar el CDP"
    safe: bool = True


ATTRIBUTIONS = tuple(
    TextMail(
        name,
        f"Ya funcionó, gracias.\n\n{line}\n\n> Recibimos su solicitud.\n> [RESUELTO]\n",
        "Ya funcionó, gracias.",
        (line.split("\n")[0], "> [RESUELTO]"),
    )
    for name, line in (
        ("Gmail", "El lun, 23 nov 2026 a las 9:12, Línea SIIF (<s@x.gov.co>) escribió:"),
        (
            "Gmail of Latin America",
            "El lun, 23 de nov. de 2026, 9:12 a. m., Línea SIIF <s@x.gov.co> escribió:",
        ),
        (
            "Gmail over two lines",
            (
                "El lun, 23 nov 2026 a las 9:12, Línea de Soporte SIIF Nación (<\n"
                "siifsoporte@minhacienda.gov.co>) escribió:"
            ),
        ),
        (
            "Gmail with the verb on the next line",
            (
                "El lun, 23 nov 2026 a las 9:12, Línea SIIF "
                "(<siifsoporte@minhacienda.gov.co>)\nescribió:"
            ),
        ),
        (
            "Gmail over three lines",
            (
                "El lun, 23 nov 2026 a las 9:12,\nLínea SIIF "
                "<siifsoporte@minhacienda.gov.co>\nescribió:"
            ),
        ),
        (
            "Inbox, name first",
            "Línea SIIF <s@x.gov.co> escribió el lun., 23 nov. 2026 a las 9:12 a. m.:",
        ),
        ("Apple Mail", "El 23 nov 2026, a las 9:12, Línea SIIF <s@x.gov.co> escribió:"),
        ("iPhone", "El 23/11/2026, a la(s) 9:12 a. m., Línea SIIF <s@x.gov.co> escribió:"),
        ("Thunderbird", "El 23/11/2026 a las 9:12, Línea SIIF escribió:"),
        ("Thunderbird, no accent", "El 23/11/26 a las 09:12, Linea SIIF escribio:"),
        ("Yahoo", "En lunes, 23 de noviembre de 2026, 09:12:30 GMT-5, Línea <s@x.co> escribió:"),
        (
            "Yahoo with weekday",
            (
                "El lunes, 23 de noviembre de 2026, 09:12:30 a. m. COT, Línea SIIF\n<s@x.co> "
                "escribió: "
            ),
        ),
        ("Evolution", "El lun, 23-11-2026 a las 09:12 -0500, Línea SIIF escribió:"),
        ("Roundcube", "El 2026-11-23 09:12, Línea SIIF escribió:"),
        ("Horde", "Línea SIIF <s@x.gov.co> escribió:"),
        ("old Gmail", "2026-11-23 9:12 GMT-05:00 Línea SIIF <s@x.gov.co>:"),
        ("old Gmail, short", "2026-11-23 9:12 GMT-05:00 Ana Rojas"),
        ("Zoho", "---- El lun, 23 nov 2026 09:12:30 -0500 Línea SIIF <s@x.co> escribió ----"),
        ("English Gmail", "On Mon, Nov 23, 2026 at 9:12 AM SIIF Line <s@x.gov.co> wrote:"),
        ("English over two lines", "On Mon, Nov 23, 2026 at 9:12 AM SIIF Line <\ns@x.co> wrote:"),
        ("English Apple", "On Nov 23, 2026, at 9:12 AM, SIIF Line <s@x.gov.co> wrote:"),
        ("English Thunderbird", "On 11/23/26 9:12 AM, SIIF Line wrote:"),
        ("Portuguese", "Em seg., 23 de nov. de 2026 às 09:12, SIIF <s@x.co> escreveu:"),
        ("French", "Le lun. 23 nov. 2026 à 09:12, SIIF <s@x.co> a écrit :"),
        ("German", "Am Mo., 23. Nov. 2026 um 09:12 Uhr schrieb SIIF <s@x.co>:"),
        ("Italian", "Il giorno lun 23 nov 2026 alle ore 09:12 SIIF <s@x.co>\nha scritto:"),
    )
)

HEADER = (
    "De: Línea SIIF <siifsoporte@minhacienda.gov.co>\nEnviado el: lunes, 23 de noviembre de 2026 "
    "9:12 a. m.\nPara: Ana Rojas <ana.rojas@entidad.gov.co>\nAsunto: Recibimos su solicitud"
)
BELOW = "\n\nRecibimos su solicitud. Responda SI o NO.\n\n[RESUELTO]\n"

HEADERS = tuple(
    TextMail(
        name,
        f"Ya funcionó, gracias.\n\n{header}{BELOW}",
        "Ya funcionó, gracias.",
        ("Responda SI o NO.", "[RESUELTO]"),
    )
    for name, header in (
        ("Outlook", HEADER),
        ("Outlook below a rule", "_" * 32 + "\n" + HEADER),
        (
            "Outlook in bold",
            (
                "*De:* Línea SIIF <s@x.co>\n*Enviado el:* lunes, 23 de noviembre de "
                "2026 9:12 a. m.\n*Para:* Ana\n*CC:* Pedro; Luis\n*Asunto:* Caso"
            ),
        ),
        (
            "bold with the colon outside",
            (
                "**De**: Línea SIIF\n**Enviado**: lunes, 23/11/2026 9:12\n"
                "**Para**: Ana\n**Asunto**: Caso"
            ),
        ),
        (
            "Outlook with recipients over lines",
            (
                "De: Línea SIIF\nEnviado: lunes, 23 de noviembre de "
                "2026 9:12\nPara: Ana Rojas <ana@x.co>; Pedro Díaz <pedro@x.co>;\nLuis Mora "
                "<luis@x.co>\n"
                "Asunto: Caso"
            ),
        ),
        (
            "Outlook for Mac",
            (
                "De: Línea SIIF <s@x.co>\nFecha: lunes, 23 de noviembre de 2026, 9:12\n"
                "Para: Ana\nAsunto: Caso"
            ),
        ),
        (
            "blank lines between the fields",
            ("De: Línea SIIF\n\nEnviado: 23/11/2026 9:12\n\nPara: Ana\n\nAsunto: Caso"),
        ),
        (
            "all in one line",
            (
                "De: Línea SIIF <s@x.co> Enviado: lunes, 23 de noviembre de 2026 9:12 "
                "Para: Ana Asunto: Caso"
            ),
        ),
        (
            "English Outlook",
            (
                "From: SIIF <s@x.co>\nSent: Monday, November 23, 2026 9:12 AM\nTo: Ana\n"
                "Subject: Case"
            ),
        ),
        ("an old separator", "-----Mensaje original-----\n" + HEADER),
        ("Yahoo's separator", "----- Mensaje original -----\n" + HEADER),
        ("a separator in bold", "*-------- Mensaje original --------*\nDe: x"),
        (
            "Samsung",
            (
                "-------- Mensaje original --------De: Línea\nDe: Línea SIIF <s@x.co> Fecha: "
                "23/11/26  9:12 a. m.  (GMT-05:00) Para: ana@x.co Asunto: Caso"
            ),
        ),
        ("a title without a rule", "Mensaje original\n" + HEADER),
        ("English separator", "-----Original Message-----\nFrom: s@x.co\nSent: 23/11/2026 9:12"),
        ("GroupWise", ">>> Línea SIIF <s@x.co> 23/11/2026 9:12 a. m. >>>"),
    )
)

FORWARDS = (
    TextMail(
        "a forward of Gmail with words above",
        "Para su gestión, gracias.\n\n---------- Forwarded message ---------\nDe: Pedro <p@x.co>"
        "\nDate: lun, 23 nov 2026 a las 8:00\nSubject: Error\nTo: <ana@x.co>\n\nNo abre.\n",
        "Para su gestión, gracias.",
        ("Forwarded message", "No abre."),
        "Fwd: Error",
    ),
    TextMail(
        "a forward in Spanish with nothing above",
        "---------- Mensaje reenviado ----------\nDe: Pedro <p@x.co>\nFecha: 23/11/2026\n\nNo "
        "abre.\n",
        "",
        ("No abre.",),
        "Fwd: Error",
    ),
    TextMail(
        "a forward of Outlook with nothing above",
        HEADER + "\n\nPor favor ayudar.\n",
        "",
        ("Por favor ayudar.",),
        "RV: Error",
    ),
    TextMail(
        "a forward of Outlook with nothing above and no prefix",
        HEADER + "\n\nPor favor ayudar.\n",
        "",
        ("Por favor ayudar.",),
        "Error",
    ),
    TextMail(
        "a forward of the iPhone",
        "Les reenvío.\n\nInicio del mensaje reenviado:\n\n> De: Pedro <p@x.co>\n> Fecha: 23 de "
        "noviembre de 2026\n> Asunto: Error\n> \n> No abre.\n",
        "Les reenvío.",
        ("Inicio del mensaje reenviado:", "> No abre."),
        "Fwd: Error",
    ),
    TextMail(
        "a forward of Thunderbird",
        "Va de nuevo.\n\n-------- Mensaje reenviado --------\nAsunto: Error\nFecha: Mon, 23 Nov "
        "2026\nDe: Pedro\nPara: Ana\n\nNo abre.\n",
        "Va de nuevo.",
        ("No abre.",),
        "Fwd: Error",
    ),
    TextMail(
        "a forward of Lotus Notes",
        "Favor revisar.\n----- Reenviado por Ana Rojas/Entidad el 23/11/2026 09:12 a.m. -----\n\n"
        "No abre.",
        "Favor revisar.",
        ("No abre.",),
        "RV: Error",
    ),
)

SIGNATURES = (
    TextMail(
        "a signature behind its delimiter",
        "No funcionó.\n\n-- \nAna Rojas\nTesorería\nTel. 310 1234567\n",
        "No funcionó.",
        ("Ana Rojas\nTesorería",),
    ),
    TextMail(
        "a delimiter that lost its space",
        "No funcionó.\n--\nAna Rojas",
        "No funcionó.",
        ("Ana Rojas",),
    ),
    TextMail(
        "a delimiter and then a quote",
        "Sí.\n-- \nAna\n\nEl 23/11/2026 a las 9:12, Línea SIIF escribió:\n> Texto\n",
        "Sí.",
        ("Ana", "> Texto"),
    ),
    TextMail(
        "a plain closing stays: it says who writes",
        "No puedo ingresar.\n\nCordialmente,\nAna Rojas\nTesorería\nTel. 3101234567\n",
        "No puedo ingresar.\n\nCordialmente,\nAna Rojas\nTesorería\nTel. 3101234567",
        subject="Ingreso",
    ),
    TextMail(
        "a long text below a delimiter is not thrown away",
        "Detalle:\n--\n" + "\n".join(f"paso {n} del proceso" for n in range(30)),
        "Detalle:\n--\n" + "\n".join(f"paso {n} del proceso" for n in range(30)),
        safe=False,
    ),
    TextMail(
        "words below the line of a phone stay, and run nothing",
        "Hola\n\nEnviado desde mi iPhone\n\nPD: también falla el módulo EPG.\n",
        "Hola\n\nPD: también falla el módulo EPG.",
        ("Enviado desde mi iPhone",),
        safe=False,
    ),
    TextMail(
        "the line of a phone right below the words",
        "Listo, gracias.\nEnviado desde mi iPhone",
        "Listo, gracias.",
        ("Enviado desde mi iPhone",),
    ),
    TextMail(
        "sent from a desk is a sentence",
        "Enviado desde mi escritorio el viernes, favor confirmar.",
        "Enviado desde mi escritorio el viernes, favor confirmar.",
    ),
    *(
        TextMail(
            line,
            f"Listo, gracias.\n\n{line}\n\nEl 23/11/2026 a las 9:12, X escribió:\n> a\n> b",
            "Listo, gracias.",
            (line, "> b"),
        )
        for line in (
            "Enviado desde mi iPhone",
            "Enviado desde mi iPad",
            "Enviado desde mi Samsung Galaxy A54",
            "Enviado desde mi HUAWEI P30",
            "Enviado desde mi dispositivo móvil",
            "Enviado desde mi smartphone Samsung Galaxy.",
            "Enviado desde Outlook para Android",
            "Enviado desde Correo para Windows",
            "Enviado desde Yahoo Mail para Android",
            "Obtener Outlook para iOS<https://aka.ms/o0ukef>",
            "Enviado con Proton Mail",
            "Obtener Outlook para Android<https://aka.ms/AAb9ysg>",
            "Sent from my iPhone",
            "Enviado con el correo electrónico seguro de Proton Mail.",
            "Get Outlook for iOS",
            "Sent from Outlook for Android<https://aka.ms/AAb9ysg>",
            "Enviado do meu iPhone",
            "Sent from my Verizon, Samsung Galaxy smartphone",
            "Enviado con [Proton Mail](https://proton.me/mail/home)",
            "Sent from TypeApp<http://www.typeapp.com/r?b=2621>",
        )
    ),
)

CONFIDENTIAL = (
    "Este mensaje y sus anexos son confidenciales y para uso exclusivo de su destinatario. Si "
    "usted "
    "lo recibió por error, por favor elimínelo y notifique al remitente."
)
DISCLAIMERS = (
    TextMail(
        "a disclaimer of an entity",
        f"No abre el módulo.\n\nAna Rojas\n\n{CONFIDENTIAL}\n",
        "No abre el módulo.\n\nAna Rojas",
        (CONFIDENTIAL,),
    ),
    TextMail(
        "a disclaimer right below the signature",
        f"No abre.\n\nAna Rojas\nTel. 310 1234567\n{CONFIDENTIAL}",
        "No abre.\n\nAna Rojas\nTel. 310 1234567",
        (CONFIDENTIAL,),
    ),
    TextMail(
        "a heading and its paragraphs",
        "No abre.\n\nAVISO LEGAL\n\nLa información contenida en este correo es confidencial y su "
        "divulgación está prohibida.\n\nThis message is confidential and intended solely for the "
        "addressee.\n",
        "No abre.",
        ("AVISO LEGAL", "divulgación", "addressee"),
    ),
    TextMail(
        "before printing",
        "Listo.\n\nAntes de imprimir este correo electrónico, piense bien si es necesario "
        "hacerlo: el medio ambiente es cuestión de todos.\n",
        "Listo.",
        ("Antes de imprimir",),
    ),
    TextMail(
        "a warning of a gateway above",
        "PRECAUCIÓN: Este correo se originó fuera de la organización. No abra enlaces.\n\nSí, ya "
        "quedó.\n",
        "Sí, ya quedó.",
        ("PRECAUCIÓN",),
    ),
    TextMail("an antivirus", "Listo.\n\nLibre de virus.www.avast.com", "Listo.", ("avast",)),
    TextMail(
        "a rule above the disclaimer goes with it",
        f"Listo.\n\n________________________________\n{CONFIDENTIAL}\n",
        "Listo.",
        ("____", CONFIDENTIAL),
    ),
    TextMail(
        "save paper",
        "Listo.\n\nNo imprima este correo si no es necesario. Ayude a cuidar el planeta.",
        "Listo.",
        ("No imprima",),
    ),
    *(
        TextMail(words, words, words, subject="Error")
        for words in (
            "No imprime el reporte de CDP.",
            "Antes de imprimir el reporte sale el error 500.",
            "Advertencia: este usuario está fuera de la entidad.",
            "Aviso importante: el cierre es hoy y no abre el módulo.",
            "Este correo es para solicitar la eliminación de un usuario.",
        )
    ),
    TextMail(
        "'this message' and 'by mistake' are words of a request",
        "Este mensaje sale cuando por error se elimina el compromiso del destinatario del pago.",
        "Este mensaje sale cuando por error se elimina el compromiso del destinatario del pago.",
        subject="Error",
    ),
    TextMail(
        "a note of the person is no disclaimer",
        "Nota: por error eliminé el registro y debo notificar al ordenador del gasto.",
        "Nota: por error eliminé el registro y debo notificar al ordenador del gasto.",
        subject="Error",
    ),
    TextMail(
        "a petition about personal data is no disclaimer",
        "En cumplimiento de la Ley 1581 de 2012 solicito la eliminación de mis datos personales.",
        "En cumplimiento de la Ley 1581 de 2012 solicito la eliminación de mis datos personales.",
        subject="Petición",
    ),
)

INLINE = (
    TextMail(
        "answers between quoted lines",
        "Respondo abajo:\n\nEl 23/11/2026 a las 9:12, Línea SIIF escribió:\n> ¿Cuál es su usuario"
        "?\n\nMHrojasa\n\n> ¿Y su unidad?\n\n13-01-01\n",
        "Respondo abajo:\n\nMHrojasa\n\n13-01-01",
        ("¿Cuál es su usuario?", "¿Y su unidad?"),
    ),
    TextMail(
        "short answers without blank lines",
        "> ¿Cuál es su usuario?\nMHrojasa\n> ¿Y su unidad?\n13-01-01\n",
        "MHrojasa\n\n13-01-01",
        ("> ¿Y su unidad?",),
    ),
    TextMail(
        "an answer below the quote",
        "El 23/11/2026 a las 9:12, Línea SIIF escribió:\n> ¿Funcionó?\n\nSí, gracias.\n",
        "Sí, gracias.",
        ("> ¿Funcionó?",),
    ),
    TextMail(
        "an answer right below a long quoted line may be its rest: it runs nothing",
        "> Por favor confirme si la orden de pago ya se puede autorizar con el cupo\n[RESUELTO]\n",
        "[RESUELTO]",
        ("> Por favor",),
        safe=False,
    ),
    TextMail(
        "the rest of a quoted line that was broken",
        "Sí.\n\n> Por favor confirme si la orden de pago ya se puede autorizar con el cupo que\n"
        "distribuyó\n> la dependencia.\n",
        "Sí.",
        ("distribuyó",),
    ),
    TextMail(
        "quotes with bars",
        "Sí.\n\n2026-11-23 9:12 GMT-05:00 Línea SIIF <s@x.co>\n\n| ¿Funcionó?\n| Gracias\n",
        "Sí.",
        ("| Gracias",),
    ),
)

FORM = """Nombre: Ana Rojas
Usuario SIIF: MHrojasa
Unidad ejecutora: 13-01-01
Entidad: Instituto Nacional de Ejemplo
Teléfono: 608 7400000
Ciudad: Tunja
Asunto: No puedo generar el CDP"""
NO_QUOTES = tuple(
    TextMail(name, plain, plain, (), "Solicitud de soporte", safe)
    for name, plain, safe in (
        ("a form", FORM, True),
        ("a form with a line 'De:'", FORM + "\nDe: 13-01-01", False),
        ("a unit behind 'De:'", "Traslado de cupo\nDe: 13-01-01\nA: 13-01-02\nValor: 5000", True),
        (
            "a memo heading",
            (
                "PARA: Línea de Soporte\nDE: Ana Rojas\nFECHA: 23 de noviembre de 2026\n"
                "ASUNTO: No abre el módulo\n\nBuenos días, solicito apoyo."
            ),
            False,
        ),
        (
            "somebody wrote to us",
            (
                "El 23 de noviembre a las 9:12 el banco nos escribió:\n\nNo es "
                "posible el pago.\n\n¿Qué hacemos?"
            ),
            True,
        ),
        (
            "a memo with an address",
            (
                "PARA: siifsoporte@minhacienda.gov.co\nDE: ana@x.gov.co\nFECHA: "
                "23/11/2026 9:12\nASUNTO: No abre\n\nSolicito apoyo."
            ),
            False,
        ),
        ("a story with an On", "On the other hand, he wrote to us:\nit fails.", True),
        ("a path of the menu", "La ruta es:\n\nEPG > Gasto > Compromiso\n\ny ahí falla.", True),
        ("a line with a sign", "El saldo debe ser\n> 100\npero sale 0.", False),
        ("rules in the text", "Uno\n----------\nDos\n==========\nTres", True),
        (
            "a memo with the time",
            (
                "DE: Ana Rojas\nPARA: Línea de Soporte\nFECHA: 23/11/2026 9:12 a. m.\n"
                "ASUNTO: No abre\n\nSolicito apoyo."
            ),
            False,
        ),
        ("a log", "El error:\n2026-11-23 09:12 GMT-05:00 ERROR sin cupo\nFavor revisar.", True),
        ("a colleague wrote", "El funcionario pedro@entidad.gov.co me escribió:\n\nNo abre.", True),
        (
            "a colleague wrote then",
            ("El 23/11/2026 a las 9:12 Pedro de Tesorería escribió:\n\nNo abre.\n\n¿Qué hago?"),
            False,
        ),
        ("times and dates", "Intentos:\n2026-11-23 09:12\n23/11/2026 10:30\nsin éxito", True),
    )
)

OWN_MAIL = """INCIDENTE INC-2026-004518: RESOLVIMOS SU CASO

Estado:     Resuelto, en espera de su confirmación
Qué sigue:  Pruebe la solución y responda SI o NO
Plazo:      miércoles 25 de noviembre de 2026, 10:40 a. m.

Cordialmente,
Línea de Soporte SIIF Nación
"""
OWN = (
    TextMail(
        "our own mail without any mark",
        f"No, sigue el error.\n\n{OWN_MAIL}",
        "No, sigue el error.",
        ("INC-2026-004518", "responda SI o NO", "Cordialmente"),
    ),
    TextMail(
        "our own mail under the name of the line",
        "Sí, funcionó.\n\nLínea de Soporte SIIF Nación\nMinisterio de Hacienda\n\nCaso INC-2026-"
        "004518\n\nEstado  Resuelto\nQué sigue  Responda SI o NO\nPlazo  miércoles\n\nAdiós\n",
        "Sí, funcionó.",
        ("Línea de Soporte SIIF Nación", "Adiós"),
    ),
    TextMail(
        "words of the panel in a request",
        "Estado: no abre\nModulo: EPG\nPlazo: hoy",
        "Estado: no abre\nModulo: EPG\nPlazo: hoy",
    ),
)

NOTHING_LEFT = (
    TextMail(
        "an answer that is nothing but a quote is kept for people, and runs nothing",
        "El 23/11/2026 a las 9:12, X escribió:\n> Responda SI o NO.\n> [RESUELTO]",
        "El 23/11/2026 a las 9:12, X escribió:\n> Responda SI o NO.\n> [RESUELTO]",
        safe=False,
    ),
    TextMail(
        "an answer written below the delimiter of the signature",
        "-- \nYa funcionó, gracias. Ana\n\nEl 23/11/2026 a las 9:12, X escribió:\n> a\n> b",
        "--\nYa funcionó, gracias. Ana",
        ("> b",),
        safe=False,
    ),
    TextMail("an empty mail", "", ""),
    TextMail("a mail of blank lines", "\n \n\t\n", ""),
)

TEXT_MAILS = (
    *ATTRIBUTIONS,
    *HEADERS,
    *FORWARDS,
    *SIGNATURES,
    *DISCLAIMERS,
    *INLINE,
    *NO_QUOTES,
    *OWN,
    *NOTHING_LEFT,
)
