"""What has to hold before the line works: sound texts."""

from mailbot.compose.check import check_templates
from mailbot.config import Config
from mailbot.errors import ConfigurationError


def refuse_faulty_texts(config: Config, *, ours_too: bool) -> None:
    """Compose every example of every mail; ConfigurationError with all faults, in Spanish.

    Without own texts that is left to `ours_too`: ours don't change between the passes that a
    timetable starts each minute, and to compose them all takes two seconds.
    """
    if not (ours_too or config.templates.folder):
        return
    if faults := check_templates(config):
        raise ConfigurationError(faults)
