"""Persistence: schema, migrations, repositories, files. Records are the model's frozen values."""

from storage.alone import only_one
from storage.locations import database_folder, shown_url
from storage.store import Store, open_store, store_exists, upgrade

__all__ = [
    "Store",
    "database_folder",
    "only_one",
    "open_store",
    "shown_url",
    "store_exists",
    "upgrade",
]
