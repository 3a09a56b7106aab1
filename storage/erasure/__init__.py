"""Erasing what is known of a person: rows in one transaction, files and late mails after it."""

from storage.erasure.erase import erase
from storage.erasure.owed import forget_owed
from storage.erasure.scope import Erasing
from storage.erasure.trials import release_sheets

__all__ = ["Erasing", "erase", "forget_owed", "release_sheets"]
