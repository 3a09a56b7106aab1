"""Replies as mail programs write them in HTML, in the shape that each of them really sends."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HtmlMail:
    """A mail and what must come out: the new words exactly, and words that must be cut off."""

    name: str
    html: str
    text: str
    cut: tuple[str, ...]
    subject: str = "RE: [SERV-2026-000123] No puedo generar el CDP"
    safe: bool = True


OUTLOOK_HEADER = (
    "<p class=MsoNormal><b><span lang=ES>De:</span></b><span lang=ES> Línea SIIF "
    "&lt;siifsoporte@minhacienda.gov.co&gt; <br><b>Enviado el:</b> lunes, 23 de noviembre de 2026 "
    "9:12 a. m.<br><b>Para:</b> Ana Rojas &lt;ana.rojas@entidad.gov.co&gt;<br><b>Asunto:</b> "
    "[SERV-2026-000123] Recibimos su solicitud<o:p></o:p></span></p>"
)
OUR_WORDS = (
    "<p class=MsoNormal>Recibimos su solicitud. Responda SI o NO.<o:p></o:p></p>"
    "<p class=MsoNormal>[RESUELTO]</p>"
)

OUTLOOK = (
    HtmlMail(
        "Outlook for Windows in Spanish: a line above the header, no names",
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style><!--p.MsoNormal"
        "{margin:0cm;font-size:11pt}--></style></head><body lang=ES-CO link=blue><div "
        "class=WordSection1><p class=MsoNormal>Buenos días.<o:p></o:p></p><p class=MsoNormal>"
        "<o:p>&nbsp;</o:p></p><p class=MsoNormal>Sí funcionó, muchas gracias.<o:p></o:p></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid "
        f"#E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>{OUTLOOK_HEADER}</div></div>{OUR_WORDS}</div>"
        "</body></html>",
        "Buenos días.\n\nSí funcionó, muchas gracias.",
        ("De: Línea SIIF", "Responda SI o NO", "[RESUELTO]"),
    ),
    HtmlMail(
        "Outlook for Windows with a signature that the program does not mark",
        f"<div class=WordSection1><p class=MsoNormal>Adjunto la pantalla.</p><p class=MsoNormal>"
        f"&nbsp;</p><p class=MsoNormal>Cordialmente,</p><p class=MsoNormal>Ana Rojas</p><p "
        f"class=MsoNormal>Tel. 608 7400000</p><div style='border:none;border-top:solid #B5C4DF "
        f"1.0pt;padding:3.0pt 0cm 0cm 0cm'>{OUTLOOK_HEADER}</div>{OUR_WORDS}</div>",
        "Adjunto la pantalla.\n\nCordialmente,\nAna Rojas\nTel. 608 7400000",
        ("Enviado el:", "Responda SI o NO"),
    ),
    HtmlMail(
        "Outlook on the web: appendonsend, a rule, divRplyFwdMsg",
        '<html><body dir="ltr"><div class="elementToProof" style="font-family:Aptos">Ya quedó '
        'resuelto.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" '
        'tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri" color="#000000">'
        "<b>De:</b> Línea SIIF &lt;siifsoporte@minhacienda.gov.co&gt;<br><b>Enviado:</b> lunes, 23 "
        "de noviembre de 2026 9:12<br><b>Para:</b> Ana Rojas<br><b>Asunto:</b> Recibimos su "
        "solicitud</font><div>&nbsp;</div></div><div>Recibimos su solicitud.</div></body></html>",
        "Ya quedó resuelto.",
        ("De: Línea SIIF", "Recibimos su solicitud."),
    ),
    HtmlMail(
        "Outlook on the web with its signature",
        '<div class="elementToProof">No funcionó, sigue el error.</div><div id="Signature"><p>Ana '
        'Rojas<br>Tesorería</p></div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>'
        "From:</b> Línea SIIF<br><b>Sent:</b> Monday, November 23, 2026 9:12 AM<br><b>To:</b> Ana"
        "</div><div>Quoted words</div>",
        "No funcionó, sigue el error.",
        ("Ana Rojas\nTesorería", "Quoted words"),
    ),
    HtmlMail(
        "Exchange rewrote the names with x_",
        '<div>Va la información que faltaba.</div><div id="x_divRplyFwdMsg"><b>De:</b> Línea SIIF'
        "<br><b>Enviado:</b> 23/11/2026 9:12<br><b>Para:</b> Ana</div><div>Texto anterior</div>",
        "Va la información que faltaba.",
        ("Texto anterior",),
    ),
    HtmlMail(
        "old Outlook: OutlookMessageHeader",
        "<div>Recibido, gracias.</div><div class=OutlookMessageHeader align=left><hr><b>De:</b> "
        "Línea SIIF<br><b>Enviado:</b> lunes 23/11/2026 9:12</div><div>Texto anterior</div>",
        "Recibido, gracias.",
        ("Texto anterior",),
    ),
    HtmlMail(
        "Outlook for Android: signature link, then the earlier mail in its own box",
        '<div dir="auto">Sí, ya pude ingresar.</div><div id="ms-outlook-mobile-signature" '
        'dir="auto"><div>Obtener <a href="https://aka.ms/AAb9ysg">Outlook para Android</a></div>'
        '</div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><strong>From:'
        "</strong> Línea SIIF<br><strong>Sent:</strong> Monday, November 23, 2026 9:12:01 AM<br>"
        "<strong>To:</strong> Ana</div><div>Texto anterior</div>",
        "Sí, ya pude ingresar.",
        ("Outlook para Android", "Texto anterior"),
    ),
    HtmlMail(
        "Outlook for iOS: the signature without a name",
        '<div dir="ltr">Gracias, funcionó.</div><div dir="ltr"><br></div><div dir="ltr">Obtener '
        '<a href="https://aka.ms/o0ukef">Outlook para iOS</a></div><div id="mail-editor-reference-'
        'message-container"><hr><div><b>De:</b> Línea SIIF<br><b>Fecha:</b> lunes, 23 de noviembre '
        "de 2026, 9:12<br><b>Para:</b> Ana<br><b>Asunto:</b> Recibimos</div>Texto anterior</div>",
        "Gracias, funcionó.",
        ("Outlook para iOS", "Texto anterior"),
    ),
    HtmlMail(
        "Outlook for Mac: a header without a line above",
        "<p class=MsoNormal>Confirmo que quedó bien.</p><p class=MsoNormal>&nbsp;</p><div><p "
        "class=MsoNormal><b>De: </b>Línea SIIF &lt;siifsoporte@minhacienda.gov.co&gt;<br><b>Fecha: "
        "</b>lunes, 23 de noviembre de 2026, 9:12 a. m.<br><b>Para: </b>Ana Rojas<br><b>Asunto: "
        "</b>"
        "Recibimos su solicitud</p></div><p class=MsoNormal>Texto anterior</p>",
        "Confirmo que quedó bien.",
        ("Texto anterior",),
    ),
    HtmlMail(
        "a forward of Outlook with nothing above",
        f"<div style='border:none;border-top:solid #E1E1E1 1.0pt'>{OUTLOOK_HEADER}</div>"
        "<p class=MsoNormal>Por favor ayudar con este caso.</p>",
        "",
        ("Por favor ayudar con este caso.",),
        subject="RV: Error en SIIF",
    ),
    HtmlMail(
        "a forward of Outlook with a few words above",
        "<p class=MsoNormal>Buenas tardes, remito para su apoyo.</p><div style='border:none;"
        f"border-top:solid #E1E1E1 1.0pt'>{OUTLOOK_HEADER}</div><p>Por favor ayudar.</p>",
        "Buenas tardes, remito para su apoyo.",
        ("Por favor ayudar.",),
        subject="RV: Error en SIIF",
    ),
)

GMAIL = (
    HtmlMail(
        "Gmail in Spanish",
        '<div dir="ltr">Ya intenté y sigue igual.</div><br><div class="gmail_quote gmail_quote_'
        'container"><div dir="ltr" class="gmail_attr">El lun, 23 nov 2026 a las 9:12, Línea SIIF '
        '(&lt;<a href="mailto:siifsoporte@minhacienda.gov.co">siifsoporte@minhacienda.gov.co</a>'
        '&gt;) escribió:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
        'border-left:1px solid rgb(204,204,204);padding-left:1ex"><div>Recibimos su solicitud.'
        "</div></blockquote></div>",
        "Ya intenté y sigue igual.",
        ("El lun, 23 nov 2026", "Recibimos su solicitud."),
    ),
    HtmlMail(
        "Gmail with its signature mark",
        '<div dir="ltr"><div>Quedo atenta.</div><div><br></div><span '
        'class="gmail_signature_prefix">'
        '-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><b>'
        'Ana Rojas</b><br>Profesional Universitario</div></div><div class="gmail_quote"><div '
        'class="gmail_attr">On Mon, Nov 23, 2026 at 9:12 AM Línea SIIF wrote:<br></div><blockquote '
        'class="gmail_quote">Earlier</blockquote></div>',
        "Quedo atenta.",
        ("Profesional Universitario", "Earlier"),
    ),
    HtmlMail(
        "Gmail with answers between the quoted lines",
        '<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">El lun, 23 nov 2026 a las '
        '9:12, Línea SIIF escribió:<br></div><blockquote class="gmail_quote">¿Cuál es su usuario?'
        '</blockquote><div>MHrojasa</div><blockquote class="gmail_quote">¿Y su unidad ejecutora?'
        "</blockquote><div>13-01-01</div></div></div>",
        "MHrojasa\n\n13-01-01",
        ("¿Cuál es su usuario?", "¿Y su unidad ejecutora?"),
    ),
    HtmlMail(
        "Gmail with the answer below the quote",
        '<div class="gmail_quote"><div class="gmail_attr">El lun, 23 nov 2026 a las 9:12, Línea '
        'SIIF escribió:</div><blockquote class="gmail_quote">Pregunta</blockquote></div><div>La '
        "respuesta va abajo.</div>",
        "La respuesta va abajo.",
        ("Pregunta",),
    ),
    HtmlMail(
        "a forward of Gmail with a word above",
        '<div dir="ltr">Para su gestión.<br><br><div class="gmail_quote"><div dir="ltr" class='
        '"gmail_attr">---------- Forwarded message ---------<br>De: <b>Pedro Díaz</b> '
        "&lt;p@x.co&gt;"
        "<br>Date: lun, 23 nov 2026 a las 8:00<br>Subject: Error<br>To: ana@x.co<br></div><br><br>"
        '<div dir="ltr">El sistema no abre.</div></div></div>',
        "Para su gestión.",
        ("Forwarded message", "El sistema no abre."),
        subject="Fwd: Error",
    ),
    HtmlMail(
        "a forward of Gmail with nothing above",
        '<div dir="ltr"><br><br><div class="gmail_quote"><div class="gmail_attr">---------- '
        "Mensaje "
        "reenviado ---------<br>De: Pedro<br>Fecha: lun, 23 nov 2026</div>El sistema no abre.</div>"
        "</div>",
        "",
        ("El sistema no abre.",),
        subject="Fwd: Error",
    ),
    HtmlMail(
        "indentation in a new Gmail message is no quote",
        '<div dir="ltr">El mensaje dice:<blockquote style="margin:0 0 0 40px;border:none;padding:'
        '0px"><div>No existe cupo PAC</div></blockquote>¿Qué hago?</div>',
        "El mensaje dice:\n\nNo existe cupo PAC\n\n¿Qué hago?",
        (),
        subject="Error de cupo",
    ),
)

APPLE_AND_MOZILLA = (
    HtmlMail(
        "Apple Mail in Spanish",
        '<html><body>Sí, quedó solucionado.<br><div><br><blockquote type="cite"><div>El 23 nov '
        "2026, a las 9:12, Línea SIIF &lt;siifsoporte@minhacienda.gov.co&gt; escribió:</div><br "
        'class="Apple-interchange-newline"><div>Recibimos su solicitud.</div></blockquote></div>'
        "<br></body></html>",
        "Sí, quedó solucionado.",
        ("escribió:", "Recibimos su solicitud."),
    ),
    HtmlMail(
        "iPhone in Spanish: the attribution above the quote",
        '<html><body dir="auto">Ya revisé, gracias<br><br><div dir="ltr">Enviado desde mi iPhone'
        '</div><div dir="ltr"><br><blockquote type="cite">El 23/11/2026, a la(s) 9:12 a. m., Línea '
        "SIIF &lt;siifsoporte@minhacienda.gov.co&gt; "
        "escribió:<br><br></blockquote></div><blockquote"
        ' type="cite"><div dir="ltr">Recibimos su solicitud.</div></blockquote></body></html>',
        "Ya revisé, gracias",
        ("Enviado desde mi iPhone", "Recibimos su solicitud."),
    ),
    HtmlMail(
        "Apple Mail with its signature",
        '<div>De acuerdo.</div><div id="AppleMailSignature">Ana Rojas<br>Contadora</div><div>'
        '<blockquote type="cite">Texto anterior</blockquote></div>',
        "De acuerdo.",
        ("Contadora", "Texto anterior"),
    ),
    HtmlMail(
        "iPhone forward in Spanish",
        '<body dir="auto"><div>Les reenvío</div><div><br>Enviado desde mi iPhone<div><br>Inicio '
        "del "
        'mensaje reenviado:<br><br></div></div><blockquote type="cite"><div><b>De:</b> Pedro<br><b>'
        "Fecha:</b> 23 de noviembre de 2026<br><b>Asunto:</b> Error</div>No "
        "abre</blockquote></body>",
        "Les reenvío",
        ("Inicio del mensaje reenviado:", "No abre"),
        subject="Fwd: Error",
    ),
    HtmlMail(
        "Thunderbird in Spanish with the answer above",
        '<p>El error continúa.</p><div class="moz-cite-prefix">El 23/11/2026 a las 9:12, Línea '
        "SIIF "
        'escribió:<br></div><blockquote type="cite" cite="mid:1@x"><p>Texto anterior</p>'
        "</blockquote>",
        "El error continúa.",
        ("escribió:", "Texto anterior"),
    ),
    HtmlMail(
        "Thunderbird with the answer below and a signature",
        '<div class="moz-cite-prefix">El 23/11/26 a las 09:12, Línea SIIF escribió:<br></div>'
        '<blockquote type="cite">Texto anterior</blockquote><p>Respuesta abajo.</p><div '
        'class="moz-signature">-- <br>Ana Rojas</div>',
        "Respuesta abajo.",
        ("Texto anterior", "Ana Rojas"),
    ),
    HtmlMail(
        "Thunderbird where the answer was written into the box of the attribution",
        '<div class="moz-cite-prefix">Ya funcionó, gracias.<br><br>El 23/11/2026 a las 9:12, Línea '
        'SIIF escribió:<br></div><blockquote type="cite">Texto anterior</blockquote>',
        "Ya funcionó, gracias.",
        ("Línea SIIF escribió:", "Texto anterior"),
    ),
    HtmlMail(
        "Thunderbird forward",
        '<p>Para su revisión</p><div class="moz-forward-container"><br>-------- Mensaje reenviado '
        '--------<table class="moz-email-headers-table"><tr><th>Asunto: '
        "</th><td>Error</td></tr><tr>"
        "<th>De: </th><td>Pedro</td></tr></table><br>No abre el módulo</div>",
        "Para su revisión",
        ("Mensaje reenviado", "No abre el módulo"),
        subject="Fwd: Error",
    ),
)

OTHERS = (
    HtmlMail(
        "Yahoo in Spanish",
        '<div class="ydp1a2b3c4dyahoo-style-wrap"><div>Listo, gracias.</div></div><div id="ydp5e6f'
        '7a8byahoo_quoted_123" class="ydp5e6f7a8byahoo_quoted"><div>El lunes, 23 de noviembre de '
        "2026, 09:12:30 a. m. COT, Línea SIIF &lt;s@x.co&gt; escribió:</div><div>Texto "
        "anterior</div>"
        "</div>",
        "Listo, gracias.",
        ("Texto anterior",),
    ),
    HtmlMail(
        "Yahoo for Android",
        '<p dir="ltr">Aún no puedo entrar</p><div id="ymail_android_signature"><a href="https://x'
        '.co/a">Enviado desde Yahoo Mail para Android</a></div><blockquote style="margin:0 0 '
        '20px 0">'
        "<div>El lun., 23 de nov. de 2026 a la(s) 9:12, Línea SIIF<br>&lt;s@x.co&gt; "
        "escribió:</div>"
        "<div>Texto anterior</div></blockquote>",
        "Aún no puedo entrar",
        ("Enviado desde Yahoo", "Texto anterior"),
    ),
    HtmlMail(
        "Proton Mail",
        '<div>Confirmado.</div><div class="protonmail_signature_block"><div>Enviado con <a href='
        '"https://proton.me/">Proton Mail</a></div></div><div class="protonmail_quote">El lunes, '
        "23 "
        "de noviembre de 2026 a las 9:12, Línea SIIF escribió:<blockquote class="
        '"protonmail_quote" type="cite">Texto anterior</blockquote></div>',
        "Confirmado.",
        ("Proton Mail", "Texto anterior"),
    ),
    HtmlMail(
        "Zimbra in Spanish",
        '<div><div>Quedó listo</div><div data-marker="__SIG_POST__">Ana Rojas</div><hr id="zwchr" '
        'data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>De: </b>"Línea '
        'SIIF"<br><b>Para'
        ": </b>Ana<br><b>Enviados: </b>Lunes, 23 de Noviembre 2026 9:12:00<br><b>Asunto: </b>Caso"
        '</div><div data-marker="__QUOTED_TEXT__">Texto anterior</div></div>',
        "Quedó listo",
        ("Enviados:", "Texto anterior"),
    ),
    HtmlMail(
        "Samsung phone in Spanish",
        '<div dir="auto">Si funciono</div><div dir="auto"><br></div><div id="composer_signature" '
        "dir="
        '"auto"><div style="font-size:12px" dir="auto">Enviado desde mi Galaxy</div></div><div><br>'
        "</div><div>-------- Mensaje original --------</div><div>De: Línea SIIF &lt;s@x.co&gt; "
        "</div>"
        "<div>Fecha: 23/11/26  9:12 a. m.  (GMT-05:00) </div><div>Para: ana@x.co "
        "</div><div>Asunto: "
        "Caso </div><div>Texto anterior</div>",
        "Si funciono",
        ("Enviado desde mi Galaxy", "Mensaje original", "Texto anterior"),
    ),
    HtmlMail(
        "Roundcube in Spanish",
        '<p>Buen día, ya ingresé.</p><p id="reply-intro">El 2026-11-23 09:12, Línea SIIF escribió:'
        '</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; '
        'margin: 0">Texto anterior</blockquote><div id="_rc_sig"><p>Ana Rojas</p></div>',
        "Buen día, ya ingresé.",
        ("Línea SIIF escribió:", "Ana Rojas"),
    ),
    HtmlMail(
        "Hotmail of old: stopSpelling",
        '<div>Gracias<br></div><div><hr id="stopSpelling">Date: Mon, 23 Nov 2026 09:12:00 -0500<br>'
        "From: s@x.co<br>To: ana@x.co<br>Subject: Caso<br><br>Texto anterior</div>",
        "Gracias",
        ("Texto anterior",),
    ),
    HtmlMail(
        "a bare blockquote below an attribution",
        "<p>Sigue el error.</p><p>El 23 de noviembre de 2026 a las 9:12, Línea SIIF &lt;s@x.co&gt; "
        "escribió:</p><blockquote><p>Texto anterior</p></blockquote><p>Gracias por la ayuda.</p>",
        "Sigue el error.\n\nGracias por la ayuda.",
        ("escribió:", "Texto anterior"),
    ),
    HtmlMail(
        "our own mail below, with no mark at all",
        "<p>No, el error continúa.</p><table><tr><td><p>Línea de Soporte SIIF "
        "Nación</p><p>Ministerio"
        " de Hacienda y Crédito Público</p></td></tr><tr><td><p>Caso "
        "INC-2026-004518</p><h1>Resolvimos"
        " su caso. Confirme si "
        "funcionó.</h1><table><tr><td>Estado</td><td>Resuelto</td></tr><tr><td>"
        "Qué sigue</td><td>Responda SI o NO</td></tr><tr><td>Plazo</td><td>miércoles 25 de "
        "noviembre"
        "</td></tr></table></td></tr></table><p>Cordialmente</p>",
        "No, el error continúa.",
        ("Línea de Soporte SIIF Nación", "Responda SI o NO", "Cordialmente"),
    ),
    HtmlMail(
        "a new request in a table is nobody's header",
        "<table><tr><td>De:</td><td>Tesorería</td></tr><tr><td>Para:</td><td>Línea de soporte</td>"
        "</tr><tr><td>Asunto:</td><td>No abre el módulo EPG</td></tr><tr><td>Teléfono:</td><td>608 "
        "7400000</td></tr></table>",
        "De:        Tesorería\nPara:      Línea de soporte\nAsunto:    No abre el módulo EPG\n"
        "Teléfono:  608 7400000",
        (),
        subject="Solicitud",
        safe=False,
    ),
    HtmlMail(
        "the disclaimer of an entity at the end",
        "<p>Adjunto el soporte.</p><p>Ana Rojas<br>Tesorería</p><p style='font-size:8pt'><b>AVISO "
        "LEGAL:</b> Este mensaje y sus anexos son confidenciales y para uso exclusivo del "
        "destinatario. Si lo recibió por error, elimínelo y avise al remitente.</p><p>Antes de "
        "imprimir este correo piense en el medio ambiente.</p>",
        "Adjunto el soporte.\n\nAna Rojas\nTesorería",
        ("AVISO LEGAL", "Antes de imprimir"),
        subject="Soporte",
    ),
)

HTML_MAILS = (*OUTLOOK, *GMAIL, *APPLE_AND_MOZILLA, *OTHERS)
