"""What has to hold before the line works: sound texts."""

from mailbot.config import Config
from mailbot.errors import ConfigurationError


def refuse_faulty_texts(config: Config) -> None:
    """Compose every example of every mail; ConfigurationError with all faults, in Spanish."""
    # The examples are many, and most commands compose none.
    from mailbot.compose.check import check_templates

    if faults := check_templates(config):
        raise ConfigurationError(faults)
