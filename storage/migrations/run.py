"""Run Alembic on a database, without a configuration file of its own."""

from pathlib import Path

from alembic import command
from alembic.config import Config as Alembic
from alembic.script import ScriptDirectory


def upgrade_database(url: str) -> None:
    """Bring the database at `url` to the newest schema; each step commits with its record."""
    command.upgrade(_alembic(url), "head")


def newest_revision() -> str | None:
    """The newest migration there is."""
    return ScriptDirectory.from_config(_alembic("sqlite://")).get_current_head()


def _alembic(url: str) -> Alembic:
    settings = Alembic()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    # Percent signs of the URL would be read as interpolation by the settings' parser.
    settings.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return settings
