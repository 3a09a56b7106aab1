"""What a valid configuration says: every key of the contract, paths, passwords, dates and hours."""

from datetime import date, time
from pathlib import Path

import pytest

from mailbot.config import load
from mailbot.config.hours import WorkingException
from tests.config.files import SMALLEST, faults, loaded, write

# The keys that acceptance sets, as the contract shows them, one key a line.
CONTRACT = """\
[mailbox]
host = "127.0.0.1"
port = 1143
security = "none"
user = "siifsoporte"
password = "c0ntraseña"
auth = "password"
folder = "INBOX"
done_folder = "Procesados"
parked_folder = "Revisar"
poll_seconds = 60
[smtp]
host = "127.0.0.1"
port = 1025
security = "none"
user = "siifsoporte"
password = "c0ntraseña"
auth = "password"
[identity]
address = "siifsoporte@minhacienda.gov.co"
name = "Línea de Soporte"
[storage]
database = "sqlite:///var/mailbot.db"
files = "var/archivo"
[calendar]
timezone = "America/Bogota"
opens = "07:00"
closes = "19:00"
dia_civico = true
extra_holidays = [2026-12-24, "2026-12-31"]
working_exceptions = [
  { from = 2026-12-21, until = "2026-12-30", opens = "06:00", closes = 22:00:00 },
]
[sla.N1]
critica = 1
alta = 2
media = 4
baja = 8
client_wait = 4
confirmation = 4
[sla.N2]
critica = 4
alta = 12
media = 24
baja = 36
client_wait = 24
confirmation = 24
[sla.N3]
critica = 8
alta = 24
media = 48
baja = 72
client_wait = 48
confirmation = 48
[trust]
scheme = "rfc8601"
authserv_id = "mx.example"
same_entity = true
own_lists = ["soporte.entidad.gov.co"]
commands_require = "authenticated"
[[staff]]
name = "Ana Prieto"
email = "Ana@minhacienda.gov.co"
roles = ["N1"]
group = "N1"
modules = ["EPG"]
[[governing_body]]
code = "CGN"
email = "soporte@contaduria.gov.co"
domains = ["contaduria.gov.co"]
[documents]
circular_050 = "circular.docx"
functional_form = "funcional.docx"
accompaniment_form = "acompanamiento.docx"
[phones]
bogota = "6021270"
national = "01800910071"
option = "1"
hours = "lunes a viernes"
[orientation]
addresses = ["administracion@minhacienda.gov.co"]
[addresses]
findings = "hallazgos@minhacienda.gov.co"
changes = "cambios@minhacienda.gov.co"
petitions = "pqrsd@minhacienda.gov.co"
[clock]
stops_finding = false
stops_adjustment = false
[reopen]
working_days = 5
[intake]
wait_hours = 4
[survey]
valid_working_days = 10
reminder_working_days = 3
[mass]
min_sections = 4
section_groups = 2
window_hours = 12
[recurrence]
cases = 5
window_hours = 24
[similar]
threshold = 0.6
[take]
N1 = 2
N2 = 4
N3 = 8
[acknowledge]
max_minutes = 5
[reminder]
at = 0.5
[warning]
at = [0.8, 1.0]
[targets]
sla = 0.90
csat = 0.85
satisfied = 4
[contingency]
snapshot_minutes = 15
[retention]
years = 0
[limits]
mail_mb = 20
files = 20
outgoing_mb = 15
solution_min_characters = 40
automatic_mails_per_person_and_day = 10
automatic_mails_per_case_and_person = 5
reopenings_per_case = 3
new_cases_per_person_and_day = 30
[links]
manuals = "https://www.minhacienda.gov.co/manuales"
faq = "https://www.minhacienda.gov.co/preguntas"
protocol = "https://www.minhacienda.gov.co/protocolo"
privacy = "https://www.minhacienda.gov.co/datos"
[[agreement]]
units = ["36-02-00"]
from = 2026-01-01
until = "2026-12-31"
N2 = 12
"""


def test_every_key_of_the_contract_is_taken(tmp_path: Path):
    for name in ("circular", "funcional", "acompanamiento"):
        (tmp_path / f"{name}.docx").write_bytes(b"PK")
    config = loaded(tmp_path, CONTRACT)
    assert config.calendar.extra_holidays == (date(2026, 12, 24), date(2026, 12, 31))
    assert config.calendar.working_exceptions == (
        WorkingException.model_validate(
            {
                "from": date(2026, 12, 21),
                "until": date(2026, 12, 30),
                "opens": time(6),
                "closes": time(22),
            }
        ),
    )
    assert config.staff[0].email == "ana@minhacienda.gov.co"
    assert config.documents.circular_050 == tmp_path / "circular.docx"
    assert config.agreement[0].until == date(2026, 12, 31)


def test_three_tables_are_enough(tmp_path: Path):
    config = loaded(tmp_path, SMALLEST)
    assert (config.mailbox.port, config.smtp.port) == (993, 587)
    assert config.sla.N2.media == 24
    assert config.smtp.user is None


def test_exchange_online_needs_no_authserv_id(tmp_path: Path):
    text = SMALLEST + '[trust]\nscheme = "exchange-online"\n'
    assert loaded(tmp_path, text).trust.authserv_id is None


def test_hours_that_a_level_leaves_out_keep_their_defaults(tmp_path: Path):
    config = loaded(tmp_path, SMALLEST + "[sla.N2]\nmedia = 20\nclient_wait = 6\n")
    assert config.sla.N2.media == 20
    assert config.sla.N2.critica == 4
    assert (config.sla.N2.wait_hours, config.sla.N2.confirmation_hours) == (6, 20)
    assert config.sla.N1.media == 4


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path):
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())
    assert load(path, {}).mailbox.user == "siifsoporte"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite:///var/x.db", "sqlite:///{folder}/var/x.db"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("sqlite+pysqlite:///x.db?timeout=3", "sqlite+pysqlite:///{folder}/x.db?timeout=3"),
        ("postgresql+psycopg://u@h/b", "postgresql+psycopg://u@h/b"),
    ],
)
def test_a_relative_database_counts_from_the_file(tmp_path: Path, written: str, meant: str):
    config = loaded(tmp_path, f"{SMALLEST}[storage]\ndatabase = '{written}'")
    assert config.storage.database == meant.format(folder=tmp_path)


def test_storage_stands_beside_the_file_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path, SMALLEST)
    monkeypatch.chdir(tmp_path)
    config = load(Path("config.toml"), {})
    assert config.storage.files == tmp_path / "var/archivo"
    assert config.storage.database == f"sqlite:///{tmp_path}/var/mailbot.db"


PASSWORD_FILE = SMALLEST.replace('password = "c0ntraseña"', 'password_file = "clave"')


def test_a_password_file_is_read_without_its_line_end(tmp_path: Path):
    (tmp_path / "clave").write_text(" ñandú # 1 \n", "utf-8")
    config = loaded(tmp_path, PASSWORD_FILE)
    assert _secret(config.mailbox.password) == " ñandú # 1 "
    assert config.mailbox.password_file == tmp_path / "clave"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\n", "línea 4: mailbox.password_file: el archivo {folder}/clave está vacío"),
        (b"\xff", "línea 4: mailbox.password_file: {folder}/clave no es un texto en UTF-8"),
    ],
)
def test_a_password_file_that_holds_none(tmp_path: Path, content: bytes, fault: str):
    (tmp_path / "clave").write_bytes(content)
    assert faults(tmp_path, PASSWORD_FILE) == [fault.format(folder=tmp_path)]


@pytest.mark.parametrize("text", [SMALLEST, PASSWORD_FILE])
def test_the_environment_wins(tmp_path: Path, text: str):
    config = loaded(tmp_path, text, MAILBOT_MAILBOX_PASSWORD=" de afuera ")
    assert _secret(config.mailbox.password) == " de afuera "


def test_a_password_keeps_the_spaces_around_it(tmp_path: Path):
    config = loaded(tmp_path, SMALLEST.replace("c0ntraseña", " x "))
    assert _secret(config.mailbox.password) == " x "


def test_the_environment_names_no_account(tmp_path: Path):
    assert loaded(tmp_path, SMALLEST, MAILBOT_SMTP_PASSWORD="x").smtp.password is None


SECRET = "s3cr3t0-que-nadie-ve"


@pytest.mark.parametrize(
    "text",
    [
        SMALLEST.replace("password =", "pasword =").replace("c0ntraseña", SECRET),
        SMALLEST.replace('"c0ntraseña"', f'["{SECRET}"]'),
        SMALLEST.replace("c0ntraseña", SECRET) + "[zz]\n",
        f"{SMALLEST}[storage]\ndatabase = 'mysql://u:{SECRET}@h/b'",
        SMALLEST.replace('"c0ntraseña"', f'"{SECRET}'),
        SMALLEST.replace('"c0ntraseña"', f'"{SECRET}\\q"'),
        SMALLEST.replace('"c0ntraseña"', SECRET),
    ],
)
def test_no_fault_shows_a_secret(tmp_path: Path, text: str):
    found = faults(tmp_path, text)
    assert found
    assert SECRET not in "\n".join(found)


def test_no_print_of_the_configuration_shows_a_secret(tmp_path: Path):
    text = SMALLEST.replace("c0ntraseña", SECRET)
    config = loaded(tmp_path, f"{text}[storage]\ndatabase = 'postgresql://u:{SECRET}@h/b'")
    assert SECRET not in f"{config!r} {config}"


def _secret(password: object) -> str:
    return password.get_secret_value()  # type: ignore[attr-defined, no-any-return]
