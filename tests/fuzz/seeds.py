"""What the fuzzers start from: mails, words and files of every kind that the readers know."""

from tests.mails import Enclosed, mail, multipart, odd_mail
from tests.parsers.sealed_mails import BODY, WITH_FILE, enveloped, part, signed, smime, streamed
from tests.parsers.tnef_files import enclosed_message, file, number, octets, text, winmail

_ORDER = file(text(0x3707, "Orden año.pdf"), title="ORDENA~1.PDF", content=b"%PDF-1.7")
_PICTURE = file(text(0x3707, "image001.png"), octets(0x3701, b"PNG"), text(0x3712, "<foto@x>"))
_RTF = (
    b"\x2d\x00\x00\x00\x2b\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125\x422\x0a"
    b"\xf3\x20hel\x09\x00\x20bw\x05\xb0ld}\x0a\x80\x0f\xa0"
)
_HTML_IN_RTF = b"\0" * 8 + b"MELA" + b"\0" * 4 + (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf x\htmlrtf0 Se\'f1or \u241 ?}"
)  # fmt: skip

TNEFS = (
    winmail(text(0x1000, "Hola, señor"), number(0x3FDE, 1252), files=[_ORDER, _PICTURE]),
    winmail(octets(0x1009, _RTF)),
    winmail(octets(0x1009, _HTML_IN_RTF), octets(0x1013, b"<p>Hola</p>")),
    winmail(files=[file(enclosed_message(winmail(text(0x37, "Caso"), files=[_ORDER])))]),
)
TNEF_TOKENS = (
    b"\x78\x9f\x3e\x22", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x1e\0\x01\x37", b"\x02\x10\x01\x30",
    b"\x02\x02\x90\x06\0", b"\x02\x05\x90\x06\0", b"LZFu", b"\\htmlrtf", b"{\\*", b"\\u-1 ", b"\\'",
)  # fmt: skip

CMSS = (signed(BODY), streamed(WITH_FILE), enveloped(), signed(None), signed(part(streamed(BODY))))
CMS_TOKENS = (
    b"\x30\x80", b"\0\0", b"\x24\x80", b"\x04\x7f", b"\x84\xff\xff\xff\xff", b"\x06\x09",
    b"\x88\xff\xff\xff\xff\xff\xff\xff\xff", b"\xa0\x80", b"\x3f\xff",
)  # fmt: skip

_CALENDAR = (
    "BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VEVENT", "SUMMARY;LANGUAGE=es:Cierre\\, año",
    'DTSTART;TZID="America/Bogota":20261126T090000', "DTEND:20261126T103000Z",
    "ORGANIZER;CN=Luis Peña:mailto:luis@mini", " sterio.gov.co", "LOCATION:Sala 3",
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x.co", "DESCRIPTION:Traer\\n[RESUELTO]", "END:VEVENT",
    "END:VCALENDAR",
)  # fmt: skip
_CLEARSIGNED = (
    "Antes\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- -----Aviso\n[RESUELTO]\n"
    "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"
)
_REPLY = (
    "SI, gracias.\n\nAna Díaz\nTel. 601 123 4567\n\nEl lun, 23 nov 2026 a las 9:12, Soporte "
    "(<soporte@minhacienda.gov.co>) escribió:\n> [RESUELTO]\n> texto\n"
)
_OUTLOOK = (
    "[NOTA]\nSigue igual.\n\nDe: Ana <ana@x.co>\nEnviado: lunes, 23 de noviembre\n"
    "Para: Soporte\nAsunto: RE: [INC-2026-000001] Caso\n\nBuenos días\n"
)
_HTML = (
    "<div>SI</div><div class=gmail_quote><div>El lun escribió:</div><blockquote>x</blockquote>"
    "</div>"
    "<table><tr><td style='display:none'>no</td><td>a</table><p style=font-size:0>b<ul><li>c"
)
MAILS = (
    mail(),
    mail(subject="Señal de año", html=_HTML, files=[Enclosed(name="año.pdf")]),
    mail(text=_REPLY, in_reply_to="uno@x.co", references=["uno@x.co"], subject="RE: Caso"),
    mail(text=_OUTLOOK, subject="RV: [INC-2026-000001] Caso"),
    mail(text=_CLEARSIGNED),
    mail(files=[Enclosed(name="f.png", type="image/png", content_id="f@x")],
         html="<img src=cid:f@x>"),
    mail(files=[Enclosed(name="winmail.dat", type="application/ms-tnef", content=each)
                for each in TNEFS]),
    smime(CMSS[1]),
    smime(CMSS[2]),
    multipart("signed", ["Content-Type: text/plain", "", "Hola"],
              ["Content-Type: application/pkcs7-signature; name=smime.p7s", "", "MIIB"]),
    multipart("encrypted", ["Content-Type: application/pgp-encrypted", "", "Version: 1"],
              ["Content-Type: application/octet-stream", "", "x"]),
    multipart("alternative", ["", "Los espero"],
              ["Content-Type: text/calendar; method=REQUEST", "", *_CALENDAR]),
    multipart("mixed", ["", "Hola"], ["Content-Type: message/rfc822", "", "Subject: x", "", "y"]),
    multipart("report; report-type=delivery-status", ["", "No se pudo entregar"],
              ["Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx", "",
               "Final-Recipient: rfc822; ana@x.co", "Action: failed", "Status: 5.1.1"],
              ["Content-Type: text/rfc822-headers", "", "Message-ID: <a@b>"]),
    odd_mail("Content-Type: text/plain; charset=iso-2022-jp; format=flowed", body=["a ", "b"]),
    odd_mail("Content-Type: text/plain", "Content-Transfer-Encoding: base64", body=["SG9sYQ=="]),
    odd_mail("Content-Transfer-Encoding: x-uuencode", body=["begin 644 a", "#:&D*", "`", "end"]),
    odd_mail("Content-Disposition: attachment; filename*0*=UTF-8''a%C3; filename*1*=%B1o.pdf"),
)  # fmt: skip
MAIL_TOKENS = (
    b"\r\n", b"\n", b"\r", b"\0", b"\xff", b"\xed\xa0\x80", b"<", b">", b'"', b"(", b";", b"%C3",
    b"=?utf-8?B?", b"=?utf-8?q?=C3=A1?=", b"?=", b"--limite", b"--limite--", b"--limite-0",
    b"From: x@y.co\r\n", b"filename*0*=", b"charset=utf-16", b"charset=undefined",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Type: application/ms-tnef\r\n",
    b"Content-Type: application/pkcs7-mime\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Type: multipart/alternative; boundary=limite-0\r\n", b"Content-Type: text/html\r\n",
    b"> ", b"De: ", b"<div>", b"<!--", b"&#x202e;", b"-----BEGIN PGP SIGNED MESSAGE-----\r\n",
    "\u202e\u0301\u200b".encode(), b"[RESUELTO]\r\n",
)  # fmt: skip

RESULTS = tuple(
    line.encode() for line in (
        "mx.linea.gov.co; dmarc=pass header.from=linea.gov.co; spf=pass smtp.mailfrom=linea.gov.co",
        "mx.linea.gov.co 1; dkim=pass (2048-bit key) header.d=linea.gov.co header.i=@linea.gov.co",
        "otro.gov.co; dmarc=fail (p=reject dis=none) header.from=linea.gov.co",
        "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=linea.gov.co; dkim=pass header.d=linea.gov"
        ".co;dmarc=pass action=none header.from=linea.gov.co;compauth=pass reason=100",
        'mx.linea.gov.co; dmarc=pass reason="a;b(c" header.from=linea.gov.co; none',
    )
)  # fmt: skip
RESULT_TOKENS = (
    b"mx.linea.gov.co", b"; ", b"dmarc=pass", b"dmarc=fail", b"header.from=", b"(", b")", b'"',
    b"\\", b"linea.gov.co", b"otro.co", b"=", b" 1;", b"@", "\u202e".encode(), b"none",
)  # fmt: skip

ORDERS = tuple(
    words.encode() for words in (
        "[RESUELTO]\nSe corrigió la cuenta del tercero y ya puede autorizar.\n\n[NOTA]\nInterna.",
        "[ESCALAR N3F modulo=EPG]\nmotivo: falla\n",
        "[NUEVO]\nnombre=Luis\ncorreo=luis@x.co\nue=36-02-00\ndescripcion=No puede entrar\n",
        "Buenos días\n\n* [TOMAR caso=INC-2026-000001]\n1. [NOTA]\n\t[CERRAR]\n```\n[CERRAR]\n```",
        "[PENDIENTE CLIENTE] ¿Qué versión usa?\n[LISTA estado=abierto nivel=N1]\n[AYUDA]",
        "[SOLICITAR\nDATOS]\n［RESUELTO］\n<b>[NOTA]</b>&nbsp;\n[RESUELT0]",
    )
)  # fmt: skip
ORDER_TOKENS = (
    b"[", b"]", b"[RESUELTO]", b"\n", b"caso=", b"INC-2026-000001", b"=", b"\t", b"```", b"&nbsp;",
    b"<br>", "［".encode(), "］".encode(), b"* ", b"> ",
    "\u200b".encode(), "\u202e".encode(), "«".encode(),
)  # fmt: skip

REQUESTS = tuple(
    words.encode() for words in (
        "Nombre: Ana Díaz\nUsuario SIIF: MHadiaz\nUE: 36-02-00-000\nEntidad: Ministerio del Trabajo"
        "\nCorreo: ana@x.gov.co\nTel: 601 381 1700 ext. 1234\nCiudad: Bogotá\n\nEl sistema muestra "
        "el error ORA-01722 al aprobar la orden de pago.\n",
        "Buenos días, soy Luis Peña, CC 79.123.456, de la unidad 13-01-01, mi usuario es MHlpena y "
        "mi celular 300 123 4567. No me deja generar el reporte CEN.\n\nCordialmente,\n\nLuis "
        "Peña\nProfesional\nINVIAS\nTel. 7056000 ext 1200",
        "Solicito acompañamiento\ntemas: CxP\n- pagos\nasistentes:\nAna 123456\nLuis 654321\n",
        "| Nombre | Ana |\n| Cédula | 1.098.765.432 |\n| Usuario | MHx |\n",
        "SI, quedó solucionado. Gracias. 5 4 3 5\nEn ejercicio del derecho de petición pido copia",
        "Hola Ana María, ¿en qué estado va el INC-2026-000001? P1: 5, P2: 4\nNO, persiste el error",
    )
)  # fmt: skip
REQUEST_TOKENS = (
    b"Nombre: ", b"CC ", b"1.098.765.432", b"\n", b"\t", b"|", b": ", b"=", b"@", b"ext. ", b"- ",
    b"36-02-00", b"Cordialmente,\n", b"ORA-0", "ñ".encode(), b"  ", b"Ministerio de ", b"SI", b"NO",
    b"5", b"AAAA", b"a ", b"Hola ", b"presento ", "derecho de petición ".encode(),
    "\u0301".encode(),
)  # fmt: skip

NAMES = tuple(
    name.encode() for name in (
        "pantalla de año.png", "../../etc/passwd", "C:\\temp\\CON.txt", "factura\u202efdp.exe",
        "cedula 1.098.765.432.pdf", "a.txt::$DATA", "INC-2026-000001_01_x.pdf", ".htaccess", "NUL",
        "x" * 300 + ".pdf", "мир.docx", "a.tar.gz", "=?utf-8?q?a=C3=B1o?=.pdf",
    )
)  # fmt: skip
NAME_TOKENS = (
    b"/", b"\\", b"..", b".", b":", b"\0", b"\n", "\u202e".encode(), "\u200b".encode(), b"CON",
    b" ", b"%00", b"::$DATA", "\u0301".encode(), "😀".encode(), b"1.098.765.432", b"cedula",
)  # fmt: skip
