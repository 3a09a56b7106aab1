"""The sender's own words that look like a quote or like what announces one: none may be lost."""

RUNNING = (
    ("a story that a verb of telling ends",
     "El 23 de noviembre a las 9:12 el asesor me dijo:\n\nQue debía reiniciar el equipo."),
    ("an error message between rules",
     "El sistema muestra:\n\n----- Mensaje de error -----\nORA-00001: unique constraint"),
    ("rows of a log",
     "-----------------------\nFecha: 23/11/2026 9:12\nError: 500\n-------\nAtenta."),
    ("an order that was typed", "SQL> select 1 from dual;\nno funciona"),
    ("numbered answers", "Respuestas:\n1> Sí\n2> No"),
    ("sent from an entity", "Enviado desde mi entidad el oficio 123, favor confirmar recibo."),
    ("sent at a time", "Atiendo su solicitud. Enviado a las 9:12 del 23/11/2026.\nGracias"),
    ("a list with dashes", "— Primero\n— Segundo\n— Tercero"),
    ("a title between rules", "======\nCDP 123\n======\nFalla"),
)  # fmt: skip

# Kept for people to read, but it could be the remains of an earlier mail: nothing of it may run.
DOUBTFUL = (
    ("a story of what somebody wrote at a time",
     "El 23/11/2026 a las 9:12 el pagador escribió:\n\nNo sale el CDP.\n\nFavor ayudar."),
    ("a way through menus", "La ruta es:\n> EPG > Gestión > CDP\ny ahí falla."),
    ("a comparison", "El valor debe ser\n> 100\ny menor que 500"),
    ("a comparison in pesos", "El saldo queda\n>= $ 1.500.000 pesos\ny no deja seguir"),
    ("a link between signs", "Vea la página\n>>> www.x.gov.co <<<\ny confirme"),
    ("what the system showed at a time",
     "El 24/11/2026 a las 09:15:\n\nError al generar el CDP"),
    ("an address that goes on below",
     "Escríbame a este correo ana.rojas@entidad.gov.co:\n\nEl error es el mismo."),
    ("a form with a box to write to",
     "Solicito:\nDe: Tesorería\nFecha: 23/11/2026\nPara: pagos@x.co\nValor: 1000"),
    ("two orders that were typed", "SQL> select 1\nSQL> from dual\nno funciona"),
)  # fmt: skip

# The quote below is cut, but not the sentence that leads to it.
LEADING_TO_A_QUOTE = (
    "Adjunto lo que Pedro <p@x.co> indica:",
    "El 23 de noviembre a las 9:12 el asesor nos informó:",
    "Buenos días,\nesto respondieron a las 9:12 del 23/11/2026:",
    "El mensaje dice:",
    "El 23/11/2026 a las 9:12 salió este error:",
    "A las 9:12 a. m. del 23/11/2026 apareció lo siguiente:",
    "Esto salió en pantalla el 23/11/2026 a las 9:12:",
)
