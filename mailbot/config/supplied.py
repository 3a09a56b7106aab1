"""What the operator brings along: where things are kept, his own files, phones and pages."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from mailbot.config.kinds import DatabaseUrl, ExistingFile, ExistingFolder, FolderPath
from mailbot.config.section import Section


class Storage(Section):
    """Where cases and files live."""

    # The address may hold a password, which no print of the configuration may show.
    database: DatabaseUrl = Field(
        default="sqlite:///var/mailbot.db", repr=False, validate_default=True
    )
    files: FolderPath = Field(default=Path("var/archivo"), validate_default=True)


class Documents(Section):
    """The operator's own files; without them the line's defaults go out."""

    circular_050: ExistingFile | None = None
    functional_form: ExistingFile | None = None
    accompaniment_form: ExistingFile | None = None
    format: Literal["docx", "xlsx", "pdf"] = "docx"


class Templates(Section):
    """The operator's own wording: files that win over the program's texts of the same name."""

    folder: ExistingFolder | None = None


class Phones(Section):
    """How to call the line; the defaults are the procedure's own words (activity 4)."""

    bogota: str = "6021270"
    national: str = "01800910071"
    option: str = "1"
    hours: str = "lunes a viernes de 7:00 a. m. a 7:00 p. m., jornada continua"


class Notices(Section):
    """Mails that a line may do without."""

    escalation: bool = True
    """M-08: the person is told to which level the case went (activities 14 and 19)."""


class Links(Section):
    """Pages that mails may name."""

    manuals: str | None = None
    faq: str | None = None
    protocol: str | None = None
    privacy: str | None = None
