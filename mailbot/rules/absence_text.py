"""Texts of absent people, clause by clause, as they word them who set up an automatic answer.

Spanish first; English, French and Portuguese as the neighbours' mail programs write them. All
patterns are for folded text.
"""

from mailbot.rules.patterns import any_of
from mailbot.rules.whole_texts import clauses, is_wholly

# A day, a time, a while, a reason: what follows an absence and says nothing else.
_DATE = any_of(
    r"""desde hasta a partir del? el la las? los? al y e o entre en por con para mi mis su un unos
    una dias? semanas? mes(?:es)? horas? ano am pm este esta presente proxim[oa]s? inclusive ambas?
    lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio
    agosto sep?tiembre octubre noviembre diciembre fechas? motivos? razones? asuntos personales
    laborale?s? vacaciones licencia maternidad paternidad permiso comision servicios? oficina
    incapacidad medica calamidad domestica nuevamente otra vez
    from until till to through and the on of back for next week day with due vacation leave monday
    tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december
    du au jusqu'au le et janvier fevrier mars avril mai juin juillet aout septembre octobre novembre
    decembre lundi mardi mercredi jeudi vendredi inclus
    ate dia do da de segunda terca quarta quinta sexta feira janeiro fevereiro marco maio junho
    julho setembro outubro novembro dezembro
    \d{1,2}(?:st|nd|rd|th|er)? \d{1,2}[/:.-]\d{1,2}(?:[/.-]\d{2,4})? \d{4}(?:-\d\d-\d\d)?"""
)
_WHEN = rf"(?:[ ,]+{_DATE}\b){{0,30}}"
# Whom to turn to: names, offices, addresses, extensions.
_REACH = r"[\w .,()/<>@+-]{0,160}"

_AWAY = clauses(
    # "Actualmente me encuentro", "Le informo que estaré"
    r"(?:les? (?:informo|comunico) que )?(?:NOW )?(?:yo )?IAM(?: NOW)? "
    r"(?:fuera de (?:la |mi )?(?:oficina|ciudad)|fuera del pais"
    r"|ausente(?: de la (?:oficina|entidad))?|incapacitad[oa]"
    r"|(?:disfrutando )?(?:de |en |a )?(?:mis? |un )?(?:periodo de )?vacaciones"
    r"|(?:de|en|con) (?:licencia|permiso|comision|descanso|incapacidad))WHEN",
    r"(?:i am|i'm|i will be|i'll be)(?: currently| now)? (?:out of (?:the |my )?office"
    r"|on (?:annual |sick |maternity |parental )?leave|on vacation"
    r"|away(?: from (?:the office|my desk))?)WHEN",
    r"je (?:suis|serai)(?: actuellement)? (?:absente?|en (?:conges?|vacances)|hors du bureau)WHEN",
    r"(?:estou|estarei)(?: atualmente)? (?:fora do escritorio|ausente|de ferias|em ferias)WHEN",
    NOW=r"(?:en (?:este momento|la actualidad|estos momentos)|actualmente|temporalmente)",
    IAM=r"(?:me encuentro|me encontrare|estoy|estare|estaremos|saldre|salgo)",
    WHEN=_WHEN,
)  # fmt: skip
_BESIDE = clauses(
    # When he is back
    r"(?:y )?(?:me )?(?:regres|retorn|reintegr|reincorpor)(?:o|are|amos)WHEN",
    r"(?:vuelvo|volvere|estare de (?:regreso|vuelta)|reanud(?:o|are) (?:mis )?labores)WHEN",
    r"(?:i (?:will|shall) (?:return|be back(?: in the office)?)|i'll be back|returning)WHEN",
    r"je serai de retourWHEN",
    r"(?:retornarei|retorno|voltarei)WHEN",
    r"DATEWHEN",
    # How far he reads
    r"(?:no )?(?:tendre|tengo|con|sin) (?:un )?acceso(?: muy)?(?: limitado| restringido)?"
    r"(?: al?)?(?: mi)?(?: correos?| e-?mails?| internet)?(?: electronicos?)?WHEN",
    r"(?:i will have |with )?(?:limited|no) access to (?:my )?e-?mails?WHEN",
    # When he will answer
    r"(?:no podre |podre )?(?:les? |te |los )?(?:respond|contest|atend|revis)(?:er|ar)(?:e)?"
    r"(?: a)?(?: su| sus| tu)?(?: mensajes?| correos?| solicitud(?:es)?)?(?: LATER)?",
    r"(?:su|tu) (?:mensaje|correo|solicitud) sera (?:atendid|respondid|contestad|leid|revisad)[oa]"
    r"(?: LATER)?",
    r"i will (?:reply|respond|answer)(?: to)?(?: you| your (?:e-?mail|message))?(?: LATER)?",
    # Who stands in for him
    r"(?:para|en caso de|ante|por|si (?:es|tiene|requiere|necesita|se trata de)|cualquier|for"
    r"|in case of|if (?:you|it|this)|en cas d['e]|pour|em caso de) ?[\w ]{0,40}(?:urgen|inmediat"
    r"|emergenc|prioritari|necesidad|inquietud)[\w ,]{0,50}(?:TURN)REACH",
    r"(?:durante (?:mi ausencia|este (?:tiempo|periodo)|estos dias),? )(?:(?:por )?favor,? )?"
    r"(?:TURN|me reemplaza)REACH",
    r"(?:por )?favor,? (?:contactar|contacte|comunicarse con|comuniquese con|escribir(?:le)? a"
    r"|dirigirse a|dirijase a)REACH",
    WHEN=_WHEN, DATE=_DATE, REACH=_REACH,
    LATER=r"(?:(?:a mi|al) (?:regreso|retorno|regresar)|cuando regrese|a la mayor brevedad"
    r"(?: posible)?|(?:tan pronto(?: como)?|en cuanto) (?:regrese|me sea posible)|when i return"
    r"|(?:up)?on my return|as soon as (?:possible|i can|i return|i am back))",
    TURN=r"contact|comuni[cq]|escrib|dirij|dirigi|please|veuillez|entre em",
)  # fmt: skip


def is_absence_text(text: str) -> bool:
    """Whether the new words of a mail are an absence notice from first to last."""
    return is_wholly(text, _AWAY, _BESIDE)
