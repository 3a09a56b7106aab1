"""Header fields: threading, folding, and names that no header can be made of."""

from dataclasses import replace
from email import message_from_string, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.compose import headers
from tests.compose.desk import CASE, FULL_LINE, TOKEN, composed, line, message, requested_by, send

FIRST, SECOND = "primero@entidad.example", "segundo@entidad.example"


def read(field: str, name: str) -> str:
    """What the standard library makes of a field of ours."""
    return str(message_from_string(f"{field}\r\n\r\n", policy=policy.default)[name])


class TestThread:
    def test_a_direct_answer_cites_what_it_answers_and_all_before(self) -> None:
        mail = message(composed(send(answers=SECOND, references=(FIRST,))))
        assert mail["In-Reply-To"] == f"<{SECOND}>"
        assert mail["References"] == f"<{FIRST}> <{SECOND}>"
        assert mail["Auto-Submitted"] == "auto-replied"

    def test_a_notice_hangs_on_the_last_mail_of_its_thread(self) -> None:
        mail = message(composed(send(references=(FIRST, SECOND))))
        assert mail["In-Reply-To"] == f"<{SECOND}>"
        assert mail["Auto-Submitted"] == "auto-generated"

    def test_a_mail_of_no_thread_cites_nothing(self) -> None:
        mail = message(composed(send()))
        assert mail["In-Reply-To"] is None
        assert mail["References"] is None

    def test_what_is_answered_stands_last_even_if_it_was_cited_before(self) -> None:
        assert headers.thread((SECOND, FIRST), SECOND) == (FIRST, SECOND)

    @pytest.mark.parametrize(
        "bad", ["con espacio@x", "<doble>", "a\r\nBcc: x", "ñ@entidad.example", "", "x" * 251]
    )
    def test_ids_that_are_none_are_left_out(self, bad: str) -> None:
        assert headers.thread((bad, FIRST), bad) == (FIRST,)

    def test_a_very_long_thread_keeps_its_first_and_last_mails(self) -> None:
        ids = tuple(f"{n:060d}@entidad.example" for n in range(100))
        kept = headers.thread(ids, FIRST)
        assert kept[0] == ids[0]
        assert kept[-1] == FIRST
        assert sum(len(id_) + 3 for id_ in kept) < 4096


class TestMessageId:
    def test_it_holds_the_token_and_the_case(self) -> None:
        mail = composed(send())
        assert mail.message_id == f"{TOKEN}.serv-2026-000001@minhacienda.gov.co"
        assert message(mail)["Message-ID"] == f"<{mail.message_id}>"

    def test_without_a_case_it_names_the_line(self) -> None:
        assert composed(send("M-01", None)).message_id == f"{TOKEN}.linea@minhacienda.gov.co"

    def test_a_long_domain_leaves_the_case_out(self) -> None:
        config = line(identity={"address": "soporte@correo.hacienda.entidad.gov.co"})
        mail = composed(send(), config)
        assert mail.message_id == f"{TOKEN}@correo.hacienda.entidad.gov.co"
        assert len(mail.message_id) + 2 <= 76


class TestAddresses:
    def test_staff_are_named_from_the_directory(self) -> None:
        mail = composed(
            send("M-43", to=("carlos.mejia@linea.example",), text="x", why="Nuevo.", sender="Ana"),
            FULL_LINE,
        )
        assert str(message(mail)["To"]) == "Carlos Mejía Ospina <carlos.mejia@linea.example>"

    def test_copies_are_listed(self) -> None:
        mail = composed(send(cc=("a@linea.example", "b@linea.example")))
        assert str(message(mail)["Cc"]) == "a@linea.example, b@linea.example"

    def test_an_international_domain_is_written_in_ascii(self) -> None:
        assert headers.addresses("To", [("", "ana@hacienda-ñ.example")]) == (
            "To: <ana@xn--hacienda--t6a.example>"
        )

    @given(st.text(max_size=200).map(lambda name: " ".join(name.split())))
    def test_any_name_comes_back_and_harms_nothing(self, name: str) -> None:
        printable = "".join(char for char in name if char.isprintable()).strip()
        field = headers.addresses("To", [(printable, "ana@entidad.example")])
        parsed = message_from_string(f"{field}\r\n\r\n", policy=policy.default)
        assert parsed.keys() == ["To"]
        assert [a.addr_spec for a in parsed["To"].addresses] == ["ana@entidad.example"]
        assert field.isascii()

    def test_an_ordinary_name_is_readable(self) -> None:
        mail = message(composed(send(case=requested_by("Ana María Rojas Peña"))))
        assert mail["To"].addresses[0].display_name == "Ana María Rojas Peña"


class TestFreeText:
    @pytest.mark.parametrize(
        "value",
        [
            "[SERV-2026-000001] Envíenos lo que falta antes del mié 25 nov, 10:40 a. m.",
            "ñ" * 200,
            "palabra " * 30 + "fin",
            "parece =?utf-8?q?codificado?= y no lo es",
            "👩‍💻 " * 20 + "x",
        ],
    )
    def test_it_reads_as_written(self, value: str) -> None:
        field = headers.unstructured("Subject", value)
        assert " ".join(read(field, "Subject").split()) == value
        assert all(len(line) <= 76 or " " not in line.strip() for line in field.split("\r\n"))

    def test_the_first_line_is_never_empty(self) -> None:
        field = headers.unstructured("Subject", "x" * 300 + " y")
        assert field.split("\r\n")[0] == "Subject: " + "x" * 300

    def test_the_number_stays_ascii(self) -> None:
        field = headers.unstructured("Subject", "[SERV-2026-000001] Envíe")
        assert field == "Subject: [SERV-2026-000001] =?utf-8?q?Env=C3=ADe?="


def test_a_mail_of_a_case_can_be_filtered_by_its_headers() -> None:
    case = replace(CASE, incident_number="INC-2026-000007")
    mail = message(composed(send("M-43", case, text="x", why="Nuevo.", sender="Ana")))
    assert [mail[f"X-SIIF-{key}"] for key in ("Caso", "Correo", "Nivel")] == [
        "INC-2026-000007", "M-43", "N1",
    ]  # fmt: skip
