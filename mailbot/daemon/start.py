"""What has to hold before the line works: sound texts."""

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from mailbot import __version__
from mailbot.config import Config
from mailbot.daemon.settings_told import settings_of
from mailbot.errors import ConfigurationError, StorageError
from storage.files import replace_file

_CHECKED = ".textos-revisados"
"""Below the folder of files: the fingerprint of the own texts that were last found sound."""


def refuse_faulty_texts(config: Config) -> None:
    """Compose every example of every mail; ConfigurationError with all faults, in Spanish."""
    # The examples are many, and most commands compose none.
    from mailbot.compose.check import check_templates

    if faults := check_templates(config):
        raise ConfigurationError(faults)


def refuse_faulty_own_texts(config: Config) -> None:
    """The same for a line with texts of the operator's own, once for each change.

    `once` may come every minute, and the check takes seconds. It is made again after a change of
    any text, of a setting that a mail may show, or of this program.
    """
    if config.templates.folder is None:
        return
    fingerprint = _fingerprint(config)
    checked = config.storage.files / _CHECKED
    with suppress(OSError, ValueError):
        if fingerprint and checked.read_text("ascii") == fingerprint:
            return
    refuse_faulty_texts(config)
    if fingerprint and checked.parent.is_dir():
        # Where it can't be remembered it is checked again.
        with suppress(StorageError):
            replace_file(checked, fingerprint.encode())


def _fingerprint(config: Config) -> str:
    """A hash over all that the check depends on; "" where that can't be read."""
    from mailbot.compose.rendering import TEMPLATES, load_again

    load_again()
    seen = hashlib.sha256(__version__.encode())
    try:
        for path in _ours(TEMPLATES):
            seen.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        settings = settings_of(config)
    except (OSError, UnicodeDecodeError):
        return ""
    seen.update(json.dumps(settings, sort_keys=True, default=str).encode("utf-8", "replace"))
    return seen.hexdigest()


def _ours(templates: Path) -> list[Path]:
    return sorted(path for path in templates.iterdir() if path.is_file())
