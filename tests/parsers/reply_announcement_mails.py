"""Announcements of an earlier mail by rarer programs and in more languages, and what to cut."""

WORDS = "Ya funcionó, gracias."
MARKED = "\n\n> Recibimos su solicitud.\n> [RESUELTO]\n"
UNMARKED = "\n\nRecibimos su solicitud.\n\n[RESUELTO]\n"

# Cut with all that stands below, marked or not.
CERTAIN = (
    ("Gmail, address in round brackets",
     "El lun, 23 de nov de 2026 a la(s) 9:12 a.m., Línea SIIF (s@x.gov.co) escribió:"),
    ("Horde", "Citando a Línea SIIF <s@x.gov.co>:"),
    ("Horde of old", "Mensaje citado por Línea SIIF <s@x.gov.co>:"),
    ("Horde in English", "Quoting SIIF Line <s@x.gov.co>:"),
    ("Horde in German", "Zitat von SIIF <s@x.gov.co>:"),
    ("SnappyMail", '23 de noviembre de 2026 9:12, "Línea SIIF" <s@x.gov.co> escribió:'),
    ("Tutanota", "23 nov 2026, 09:12 por s@x.gov.co:"),
    ("Tutanota in English", "23. Nov. 2026, 09:12 by s@x.gov.co:"),
    ("Proton Mail with its own dashes",
     "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, November 23, 2026 9:12 AM, S <s@x.co> wrote:"),
    ("Zoho with a mistranslated word",
     "---- Activado Mon, 23 Nov 2026 09:12:30 -0500 Línea SIIF <s@x.co> escribió ----"),
    ("a phone between dashes", "---- Línea SIIF escribió ----"),
    ("Notes", "Línea SIIF/Hacienda escribió el 23/11/2026 09:12:15 a.m.:"),
    ("Notes in English", "SIIF Line wrote on 23/11/26 9:12:15 AM:"),
    ("with 'con fecha'",
     "Con fecha lunes, 23 de noviembre de 2026, 9:12, Línea SIIF <s@x.co> escribió:"),
    ("an address that opens with digits, on its own line",
     "On Nov 23, 2026, at 9:12 AM, SIIF <\n416f3258d4d2@correo.x.gov.co>\nwrote:"),
    ("an address broken off its bracket",
     "2026-11-23 9:12 GMT-05:00 Línea SIIF <\nsiifsoporte@minhacienda.gov.co>:"),
    ("Polish", "W dniu 23.11.2026 o 09:12, SIIF pisze:"),
    ("Galician", "O 23/11/2026 ás 09:12, SIIF escribiu:"),
    ("Catalan", "El dl., 23 de nov. 2026, 9:12, SIIF <s@x.co> va escriure:"),
    ("Turkish", "23 Kas 2026 Pzt 09:12 tarihinde SIIF <s@x.co> şunu yazdı:"),
    ("Chinese", "SIIF <s@x.co> 于2026年11月23日周一 09:12写道："),
    ("Turkish Outlook",
     "Kimden: SIIF\nGönderilme: 23 Kasım 2026 Pazartesi 09:12\nKime: Ana\nKonu: Caso"),
    ("Czech Outlook",
     "Od: SIIF\nOdesláno: pondělí 23. listopadu 2026 9:12\nKomu: Ana\nPředmět: Caso"),
    ("a title of an answer",
     "-----Mensaje de respuesta-----\nDe: s@x.co\nEnviado: 23/11/2026 9:12"),
    ("a title that nobody listed, above a header",
     "--------- Texto de antes ---------\nDe: s@x.co\nEnviado: 23/11/2026 9:12\nPara: a@x.co"),
    ("a title between stars", "*********** Mensaje original ***********"),
    ("Zoho's kin with the colon inside", "--- El 23/11/2026, Ana <ana@x.co> escribió: ---"),
    ("two lines copied from the header", "From: s@x.co\nDate: Mon, 23 Nov 2026 09:12:00 -0500"),
    ("date and recipient copied", "Date: Mon, 23 Nov 2026 09:12:00 -0500\nTo: ana@x.gov.co"),
)  # fmt: skip

# Known only by the marked quote right below them. Without it they stay, and nothing runs.
PROVED_BY_A_MARK = (
    ("a verb that people use too",
     "El lun 23 de nov de 2026 a las 09:12:00 -0500, Línea SIIF dijo:"),
    ("The Bat! and its kin", "* Línea SIIF <s@x.gov.co> [2026-11-23 09:12]:"),
    ("Vietnamese", "Vào 9:12 23 tháng 11, 2026, Linh Nguyễn <s@x.co> đã viết:"),
    ("an unusual verb", "On 11-Nov-2026, at 9:12 AM, SIIF Line <s@x.co> sent:"),
    ("a name and a date", "Línea SIIF, 23/11/2026 9:12:"),
    ("a name only", "Línea SIIF escribió:"),
    ("an address only", "s@x.gov.co escribió:"),
)  # fmt: skip
