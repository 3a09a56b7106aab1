"""A back-up of the line as one file, taken while it works, and the way back from it."""

from storage.backup.archive import Manifest, Progress
from storage.backup.restoring import Restored, restore
from storage.backup.writing import BackedUp, back_up

__all__ = ["BackedUp", "Manifest", "Progress", "Restored", "back_up", "restore"]
