"""[NUEVO], [REGISTRAR], [ORIENTAR]: what reaches the line by its own people (A4 to A9, A22)."""

from datetime import datetime

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.vocabulary import Field, State
from mailbot.model.vocabulary import Outcome as Fate
from mailbot.rules import moves
from tests.mails import Enclosed
from tests.mails import mail as letter
from tests.rules.commands.reporting import (
    BOGOTA,
    BOX_OF_MINISTRY,
    HOUSE,
    NOW,
    POLICY,
    lines,
    says,
)
from tests.rules.mails import OWN

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20_000
SCREEN = Enclosed(name="pantalla.png", content=PNG, type="image/png")

GMAIL = """---------- Forwarded message ---------
De: {author}
Date: mar, 24 nov 2026 a las 8:40
Subject: No puedo autorizar
To: <ana@minhacienda.gov.co>


{body}
"""
OUTLOOK = """________________________________
De: {author}
Enviado: martes, 24 de noviembre de 2026 8:40 a. m.
Para: Ana Prueba <ana@minhacienda.gov.co>
Asunto: No puedo autorizar

{body}
"""
APPLE = """Inicio del mensaje reenviado:

> De: {author}
> Asunto: No puedo autorizar
> Fecha: 24 de noviembre de 2026, 8:40:11 a. m. COT
> Para: ana@minhacienda.gov.co
>
> {body}
"""
ANSWERED = """El mar, 24 nov 2026 a las 8:40, {author} escribió:

> {body}
"""
WITH_MORE = """De: {author}
Organización: Invías <contacto@invias.gov.co>
Enviado el: martes, 24 de noviembre de 2026 8:40
Para: Ana Prueba
CC: Pedro Salas <pedro@invias.gov.co>
Asunto: No puedo autorizar

{body}
"""
PROBLEM = "Al autorizar la orden de pago sale el mensaje de cupo PAC no disponible."

FORMS = (GMAIL, OUTLOOK, APPLE, ANSWERED, WITH_MORE)


def _forwarded(form: str, author: str = "Marta Ruiz <marta@invias.gov.co>", body: str = PROBLEM):
    return form.format(author=author, body=body)


def test_a_call_is_registered_and_its_person_learns_the_number() -> None:
    """S6, R42, T1."""
    found = says("ana", f"[NUEVO canal=llamada]\n{lines()}\npantallas=no aplica")
    case = found.case
    assert (case.number, case.state, case.group) == ("SERV-2026-000001", State.ABIERTO, "N1")
    assert (case.channel, case.type, case.missing) == ("llamada", "soporte", ())
    assert case.assignee is None
    assert case.requester.executing_unit == "24-02-00"
    assert case.requester.phone == "310 555 0147"
    (told,) = found.told
    assert (told.template, told.to, told.enclosures) == ("M-02", ("marta@invias.gov.co",), ())
    assert found.decision.outcome is Fate.COMMAND
    assert "SERV-2026-000001" in found.receipt


def test_what_only_a_mail_can_bring_is_asked_of_the_person() -> None:
    """A6, Q13: the screens; the wait is N1's four hours from when he is told (§16.21)."""
    found = says("ana", f"[NUEVO canal=llamada]\n{lines()}")
    assert found.case.missing == (Field.SCREENSHOTS,)
    assert found.case.state is State.PENDIENTE_CLIENTE
    assert found.case.wait_started_at == NOW
    assert found.case.client_wait_until == datetime(2026, 11, 24, 14, 1, tzinfo=BOGOTA)
    assert [event.target for event in found.events][-1] is State.PENDIENTE_CLIENTE
    (told,) = found.told
    assert [each.document for each in told.enclosures] == ["functional_form", "circular_050"]
    assert "pantallas" in found.receipt


LACKING = (
    ({"ue": ""}, ["ue="]),
    ({"nombre": ""}, ["nombre="]),
    ({"correo": ""}, ["correo="]),
    ({"descripcion": ""}, ["descripcion="]),
    ({"ue": "", "correo": "", "nombre": ""}, ["ue=", "correo=", "nombre="]),
)


@pytest.mark.parametrize(("without", "named"), LACKING)
def test_what_the_advisor_could_ask_on_the_phone_is_required_of_him(
    without: dict[str, str], named: list[str]
) -> None:
    """S6: everything that is missing is named at once, and nothing is opened."""
    found = says("ana", f"[NUEVO canal=llamada]\n{lines(**without)}")
    assert found.refused
    assert found.cases == []
    assert all(key in found.receipt for key in named)


def test_the_rest_of_a_call_may_be_asked_of_the_person() -> None:
    found = says("ana", f"[NUEVO canal=llamada]\n{lines(usuario='', telefono='', entidad='')}")
    assert set(found.case.missing) == {
        Field.SIIF_USER, Field.PHONE, Field.ENTITY, Field.SCREENSHOTS
    }  # fmt: skip


def test_what_is_waived_is_neither_required_nor_asked() -> None:
    text = f"[NUEVO canal=llamada omitir=ue,pantallas, telefono]\n{lines(ue='', telefono='')}"
    assert says("ana", text).case.missing == ()


SLIPS = (
    (f"{lines(descripcion='')}\nprioridad=alta\nNo deja pagar.", "el dato «prioridad»"),
    (f"prioridad=alta\n{lines()}", "descripcion="),
    (lines(descripcion="", telefono="") + "\ntelefno=3105550147\nNo deja pagar.", "«telefono»"),
    (f"{lines(descripcion='')}\n\nprioridad=alta\n\ndescripcion=No deja pagar.", "«prioridad»"),
    (f"{lines(descripcion='')}\nomitir=ciudad\nNo deja pagar.", "dentro de la etiqueta"),
)


@pytest.mark.parametrize(("text", "reason"), SLIPS)
def test_a_key_that_is_none_among_the_facts_is_refused_as_in_completar(
    text: str, reason: str
) -> None:
    found = says("ana", f"[NUEVO canal=llamada]\n{text}")
    assert found.refused
    assert reason in found.receipt
    assert found.cases == []


PROSE = (
    "La consulta da saldo=0 en la orden 184526.",
    "saldo=0 aunque la apropiación tiene recursos y el usuario no puede continuar.",
    "El saldo = 0 en la orden.",
    "https://siif.test/orden?numero=184526 no abre.",
    "\nsaldo=0 en la orden 184526.",
    "No deja pagar.\nsaldo=0\nCDP=1826",
)


@pytest.mark.parametrize("words", PROSE)
def test_a_sign_in_the_words_below_the_facts_is_no_key(words: str) -> None:
    found = says("ana", f"[NUEVO canal=llamada]\n{lines(descripcion='')}\n{words}")
    assert words.strip() in found.case.description


def test_behind_the_description_every_line_is_part_of_it() -> None:
    found = says("ana", f"[NUEVO canal=llamada]\n{lines()}\nsaldo=0\nCDP=1826")
    assert found.case.description.endswith("saldo=0\nCDP=1826")


BAD = (
    ("ue", "24-2-0", "unidad ejecutora"),
    ("ue", "240200123456789", "unidad ejecutora"),
    ("ue", "24-02-00-abc", "unidad ejecutora"),
    ("ue", "Invías", "unidad ejecutora"),
    ("correo", "marta", "dirección de correo"),
    ("correo", "marta@invias.gov.co, pedro@invias.gov.co", "dirección de correo"),
    ("correo", "Marta <marta@invias.gov.co>", "dirección de correo"),
    ("telefono", "310", "teléfono"),
    ("usuario", "Marta Ruiz", "usuario SIIF"),
    ("nombre", "marta@invias.gov.co", "nombre"),
    ("canal", "paloma", "canal"),
    ("tipo", "milagro", "tipo"),
    ("modulo", "XYZ", "módulo"),
    ("identificacion", "doce", "identificación"),
    ("pantallas", "van luego", "Las pantallas se adjuntan"),
    ("entidad", "a" * 300, "demasiado largo"),
    ("nmbre", "Marta", "nombre"),
)


@pytest.mark.parametrize(("key", "value", "reason"), BAD)
def test_a_value_that_is_none_is_refused_with_the_reason(key: str, value: str, reason: str) -> None:
    found = says("ana", f"[NUEVO canal=llamada]\n{lines(**{key: value})}")
    assert found.refused
    assert reason in found.receipt


def test_all_that_is_wrong_is_told_in_one_receipt() -> None:
    found = says("ana", f"[NUEVO]\n{lines(ue='24', correo='marta', modulo='XYZ')}")
    assert all(words in found.receipt for words in ("unidad ejecutora", "correo", "módulo"))


def test_no_refusal_repeats_the_digits_of_an_identification() -> None:
    found = says("ana", f"[NUEVO canal=llamada]\n{lines(usuario='52.345.678 Marta')}")
    assert found.refused
    assert "345" not in found.receipt


def test_keys_stand_in_the_tag_below_it_with_a_colon_or_several_in_a_line() -> None:
    text = (
        "[NUEVO canal=llamada ue=24-02-00 nombre=\"Marta Ruiz\"]\n"
        "Correo: marta@invias.gov.co, usuario: MRUIZ, teléfono: 310 555 0147\n"
        "Entidad: Instituto Nacional de Vías\nCiudad: Bogotá\nExtensión: 1234\n\n"
        f"{PROBLEM}\n\nCordialmente,\nAna Prueba\nTel: 601 381 1700\nCorreo: ana@{HOUSE}\n"
    )  # fmt: skip
    case = says("ana", text).case
    person = case.requester
    assert (person.name, person.email) == ("Marta Ruiz", "marta@invias.gov.co")
    assert (person.siif_user, person.city) == ("MRUIZ", "Bogotá")
    assert person.phone == "310 555 0147 ext. 1234"
    assert case.description == PROBLEM


def test_free_text_is_the_description() -> None:
    text = (
        f"[NUEVO canal=llamada]\n{lines(descripcion='')}\n\n{PROBLEM}\nEs urgente para el cierre."
    )
    assert says("ana", text).case.description == f"{PROBLEM}\nEs urgente para el cierre."


def test_an_address_that_a_program_made_a_link_of_is_one_address() -> None:
    given = "marta@invias.gov.co <mailto:marta@invias.gov.co>"
    case = says("ana", f"[NUEVO canal=llamada]\n{lines(correo=given)}").case
    assert case.requester.email == "marta@invias.gov.co"


@pytest.mark.parametrize("tag", ["[NUEVO canal=presencial]", "[NUEVO presencial]"])
def test_a_visit_is_an_accompaniment_unless_somebody_says_otherwise(tag: str) -> None:
    """Q14, A7."""
    assert says("ana", f"{tag}\n{lines()}").case.type == "acompanamiento"
    assert says("ana", f"{tag}\n{lines(tipo='soporte')}").case.type == "soporte"


def test_an_accompaniment_opens_without_attendees_and_asks_for_them() -> None:
    """S7."""
    found = says("ana", f"[NUEVO canal=presencial tipo=acompanamiento]\n{lines(descripcion='')}")
    assert {Field.IDENTIFICATION, Field.TOPICS, Field.ATTENDEES} <= set(found.case.missing)
    (told,) = found.told
    assert told.template == "M-03"
    assert [each.document for each in told.enclosures] == ["accompaniment_form"]


def test_a_list_of_attendees_goes_on_below_its_key() -> None:
    text = (
        f"[NUEVO canal=presencial]\n{lines()}\nidentificacion=52345678\ntemas=Órdenes de pago\n"
        "asistentes=\nMarta Ruiz 52345678\nPedro Salas 79876543"
    )  # fmt: skip
    found = says("ana", text)
    assert found.case.attendees == "Marta Ruiz 52345678\nPedro Salas 79876543"
    assert found.case.missing == ()


def test_a_call_that_is_solved_in_the_same_mail_asks_for_nothing() -> None:
    solution = "Se explicó cómo asignar el cupo PAC del mes y el usuario confirmó que ya autoriza."
    found = says("ana", f"[NUEVO canal=llamada]\n{lines()}\n[RESUELTO]\n{solution}")
    assert (found.case.state, found.case.missing) == (State.CERRADO, ())
    assert [each.template for each in found.told] == ["M-02", "M-05"]


def test_the_privacy_line_goes_to_who_never_got_it() -> None:
    """R83."""
    text = f"[NUEVO canal=llamada]\n{lines()}"
    (first,) = says("ana", text).told
    (later,) = says("ana", text, known=["marta@invias.gov.co"]).told
    assert (first.facts["privacy"], later.facts["privacy"]) == (True, False)


@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
def test_a_mail_above_which_the_tag_stands_brings_address_name_and_description(form: str) -> None:
    """domain.md §9; what is missing is asked of who wrote it."""
    found = says("ana", f"[NUEVO]\n\n{_forwarded(form)}", files=[SCREEN], subject="RV: x")
    case = found.case
    assert (case.requester.email, case.requester.name) == ("marta@invias.gov.co", "Marta Ruiz")
    assert case.description == PROBLEM
    assert (case.channel, case.state) == ("buzon", State.PENDIENTE_CLIENTE)
    assert Field.SCREENSHOTS not in case.missing
    assert Field.EXECUTING_UNIT in case.missing
    assert found.files == [(case.number, "pantalla.png")]
    assert found.told[0].to == ("marta@invias.gov.co",)


def test_what_the_advisor_says_comes_before_the_mail_that_he_passes_on() -> None:
    body = f"{PROBLEM}\nUnidad ejecutora: 13-01-01\nUsuario SIIF: OTRO"
    text = f"[NUEVO canal=correo]\nue=24-02-00\n\n{_forwarded(OUTLOOK, body=body)}"
    case = says("ana", text, subject="RV: x").case
    assert (case.requester.executing_unit, case.requester.siif_user) == ("24-02-00", "OTRO")
    assert (case.channel, case.subject) == ("correo", "No puedo autorizar")


def test_another_address_keeps_the_words_but_not_the_name_of_who_wrote() -> None:
    text = f"[NUEVO]\ncorreo=pedro@invias.gov.co\n\n{_forwarded(GMAIL)}"
    case = says("ana", text, subject="RV: x").case
    assert (case.requester.email, case.requester.name) == ("pedro@invias.gov.co", "")
    assert case.description == PROBLEM


def test_a_mail_in_html_is_passed_on_like_one_in_plain_text() -> None:
    html = (
        "<html><body><p>[NUEVO]</p><p>ue=24-02-00</p><div id='divRplyFwdMsg'><hr>"
        "<b>De:</b> Marta Ruiz &lt;marta@invias.gov.co&gt;<br><b>Enviado:</b> martes, 24 de "
        "noviembre de 2026 8:40<br><b>Para:</b> Ana &lt;ana@minhacienda.gov.co&gt;<br>"
        f"<b>Asunto:</b> No puedo autorizar<br></div><div><p>{PROBLEM}</p></div></body></html>"
    )  # fmt: skip
    case = says("ana", "x", html=html, subject="RV: No puedo autorizar").case
    assert case.requester.email == "marta@invias.gov.co"
    assert case.requester.executing_unit == "24-02-00"
    assert case.description == PROBLEM


def test_a_request_written_in_the_thread_of_another_case_leaves_that_one_alone() -> None:
    other = Case(
        row=9, service_number="SERV-2026-000009", opened_at=NOW,
        requester=Requester(email="pedro@sena.gov.co"),
    )  # fmt: skip
    other = moves.opened(other, POLICY)
    found = says("ana", f"[NUEVO canal=llamada]\n{lines()}", case=other, files=[SCREEN])
    assert found.case.number == "SERV-2026-000001"
    assert found.files == [("SERV-2026-000001", "pantalla.png")]
    assert found.decision.case == "SERV-2026-000001"


def _attached(inner: bytes) -> Enclosed:
    return Enclosed(name="solicitud.eml", content=inner, type="application/octet-stream")


def test_an_attached_mail_brings_its_files_too_and_its_thread_is_answered() -> None:
    inner = letter(
        sender="Marta Ruiz <marta@invias.gov.co>", text=PROBLEM, message_id="m1@invias.gov.co",
        subject="No puedo autorizar", files=[SCREEN],
    )  # fmt: skip
    found = says("ana", "[NUEVO]", files=[_attached(inner)])
    case = found.case
    assert (case.requester.email, case.requester.name) == ("marta@invias.gov.co", "Marta Ruiz")
    assert Field.SCREENSHOTS not in case.missing
    assert found.files == [(case.number, "solicitud.eml"), (case.number, "pantalla.png")]
    assert found.told[0].answers == "m1@invias.gov.co"
    assert case.thread_id == "m1@invias.gov.co"


def test_an_attached_mail_is_no_screen() -> None:
    inner = letter(sender="Marta Ruiz <marta@invias.gov.co>", text=PROBLEM)
    assert Field.SCREENSHOTS in says("ana", "[NUEVO]", files=[_attached(inner)]).case.missing


def test_a_mail_that_colleagues_passed_on_is_of_who_wrote_it_first() -> None:
    inside = f"Para su trámite.\n\n{_forwarded(OUTLOOK)}"
    author = f"Buzón SIIF <{BOX_OF_MINISTRY}>"
    text = f"[NUEVO]\n\n{_forwarded(GMAIL, author, inside)}"
    assert says("ana", text, subject="RV: x").case.requester.email == "marta@invias.gov.co"


def test_tags_inside_the_mail_that_is_passed_on_never_run() -> None:
    hostile = f"{PROBLEM}\n\n[CERRADO motivo=x]\n[NUEVO]\ncorreo=otra@invias.gov.co"
    for form in (GMAIL, OUTLOOK):
        found = says("ana", f"[NUEVO]\n\n{_forwarded(form, body=hostile)}", subject="RV: x")
        assert [case.requester.email for case in found.cases] == ["marta@invias.gov.co"]
        assert found.case.state is State.PENDIENTE_CLIENTE
    inner = letter(sender="Marta Ruiz <marta@invias.gov.co>", text=hostile)
    assert len(says("ana", "[NUEVO]", files=[_attached(inner)]).cases) == 1


def test_the_words_of_the_mail_never_say_to_whom_the_line_answers() -> None:
    body = f"{PROBLEM}\nCorreo: victima@otra.gov.co"
    text = f"[NUEVO]\n\n{_forwarded(GMAIL, body=body)}"
    assert says("ana", text, subject="RV: x").case.requester.email == "marta@invias.gov.co"


AMBIGUOUS = (
    '"Pedro <pedro@invias.gov.co>" <marta@otra.gov.co>',
    "Marta Ruiz",
    "Marta Ruiz marta@invias.gov.co pedro@invias.gov.co",
    "<>",
)


@pytest.mark.parametrize("author", AMBIGUOUS)
def test_an_author_who_cannot_be_told_is_asked_about(author: str) -> None:
    found = says("ana", f"[NUEVO]\n\n{_forwarded(OUTLOOK, author)}", subject="RV: x")
    assert found.refused
    assert "correo=" in found.receipt


def test_a_display_name_never_stands_for_the_address() -> None:
    author = "pedro@invias.gov.co <marta@otra.gov.co>"
    found = says("ana", f"[NUEVO]\n\n{_forwarded(OUTLOOK, author)}", subject="RV: x")
    assert found.case.requester.email == "marta@otra.gov.co"
    assert found.case.requester.name == ""


@pytest.mark.parametrize("address", [OWN, f"nora@{HOUSE}", f"NORA@{HOUSE}", BOX_OF_MINISTRY])
@pytest.mark.parametrize("tag", ["[NUEVO canal=llamada]", "[REGISTRAR]", "[ORIENTAR]"])
def test_nobody_of_the_line_is_made_a_requester(tag: str, address: str) -> None:
    who = "nel" if "REGISTRAR" in tag else "ana"
    said = f"correo={address}" if "ORIENTAR" in tag else lines(correo=address)
    for text in (f"{tag}\n{said}", f"{tag}\n\n{_forwarded(GMAIL, f'Colega <{address}>')}"):
        found = says(who, text, subject="RV: x")
        assert found.refused
        assert found.told == []
        assert address.lower() in found.receipt


def test_an_advisor_asks_for_himself() -> None:
    """domain.md §9: `[NUEVO]` also for a request of one's own; nothing more is asked of him."""
    for text in (f"[NUEVO]\n{PROBLEM}", f"[NUEVO]\ncorreo=ana@{HOUSE}\n{PROBLEM}"):
        found = says("ana", text)
        assert found.case.requester.email == f"ana@{HOUSE}"
        assert found.case.requester.name == "Ana Prueba"
        assert (found.case.state, found.case.missing) == (State.ABIERTO, ())


def test_a_call_without_an_address_is_never_taken_for_the_advisors_own() -> None:
    for text in (
        f"[NUEVO canal=llamada]\n{PROBLEM}",
        f"[NUEVO]\nnombre=Marta Ruiz\n{PROBLEM}",
        f"[NUEVO]\nue=24-02-00\n{PROBLEM}",
    ):
        found = says("ana", text)
        assert found.refused
        assert "correo=" in found.receipt


def test_several_cases_in_one_mail_have_a_number_each() -> None:
    other = lines(correo="pedro@sena.gov.co", nombre="Pedro Salas")
    found = says("ana", f"[NUEVO canal=llamada]\n{lines()}\n[NUEVO canal=llamada]\n{other}")
    assert [case.number for case in found.cases] == ["SERV-2026-000001", "SERV-2026-000002"]


def test_files_of_a_mail_that_opens_several_cases_are_nobodys() -> None:
    text = f"[NUEVO canal=llamada]\n{lines()}\n[NUEVO canal=llamada]\n{lines()}"
    assert says("ana", text, files=[SCREEN]).refused
    inner = _attached(letter(text=PROBLEM))
    assert says("ana", "[NUEVO]", files=[inner, inner]).refused


def test_a_request_of_a_governing_body_jumps_the_line() -> None:
    """A8, Q15, §16.25."""
    found = says("ana", f"[NUEVO canal=llamada]\n{lines(correo='camila@cgn.gov.co', modulo='EPG')}")
    case = found.case
    assert (case.group, case.governing_body, case.missing) == ("BO", "CGN", ())
    assert [each.template for each in found.told] == ["M-02", "M-44"]
    assert found.told[0].enclosures == ()
    assert found.told[1].to == tuple(f"{who}@{HOUSE}" for who in ("bo", "cl1", "nel"))


def test_a_draft_waits_for_back_office_and_its_person_is_told_nothing() -> None:
    """R45, S33, §16.5."""
    found = says("nora", f"[REGISTRAR canal=llamada]\n{lines(ue='')}")
    case = found.case
    assert (case.state, case.group, case.channel) == (State.ABIERTO, "BO", "llamada")
    assert case.drafted_by == f"nora@{HOUSE}"
    assert Field.EXECUTING_UNIT in case.missing
    (told,) = found.told
    assert (told.template, told.to) == ("M-44", (f"bo@{HOUSE}", f"cl1@{HOUSE}"))


@pytest.mark.parametrize("tag", ["[REGISTRAR organo=CGN]", "[REGISTRAR cgn]"])
def test_a_governing_bodys_draft_needs_nothing_more(tag: str) -> None:
    """R52, S32: without an address it is of the body's own contact."""
    found = says("nel", f"{tag}\n{PROBLEM}")
    case = found.case
    assert (case.governing_body, case.missing) == ("CGN", ())
    assert case.requester.email == "enlace@cgn.gov.co"
    assert [each.template for each in found.told] == ["M-44"]


def test_a_draft_above_a_mail_is_of_who_wrote_it() -> None:
    """S32: the organ's contact wrote to the advisor."""
    author = "Camila Ortiz <camila@cgn.gov.co>"
    found = says("nel", f"[REGISTRAR organo=CGN]\n\n{_forwarded(OUTLOOK, author)}", subject="RV: x")
    assert found.case.requester.email == "camila@cgn.gov.co"
    assert found.case.description == PROBLEM


@pytest.mark.parametrize(
    "text", ["[REGISTRAR organo=DIAN]\nx", "[REGISTRAR]\nnombre=Marta", "[REGISTRAR]"]
)
def test_a_draft_without_a_person_or_of_an_unknown_organ_is_refused(text: str) -> None:
    assert says("nel", text).refused


@pytest.mark.parametrize("who", ["tito", "cl1"])
def test_a_call_is_registered_by_first_level_only(who: str) -> None:
    assert says(who, f"[NUEVO canal=llamada]\n{lines()}").refused is (who == "tito")


ORIENTED = (
    "[ORIENTAR correo=marta@invias.gov.co]",
    "[ORIENTAR marta@invias.gov.co]",
    "[ORIENTAR]\ncorreo=marta@invias.gov.co",
    f"[ORIENTAR]\n\n{_forwarded(GMAIL)}",
)


@pytest.mark.parametrize("text", ORIENTED)
def test_who_wrote_to_an_advisor_is_oriented_and_no_case_is_opened(text: str) -> None:
    """A4, S4: both files; the outcome stays `command`."""
    found = says("nora", text, subject="RV: x")
    (told,) = found.told
    assert (told.template, told.to, told.case) == ("M-01", ("marta@invias.gov.co",), None)
    assert [each.document for each in told.enclosures] == ["functional_form", "circular_050"]
    assert found.cases == []
    assert found.decision.outcome is Fate.COMMAND


@pytest.mark.parametrize(
    "text",
    ["[ORIENTAR]", "[ORIENTAR marta@invias.gov.co pedro@invias.gov.co]", "[ORIENTAR marta]",
     "[ORIENTAR correo=marta@invias.gov.co,pedro@invias.gov.co]"],
)  # fmt: skip
def test_one_person_is_oriented_at_a_time(text: str) -> None:
    found = says("nora", text)
    assert found.refused
    assert found.told == []


HUGE = (
    "x" * 200_000, "nombre=" + "a" * 200_000, "De: " * 50_000, "correo: " * 20_000,
    "De: a <a@b.co>\n" * 3_000, "a=" * 50_000, "descripcion=" + "ñ " * 60_000, ": " * 60_000,
)  # fmt: skip


@pytest.mark.parametrize("words", HUGE, ids=[words[:8] for words in HUGE])
def test_huge_words_are_read_or_refused(words: str) -> None:
    found = says("ana", f"[NUEVO canal=llamada]\n{lines()}\n{words}\n\n{_forwarded(GMAIL)}")
    assert all(len(case.description) <= 5_000 for case in found.cases)
