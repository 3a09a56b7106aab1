"""The readable names of files are made after the commits, a part at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.model.case import Case, Requester, StoredFile
from mailbot.model.vocabulary import FileStatus
from mailbot.parsers import read_mail
from mailbot.pipeline.process import link_files
from storage import Store, case_files, cases, open_store
from tests.pipeline.lines import NOW, desk
from tests.storage.test_store import config


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    yield opened
    opened.close()


def test_names_are_made_in_parts_and_the_rest_later_once_told_to_stop(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("mailbot.pipeline.process._LINKED_AT_ONCE", 2)
    names = [f"{place}.txt" for place in range(5)]
    digests = [store.files.put(name.encode()) for name in names]
    # The bytes of one are gone: its name is owed, and keeps nobody else from his.
    store.files.forget(digests[1])
    with store.write() as connection:
        new = Case(service_number="SERV-2026-000001", requester=Requester(email="ana@x.co"),
                   opened_at=NOW)  # fmt: skip
        row = cases.save(connection, new, (), NOW).row
        files = [
            StoredFile(name=name, original_name=name, path=f"casos/{name}", sha256=digest, size=1,
                       type="text/plain", status=FileStatus.STORED)
            for name, digest in zip(names, digests, strict=True)
        ]  # fmt: skip
        case_files.add(connection, row, None, files)
    line, looks = desk(store, tmp_path, read_mail), iter((False, True))
    link_files(line, lambda: next(looks))
    assert _named(store) == names[:1]
    link_files(line)
    assert _named(store) == [names[0], *names[2:]]
    with store.read() as connection:
        assert [path for _key, _sha256, path in case_files.unlinked(connection)] == ["casos/1.txt"]


def _named(store: Store) -> list[str]:
    return sorted(path.name for path in (store.files.root / "casos").iterdir())
