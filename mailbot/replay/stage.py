"""A line without servers over a new store, in which a line's recorded mail is decided anew."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mailbot.config import Config
from mailbot.documents import load_documents
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.examining import Examiner
from mailbot.pipeline.form_reading import FormReader, form_process
from mailbot.pipeline.reading import Reader
from mailbot.pipeline.sheet_reading import SheetReader, sheet_process
from mailbot.rules.policy import Policy
from storage.rehearsal import rehearsal_store


@contextmanager
def stage(config: Config, folder: Path, base: Path | None = None) -> Iterator[Desk]:
    """A working place whose store is new, in `folder`, or goes on from the database `base`.

    The line's archive is only read.
    """
    limits = config.limits
    with ExitStack() as opened:
        store = rehearsal_store(folder, config.storage.files, base)
        opened.callback(store.close)
        # Nobody waits behind a mail: each has its whole time at once.
        reader = Reader(
            seconds=limits.parse_seconds, first_seconds=None, most_bytes=limits.mail_bytes
        )
        opened.callback(reader.close)
        documents = form_process(config, first_seconds=None)
        opened.callback(documents.close)
        sheets = sheet_process(config)
        opened.callback(sheets.close)
        yield Desk(
            policy=Policy.from_config(config),
            store=store,
            documents=load_documents(config.documents, config.phones, config.identity.address),
            new_token=lambda: secrets.token_hex(16),
            read=reader,
            examine=Examiner.of(config),
            forms=FormReader.of(config, documents),
            read_sheet=SheetReader(apart=sheets),
        )
