"""Persistence: schema, migrations, repositories, files. Records are the model's frozen values."""

from storage.store import Store, database_folder, only_one, open_store, store_exists, upgrade

__all__ = ["Store", "database_folder", "only_one", "open_store", "store_exists", "upgrade"]
