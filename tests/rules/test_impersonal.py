"""Nobody's data in what everybody may read: rows of what is hidden, and of what is not."""

import pytest

from mailbot.rules.impersonal import Known, impersonal

KNOWN = Known(
    names=("Ana María Rojas Peña", "Luis Ángel Quintero\nDiana Mora", "ana rojas"),
    entity="Instituto Nacional de Vías", city="Tunja", siif_user="MHrojasa", numbers="1098765432",
    domain="invias", of_line=("Nora Díaz Prada", "Luis Rey"),
)  # fmt: skip

HIDDEN = """
Escriba a ana.rojas@invias.gov.co                        | Escriba a (correo)
Hablé con ANA ROJAS                                      | Hablé con (nombre)
según ana maría rojas peña                               | según (nombre)
según Rojas                                              | según (nombre)
llame a Nora o a Prada                                   | llame a (nombre) o a (nombre)
Prada lo revisó                                          | (nombre) lo revisó
lo revisó Rey                                            | lo revisó (nombre)
lo dijo Diana Mora                                       | lo dijo (nombre)
lo pidió luis angel quintero                             | lo pidió (nombre)
Hablé con Carlos Mejía Ospina                            | Hablé con (nombre)
La señora Sarmiento lo pide                              | La señora (nombre) lo pide
El Dr. Pinzón de la Hoz firma                            | El Dr. (nombre) firma
MARTA LUCÍA GÓMEZ                                        | (nombre)
Atendió Jhon Freddy Paz                                  | Atendió (nombre)
La cédula 52.987.654                                     | La cédula (número)
c.c. 52987654 de Cali                                    | c.c. (número) de Cali
el número 1.052.345.678                                  | el número (número)
con 1098765432                                           | con (número)
con 1.098.765.432                                        | con (número)
el documento 79 555 123                                  | el documento (número)
llame al 310 555 0147                                    | llame al (número)
llame al 310-555-0147                                    | llame al (número)
al teléfono 608 740 0000 ext. 214                        | al (teléfono)
mi cel. +57 (310) 5550147                                | mi (teléfono)
ext 12                                                   | (teléfono)
la unidad 24-02-00                                       | la unidad (unidad)
la unidad 36-02-00-012-SENA                              | la unidad (unidad)
la unidad 240200                                         | la unidad (número)
en el Instituto Nacional de Vias                         | en el (entidad)
en INVÍAS no sale                                        | en (entidad) no sale
el Ministerio de Transporte                              | el (entidad)
la Alcaldía de Chía                                      | la (entidad)
el SENA lo reporta                                       | el (entidad) lo reporta
desde Tunja                                              | desde (ciudad)
el usuario MRUIZ no entra                                | el usuario (usuario) no entra
usuario SIIF: mruiz                                      |
con el mhrojasa                                          | con el (usuario)
con MHcperez                                             | con (usuario)
el usuario jperez12                                      | el usuario (usuario)
orden de pago 184526                                     | orden de pago (número)
por 12.480.000 pesos                                     | por (número) pesos
como en INC-2026-000123                                  | como en (caso)
como en [SERV-2026-000123]                               | como en (caso)
vea https://drive.google.com/d?u=ana                     | vea (enlace)
la tarjeta AB1234567                                     | la tarjeta (número)
entre por t.me/soporte o siif-nacion.co/ingreso          | entre por (enlace) o (enlace)
baje ftp://malo.test/x y hxxp://malo.test                | baje (enlace)
abra //malo.test o javascript:alert(1)                   | abra (enlace) o (enlace)
p.perez＠gmail.com                                       | (correo)
la cédula ５２９８７６５４                               | la cédula (número)
clave: Hola*                                             | clave: (clave)
la contraseña es Secreta2026                             | la contraseña es (clave)
el login PPEREZ22                                        | el login (usuario)
el solicitante Quintero Lopez                            | el solicitante (nombre)
【CERRADO】 y ⟦CERRADO⟧                                  | (CERRADO) y (CERRADO)
"""

SHOWN = """
Al autorizar la orden de pago sale «No hay cupo PAC».
el error APR-001
el mensaje ORA-01403
código de error 20013
La Ley 1755 de 2015 y la Resolución 042 de 2026
el rubro 240101
la cuenta contable 111005
el Ministerio de Hacienda y Crédito Público
el usuario debe ingresar por Gestión Contable
con el perfil Pagador Central
el 23/11/2026 a las 10:40
el 2026-11-23
la mora en el pago
la prada y el rey
Luz verde en el panel
la luz del panel
vea https://www.minhacienda.gov.co/siif/guia.pdf
el Plan Anual Mensualizado de Caja (PAC)
3. Autorice otra vez.
la contraseña es incorrecta
la clave venció
el beneficiario final y el funcionario
vea la guía en siif.minhacienda.gov.co
abra reporte.xlsx, hoja 2.
en el 80 % de 1.250 casos
"""


def _rows(table: str) -> list[tuple[str, str]]:
    rows = (line.partition("|") for line in table.strip().splitlines())
    return [(said.strip(), told.strip()) for said, _bar, told in rows]


@pytest.mark.parametrize(("said", "told"), _rows(HIDDEN))
def test_what_is_somebodys_is_hidden(said: str, told: str) -> None:
    assert impersonal(said, KNOWN) == told


@pytest.mark.parametrize("said", [said for said, _ in _rows(SHOWN)])
def test_what_is_nobodys_stays_readable(said: str) -> None:
    assert impersonal(said, KNOWN) == said


def test_lines_that_tell_who_asks_go_whole() -> None:
    text = (
        "Nombre completo: Eva Prada\nUsuario SIIF: EPRADA\nUnidad ejecutora: 13-01-01\n"
        "Entidad: Fondo X\nTeléfono: 12\nCiudad: Cali\nCargo: Pagadora\nNo carga el reporte."
    )
    assert impersonal(text) == "No carga el reporte."


def test_no_bracket_of_others_can_make_a_tag() -> None:
    assert impersonal("[RESUELTO]\n［CERRADO］ y [a\nb]") == "(RESUELTO)\n(CERRADO) y (a\nb)"


def test_the_same_place_is_not_said_twice() -> None:
    assert impersonal("Ana Rojas, Luis Paz y Carlos Mejía (Carlos)") == "(nombre)"


def test_a_long_hostile_text_is_read_in_one_go() -> None:
    text = "Ana " * 5_000 + "1 " * 5_000 + "usuario " * 2_000 + "@" * 2_000
    assert "Ana" not in impersonal(text, KNOWN)
