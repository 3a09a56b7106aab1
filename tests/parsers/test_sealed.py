"""Signed mail is read as if it were not; encrypted mail says that it is, and nothing else."""

import pytest

from mailbot.parsers import ParseLimits, read_mail
from mailbot.parsers.cms import Sealed, open_cms
from mailbot.parsers.pgp import ENCRYPTED_HERE
from tests.mails import Enclosed, mail, multipart, odd_mail
from tests.parsers.sealed_mails import (
    BODY,
    WITH_FILE,
    WORDS,
    enveloped,
    part,
    signed,
    smime,
    streamed,
)

SIGNED = "El mensaje viene firmado: se leyó lo firmado, y la firma no se comprobó ni se guardó."
ENCRYPTED = "El mensaje, o parte de él, viene cifrado: no se pudo leer por dentro."
TEXT = ("Content-Type: text/plain; charset=utf-8", "", WORDS)
SIGNATURE = ("Content-Type: application/pkcs7-signature; name=smime.p7s", "", "MIIB")
PGP_SIGNATURE = ("Content-Type: application/pgp-signature; name=signature.asc", "", "-----BEGIN")


@pytest.mark.parametrize("seal", [SIGNATURE, PGP_SIGNATURE])
def test_a_detached_signature_is_no_file_of_the_sender(seal):
    read = read_mail(multipart("signed", TEXT, seal))
    assert (read.text, read.attachments, read.faults) == (WORDS, (), (SIGNED,))
    assert not read.encrypted


def test_a_signed_contract_that_somebody_attached_is_a_file():
    signed_file = ("Content-Type: application/pkcs7-signature; name=contrato.pdf.p7s", "", "MIIB")
    read = read_mail(multipart("mixed", TEXT, signed_file))
    assert [each.name for each in read.attachments] == ["contrato.pdf.p7s"]


def test_what_a_cheat_puts_behind_a_signature_stays_a_file():
    read = read_mail(multipart("signed", TEXT, SIGNATURE, ("Content-Type: image/png", "", "x")))
    assert [each.type for each in read.attachments] == ["image/png"]


@pytest.mark.parametrize("wrap", [signed, streamed])
@pytest.mark.parametrize(
    "kind", ["application/pkcs7-mime; smime-type=signed-data", "application/x-pkcs7-mime",
             "application/octet-stream"],
)  # fmt: skip
def test_a_signed_body_is_read_with_its_files(wrap, kind):
    read = read_mail(smime(wrap(WITH_FILE), kind=kind))
    assert (read.text, read.commands_safe, read.encrypted) == (WORDS, True, False)
    assert [(each.name, each.content) for each in read.attachments] == [("orden.pdf", b"PDF")]
    assert read.faults == (SIGNED,)


def test_a_body_signed_twice_is_read():
    assert read_mail(smime(signed(part(streamed(BODY))))).text == WORDS


def test_signatures_around_signatures_without_an_end_are_opened_a_few_times_only():
    octets = signed(BODY)
    for _ in range(20):
        octets = signed(part(octets))
    read = read_mail(smime(octets))
    assert read.text == ""
    assert [each.name for each in read.attachments] == ["smime.p7m"]


def test_a_signed_body_that_was_cut_is_read_as_far_as_it_goes():
    whole = streamed(BODY)
    assert WORDS.startswith(read_mail(smime(whole[: len(whole) - 40])).text)


@pytest.mark.parametrize("kind", ["enveloped_data", "encrypted_data"])
def test_an_encrypted_body_is_kept_and_said_so(kind):
    octets = enveloped(kind)
    read = read_mail(smime(octets))
    assert (read.encrypted, read.text) == (True, "")
    assert read.body == read.quoted == "El mensaje viene cifrado: no se puede leer."
    assert [each.content for each in read.attachments] == [octets]
    assert read.faults == (ENCRYPTED,)


def test_authenticated_encryption_is_encryption():
    octets = bytes.fromhex("300d060b2a864886f70d0109100117")
    assert open_cms(octets).kind is Sealed.ENCRYPTED


def test_a_body_signed_and_then_encrypted_in_part_is_encrypted():
    assert read_mail(smime(signed(part(enveloped())))).encrypted


def test_an_encrypted_file_beside_readable_words_is_a_file():
    file = Enclosed(name="nomina.pdf.p7m", type="application/pkcs7-mime", content=enveloped())
    read = read_mail(mail(text=WORDS, files=[file]))
    assert (read.encrypted, read.text) == (False, WORDS)
    assert [each.name for each in read.attachments] == ["nomina.pdf.p7m"]


def test_a_signed_file_is_no_mail_and_stays_as_it_came():
    octets = signed(b"%PDF-1.7 ...")
    file = Enclosed(name="acta.pdf.p7m", type="application/pkcs7-mime", content=octets)
    (attachment,) = read_mail(mail(text=WORDS, files=[file])).attachments
    assert (attachment.name, attachment.content) == ("acta.pdf.p7m", octets)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\x30",
        b"\x30\x80",
        b"\x30\x84\xff\xff\xff\xff" + b"\x30" * 50,
        b"\x30\x80" * 5000,
        b"\x3f" * 100,
        signed(None),
        streamed(BODY).replace(b"\x24\x80", b"\x25\x80"),
        b"\x30\x80" + bytes.fromhex("06092a864886f70d010702a080308002010131") + b"\x89" * 20,
    ],
)
def test_bytes_that_are_no_signed_body_are_kept_and_told(octets):
    assert open_cms(octets) == open_cms(octets)
    read = read_mail(smime(octets))
    assert not read.encrypted
    assert [each.content for each in read.attachments] == [octets]
    assert read.faults == (
        "Un archivo «winmail.dat» o «smime.p7m» no se pudo abrir: queda como adjunto.",
    )


def test_a_signed_body_counts_its_parts_and_depth_within_the_limits():
    inner = smime(signed(WITH_FILE))
    assert read_mail(inner, ParseLimits(parts=3)).text == WORDS
    assert read_mail(inner, ParseLimits(depth=1)).text == WORDS


CLEARSIGNED = """Un saludo antes.
-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

Buenos días.
- -----Aviso-----
[RESUELTO]
-----BEGIN PGP SIGNATURE-----

iQIzBAEBCgAdFiEE
=abcd
-----END PGP SIGNATURE-----
Después."""


def test_clearsigned_words_lose_their_armour_alone():
    read = read_mail(mail(text=CLEARSIGNED))
    assert read.text == "Un saludo antes.\nBuenos días.\n-----Aviso-----\n[RESUELTO]\nDespués."
    assert read.faults == (SIGNED,)
    assert not read.encrypted


def test_the_armour_of_a_signature_alone_is_text():
    armour = "-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----"
    assert armour in read_mail(mail(text=armour)).body


BLOCK = "-----BEGIN PGP MESSAGE-----\n\nhQEMA7\n=xyz\n-----END PGP MESSAGE-----"


def test_an_encrypted_block_in_the_text_is_set_apart_and_said_so():
    read = read_mail(mail(text=f"Hola\n\n{BLOCK}\n\nGracias"))
    assert read.encrypted
    assert read.text == f"Hola\n\n{ENCRYPTED_HERE}\n\nGracias"
    assert [(each.name, each.content) for each in read.attachments] == [
        ("texto-cifrado.asc", BLOCK.encode())
    ]
    assert read.faults == ("El mensaje trae un texto cifrado con PGP: no se pudo leer.",)


def test_an_encrypted_block_in_what_is_quoted_leaves_the_mail_readable():
    quoted = BLOCK.replace("\n", "\n> ")
    read = read_mail(
        mail(text=f"Sigue el error.\n\nEl lun, 23 nov 2026, Ana escribió:\n> {quoted}\n")
    )
    assert (read.text, read.encrypted) == ("Sigue el error.", False)


def test_an_encrypted_block_without_an_end_is_said_so_too():
    assert read_mail(mail(text=BLOCK.partition("=xyz")[0])).encrypted


def test_a_mail_encrypted_with_pgp_keeps_the_cipher_alone():
    control = ("Content-Type: application/pgp-encrypted", "", "Version: 1")
    cipher = ("Content-Type: application/octet-stream; name=encrypted.asc", "", BLOCK)
    read = read_mail(multipart("encrypted", control, cipher))
    assert (read.encrypted, read.text) == (True, "")
    assert [each.name for each in read.attachments] == ["encrypted.asc"]
    assert read.faults == (ENCRYPTED,)


def test_an_ordinary_mail_is_not_encrypted():
    assert not read_mail(odd_mail(body=["La clave PGP vence mañana."])).encrypted
