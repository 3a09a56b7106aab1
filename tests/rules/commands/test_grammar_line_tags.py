"""The tags of those who run the line: absences, batches, contingency, mass incidents, queries."""

import pytest

from tests.rules.commands.reading import read, said

LINE = (
    ('[AUSENTE nora@x.co desde=2027-03-01 hasta=2027-03-05 motivo="vacaciones"]',
     ("AUSENTE", ("nora@x.co",),
      {"desde": "2027-03-01", "hasta": "2027-03-05", "motivo": "vacaciones"}, "")),
    ("[Ausente nora@x.co<mailto:nora@x.co>\ndesde=2027-03-01]",
     ("AUSENTE", ("nora@x.co",), {"desde": "2027-03-01"}, "")),
    ("[DISPONIBLE nora@x.co]", ("DISPONIBLE", ("nora@x.co",), {}, "")),
    ("[LOTE PAUSAR asesor=nora@x.co autoriza=adm@x.co]",
     ("LOTE PAUSAR", (), {"asesor": "nora@x.co", "autoriza": "adm@x.co"}, "")),
    ("[lote-reanudar grupo=N2F]", ("LOTE REANUDAR", (), {"grupo": "N2F"}, "")),
    ("[Lote reasignar casos=INC-2026-000001, INC-2026-000002 autoriza=adm@x.co]",
     ("LOTE REASIGNAR", (),
      {"casos": "INC-2026-000001,INC-2026-000002", "autoriza": "adm@x.co"}, "")),
    ('[CONTINGENCIA INICIO desde=2027-02-03T10:00 motivo="sin servidor"]',
     ("CONTINGENCIA INICIO", (), {"desde": "2027-02-03T10:00", "motivo": "sin servidor"}, "")),
    ("[contingencia fin hasta=2027-02-04T15:00]",
     ("CONTINGENCIA FIN", (), {"hasta": "2027-02-04T15:00"}, "")),
    ("[MASIVO]", ("MASIVO", (), {}, "")),
    ('[MASIVO padre=INC-2026-000009 forzar=sí motivo="igual error"]',
     ("MASIVO", (), {"padre": "INC-2026-000009", "forzar": "sí", "motivo": "igual error"}, "")),
    ("[No masivo]", ("NO MASIVO", (), {}, "")),
    ("[RESPONDER MASIVO]\nYa quedó.", ("RESPONDER MASIVO", (), {}, "Ya quedó.")),
    ("[RESPONDER]\nMASIVO", ("RESPONDER", (), {}, "MASIVO")),
    ("[FUSIONAR INC-2026-000002]", ("FUSIONAR", ("INC-2026-000002",), {}, "")),
    ("[LISTA]", ("LISTA", (), {}, "")),
    ("[Historia]", ("HISTORIA", (), {}, "")),
    ("[EXPEDIENTE]", ("HISTORIA", (), {}, "")),
    ("[ALERTA]\nMuchas llamadas.", ("ALERTA", (), {}, "Muchas llamadas.")),
    ("[NOVEDAD publica=si hasta=2027-02-05]\nMantenimiento.",
     ("NOVEDAD", (), {"publica": "si", "hasta": "2027-02-05"}, "Mantenimiento.")),
    ("[ACTA fecha=2026-12-10]", ("ACTA", (), {"fecha": "2026-12-10"}, "")),
    ('[CALIDAD motivo="sin pruebas" acción=mantenimiento]',
     ("CALIDAD", (), {"motivo": "sin pruebas", "accion": "mantenimiento"}, "")),
    ("[ENCUESTA q1=4 q2=5 q3=3 q4=4]",
     ("ENCUESTA", (), {"q1": "4", "q2": "5", "q3": "3", "q4": "4"}, "")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LINE, ids=[row[0] for row in LINE])
def test_a_tag_of_the_line_is_read_with_its_words_its_pairs_and_its_text(
    text: str, expected: tuple[str, tuple[str, ...], dict[str, str], str]
) -> None:
    found = read(text)
    assert said(found) == [expected]
    assert not found.in_doubt
