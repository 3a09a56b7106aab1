"""Persistence: schema, migrations, repositories, files. Records are the model's frozen values."""

from storage.locations import database_files, database_folder, shown_url
from storage.presence import Alone, Duty, Presence, one_of_many, only_one
from storage.store import Store, open_existing, open_store, store_exists, upgrade

__all__ = [
    "Alone",
    "Duty",
    "Presence",
    "Store",
    "database_files",
    "database_folder",
    "one_of_many",
    "only_one",
    "open_existing",
    "open_store",
    "shown_url",
    "store_exists",
    "upgrade",
]
