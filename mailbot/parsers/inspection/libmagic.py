"""libmagic behind one function: the media type that bytes show, or nothing where it can't load."""

import ctypes
import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

UNKNOWN = "application/octet-stream"

Detector = Callable[[bytes], str]


@lru_cache(maxsize=1)
def detector() -> Detector | None:
    """What tells the media type of a file's first bytes; None if libmagic is not to be had."""
    surroundings, loads = dict(os.environ), ctypes.CDLL.__init__
    try:
        # pylibmagic brings the library and must be imported first. It turns ctypes and the
        # environment of the whole process to its purpose: both are given back once it is loaded.
        import pylibmagic
        from magic import Magic

        database = pylibmagic.data / "magic.mgc"
        looking = Magic(mime=True, magic_file=str(database) if database.is_file() else None)
    except Exception:
        # Whatever keeps a foreign library from loading, mail is read without it.
        return None
    finally:
        ctypes.CDLL.__init__ = loads  # type: ignore[method-assign]
        for name in set(os.environ) - set(surroundings):
            del os.environ[name]
        os.environ.update(surroundings)

    def detect(head: bytes) -> str:
        with suppress(Exception):
            return str(looking.from_buffer(head)) or UNKNOWN
        return UNKNOWN

    return detect
